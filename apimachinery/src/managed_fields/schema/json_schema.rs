//! Custom types, from the schema in their definition.
//!
//! *Upstream:* `kube-openapi/pkg/schemaconv` over what `apiextensions-apiserver` publishes.

use std::collections::BTreeMap;

use serde_json::Value;

use super::atom::{Atom, Fields, Keys, Kind, ListKind, ListType, MapType, Scalar, Schema};
use crate::descriptor::Descriptor;
use crate::meta::OBJECT_META;

/// The type of a custom resource or a part of it.
#[derive(Clone, Debug)]
pub struct TypeSchema(Shape);

#[derive(Clone, Debug)]
enum Shape {
    Own {
        scalar: Option<Scalar>,
        list: Option<Box<ListSchema>>,
        map: Option<Box<MapSchema>>,
    },
    /// A built-in type within: metadata.
    BuiltIn(&'static Descriptor),
    Deduced,
    Untyped,
}

#[derive(Clone, Debug)]
struct ListSchema {
    kind: OwnedKind,
    items: TypeSchema,
}

#[derive(Clone, Debug)]
enum OwnedKind {
    Atomic,
    Set,
    Map(Vec<String>),
}

/// An object of a custom type.
#[derive(Clone, Debug)]
pub(super) struct MapSchema {
    atomic: bool,
    fields: BTreeMap<String, FieldSchema>,
    others: Option<TypeSchema>,
}

#[derive(Clone, Debug)]
struct FieldSchema {
    ty: TypeSchema,
    default: Option<Value>,
}

impl TypeSchema {
    /// Reads the `openAPIV3Schema` of a version of a definition. `apiVersion`, `kind` and
    /// `metadata` are added, whatever the schema says of them.
    #[must_use]
    pub fn of_resource(schema: &Value) -> Self {
        Self::resource(schema, preserves_unknown(schema))
    }

    fn resource(schema: &Value, preserve: bool) -> Self {
        let mut ty = Self::read(schema, preserve);
        if let Shape::Own { map: Some(map), .. } = &mut ty.0 {
            let string = Self::scalar(Scalar::String);
            for (name, ty) in [
                ("apiVersion", string.clone()),
                ("kind", string),
                ("metadata", Self(Shape::BuiltIn(&OBJECT_META))),
            ] {
                map.fields.insert(name.to_owned(), FieldSchema { ty, default: None });
            }
        }
        ty
    }

    fn read(schema: &Value, preserve: bool) -> Self {
        let preserve = preserve || preserves_unknown(schema);
        let own = |scalar, list, map| Self(Shape::Own { scalar, list, map });
        match schema.get("type").and_then(Value::as_str).unwrap_or("") {
            "object" => own(None, None, Some(Box::new(MapSchema::read(schema, preserve)))),
            "array" => own(None, Some(Box::new(ListSchema::read(schema, preserve))), None),
            "integer" | "number" => Self::scalar(Scalar::Numeric),
            "boolean" => Self::scalar(Scalar::Boolean),
            "string" if schema.get("format").is_some_and(|f| f == "int-or-string") => {
                Self::scalar(Scalar::Untyped)
            }
            "string" => Self::scalar(Scalar::String),
            _ => own(
                Some(Scalar::Untyped),
                Some(Box::new(ListSchema::read(schema, preserve))),
                Some(Box::new(MapSchema::read(schema, preserve))),
            ),
        }
    }

    /// A member: an embedded resource has the members that every resource has.
    fn member(schema: &Value, preserve: bool) -> Self {
        if schema.get("x-kubernetes-embedded-resource").is_some_and(|yes| yes == true) {
            Self::resource(schema, preserve || preserves_unknown(schema))
        } else {
            Self::read(schema, preserve)
        }
    }

    const fn scalar(scalar: Scalar) -> Self {
        Self(Shape::Own { scalar: Some(scalar), list: None, map: None })
    }

    pub(super) fn atom(&self) -> Atom<'_> {
        match &self.0 {
            Shape::BuiltIn(descriptor) => Schema::built_in(descriptor).atom(),
            Shape::Deduced => Schema::deduced().atom(),
            Shape::Untyped => Schema(Kind::Untyped).atom(),
            Shape::Own { scalar, list, map } => Atom {
                scalar: *scalar,
                list: list.as_ref().map(|list| ListType {
                    kind: match &list.kind {
                        OwnedKind::Atomic => ListKind::Atomic,
                        OwnedKind::Set => ListKind::Set,
                        OwnedKind::Map(keys) => ListKind::Map(Keys::Owned(keys)),
                    },
                    items: list.items.view(),
                }),
                map: map.as_ref().map(|map| MapType {
                    atomic: map.atomic,
                    fields: if map.fields.is_empty() { Fields::None } else { Fields::Custom(map) },
                    others: map.others.as_ref().map(Self::view),
                }),
            },
        }
    }

    /// The type to work with; what is deduced says so, so that it can be recognised.
    fn view(&self) -> Schema<'_> {
        match self.0 {
            Shape::Deduced => Schema::deduced(),
            Shape::Untyped => Schema(Kind::Untyped),
            _ => Schema::custom(self),
        }
    }
}

impl ListSchema {
    fn read(schema: &Value, preserve: bool) -> Self {
        let kind = match schema.get("x-kubernetes-list-type").and_then(Value::as_str) {
            Some("set") => OwnedKind::Set,
            Some("map") => {
                let keys = schema.get("x-kubernetes-list-map-keys").and_then(Value::as_array);
                let keys = keys.into_iter().flatten().filter_map(Value::as_str);
                OwnedKind::Map(keys.map(str::to_owned).collect())
            }
            _ => OwnedKind::Atomic,
        };
        let items = match schema.get("items") {
            Some(items) => TypeSchema::member(items, preserve),
            None => TypeSchema(Shape::Untyped),
        };
        Self { kind, items }
    }
}

impl MapSchema {
    fn read(schema: &Value, preserve: bool) -> Self {
        let properties = schema.get("properties").and_then(Value::as_object);
        let fields: BTreeMap<String, FieldSchema> = properties
            .into_iter()
            .flatten()
            .map(|(name, member)| {
                let ty = TypeSchema::member(member, preserve);
                (name.clone(), FieldSchema { ty, default: member.get("default").cloned() })
            })
            .collect();
        let others = match schema.get("additionalProperties") {
            None if preserve || fields.is_empty() => Some(TypeSchema(Shape::Deduced)),
            None | Some(Value::Bool(false)) => None,
            Some(Value::Bool(true)) => Some(TypeSchema(Shape::Deduced)),
            Some(values) => Some(TypeSchema::member(values, preserve)),
        };
        let atomic = schema.get("x-kubernetes-map-type").is_some_and(|ty| ty == "atomic");
        Self { atomic, fields, others }
    }

    pub(super) fn field(&self, name: &str) -> Option<&TypeSchema> {
        self.fields.get(name).map(|field| &field.ty)
    }

    pub(super) fn default(&self, name: &str) -> Option<&Value> {
        self.fields.get(name).and_then(|field| field.default.as_ref())
    }
}

fn preserves_unknown(schema: &Value) -> bool {
    schema.get("x-kubernetes-preserve-unknown-fields").is_some_and(|yes| yes == true)
}
