//! The shape of a value: what fields it may have and how they are treated.

use std::collections::BTreeMap;

use serde_json::Value;

/// A schema without its value validations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Structural {
    /// `type`; empty where any is allowed.
    pub kind: String,
    /// Whether null is a value too.
    pub nullable: bool,
    /// `default`; `None` where there is none.
    pub default: Option<Value>,
    /// `properties`, by name.
    pub properties: BTreeMap<String, Structural>,
    /// `additionalProperties`.
    pub additional: Additional,
    /// `items` of a list.
    pub items: Option<Box<Structural>>,
    /// `x-kubernetes-preserve-unknown-fields`
    pub preserves_unknown: bool,
    /// `x-kubernetes-embedded-resource`
    pub embedded_resource: bool,
    /// `x-kubernetes-int-or-string`
    pub int_or_string: bool,
    /// `x-kubernetes-list-type`
    pub list_type: ListType,
    /// `x-kubernetes-list-map-keys`
    pub list_map_keys: Vec<String>,
}

/// `additionalProperties`
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Additional {
    /// None are declared.
    #[default]
    None,
    /// Any, or explicitly none.
    Any(bool),
    /// Those of this shape.
    Schema(Box<Structural>),
}

/// `x-kubernetes-list-type`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListType {
    /// Replaced as a whole.
    #[default]
    Atomic,
    /// No scalar twice.
    Set,
    /// Items are told apart by their keys.
    Map,
}

impl Structural {
    /// Reads an `openAPIV3Schema`; what is mistyped counts as absent, validation has refused it.
    pub fn of(schema: &Value) -> Self {
        let flag = |name: &str| schema.get(name) == Some(&Value::Bool(true));
        let text = |name: &str| schema.get(name).and_then(Value::as_str).unwrap_or("");
        let properties = schema.get("properties").and_then(Value::as_object);
        let keys = schema.get("x-kubernetes-list-map-keys").and_then(Value::as_array);
        Self {
            kind: text("type").to_owned(),
            nullable: flag("nullable"),
            default: schema.get("default").filter(|v| !v.is_null()).cloned(),
            properties: properties
                .into_iter()
                .flatten()
                .map(|(name, schema)| (name.clone(), Self::of(schema)))
                .collect(),
            additional: match schema.get("additionalProperties") {
                Some(Value::Bool(any)) => Additional::Any(*any),
                Some(schema @ Value::Object(_)) => Additional::Schema(Box::new(Self::of(schema))),
                _ => Additional::None,
            },
            items: schema.get("items").filter(|i| i.is_object()).map(|i| Box::new(Self::of(i))),
            preserves_unknown: flag("x-kubernetes-preserve-unknown-fields"),
            embedded_resource: flag("x-kubernetes-embedded-resource"),
            int_or_string: flag("x-kubernetes-int-or-string"),
            list_type: match text("x-kubernetes-list-type") {
                "set" => ListType::Set,
                "map" => ListType::Map,
                _ => ListType::Atomic,
            },
            list_map_keys: keys
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
        }
    }

    /// Whether a default is set anywhere.
    pub fn has_defaults(&self) -> bool {
        self.default.is_some()
            || self.properties.values().any(Self::has_defaults)
            || self.items.as_deref().is_some_and(Self::has_defaults)
            || matches!(&self.additional, Additional::Schema(schema) if schema.has_defaults())
    }

    /// The shape of a field.
    pub fn field(&self, name: &str) -> Option<&Self> {
        self.properties.get(name).or(match &self.additional {
            Additional::Schema(schema) => Some(schema),
            _ => None,
        })
    }
}
