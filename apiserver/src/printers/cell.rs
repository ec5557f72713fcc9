//! Texts that many cells share.

use std::collections::BTreeMap;

use bowline_apimachinery::labels;
use bowline_apimachinery::meta::LabelSelector;
use bowline_apimachinery::time::{Time, human_duration};
use serde_json::Value;

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// One value a column.
    pub cells: Vec<Value>,
    /// Marks such as `Completed`.
    pub conditions: Vec<Value>,
}

impl From<Vec<Value>> for Row {
    fn from(cells: Vec<Value>) -> Self {
        Self { cells, conditions: Vec::new() }
    }
}

/// Builds cells from values of any JSON type.
macro_rules! cells {
    ($($cell:expr),* $(,)?) => {
        vec![$(serde_json::json!($cell)),*]
    };
}
pub(super) use cells;

/// How long ago, as `kubectl` shows ages.
pub(super) fn age(of: Option<Time>, now: Time) -> String {
    match of {
        Some(t) if !t.is_zero() => human_duration(now.since(t)),
        _ => "<unknown>".to_owned(),
    }
}

/// The text, or what stands for none.
pub(super) fn or<'a>(text: &'a str, none: &'a str) -> &'a str {
    if text.is_empty() { none } else { text }
}

/// Items joined by commas, or `<none>`.
pub(super) fn joined<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    let items: Vec<&str> = items.into_iter().collect();
    if items.is_empty() { "<none>".to_owned() } else { items.join(",") }
}

/// `a=b,c=d`, or `<none>`.
pub(super) fn label_map(map: &BTreeMap<String, String>) -> String {
    let pairs: Vec<String> = map.iter().map(|(k, v)| format!("{k}={v}")).collect();
    joined(pairs.iter().map(String::as_str))
}

/// A selector as text; `<none>` for the empty one, `<unset>` for none at all.
pub(super) fn selector(selector: Option<&LabelSelector>) -> String {
    labels::format_label_selector(selector)
}

/// Items joined by commas, cut after the first three with a count of the rest.
pub(super) fn first_three(items: &[String]) -> String {
    match items {
        [] => "<none>".to_owned(),
        [a, b, c, rest @ ..] if !rest.is_empty() => format!("{a},{b},{c} + {} more...", rest.len()),
        few => few.join(","),
    }
}
