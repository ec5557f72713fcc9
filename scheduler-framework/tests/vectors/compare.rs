//! Runs a topic and reports what differs.

use std::path::PathBuf;

use serde_json::Value;

use super::case::Case;

/// What differs, each with its place in the expected output.
#[derive(Default)]
pub(crate) struct Differences(Vec<String>);

impl Differences {
    pub(crate) fn check(&mut self, place: &str, got: Value, want: &Value) {
        if got != *want {
            self.0.push(format!("{place}: got {got}, want {want}"));
        }
    }
}

/// Every line of a topic; fails with the first differences if there are any.
pub(crate) fn topic(name: &str, differences: fn(&Case) -> Differences) {
    let folder = std::env::var_os("BOWLINE_VECTORS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/data/vectors"),
        PathBuf::from,
    );
    let text = std::fs::read_to_string(folder.join(format!("{name}.jsonl"))).unwrap();
    let mut failed = Vec::new();
    let mut passed = 0;
    for line in text.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let cases = [false, true].map(|with_counts| Case::read(&line, with_counts));
        let found: Vec<_> = cases.iter().flat_map(|case| differences(case).0).collect();
        if found.is_empty() {
            passed += 1;
        } else {
            failed.push(format!("{}:\n  {}", line["id"], found.join("\n  ")));
        }
    }
    assert!(passed + failed.len() > 0, "no line in {name}");
    let shown = failed.iter().take(10).cloned().collect::<Vec<_>>().join("\n");
    assert!(failed.is_empty(), "{name}: {passed} passed, {} failed\n{shown}", failed.len());
}
