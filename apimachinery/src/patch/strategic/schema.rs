//! What strategic merge needs to know of a type: the strategy and key of each field.

use serde_json::Value;

use super::StrategicError;
use crate::descriptor::{Descriptor, PATCH_MERGE, PATCH_REPLACE, PATCH_RETAIN, Type};

/// The type of an object that is being patched.
#[derive(Clone, Copy, Debug)]
pub(super) enum Schema {
    /// A struct.
    Struct(&'static Descriptor),
    /// A map or a value with a JSON form of its own: its members have no strategies.
    Opaque,
}

/// How a field merges.
#[derive(Clone, Copy, Debug)]
pub(super) struct FieldMeta {
    /// The type of the field, or of a list's items.
    pub(super) schema: Schema,
    /// What to do with the old value.
    pub(super) strategy: Strategy,
    /// Whether patches carry `$retainKeys`.
    pub(super) retain_keys: bool,
    /// Merge key; empty for none.
    pub(super) merge_key: &'static str,
}

/// What to do with the old value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strategy {
    /// Objects merge, lists are replaced.
    Default,
    /// Lists merge.
    Merge,
    /// Objects are replaced too.
    Replace,
}

impl Schema {
    fn of(ty: &Type) -> Self {
        match ty {
            Type::Message(descriptor) => Self::Struct(descriptor),
            _ => Self::Opaque,
        }
    }

    /// The field that holds an object.
    pub(super) fn object(self, key: &str) -> Result<FieldMeta, StrategicError> {
        let (ty, mut meta) = self.field(key)?;
        meta.schema = Self::of(&ty);
        Ok(meta)
    }

    /// The field that holds a list; the schema is that of the items.
    pub(super) fn list(self, key: &str) -> Result<FieldMeta, StrategicError> {
        let (ty, mut meta) = self.field(key)?;
        match ty {
            Type::List(Type::List(_)) => Err(StrategicError::ListOfLists),
            Type::List(item) => {
                meta.schema = Self::of(item);
                Ok(meta)
            }
            Type::Bytes => Ok(meta),
            _ => Err(StrategicError::WrongType { expected: "a list field", received: "another" }),
        }
    }

    /// The field that holds `value`.
    pub(super) fn holding(self, key: &str, value: &Value) -> Result<FieldMeta, StrategicError> {
        if value.is_array() { self.list(key) } else { self.object(key) }
    }

    fn field(self, key: &str) -> Result<(Type, FieldMeta), StrategicError> {
        let unknown = |type_name| StrategicError::UnknownField { type_name, field: key.to_owned() };
        let Self::Struct(descriptor) = self else { return Err(unknown("map")) };
        let field = descriptor.field(key).ok_or_else(|| unknown(descriptor.name))?;
        let strategy = if field.has(PATCH_MERGE) {
            Strategy::Merge
        } else if field.has(PATCH_REPLACE) {
            Strategy::Replace
        } else {
            Strategy::Default
        };
        let meta = FieldMeta {
            schema: Self::Opaque,
            strategy,
            retain_keys: field.has(PATCH_RETAIN),
            merge_key: field.merge_key,
        };
        Ok((field.ty, meta))
    }
}

/// The JSON types that count as one when values of a list or of two versions are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Bool,
    Integer,
    Float,
    String,
    List,
    Object,
}

impl Kind {
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Bool,
            Value::Number(n) if n.is_f64() => Self::Float,
            Value::Number(_) => Self::Integer,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::List,
            Value::Object(_) => Self::Object,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "a boolean",
            Self::Integer => "an integer",
            Self::Float => "a number",
            Self::String => "a string",
            Self::List => "a list",
            Self::Object => "an object",
        }
    }

    /// The one kind of all items.
    ///
    /// # Errors
    /// When they differ, are `null` or lists, or there are none.
    pub(super) fn of_items<'a>(
        items: impl IntoIterator<Item = &'a Value>,
    ) -> Result<Self, StrategicError> {
        let mut kinds = items.into_iter().map(Self::of);
        let first = kinds.next().ok_or(StrategicError::MixedList)?;
        match first {
            Self::List => Err(StrategicError::ListOfLists),
            Self::Null => Err(StrategicError::MixedList),
            _ if kinds.all(|kind| kind == first) => Ok(first),
            _ => Err(StrategicError::MixedList),
        }
    }
}
