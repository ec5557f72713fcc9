//! The forms that values of a type can take.

use serde_json::Value;

use super::json_schema::MapSchema;
use super::{TypeSchema, built_in};
use crate::descriptor::{Descriptor, Field, Type};

/// The type of a value that is merged.
#[derive(Clone, Copy, Debug)]
pub struct Schema<'a>(pub(super) Kind<'a>);

#[derive(Clone, Copy, Debug)]
pub(super) enum Kind<'a> {
    /// A struct; as one, if the field that holds it says so.
    Message(&'static Descriptor, bool),
    /// What a field holds.
    Field(&'static Field),
    /// An item of a list or a value of a map.
    Element(&'static Type),
    /// A part of a custom resource.
    Custom(&'a TypeSchema),
    /// Whatever the value is: objects merge, lists and scalars are owned as one.
    Deduced,
    /// Whatever the value is, owned as one.
    Untyped,
}

impl<'a> Schema<'a> {
    /// A built-in kind.
    #[must_use]
    pub const fn built_in(descriptor: &'static Descriptor) -> Self {
        Self(Kind::Message(descriptor, false))
    }

    /// A custom resource.
    #[must_use]
    pub const fn custom(schema: &'a TypeSchema) -> Self {
        Self(Kind::Custom(schema))
    }

    /// An object without a schema: its objects merge, its lists are owned as one.
    #[must_use]
    pub const fn deduced() -> Self {
        Self(Kind::Deduced)
    }

    /// What values of the type can be.
    pub(in crate::managed_fields) fn atom(self) -> Atom<'a> {
        match self.0 {
            Kind::Message(descriptor, atomic) => built_in::message(descriptor, atomic),
            Kind::Field(field) => built_in::field(field),
            Kind::Element(ty) => built_in::element(ty),
            Kind::Custom(schema) => schema.atom(),
            Kind::Deduced => Atom {
                scalar: Some(Scalar::Untyped),
                list: Some(ListType { kind: ListKind::Atomic, items: Self(Kind::Untyped) }),
                map: Some(MapType { atomic: false, fields: Fields::None, others: Some(self) }),
            },
            Kind::Untyped => Atom {
                scalar: Some(Scalar::Untyped),
                list: Some(ListType { kind: ListKind::Atomic, items: self }),
                map: Some(MapType { atomic: true, fields: Fields::None, others: Some(self) }),
            },
        }
    }
}

/// The forms a value can take: at least one.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::managed_fields) struct Atom<'a> {
    pub(in crate::managed_fields) scalar: Option<Scalar>,
    pub(in crate::managed_fields) list: Option<ListType<'a>>,
    pub(in crate::managed_fields) map: Option<MapType<'a>>,
}

impl<'a> Atom<'a> {
    /// The form that the value takes; all forms if it takes none of them, or is `null`.
    ///
    /// *Upstream:* `deduceAtom`.
    pub(in crate::managed_fields) fn deduce(self, value: Option<&Value>) -> Self {
        match value {
            Some(Value::Object(_)) if self.map.is_some() => {
                Self { map: self.map, ..Self::default() }
            }
            Some(Value::Array(_)) if self.list.is_some() => {
                Self { list: self.list, ..Self::default() }
            }
            Some(Value::String(_) | Value::Number(_) | Value::Bool(_)) if self.scalar.is_some() => {
                Self { scalar: self.scalar, ..Self::default() }
            }
            _ => self,
        }
    }

    /// Whether both, deduced from one type, take the same form.
    pub(in crate::managed_fields) fn same_form(&self, other: &Self) -> bool {
        self.scalar.is_some() == other.scalar.is_some()
            && self.list.is_some() == other.list.is_some()
            && self.map.is_some() == other.map.is_some()
    }

    /// The form to handle the value in.
    pub(in crate::managed_fields) fn form(self) -> Form<'a> {
        match (self.map, self.scalar, self.list) {
            (Some(map), _, _) => Form::Map(map),
            (None, Some(scalar), _) => Form::Scalar(scalar),
            (None, None, Some(list)) => Form::List(list),
            (None, None, None) => Form::Scalar(Scalar::Untyped),
        }
    }
}

/// One form of a value.
#[derive(Clone, Copy, Debug)]
pub(in crate::managed_fields) enum Form<'a> {
    Map(MapType<'a>),
    Scalar(Scalar),
    List(ListType<'a>),
}

/// What a scalar must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::managed_fields) enum Scalar {
    Numeric,
    String,
    Boolean,
    Untyped,
}

/// A list.
#[derive(Clone, Copy, Debug)]
pub(in crate::managed_fields) struct ListType<'a> {
    pub(in crate::managed_fields) kind: ListKind<'a>,
    pub(in crate::managed_fields) items: Schema<'a>,
}

/// How items of a list are told apart.
#[derive(Clone, Copy, Debug)]
pub(in crate::managed_fields) enum ListKind<'a> {
    /// The list is owned as one.
    Atomic,
    /// By their value.
    Set,
    /// By the values of these keys.
    Map(Keys<'a>),
}

/// Names of the keys of a list.
#[derive(Clone, Copy, Debug)]
pub(in crate::managed_fields) enum Keys<'a> {
    Names(&'static [&'static str]),
    One(&'static str),
    Owned(&'a [String]),
}

impl<'a> Keys<'a> {
    pub(in crate::managed_fields) fn iter(&self) -> impl Iterator<Item = &str> {
        let (names, one, owned): (&[&str], Option<&str>, &[String]) = match self {
            Keys::Names(names) => (names, None, &[]),
            Keys::One(name) => (&[], Some(name), &[]),
            Keys::Owned(names) => (&[], None, names),
        };
        names.iter().copied().chain(one).chain(owned.iter().map(String::as_str))
    }
}

/// An object.
#[derive(Clone, Copy, Debug)]
pub(in crate::managed_fields) struct MapType<'a> {
    /// Whether it is owned as one.
    pub(in crate::managed_fields) atomic: bool,
    pub(super) fields: Fields<'a>,
    /// The type of members that are not declared; `None` if there must be none.
    pub(super) others: Option<Schema<'a>>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Fields<'a> {
    None,
    Message(&'static Descriptor),
    Custom(&'a MapSchema),
}

impl<'a> MapType<'a> {
    /// The type of a declared member.
    pub(in crate::managed_fields) fn field(&self, name: &str) -> Option<Schema<'a>> {
        match self.fields {
            Fields::None => None,
            Fields::Message(descriptor) => built_in::member(descriptor, name),
            Fields::Custom(map) => map.field(name).map(Schema::custom),
        }
    }

    /// The type of any member; `None` for one that must not be there.
    pub(in crate::managed_fields) fn member(&self, name: &str) -> Option<Schema<'a>> {
        self.field(name).or(self.others)
    }

    /// The value of an absent member that serves as a key.
    pub(in crate::managed_fields) fn key_default(&self, name: &str) -> Option<Value> {
        match self.fields {
            Fields::None => None,
            Fields::Message(descriptor) => built_in::key_default(descriptor, name),
            Fields::Custom(map) => map.default(name).cloned(),
        }
    }

    /// Whether it has no declared members, and others can be anything.
    pub(in crate::managed_fields) fn is_deduced(&self) -> bool {
        matches!(self.fields, Fields::None) && matches!(self.others, Some(Schema(Kind::Deduced)))
    }
}
