//! Field selectors: which objects are meant, said by a few of their fields.
//!
//! Terms with commas between them must all hold: `status.phase=Running,spec.nodeName!=n1`. In
//! values, commas, equals signs and backslashes are escaped by a backslash. A field that an object
//! lacks counts as empty.
//!
//! Upstream: `apimachinery/pkg/fields`.

use std::fmt;
use std::str::FromStr;

/// How the value of a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `=`, also spelled `==`.
    Equals,
    /// `!=`
    NotEquals,
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Equals => "=",
            Self::NotEquals => "!=",
        })
    }
}

/// One term of a field selector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The field, such as `metadata.name`.
    pub field: String,
    /// How its value is compared.
    pub operator: Operator,
    /// The value, unescaped.
    pub value: String,
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.field, self.operator, escape_value(&self.value))
    }
}

/// A text that is not a field selector.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseSelectorError {
    /// A term has no operator.
    #[error("invalid selector: '{selector}'; can't understand '{term}'")]
    NoOperator {
        /// The whole text.
        selector: String,
        /// The term.
        term: String,
    },
    /// A value is escaped wrongly.
    #[error(transparent)]
    Value(#[from] UnescapeError),
}

/// A value that is not escaped as it must be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnescapeError {
    /// A backslash before a character that needs none, or at the end.
    #[error("invalid field selector: invalid escape sequence: {sequence}")]
    InvalidSequence {
        /// The backslash and what follows it.
        sequence: String,
    },
    /// A character that needs a backslash has none.
    #[error("invalid field selector: unescaped character in value: {}", *character as u32)]
    Unescaped {
        /// The character; the message gives its number, as upstream's does.
        character: char,
    },
}

/// Terms that must all hold.
///
/// # Example
/// ```
/// use bowline_apimachinery::fields::Selector;
///
/// let selector: Selector = "metadata.name==web,spec.nodeName!=".parse()?;
/// assert_eq!(selector.to_string(), "metadata.name=web,spec.nodeName!=");
/// assert!(selector.matches_with(|field| match field {
///     "metadata.name" => "web",
///     "spec.nodeName" => "n1",
///     _ => "",
/// }));
/// # Ok::<(), bowline_apimachinery::fields::ParseSelectorError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selector {
    requirements: Vec<Requirement>,
}

impl Selector {
    /// Selects every object.
    pub const fn everything() -> Self {
        Self { requirements: Vec::new() }
    }

    /// Selects objects whose field has that value.
    pub fn equals(field: impl Into<String>, value: impl Into<String>) -> Self {
        let (field, value) = (field.into(), value.into());
        Self { requirements: vec![Requirement { field, operator: Operator::Equals, value }] }
    }

    /// Reads a selector from text; its terms are sorted.
    ///
    /// # Errors
    /// When a term has no operator or a value is escaped wrongly.
    pub fn parse(text: &str) -> Result<Self, ParseSelectorError> {
        let mut terms = split_terms(text);
        terms.sort_unstable();
        let mut requirements = Vec::with_capacity(terms.len());
        for term in terms.into_iter().filter(|term| !term.is_empty()) {
            let (field, operator, value) = split_term(term).ok_or_else(|| {
                ParseSelectorError::NoOperator { selector: text.to_owned(), term: term.to_owned() }
            })?;
            let value = unescape_value(value)?;
            // A term without either says nothing.
            if !field.is_empty() || !value.is_empty() {
                requirements.push(Requirement { field: field.to_owned(), operator, value });
            }
        }
        Ok(Self { requirements })
    }

    /// This selector with the terms of another.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.requirements.extend(other.requirements);
        self
    }

    /// Whether every object is selected.
    pub fn is_empty(&self) -> bool {
        self.requirements.is_empty()
    }

    /// The terms.
    pub fn requirements(&self) -> &[Requirement] {
        &self.requirements
    }

    /// Whether an object is selected whose fields `get` finds; it gives the empty text for fields
    /// that are not there.
    pub fn matches_with<'a>(&self, get: impl Fn(&str) -> &'a str) -> bool {
        self.requirements.iter().all(|term| {
            let equal = get(&term.field) == term.value;
            equal == (term.operator == Operator::Equals)
        })
    }

    /// The value that a field must have, if a term says so.
    pub fn requires_exact_match(&self, field: &str) -> Option<&str> {
        let says_so =
            |term: &&Requirement| term.operator == Operator::Equals && term.field == field;
        self.requirements.iter().find(says_so).map(|term| term.value.as_str())
    }

    /// The same selector with every field and value rewritten, for resources whose fields have
    /// other names inside. A term whose field and value both become empty is dropped.
    ///
    /// # Errors
    /// The first that `rewrite` returns.
    pub fn transform<E>(
        &self,
        mut rewrite: impl FnMut(&str, &str) -> Result<(String, String), E>,
    ) -> Result<Self, E> {
        let mut requirements = Vec::with_capacity(self.requirements.len());
        for term in &self.requirements {
            let (field, value) = rewrite(&term.field, &term.value)?;
            if !field.is_empty() || !value.is_empty() {
                requirements.push(Requirement { field, operator: term.operator, value });
            }
        }
        Ok(Self { requirements })
    }
}

impl FromStr for Selector {
    type Err = ParseSelectorError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, term) in self.requirements.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            term.fmt(f)?;
        }
        Ok(())
    }
}

/// The text between commas that have no backslash before them.
fn split_terms(text: &str) -> Vec<&str> {
    let mut terms = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    for (position, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b',' => {
                terms.push(&text[start..position]);
                start = position + 1;
            }
            _ => {}
        }
    }
    terms.push(&text[start..]);
    terms
}

/// Cuts a term at its first operator. Fields know no escapes.
fn split_term(term: &str) -> Option<(&str, Operator, &str)> {
    let operators =
        [("!=", Operator::NotEquals), ("==", Operator::Equals), ("=", Operator::Equals)];
    term.char_indices().find_map(|(position, _)| {
        let (field, rest) = term.split_at(position);
        operators.iter().find_map(|(text, operator)| {
            rest.strip_prefix(text).map(|value| (field, *operator, value))
        })
    })
}

/// Puts a backslash before each backslash, comma and equals sign of a value.
pub fn escape_value(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for c in value.chars() {
        if matches!(c, '\\' | ',' | '=') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Takes the backslashes out of a value.
///
/// # Errors
/// When a comma or equals sign has no backslash before it, or something else has one.
pub fn unescape_value(value: &str) -> Result<String, UnescapeError> {
    let mut unescaped = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some(c @ ('\\' | ',' | '=')) => unescaped.push(c),
                other => {
                    let sequence = std::iter::once('\\').chain(other).collect();
                    return Err(UnescapeError::InvalidSequence { sequence });
                }
            },
            ',' | '=' => return Err(UnescapeError::Unescaped { character: c }),
            c => unescaped.push(c),
        }
    }
    Ok(unescaped)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_are_read_and_printed_sorted() {
        for (text, want) in [
            ("", ""),
            (",", ""),
            ("=", ""),
            ("!=", ""),
            ("b=1,a==2", "a=2,b=1"),
            ("a=x\\,y\\=z\\\\", "a=x\\,y\\=z\\\\"),
            ("a!=", "a!="),
            ("=b", "=b"),
            ("a!b=c", "a!b=c"),
            ("\\a=b", "\\a=b"),
        ] {
            assert_eq!(Selector::parse(text).unwrap().to_string(), want, "{text}");
        }
    }

    #[test]
    fn messages_are_those_of_upstream() {
        for (text, want) in [
            ("a", "invalid selector: 'a'; can't understand 'a'"),
            ("a=b=c", "invalid field selector: unescaped character in value: 61"),
            ("a=\\x", "invalid field selector: invalid escape sequence: \\x"),
            ("a=\\", "invalid field selector: invalid escape sequence: \\"),
        ] {
            assert_eq!(Selector::parse(text).unwrap_err().to_string(), want, "{text}");
        }
    }

    #[test]
    fn all_terms_must_hold() {
        let selector = Selector::parse("a=1,b!=2").unwrap();
        for (a, b, want) in [("1", "", true), ("1", "2", false), ("", "3", false)] {
            let got = selector.matches_with(|field| if field == "a" { a } else { b });
            assert_eq!(got, want, "{a} {b}");
        }
        assert_eq!(selector.requires_exact_match("a"), Some("1"));
        assert_eq!(selector.requires_exact_match("b"), None);
        let renamed = selector.transform(|field, value| {
            Ok::<_, ()>(if field == "a" {
                (String::new(), String::new())
            } else {
                (format!("x.{field}"), value.to_owned())
            })
        });
        assert_eq!(renamed.unwrap().to_string(), "x.b!=2");
    }

    proptest! {
        #[test]
        fn values_survive_escaping(value: String) {
            prop_assert_eq!(unescape_value(&escape_value(&value)).unwrap(), value.clone());
            let selector = Selector::equals("f", value);
            prop_assert_eq!(Selector::parse(&selector.to_string()).unwrap(), selector);
        }

        #[test]
        fn no_text_breaks_the_parser(text in "[ab!=\\\\,é]{0,20}") {
            if let Ok(selector) = Selector::parse(&text) {
                prop_assert_eq!(Selector::parse(&selector.to_string()).unwrap().requirements().len(),
                    selector.requirements().len());
            }
        }
    }
}
