//! Types as OpenAPI schemas, from their descriptors.

use std::collections::BTreeMap;

use bowline_apimachinery::descriptor::{
    ATOMIC, Descriptor, Field, Form, LIST_MAP, LIST_SET, OMITEMPTY, PATCH_MERGE, PATCH_REPLACE,
    PATCH_RETAIN, POINTER, REQUIRED, Type,
};
use serde_json::{Map, Value, json};

/// Where references point: OpenAPI v3 and v2 keep schemas in different places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    V3,
    V2,
}

/// Schemas by model name, each with all it refers to.
#[derive(Debug)]
pub(super) struct Schemas {
    dialect: Dialect,
    pub(super) models: BTreeMap<String, Value>,
}

impl Schemas {
    pub(super) fn new(dialect: Dialect) -> Self {
        Self { dialect, models: BTreeMap::new() }
    }

    pub(super) fn reference(&self, model: &str) -> Value {
        match self.dialect {
            Dialect::V3 => json!({"$ref": format!("#/components/schemas/{model}")}),
            Dialect::V2 => json!({"$ref": format!("#/definitions/{model}")}),
        }
    }

    /// Adds a type and whatever it refers to.
    pub(super) fn add(&mut self, descriptor: &'static Descriptor) {
        if self.models.contains_key(descriptor.name) {
            return;
        }
        // Recursive types find themselves here.
        self.models.insert(descriptor.name.to_owned(), Value::Null);
        let mut schema = json!({"type": "object"});
        if descriptor.form != Form::Object {
            // Their JSON is one of several shapes, which these models leave open.
            self.models.insert(descriptor.name.to_owned(), json!({}));
            for field in descriptor.fields {
                self.value(&field.ty);
            }
            return;
        }
        let mut properties = Map::new();
        if descriptor.root {
            properties.insert("apiVersion".to_owned(), json!({"type": "string"}));
            properties.insert("kind".to_owned(), json!({"type": "string"}));
        }
        let mut required = Vec::new();
        for field in descriptor.fields {
            if field.has(REQUIRED) {
                required.push(field.name);
            }
            let property = self.property(field);
            properties.insert(field.name.to_owned(), property);
        }
        if !properties.is_empty() {
            schema["properties"] = Value::Object(properties);
        }
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        if descriptor.atomic {
            schema["x-kubernetes-map-type"] = json!("atomic");
        }
        self.models.insert(descriptor.name.to_owned(), schema);
    }

    fn property(&mut self, field: &Field) -> Value {
        let mut schema = self.value(&field.ty);
        let default = match (field.default, &field.ty) {
            ("", Type::Message(_)) if !field.has(POINTER) => Some(json!({})),
            ("", _) if field.has(POINTER | OMITEMPTY) => None,
            ("", Type::String | Type::Enum(_)) => Some(json!("")),
            ("", Type::Bool) => Some(json!(false)),
            ("", Type::Int32 | Type::Int64 | Type::Double) => Some(json!(0)),
            ("", _) => None,
            (text, _) => serde_json::from_str(text).ok(),
        };
        // A reference may have no neighbours in OpenAPI v3.
        let bare = schema.get("$ref").is_some() && self.dialect == Dialect::V3;
        if let Some(default) = default.filter(|_| self.dialect == Dialect::V3) {
            if bare {
                schema = json!({"allOf": [schema]});
            }
            schema["default"] = default;
        }
        for (flag, key, value) in [
            (LIST_MAP, "x-kubernetes-list-type", "map"),
            (LIST_SET, "x-kubernetes-list-type", "set"),
        ] {
            if field.has(flag) {
                schema[key] = json!(value);
            }
        }
        if field.has(ATOMIC) {
            let key = match field.ty {
                Type::List(_) => "x-kubernetes-list-type",
                _ => "x-kubernetes-map-type",
            };
            if schema.get("$ref").is_some() && self.dialect == Dialect::V3 {
                schema = json!({"allOf": [schema]});
            }
            schema[key] = json!("atomic");
        }
        if !field.keys.is_empty() {
            schema["x-kubernetes-list-map-keys"] = json!(field.keys);
        }
        let strategies: Vec<&str> =
            [(PATCH_MERGE, "merge"), (PATCH_RETAIN, "retainKeys"), (PATCH_REPLACE, "replace")]
                .iter()
                .filter(|(flag, _)| field.has(*flag))
                .map(|(_, name)| *name)
                .collect();
        if !strategies.is_empty() {
            if schema.get("$ref").is_some() && self.dialect == Dialect::V3 {
                schema = json!({"allOf": [schema]});
            }
            schema["x-kubernetes-patch-strategy"] = json!(strategies.join(","));
        }
        if !field.merge_key.is_empty() {
            schema["x-kubernetes-patch-merge-key"] = json!(field.merge_key);
        }
        schema
    }

    fn value(&mut self, ty: &Type) -> Value {
        match ty {
            Type::Bool => json!({"type": "boolean"}),
            Type::Int32 => json!({"type": "integer", "format": "int32"}),
            Type::Int64 => json!({"type": "integer", "format": "int64"}),
            Type::Double => json!({"type": "number", "format": "double"}),
            Type::String => json!({"type": "string"}),
            Type::Enum(values) => json!({"type": "string", "enum": values}),
            Type::Bytes => json!({"type": "string", "format": "byte"}),
            Type::Time => {
                self.special("meta.v1.Time", json!({"type": "string", "format": "date-time"}))
            }
            Type::MicroTime => {
                self.special("meta.v1.MicroTime", json!({"type": "string", "format": "date-time"}))
            }
            Type::Duration => self.special("meta.v1.Duration", json!({"type": "string"})),
            Type::Quantity => self.quantity(),
            Type::IntOrString => self.model(
                "io.k8s.apimachinery.pkg.util.intstr.IntOrString",
                json!({"type": "string", "format": "int-or-string"}),
            ),
            Type::Raw => json!({"type": "object"}),
            Type::Message(descriptor) => {
                self.add(descriptor);
                self.reference(descriptor.name)
            }
            Type::List(item) => json!({"type": "array", "items": self.value(item)}),
            Type::Map(item) => json!({"type": "object", "additionalProperties": self.value(item)}),
        }
    }

    fn quantity(&mut self) -> Value {
        let schema = match self.dialect {
            Dialect::V3 => json!({"oneOf": [{"type": "string"}, {"type": "number"}]}),
            Dialect::V2 => json!({"type": "string"}),
        };
        self.model("io.k8s.apimachinery.pkg.api.resource.Quantity", schema)
    }

    fn special(&mut self, name: &str, schema: Value) -> Value {
        self.model(&format!("io.k8s.apimachinery.pkg.apis.{name}"), schema)
    }

    fn model(&mut self, name: &str, schema: Value) -> Value {
        self.models.insert(name.to_owned(), schema);
        self.reference(name)
    }
}
