//! A type, and how messages and declarations spell it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A type of the language.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// Anything; checked only when it runs.
    Dyn,
    /// The type of a faulty expression, which fits everywhere so that one fault is told once.
    Error,
    /// The type of `null`.
    Null,
    /// `bool`
    Bool,
    /// `int`, 64 bits.
    Int,
    /// `uint`, 64 bits.
    Uint,
    /// `double`
    Double,
    /// `string`
    String,
    /// `bytes`
    Bytes,
    /// `google.protobuf.Duration`
    Duration,
    /// `google.protobuf.Timestamp`
    Timestamp,
    /// The type of a type.
    Type(Option<Arc<Type>>),
    /// `list(T)`
    List(Arc<Type>),
    /// `map(K, V)`
    Map(Arc<Type>, Arc<Type>),
    /// A type with fields.
    Object(Arc<ObjectType>),
    /// A type without fields, known by its name alone.
    Opaque(Arc<str>, Vec<Type>),
    /// A type parameter of a declaration.
    Param(Arc<str>),
    /// A type that checking has yet to find.
    Free(usize),
}

/// A type with fields.
#[derive(Debug)]
pub struct ObjectType {
    /// Its name.
    pub name: String,
    /// Types of its fields under the names that expressions use.
    pub fields: BTreeMap<String, Type>,
}

impl PartialEq for ObjectType {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// Name of the type of optional values.
const OPTIONAL: &str = "optional_type";

impl Type {
    /// `list(element)`
    pub fn list(element: Type) -> Self {
        Type::List(Arc::new(element))
    }

    /// `map(key, value)`
    pub fn map(key: Type, value: Type) -> Self {
        Type::Map(Arc::new(key), Arc::new(value))
    }

    /// `optional_type(value)`
    pub fn optional(value: Type) -> Self {
        Type::Opaque(Arc::from(OPTIONAL), vec![value])
    }

    /// A type with fields.
    pub fn object(name: impl Into<String>, fields: BTreeMap<String, Type>) -> Self {
        Type::Object(Arc::new(ObjectType { name: name.into(), fields }))
    }

    /// What an optional holds; `None` if this is no optional.
    pub fn optional_value(&self) -> Option<&Type> {
        match self {
            Type::Opaque(name, params) if **name == *OPTIONAL => params.first(),
            _ => None,
        }
    }

    /// Whether this is [`Type::Dyn`] or [`Type::Error`].
    pub(crate) fn is_dyn_or_error(&self) -> bool {
        matches!(self, Type::Dyn | Type::Error)
    }

    /// Whether values of this type have one size whatever they are.
    pub(crate) fn is_scalar(&self) -> bool {
        match self {
            Type::Bool
            | Type::Double
            | Type::Duration
            | Type::Int
            | Type::Timestamp
            | Type::Uint => true,
            other => other.optional_value().is_some_and(Type::is_scalar),
        }
    }

    /// The types inside this one.
    pub(crate) fn parameters(&self) -> Vec<&Type> {
        match self {
            Type::Type(inner) => inner.iter().map(|t| &**t).collect(),
            Type::List(element) => vec![element],
            Type::Map(key, value) => vec![key, value],
            Type::Opaque(_, params) => params.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// The name without parameters, as `type()` gives it.
    pub fn name(&self) -> &str {
        match self {
            Type::Dyn => "dyn",
            Type::Error => "!error!",
            Type::Null => "null_type",
            Type::Bool => "bool",
            Type::Int => "int",
            Type::Uint => "uint",
            Type::Double => "double",
            Type::String => "string",
            Type::Bytes => "bytes",
            Type::Duration => "google.protobuf.Duration",
            Type::Timestamp => "google.protobuf.Timestamp",
            Type::Type(_) => "type",
            Type::List(_) => "list",
            Type::Map(..) => "map",
            Type::Object(object) => &object.name,
            Type::Opaque(name, _) | Type::Param(name) => name,
            Type::Free(_) => "_var",
        }
    }

    /// The spelling that messages about types use.
    pub fn described(&self) -> String {
        match self {
            Type::Duration => "duration".to_owned(),
            Type::Timestamp => "timestamp".to_owned(),
            Type::Null => "null".to_owned(),
            Type::Free(n) => format!("_var{n}"),
            other => other.with_parameters(Type::described),
        }
    }

    fn with_parameters(&self, spell: fn(&Type) -> String) -> String {
        let params = self.parameters();
        if params.is_empty() {
            return self.name().to_owned();
        }
        let params: Vec<_> = params.into_iter().map(spell).collect();
        format!("{}({})", self.name(), params.join(", "))
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.with_parameters(Type::to_string))
    }
}
