//! What decoding notices without failing, and where it stands.

use std::fmt::Write as _;

/// As many complaints as one object can earn; upstream stops counting here.
const MOST_COMPLAINTS: usize = 100;

/// What decoding noticed without failing: the stuff of strict field validation.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub(super) path: Vec<Step>,
    /// `unknown field "spec.foo"`, `duplicate field "spec.bar"`, each once, in order of appearance.
    pub complaints: Vec<String>,
}

/// A step of the way from the object to a value in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    Field(&'static str),
    Key(String),
    Index(usize),
}

impl Report {
    /// The path to where decoding stands, as upstream prints it.
    #[must_use]
    pub fn path(&self) -> String {
        self.path_to("")
    }

    fn path_to(&self, last: &str) -> String {
        let mut text = String::new();
        for step in &self.path {
            let name = match step {
                Step::Index(i) => {
                    let _ = write!(text, "[{i}]");
                    continue;
                }
                Step::Field(name) => name,
                Step::Key(key) => key.as_str(),
            };
            if !text.is_empty() {
                text.push('.');
            }
            text.push_str(name);
        }
        if !last.is_empty() {
            if !text.is_empty() {
                text.push('.');
            }
            text.push_str(last);
        }
        text
    }

    #[cold]
    pub(super) fn unknown(&mut self, name: &str) {
        let path = self.path_to(name);
        self.complain(format!("unknown field \"{path}\""));
    }

    #[cold]
    pub(super) fn duplicate(&mut self, name: &str) {
        let path = self.path_to(name);
        self.complain(format!("duplicate field \"{path}\""));
    }

    fn complain(&mut self, complaint: String) {
        if self.complaints.len() < MOST_COMPLAINTS && !self.complaints.contains(&complaint) {
            self.complaints.push(complaint);
        }
    }
}
