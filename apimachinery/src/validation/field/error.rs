//! [`FieldError`]: one fault of one field.

use std::fmt;

use serde_json::Value;

use super::Path;
use crate::validation::quoted;

/// The kind of a fault; its text is the `reason` of a Status cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ErrorType {
    /// A value that was looked for does not exist.
    NotFound,
    /// A value is missing.
    Required,
    /// A value that must be unique occurs twice.
    Duplicate,
    /// A value is malformed or out of bounds.
    Invalid,
    /// A value is none of those that are allowed.
    NotSupported,
    /// A well-formed value that must not be given here.
    Forbidden,
    /// A text is too long.
    TooLong,
    /// A list has too many items.
    TooMany,
    /// A list has too few items.
    TooFew,
    /// A text is too short.
    TooShort,
    /// The fault is not the user's.
    Internal,
    /// A value is of the wrong type.
    TypeInvalid,
}

impl ErrorType {
    /// The reason of a Status cause, such as `FieldValueRequired`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotFound => "FieldValueNotFound",
            Self::Required => "FieldValueRequired",
            Self::Duplicate => "FieldValueDuplicate",
            Self::Invalid => "FieldValueInvalid",
            Self::NotSupported => "FieldValueNotSupported",
            Self::Forbidden => "FieldValueForbidden",
            Self::TooLong => "FieldValueTooLong",
            Self::TooMany => "FieldValueTooMany",
            Self::TooFew => "FieldValueTooFew",
            Self::TooShort => "FieldValueTooShort",
            Self::Internal => "InternalError",
            Self::TypeInvalid => "FieldValueTypeInvalid",
        }
    }
}

/// The words with which a message begins.
impl fmt::Display for ErrorType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotFound => "Not found",
            Self::Required => "Required value",
            Self::Duplicate => "Duplicate value",
            Self::Invalid | Self::TypeInvalid => "Invalid value",
            Self::NotSupported => "Unsupported value",
            Self::Forbidden => "Forbidden",
            Self::TooLong => "Too long",
            Self::TooMany => "Too many",
            Self::TooFew => "Too few",
            Self::TooShort => "Too short",
            Self::Internal => "Internal error",
        })
    }
}

/// One fault of one field, printed as upstream prints it:
/// `spec.replicas: Invalid value: -1: must be greater than or equal to 0`.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldError {
    /// What is wrong.
    pub kind: ErrorType,
    /// The way to the field.
    pub field: String,
    /// The value that was found; for some kinds it is not shown.
    pub bad_value: Value,
    /// More words, perhaps none.
    pub detail: String,
}

impl std::error::Error for FieldError {}

impl FieldError {
    fn new(kind: ErrorType, path: &Path<'_>, bad_value: impl Into<Value>, detail: String) -> Self {
        Self { kind, field: path.to_string(), bad_value: bad_value.into(), detail }
    }

    /// A value is missing.
    pub fn required(path: &Path<'_>, detail: impl Into<String>) -> Self {
        Self::new(ErrorType::Required, path, "", detail.into())
    }

    /// A value is malformed or out of bounds.
    pub fn invalid(path: &Path<'_>, value: impl Into<Value>, detail: impl Into<String>) -> Self {
        Self::new(ErrorType::Invalid, path, value, detail.into())
    }

    /// A value is of the wrong type.
    pub fn type_invalid(
        path: &Path<'_>,
        value: impl Into<Value>,
        detail: impl Into<String>,
    ) -> Self {
        Self::new(ErrorType::TypeInvalid, path, value, detail.into())
    }

    /// A value that must be unique occurs twice.
    pub fn duplicate(path: &Path<'_>, value: impl Into<Value>) -> Self {
        Self::new(ErrorType::Duplicate, path, value, String::new())
    }

    /// A value that was looked for does not exist.
    pub fn not_found(path: &Path<'_>, value: impl Into<Value>) -> Self {
        Self::new(ErrorType::NotFound, path, value, String::new())
    }

    /// A value is none of `supported`.
    pub fn not_supported<S: AsRef<str>>(
        path: &Path<'_>,
        value: impl Into<Value>,
        supported: impl IntoIterator<Item = S>,
    ) -> Self {
        let supported: Vec<_> =
            supported.into_iter().map(|value| quoted(value.as_ref()).to_string()).collect();
        let detail = if supported.is_empty() {
            String::new()
        } else {
            format!("supported values: {}", supported.join(", "))
        };
        Self::new(ErrorType::NotSupported, path, value, detail)
    }

    /// A well-formed value must not be given here.
    pub fn forbidden(path: &Path<'_>, detail: impl Into<String>) -> Self {
        Self::new(ErrorType::Forbidden, path, "", detail.into())
    }

    /// A text has more than `max` bytes.
    pub fn too_long(path: &Path<'_>, max: usize) -> Self {
        let detail = format!("may not be more than {max} {}", plural(max, "byte", "bytes"));
        Self::new(ErrorType::TooLong, path, "<value omitted>", detail)
    }

    /// A text has more than `max` characters.
    pub fn too_long_characters(path: &Path<'_>, max: usize) -> Self {
        let unit = plural(max, "character", "characters");
        let detail = format!("may not be more than {max} {unit}");
        Self::new(ErrorType::TooLong, path, "<value omitted>", detail)
    }

    /// A text has fewer than `min` characters.
    pub fn too_short(path: &Path<'_>, value: impl Into<Value>, min: usize) -> Self {
        let detail = format!("must be at least {min} {}", plural(min, "character", "characters"));
        Self::new(ErrorType::TooShort, path, value, detail)
    }

    /// A list has more than `max` items.
    pub fn too_many(path: &Path<'_>, actual: usize, max: usize) -> Self {
        let detail = format!("must have at most {max} {}", plural(max, "item", "items"));
        Self::new(ErrorType::TooMany, path, actual, detail)
    }

    /// A list has fewer than `min` items.
    pub fn too_few(path: &Path<'_>, actual: usize, min: usize) -> Self {
        let detail = format!("must have at least {min} {}", plural(min, "item", "items"));
        Self::new(ErrorType::TooFew, path, actual, detail)
    }

    /// The fault is not the user's.
    pub fn internal(path: &Path<'_>, error: &dyn std::error::Error) -> Self {
        Self::new(ErrorType::Internal, path, Value::Null, error.to_string())
    }

    /// The message without the field.
    pub fn body(&self) -> Body<'_> {
        Body(self)
    }
}

fn plural(count: usize, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.body())
    }
}

/// What [`FieldError::body`] prints.
#[derive(Clone, Copy, Debug)]
pub struct Body<'a>(&'a FieldError);

impl fmt::Display for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let FieldError { kind, bad_value, detail, .. } = self.0;
        write!(f, "{kind}")?;
        match kind {
            ErrorType::Required
            | ErrorType::Forbidden
            | ErrorType::TooLong
            | ErrorType::TooShort
            | ErrorType::Internal => {}
            _ => match bad_value {
                Value::String(text) => write!(f, ": {}", quoted(text))?,
                value => write!(f, ": {}", escape_markup(&value.to_string()))?,
            },
        }
        if detail.is_empty() { Ok(()) } else { write!(f, ": {detail}") }
    }
}

/// Go's JSON hides from browsers the signs that could begin markup. In JSON they stand only
/// within strings.
fn escape_markup(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                escaped.push_str(&format!("\\u{:04x}", c as u32));
            }
            c => escaped.push(c),
        }
    }
    escaped
}
