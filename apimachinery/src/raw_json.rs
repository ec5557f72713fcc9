//! JSON that is carried without being understood.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::codec::json::value_from_str;

/// JSON text of any shape; the empty text stands for absence and prints as `null`.
///
/// *Upstream:* `runtime.RawExtension`, `metav1.FieldsV1` and `apiextensions.JSON`, which differ
/// in name only.
#[derive(Clone, Default)]
pub struct RawJson {
    text: Box<str>,
    /// Whether the text is known to be JSON without white space between its tokens.
    checked: bool,
}

/// Texts are equal when they say the same, in whatever order.
impl PartialEq for RawJson {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
            || (!self.is_empty() && !other.is_empty() && self.to_value() == other.to_value())
    }
}

impl Eq for RawJson {}

impl RawJson {
    /// Takes text that is already JSON.
    ///
    /// # Errors
    /// When the text is not one JSON value.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        let value = value_from_str(text)?;
        Ok(Self::from_value(&value))
    }

    /// Writes a value as compact JSON; `null` becomes absence.
    #[must_use]
    pub fn from_value(value: &Value) -> Self {
        if value.is_null() { Self::default() } else { Self::checked(value.to_string().into()) }
    }

    /// Takes text that is JSON without white space; `null` becomes absence.
    pub(crate) fn from_compact(text: Cow<'_, str>) -> Self {
        if text == "null" { Self::default() } else { Self::checked(text.into()) }
    }

    fn checked(text: Box<str>) -> Self {
        Self { text, checked: true }
    }

    /// Whether the text is known to be JSON without white space between its tokens; what came from
    /// protobuf is not looked at before someone needs it.
    pub(crate) fn is_checked(&self) -> bool {
        self.checked
    }

    /// Keeps bytes from the wire as they are.
    #[must_use]
    pub fn from_wire(bytes: &[u8]) -> Self {
        Self::from_text(&crate::codec::json::text_of(bytes))
    }

    /// Keeps text from the wire as it is.
    pub(crate) fn from_text(text: &str) -> Self {
        Self { text: text.into(), checked: false }
    }

    /// The JSON text; empty when absent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether nothing is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The value; `null` when absent, or when the wire carried something that is not JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        value_from_str(&self.text).unwrap_or(Value::Null)
    }
}

impl fmt::Debug for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RawJson").field(&self.text).finish()
    }
}

impl From<Value> for RawJson {
    fn from(value: Value) -> Self {
        Self::from_value(&value)
    }
}

impl Serialize for RawJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_value().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for RawJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from_value(&Value::deserialize(deserializer)?))
    }
}
