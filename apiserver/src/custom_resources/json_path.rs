//! The simple JSON paths of printer columns and selectable fields.
//!
//! *Upstream:* `client-go/util/jsonpath`, of which definitions use the part without ranges of
//! text: fields, quoted keys, indexes, wildcards and filters that compare one field.

use serde_json::Value;

/// A path, taken apart.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct JsonPath(Vec<Step>);

#[derive(Clone, Debug, PartialEq)]
enum Step {
    Field(String),
    Index(i64),
    All,
    /// Items whose field, by a path below them, equals a value.
    Equal(Vec<Step>, Value),
    /// Items that have a field at all.
    Has(Vec<Step>),
}

impl JsonPath {
    /// Reads a path such as `.status.conditions[?(@.type=="Ready")].status`; `None` for what is
    /// none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix('{').and_then(|t| t.strip_suffix('}')).unwrap_or(text);
        let text = text.strip_prefix('$').unwrap_or(text);
        steps(text).map(Self)
    }

    /// Every value at the path.
    pub(crate) fn find<'a>(&self, object: &'a Value) -> Vec<&'a Value> {
        find(&self.0, object)
    }

    /// The dotted form, for paths of plain fields only.
    pub(crate) fn dotted(&self) -> Option<String> {
        let fields: Option<Vec<&str>> = self
            .0
            .iter()
            .map(|step| match step {
                Step::Field(name) if !name.contains('.') => Some(name.as_str()),
                _ => None,
            })
            .collect();
        Some(fields?.join("."))
    }
}

fn find<'a>(steps: &[Step], object: &'a Value) -> Vec<&'a Value> {
    let mut found = vec![object];
    for step in steps {
        found = found.into_iter().flat_map(|value| take(step, value)).collect();
    }
    found
}

fn take<'a>(step: &Step, value: &'a Value) -> Vec<&'a Value> {
    let items = value.as_array();
    match step {
        Step::Field(name) => value.get(name).into_iter().collect(),
        Step::Index(index) => {
            let Some(items) = items else { return Vec::new() };
            let at = if *index < 0 { items.len() as i64 + index } else { *index };
            usize::try_from(at).ok().and_then(|at| items.get(at)).into_iter().collect()
        }
        Step::All => match value {
            Value::Array(items) => items.iter().collect(),
            Value::Object(fields) => fields.values().collect(),
            _ => Vec::new(),
        },
        Step::Equal(path, wanted) => {
            let items = items.into_iter().flatten();
            items.filter(|item| find(path, item).contains(&wanted)).collect()
        }
        Step::Has(path) => {
            let items = items.into_iter().flatten();
            items.filter(|item| !find(path, item).is_empty()).collect()
        }
    }
}

fn steps(text: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('[') {
            let (step, after) = bracket(after)?;
            steps.push(step);
            rest = after;
            continue;
        }
        let after = rest.strip_prefix('.').unwrap_or(rest);
        let (name, after) = field(after);
        if name.is_empty() {
            // A path may begin with a dot before a bracket.
            if after.starts_with('[') && steps.is_empty() {
                rest = after;
                continue;
            }
            return None;
        }
        steps.push(if name == "*" { Step::All } else { Step::Field(name) });
        rest = after;
    }
    Some(steps)
}

/// A name up to the next step; a backslash takes the next character as it is.
fn field(text: &str) -> (String, &str) {
    let mut name = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => name.extend(chars.next().map(|(_, c)| c)),
            '.' | '[' => return (name, &text[at..]),
            c => name.push(c),
        }
    }
    (name, "")
}

fn bracket(text: &str) -> Option<(Step, &str)> {
    if let Some(filter) = text.strip_prefix("?(") {
        let end = filter.find(")]")?;
        return Some((condition(&filter[..end])?, &filter[end + 2..]));
    }
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'));
    if let Some(quote) = quote {
        let inner = &text[1..];
        let end = inner.find(quote)?;
        let rest = inner[end + 1..].strip_prefix(']')?;
        return Some((Step::Field(inner[..end].to_owned()), rest));
    }
    let (inner, rest) = text.split_once(']')?;
    let step = match inner.trim() {
        "*" => Step::All,
        number => Step::Index(number.parse().ok()?),
    };
    Some((step, rest))
}

/// `@.type=="Ready"`
fn condition(text: &str) -> Option<Step> {
    let path = |text: &str| steps(text.trim().strip_prefix('@')?);
    let Some((left, right)) = text.split_once("==") else { return Some(Step::Has(path(text)?)) };
    let right = right.trim();
    let quoted = ['"', '\''].into_iter().find_map(|q| right.strip_prefix(q)?.strip_suffix(q));
    let wanted = match quoted {
        Some(text) => text.into(),
        None => serde_json::from_str(right).ok()?,
    };
    Some(Step::Equal(path(left)?, wanted))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn paths_find_values() {
        let object = json!({
            "spec": { "replicas": 3, "a.b": "dot" },
            "metadata": { "labels": { "example.com/x": "y" } },
            "status": { "conditions": [
                { "type": "Ready", "status": "True" }, { "type": "Old", "status": "False" },
            ] },
        });
        for (path, want) in [
            (".spec.replicas", vec![json!(3)]),
            ("{.spec.replicas}", vec![json!(3)]),
            (".metadata.labels['example\\.com/x']", vec![]),
            (".metadata.labels['example.com/x']", vec![json!("y")]),
            (".metadata.labels.example\\.com/x", vec![json!("y")]),
            (".spec.a\\.b", vec![json!("dot")]),
            (".status.conditions[?(@.type==\"Ready\")].status", vec![json!("True")]),
            (".status.conditions[?(@.type=='Old')].status", vec![json!("False")]),
            (".status.conditions[*].type", vec![json!("Ready"), json!("Old")]),
            (".status.conditions[-1].type", vec![json!("Old")]),
            (".status.conditions[7]", vec![]),
            (".none", vec![]),
        ] {
            let parsed = JsonPath::parse(path).unwrap();
            assert_eq!(parsed.find(&object), want.iter().collect::<Vec<_>>(), "{path}");
        }
        for broken in [".a..b", ".a[", ".a[x]", ".a[?(b)]"] {
            assert_eq!(JsonPath::parse(broken), None, "{broken}");
        }
        assert_eq!(JsonPath::parse(".spec.x").unwrap().dotted().as_deref(), Some("spec.x"));
    }
}
