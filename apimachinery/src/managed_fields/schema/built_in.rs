//! Built-in types, as their published OpenAPI schema has them.
//!
//! *Upstream:* `kube-openapi/pkg/schemaconv`.

use serde_json::Value;

use super::atom::{Atom, Fields, Keys, Kind, ListKind, ListType, MapType, Scalar, Schema};
use crate::descriptor::{
    ATOMIC, Descriptor, Field, Form, LIST_MAP, LIST_SET, OMITEMPTY, PATCH_MERGE, POINTER, Type,
};

pub(super) fn message(descriptor: &'static Descriptor, atomic: bool) -> Atom<'static> {
    if descriptor.form != Form::Object {
        return Schema(Kind::Deduced).atom();
    }
    let others = descriptor.fields.is_empty().then_some(Schema(Kind::Deduced));
    let atomic = atomic || descriptor.atomic;
    let map = MapType { atomic, fields: Fields::Message(descriptor), others };
    Atom { map: Some(map), ..Atom::default() }
}

pub(super) fn field(field: &'static Field) -> Atom<'static> {
    match &field.ty {
        Type::Message(descriptor) => message(descriptor, field.has(ATOMIC)),
        Type::List(items) => list(list_kind(field), items),
        Type::Map(values) => map(field.has(ATOMIC), values),
        scalar => element(scalar),
    }
}

pub(super) fn element(ty: &'static Type) -> Atom<'static> {
    let scalar = match ty {
        Type::Message(descriptor) => return message(descriptor, false),
        Type::List(items) => return list(ListKind::Atomic, items),
        Type::Map(values) => return map(false, values),
        Type::Raw => return Schema(Kind::Untyped).atom(),
        Type::Bool => Scalar::Boolean,
        Type::Int32 | Type::Int64 | Type::Double => Scalar::Numeric,
        Type::Quantity | Type::IntOrString => Scalar::Untyped,
        Type::String
        | Type::Enum(_)
        | Type::Bytes
        | Type::Time
        | Type::MicroTime
        | Type::Duration => Scalar::String,
    };
    Atom { scalar: Some(scalar), ..Atom::default() }
}

fn list(kind: ListKind<'static>, items: &'static Type) -> Atom<'static> {
    let list = ListType { kind, items: Schema(Kind::Element(items)) };
    Atom { list: Some(list), ..Atom::default() }
}

fn map(atomic: bool, values: &'static Type) -> Atom<'static> {
    let others = Some(Schema(Kind::Element(values)));
    Atom { map: Some(MapType { atomic, fields: Fields::None, others }), ..Atom::default() }
}

/// The list's own type, or else what strategic merge does with it.
fn list_kind(field: &'static Field) -> ListKind<'static> {
    if field.has(LIST_MAP) {
        ListKind::Map(Keys::Names(field.keys))
    } else if field.has(LIST_SET) {
        ListKind::Set
    } else if field.has(ATOMIC) || !field.has(PATCH_MERGE) {
        ListKind::Atomic
    } else if field.merge_key.is_empty() {
        ListKind::Set
    } else {
        ListKind::Map(Keys::One(field.merge_key))
    }
}

/// The type of a member of the struct.
pub(super) fn member(descriptor: &'static Descriptor, name: &str) -> Option<Schema<'static>> {
    if descriptor.root && matches!(name, "apiVersion" | "kind") {
        return Some(Schema(Kind::Element(&Type::String)));
    }
    descriptor.field(name).map(|field| Schema(Kind::Field(field)))
}

/// What an absent member stands for in a key: its default, or zero where it is always printed.
pub(super) fn key_default(descriptor: &'static Descriptor, name: &str) -> Option<Value> {
    let field = descriptor.field(name)?;
    if !field.default.is_empty() {
        return serde_json::from_str(field.default).ok();
    }
    if field.has(POINTER | OMITEMPTY) {
        return None;
    }
    match field.ty {
        Type::Bool => Some(false.into()),
        Type::Int32 | Type::Int64 => Some(0.into()),
        Type::String | Type::Enum(_) => Some("".into()),
        _ => None,
    }
}
