//! What a value validation found, in the words of upstream's validator.

use bowline_apimachinery::validation::field::{FieldError, Path};
use serde_json::Value;

/// A fault of a value, as the schema's keywords see it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fault {
    Required {
        at: String,
    },
    Type {
        at: String,
        wanted: String,
        found: &'static str,
    },
    Format {
        at: String,
        wanted: String,
        value: Value,
    },
    Enum {
        at: String,
        value: Value,
        allowed: Vec<String>,
    },
    TooLong {
        at: String,
        max: i64,
    },
    TooMany {
        at: String,
        actual: i64,
        max: i64,
    },
    /// Anything else; the text says it all.
    Invalid {
        at: String,
        value: Value,
        text: String,
    },
    /// A fault of the whole, told at its root.
    Composite {
        text: String,
    },
}

impl Fault {
    /// The fault as a client reads it.
    pub(super) fn into_field_error(self, root: &Path<'_>) -> FieldError {
        let at = |at: &str| {
            let base = root.to_string();
            match (base.as_str(), at) {
                ("" | "<nil>", at) => at.to_owned(),
                (base, "") => base.to_owned(),
                (base, at) => format!("{base}.{at}"),
            }
        };
        let empty = Path::root();
        let (field, mut error) = match self {
            Self::Required { at: field } => (at(&field), FieldError::required(&empty, "")),
            // The value that upstream shows is the type it found.
            Self::Type { at: field, wanted, found } => {
                let text = format!("{field} in body must be of type {wanted}: \"{found}\"");
                (at(&field), FieldError::type_invalid(&empty, found, text))
            }
            Self::Format { at: field, wanted, value } => {
                let found = value.as_str().unwrap_or("");
                let text = format!("{field} in body must be of type {wanted}: {found:?}");
                (at(&field), FieldError::type_invalid(&empty, value, text))
            }
            Self::Enum { at: field, value, allowed } => {
                (at(&field), FieldError::not_supported(&empty, value, allowed))
            }
            Self::TooLong { at: field, max } => {
                let max = usize::try_from(max).unwrap_or(0);
                (at(&field), FieldError::too_long_characters(&empty, max))
            }
            Self::TooMany { at: field, actual, max } => {
                let number = |n: i64| usize::try_from(n).unwrap_or(0);
                (at(&field), FieldError::too_many(&empty, number(actual), number(max)))
            }
            Self::Invalid { at: field, value, text } => {
                let text = format!("{field} in body {text}");
                (at(&field), FieldError::invalid(&empty, value, text))
            }
            // For a whole object there is no better place, and upstream prints that as Go
            // prints nothing.
            Self::Composite { text } => {
                let field = Some(at("")).filter(|at| !at.is_empty());
                (field.unwrap_or_else(|| "<nil>".to_owned()), FieldError::invalid(&empty, "", text))
            }
        };
        error.field = field;
        error
    }
}
