//! The query of a URL.

use std::fmt::{Display, Write};

/// Parameters in the order they were added; empty ones are left out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    text: String,
}

impl Query {
    /// Adds a parameter; the empty value is the same as none.
    pub(crate) fn text(&mut self, name: &str, value: &str) -> &mut Self {
        if !value.is_empty() {
            self.text.push(if self.text.is_empty() { '?' } else { '&' });
            self.text.push_str(name);
            self.text.push('=');
            for byte in value.bytes() {
                if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
                    self.text.push(char::from(byte));
                } else {
                    // Writing to a string does not fail.
                    let _ = write!(self.text, "%{byte:02X}");
                }
            }
        }
        self
    }

    /// Adds a parameter that may be absent.
    pub(crate) fn option(&mut self, name: &str, value: Option<impl Display>) -> &mut Self {
        if let Some(value) = value {
            self.text(name, &value.to_string());
        }
        self
    }

    /// Adds `name=true` when it is so.
    pub(crate) fn flag(&mut self, name: &str, value: bool) -> &mut Self {
        if value { self.text(name, "true") } else { self }
    }

    /// `?a=b&c=d`, or nothing.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped_and_empty_ones_left_out() {
        let mut query = Query::default();
        query.text("labelSelector", "app in (a, b)").text("none", "").flag("watch", true);
        query.option("limit", Some(5)).option("timeout", None::<i32>).flag("not", false);
        assert_eq!(query.as_str(), "?labelSelector=app%20in%20%28a%2C%20b%29&watch=true&limit=5");
    }
}
