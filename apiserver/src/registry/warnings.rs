//! What a client's user should read although the request succeeds.
//!
//! *Upstream:* `apiserver/pkg/endpoints/filters/warning.go`.

use std::sync::Arc;

use parking_lot::Mutex;

/// All texts together may have so many characters before each is cut.
const TOTAL: usize = 4096;
/// How many characters each text keeps then.
const EACH: usize = 256;

/// Collects warnings during a request; clones collect into the same list.
#[derive(Clone, Debug, Default)]
pub struct Warnings(Arc<Mutex<Vec<String>>>);

impl Warnings {
    /// Adds a warning, once.
    pub fn add(&self, text: impl Into<String>) {
        let text = text.into();
        let mut texts = self.0.lock();
        if !text.is_empty() && !texts.contains(&text) {
            texts.push(text);
        }
    }

    /// The values of the `Warning` headers: `299 - "text"`.
    #[must_use]
    pub fn headers(&self) -> Vec<String> {
        let texts = self.0.lock();
        let total: usize = texts.iter().map(|t| t.chars().count()).sum();
        texts
            .iter()
            .map(|text| match total > TOTAL {
                true => header(&text.chars().take(EACH).collect::<String>()),
                false => header(text),
            })
            .collect()
    }
}

fn header(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            c if c.is_control() => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    format!("299 - \"{quoted}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_are_quoted_and_said_once() {
        let warnings = Warnings::default();
        warnings.add("unknown field \"spec.foo\"");
        warnings.clone().add("unknown field \"spec.foo\"");
        assert_eq!(warnings.headers(), [r#"299 - "unknown field \"spec.foo\"""#]);
    }

    #[test]
    fn long_warnings_are_cut_together() {
        let warnings = Warnings::default();
        warnings.add("a".repeat(3000));
        assert_eq!(warnings.headers()[0].len(), 3000 + 8);
        warnings.add("b".repeat(1097));
        assert!(warnings.headers().iter().all(|h| h.len() == 256 + 8));
    }
}
