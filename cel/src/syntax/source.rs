//! The text of an expression and the faults found in it, printed as `cel-go` prints them.

use std::fmt;
use std::sync::Arc;

/// The text of an expression with the start of each line.
#[derive(Clone, Debug)]
pub struct Source {
    text: Arc<str>,
}

impl Source {
    /// A source over `text`.
    pub fn new(text: &str) -> Self {
        Self { text: Arc::from(text) }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line (from 1) and column (from 0, in characters) of a byte offset.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &self.text[..end];
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |i| i + 1);
        (line, before[start..].chars().count())
    }

    fn line(&self, number: usize) -> Option<&str> {
        self.text.split('\n').nth(number.checked_sub(1)?)
    }
}

/// One fault in an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 0.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

/// All faults of one expression, in the order they were found.
#[derive(Clone, Debug)]
pub struct Issues {
    source: Source,
    list: Vec<Issue>,
}

impl Issues {
    /// No faults yet.
    pub fn new(source: Source) -> Self {
        Self { source, list: Vec::new() }
    }

    /// Adds a fault at a byte offset.
    pub fn report(&mut self, offset: usize, message: impl Into<String>) {
        let (line, column) = self.source.position(offset);
        self.list.push(Issue { line, column, message: message.into() });
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The faults in order of their place in the text.
    pub fn sorted(&self) -> Vec<Issue> {
        let mut list = self.list.clone();
        list.sort_by_key(|i| (i.line, i.column));
        list
    }
}

impl fmt::Display for Issues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, issue) in self.sorted().iter().enumerate() {
            if n > 0 {
                f.write_str("\n")?;
            }
            write!(f, "ERROR: <input>:{}:{}: {}", issue.line, issue.column + 1, issue.message)?;
            let Some(line) = self.source.line(issue.line) else { continue };
            write!(f, "\n | {}\n | ", line.replace('\t', " "))?;
            for wide in line.chars().take(issue.column).map(|c| c.len_utf8() > 1) {
                f.write_str(if wide { "\u{ff0e}" } else { "." })?;
            }
            let wide = line.chars().nth(issue.column).is_some_and(|c| c.len_utf8() > 1);
            f.write_str(if wide { "\u{ff3e}" } else { "^" })?;
        }
        Ok(())
    }
}
