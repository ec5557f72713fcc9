//! Reads a topic's lines and reports every line that differs.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// One line: an input and what upstream made of it.
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) input: Value,
    pub(crate) want: Value,
}

impl Line {
    /// The kind of line, the middle of its id.
    pub(crate) fn kind<'a>(&'a self, topic: &str) -> &'a str {
        let rest = self.id.strip_prefix(topic).and_then(|rest| rest.strip_prefix('-'));
        rest.and_then(|rest| rest.rsplit_once('-')).map_or("", |(kind, _)| kind)
    }

    /// Whether upstream refuses the input.
    pub(crate) fn fails(&self) -> bool {
        self.want.get("error").is_some()
    }
}

/// The text of a file of recordings.
pub(crate) fn data(name: &str) -> String {
    let folder = std::env::var_os("BOWLINE_VECTORS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/vectors"),
        PathBuf::from,
    );
    std::fs::read_to_string(folder.join(name)).unwrap()
}

/// Runs `check` on every line of a topic; it returns what is wrong.
pub(crate) fn check(topic: &str, check: impl Fn(&Line) -> Result<(), String>) {
    check_lines(topic, "", check);
}

/// Runs `check` on the lines of one kind; empty for all.
pub(crate) fn check_lines(topic: &str, kind: &str, check: impl Fn(&Line) -> Result<(), String>) {
    let mut faults = Vec::new();
    let mut count = 0;
    for line in data(&format!("{topic}.jsonl")).lines() {
        let mut line: Value = serde_json::from_str(line).unwrap();
        let line = Line {
            id: line["id"].as_str().unwrap().to_owned(),
            input: line["in"].take(),
            want: line["out"].take(),
        };
        if !kind.is_empty() && line.kind(topic) != kind {
            continue;
        }
        count += 1;
        if let Err(fault) = check(&line) {
            faults.push(format!("{}: {fault}", line.id));
        }
    }
    assert!(count > 0, "{topic} {kind} has no lines");
    let shown = faults.iter().take(10).map(String::as_str).collect::<Vec<_>>().join("\n");
    assert!(faults.is_empty(), "{topic}: {} of {count} lines differ\n{shown}", faults.len());
}

/// Says how two values differ, or nothing.
pub(crate) fn same(what: &str, got: &Value, want: &Value) -> Result<(), String> {
    if got == want { Ok(()) } else { Err(format!("{what}\n   got {got}\n  want {want}")) }
}
