//! Tables as text: CSV with or without a first line of names, or a JSON object a line.

use std::io::{self, BufRead};

use serde_json::Value;

/// Why a trace cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TraceError {
    /// The file cannot be read.
    #[error("reading a trace: {0}")]
    Io(#[from] io::Error),
    /// A column is missing that is needed.
    #[error("{table}: column {column:?} is missing")]
    Column {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// There is nothing in it that can be used.
    #[error("{table}: no usable row")]
    Empty {
        /// The table.
        table: &'static str,
    },
}

/// A row, by column.
#[derive(Clone, Debug)]
pub(super) struct Row {
    fields: Vec<String>,
    places: Vec<(String, usize)>,
}

impl Row {
    /// The text of a column; none if there is none or it is empty.
    pub(super) fn text(&self, column: &str) -> Option<&str> {
        let (_, place) = self.places.iter().find(|(name, _)| name == column)?;
        self.fields.get(*place).map(|it| it.trim()).filter(|it| !it.is_empty())
    }

    /// The number of a column.
    pub(super) fn number(&self, column: &str) -> Option<f64> {
        let number: f64 = self.text(column)?.parse().ok()?;
        number.is_finite().then_some(number)
    }
}

/// Reads a table. Its columns are those of `columns` if the first line does not name them.
/// `needed` must be there.
pub(super) fn read(
    table: &'static str,
    input: &mut dyn BufRead,
    columns: &[&str],
    needed: &[&'static str],
    each: &mut dyn FnMut(&Row),
) -> Result<(), TraceError> {
    let mut row = Row {
        fields: Vec::new(),
        places: columns.iter().enumerate().map(|(at, it)| ((*it).to_owned(), at)).collect(),
    };
    let mut is_first = true;
    let mut line = String::new();
    loop {
        line.clear();
        if input.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let text = line.trim_end_matches(['\n', '\r']);
        if text.trim().is_empty() {
            continue;
        }
        if text.starts_with('{') {
            if let Some(json) = of_json(text) {
                each(&json);
            }
            continue;
        }
        split(text, &mut row.fields);
        if std::mem::take(&mut is_first) {
            let is_header =
                columns.is_empty() || row.fields.iter().any(|it| needed.contains(&it.trim()));
            if is_header {
                let named = row.fields.iter().enumerate();
                row.places = named.map(|(at, it)| (it.trim().to_owned(), at)).collect();
            }
            let missing = needed.iter().find(|it| !row.places.iter().any(|(name, _)| name == **it));
            if let Some(column) = missing {
                return Err(TraceError::Column { table, column });
            }
            if is_header {
                continue;
            }
        }
        each(&row);
    }
}

/// The fields of a line; quotes may enclose them, and are doubled inside.
fn split(line: &str, fields: &mut Vec<String>) {
    fields.clear();
    let mut field = String::new();
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '"' if quoted && chars.peek() == Some(&'"') => {
                field.push('"');
                chars.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            other => field.push(other),
        }
    }
    fields.push(field);
}

/// An object; inner objects have their columns joined by dots.
fn of_json(text: &str) -> Option<Row> {
    let Ok(Value::Object(object)) = serde_json::from_str(text) else { return None };
    let mut row = Row { fields: Vec::new(), places: Vec::new() };
    let mut add = |name: String, value: &Value| {
        let text = match value {
            Value::Null => return,
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        row.places.push((name, row.fields.len()));
        row.fields.push(text);
    };
    for (name, value) in &object {
        match value {
            Value::Object(inner) => {
                inner.iter().for_each(|(key, value)| add(format!("{name}.{key}"), value));
            }
            value => add(name.clone(), value),
        }
    }
    Some(row)
}
