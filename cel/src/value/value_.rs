//! The value.

use std::ops::Deref;
use std::sync::Arc;

use crate::schema::{Kind, Schema};
use crate::types::Type;

use super::{Duration, Error, List, Map, Opaque, Timestamp, View};

/// A value. It may borrow from the object (`'a`) it was read from.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// `null`
    Null,
    /// A truth value.
    Bool(bool),
    /// A signed whole number.
    Int(i64),
    /// An unsigned whole number.
    Uint(u64),
    /// A floating point number.
    Double(f64),
    /// Text.
    String(Text<'a>),
    /// Bytes.
    Bytes(Arc<[u8]>),
    /// A length of time.
    Duration(Duration),
    /// A point in time.
    Timestamp(Timestamp),
    /// A type.
    Type(Type),
    /// A list.
    List(List<'a>),
    /// A map or an object.
    Map(Map<'a>),
    /// A value that may be absent.
    Optional(Option<Arc<Value<'a>>>),
    /// A value of a library's own type.
    Opaque(Arc<Opaque>),
    /// Data of a field without a schema: it can only be compared.
    Unknown(View<'a>),
}

/// Text, borrowed or shared.
#[derive(Clone, Debug)]
pub enum Text<'a> {
    /// Borrowed from the object.
    Borrowed(&'a str),
    /// Made by the expression.
    Shared(Arc<str>),
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Text::Borrowed(s) => s,
            Text::Shared(s) => s,
        }
    }
}

impl<'a> Value<'a> {
    /// Text made by an expression.
    pub fn text(text: impl Into<Arc<str>>) -> Self {
        Value::String(Text::Shared(text.into()))
    }

    /// A list of values.
    pub fn list(values: Vec<Value<'a>>) -> Self {
        Value::List(List::from_values(values))
    }

    /// An optional with a value.
    pub fn some(value: Value<'a>) -> Self {
        Value::Optional(Some(Arc::new(value)))
    }

    /// A value of a library's own type.
    pub(crate) fn opaque(opaque: Opaque) -> Self {
        Value::Opaque(Arc::new(opaque))
    }

    /// The data of a foreign tree, without a schema.
    pub fn from_view(view: View<'a>) -> Self {
        match view {
            View::Null => Value::Null,
            View::Bool(b) => Value::Bool(b),
            View::Int(i) => Value::Int(i),
            View::Double(d) => Value::Double(d),
            View::Text(s) => Value::String(Text::Borrowed(s)),
            View::List(node) => Value::List(List::from_node(node, None)),
            View::Map(node) => Value::Map(Map::from_node(node, None)),
        }
    }

    /// JSON data, without a schema.
    pub fn from_json(json: &'a serde_json::Value) -> Self {
        Self::from_view(View::from(json))
    }

    /// The data of a foreign tree as its schema types it.
    ///
    /// # Errors
    /// The data is not what the schema says.
    pub fn typed(view: View<'a>, schema: &'a Schema) -> Result<Self, Error> {
        let refuse = |what: &str| Err(Error::other(format!("invalid data, expected {what}")));
        if let View::Null = view {
            if schema.nullable {
                return Ok(Value::Null);
            }
            return Err(Error::other("invalid data, got null for schema with nullable=false"));
        }
        if schema.int_or_string {
            return match view {
                View::Text(_) | View::Int(_) => Ok(Self::from_view(view)),
                _ => refuse("XIntOrString value to be either a string or integer"),
            };
        }
        match (schema.kind, view) {
            (Kind::Object, View::Map(node)) => {
                if schema.has_known_fields() || schema.preserve_unknown_fields {
                    return Ok(Value::Map(Map::from_node(node, Some(schema))));
                }
                Err(Error::other(
                    "invalid object type, expected either Properties or AdditionalProperties \
                     with Allows=true and non-empty Schema",
                ))
            }
            (Kind::Object, _) => refuse("a map for the provided schema with type=object"),
            (Kind::Array, View::List(node)) => match schema.items {
                Some(_) => Ok(Value::List(List::from_node(node, Some(schema)))),
                None => {
                    Err(Error::other("invalid array type, expected Items with a non-empty Schema"))
                }
            },
            (Kind::Array, _) => refuse("an array for the provided schema with type=array"),
            (Kind::String, View::Text(text)) => Self::formatted(text, &schema.format),
            (Kind::String, _) => refuse("string"),
            (Kind::Number, View::Int(i)) => Ok(Value::Double(i as f64)),
            (Kind::Number, View::Double(d)) => Ok(Value::Double(d)),
            (Kind::Number, _) => refuse("float"),
            (Kind::Integer, View::Int(i)) => Ok(Value::Int(i)),
            (Kind::Integer, _) => refuse("int"),
            (Kind::Boolean, View::Bool(b)) => Ok(Value::Bool(b)),
            (Kind::Boolean, _) => refuse("bool"),
            (Kind::None, view) if schema.preserve_unknown_fields => Ok(Value::Unknown(view)),
            (Kind::None, _) => Err(Error::other(
                "invalid type, expected object, array, number, integer, boolean or string, or no \
                 type with x-kubernetes-int-or-string or x-kubernetes-preserve-unknown-fields is \
                 true, got ",
            )),
        }
    }

    fn formatted(text: &'a str, format: &str) -> Result<Self, Error> {
        let bad = |what: &str| Error::other(format!("Invalid {what} {text}"));
        match format {
            "duration" => {
                Duration::parse_format(text).map(Value::Duration).ok_or_else(|| bad("duration"))
            }
            "date" => Timestamp::parse_date(text)
                .map(Value::Timestamp)
                .ok_or_else(|| bad("date formatted string")),
            "date-time" => Timestamp::parse_date_time(text)
                .map(Value::Timestamp)
                .ok_or_else(|| bad("date-time formatted string")),
            "byte" => base64::Engine::decode(&base64::prelude::BASE64_STANDARD, text)
                .map(|bytes| Value::Bytes(bytes.into()))
                .map_err(|_| bad("byte formatted string")),
            _ => Ok(Value::String(Text::Borrowed(text))),
        }
    }

    /// The value as text, if it is text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value as a truth value, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(b) => Some(*b),
            _ => None,
        }
    }

    /// Its type as it shows when it runs.
    pub fn type_of(&self) -> Type {
        match self {
            Value::Null => Type::Null,
            Value::Bool(_) => Type::Bool,
            Value::Int(_) => Type::Int,
            Value::Uint(_) => Type::Uint,
            Value::Double(_) => Type::Double,
            Value::String(_) => Type::String,
            Value::Bytes(_) => Type::Bytes,
            Value::Duration(_) => Type::Duration,
            Value::Timestamp(_) => Type::Timestamp,
            Value::Type(_) => Type::Type(None),
            Value::List(_) => Type::list(Type::Dyn),
            Value::Map(_) => Type::map(Type::Dyn, Type::Dyn),
            Value::Optional(_) => Type::optional(Type::Dyn),
            Value::Opaque(opaque) => crate::types::parse_type(opaque.type_name()),
            Value::Unknown(_) => Type::object("unknown", Default::default()),
        }
    }

    /// Name of its type.
    pub fn type_name(&self) -> &str {
        match self {
            Value::Null => "null_type",
            Value::Bool(_) => "bool",
            Value::Int(_) => "int",
            Value::Uint(_) => "uint",
            Value::Double(_) => "double",
            Value::String(_) => "string",
            Value::Bytes(_) => "bytes",
            Value::Duration(_) => "google.protobuf.Duration",
            Value::Timestamp(_) => "google.protobuf.Timestamp",
            Value::Type(_) => "type",
            Value::List(_) => "list",
            Value::Map(map) => map.message_name().unwrap_or("map"),
            Value::Optional(_) => "optional_type",
            Value::Opaque(opaque) => opaque.type_name(),
            Value::Unknown(_) => "unknown",
        }
    }

    /// Its size as costs count it: characters, bytes, elements, entries; `None` without a size.
    pub(crate) fn size(&self) -> Option<u64> {
        match self {
            Value::String(text) => Some(characters(text) as u64),
            Value::Bytes(bytes) => Some(bytes.len() as u64),
            Value::List(list) => Some(list.len() as u64),
            Value::Map(map) => Some(map.len() as u64),
            Value::Opaque(opaque) => opaque.size(),
            _ => None,
        }
    }

    /// Whether it is what its type starts from: nothing, empty, zero.
    pub(crate) fn is_zero(&self) -> bool {
        match self {
            Value::Null => true,
            Value::Bool(b) => !b,
            Value::Int(i) => *i == 0,
            Value::Uint(u) => *u == 0,
            Value::Double(d) => *d == 0.0,
            Value::String(text) => text.is_empty(),
            Value::Bytes(bytes) => bytes.is_empty(),
            Value::Duration(d) => d.nanoseconds() == 0,
            Value::Timestamp(t) => t.is_zero(),
            Value::List(list) => list.is_empty(),
            Value::Map(map) => map.is_empty(),
            Value::Optional(held) => held.is_none(),
            Value::Type(_) | Value::Opaque(_) | Value::Unknown(_) => false,
        }
    }
}

/// Number of characters; fast for ASCII.
pub(crate) fn characters(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

impl std::fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Null => f.write_str("null"),
            Value::Bool(b) => write!(f, "{b}"),
            Value::Int(i) => write!(f, "{i}"),
            Value::Uint(u) => write!(f, "{u}"),
            Value::Double(d) => f.write_str(&crate::number::format_double(*d)),
            Value::String(text) => f.write_str(text),
            Value::Duration(d) => write!(f, "{d}"),
            Value::Timestamp(t) => write!(f, "{t}"),
            Value::Type(t) => f.write_str(t.name()),
            other => write!(f, "{}", other.type_name()),
        }
    }
}
