//! Structural schemas as far as expressions see them: the types they give to data, and how large
//! that data may grow.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::declared::escape;
use crate::rules::Rule;

/// A node of a structural schema.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// `type`
    pub kind: Kind,
    /// `format`
    pub format: String,
    /// `nullable`
    pub nullable: bool,
    /// `x-kubernetes-int-or-string`
    pub int_or_string: bool,
    /// `x-kubernetes-preserve-unknown-fields`
    pub preserve_unknown_fields: bool,
    /// `x-kubernetes-embedded-resource`
    pub embedded_resource: bool,
    /// `properties`, by their names in the data.
    pub properties: Option<BTreeMap<String, Schema>>,
    /// Names of the properties by the names that expressions use.
    exposed: BTreeMap<String, String>,
    /// `additionalProperties`
    pub additional: Option<Box<Schema>>,
    /// `items`
    pub items: Option<Box<Schema>>,
    /// `x-kubernetes-list-type`
    pub list_type: ListType,
    /// `x-kubernetes-list-map-keys`
    pub list_map_keys: Vec<String>,
    /// `x-kubernetes-map-type: atomic`
    pub atomic_map: bool,
    /// `required`
    pub required: Vec<String>,
    /// Whether there is a `default` other than null.
    pub has_default: bool,
    /// `maxLength`
    pub max_length: Option<i64>,
    /// `maxItems`
    pub max_items: Option<i64>,
    /// `maxProperties`
    pub max_properties: Option<i64>,
    /// Length in bytes of the longest text in `enum`, if there is one.
    pub longest_enum: Option<i64>,
    /// `x-kubernetes-validations`
    pub rules: Vec<Rule>,
    /// `allOf`
    pub all_of: Vec<Schema>,
}

/// `type` of a schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// None given.
    #[default]
    None,
    /// `object`
    Object,
    /// `array`
    Array,
    /// `string`
    String,
    /// `number`
    Number,
    /// `integer`
    Integer,
    /// `boolean`
    Boolean,
}

impl Kind {
    /// Its name in schemas.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::None => "",
            Kind::Object => "object",
            Kind::Array => "array",
            Kind::String => "string",
            Kind::Number => "number",
            Kind::Integer => "integer",
            Kind::Boolean => "boolean",
        }
    }
}

/// `x-kubernetes-list-type`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListType {
    /// Not given, or `atomic`.
    #[default]
    Atomic,
    /// `set`
    Set,
    /// `map`
    Map,
}

impl Schema {
    /// Reads a schema from its JSON form; what it does not know it skips. Give `root` for the
    /// schema of a whole object, whose type and name are always there.
    pub fn from_json(json: &Json, root: bool) -> Self {
        let text = |key: &str| json.get(key).and_then(Json::as_str).unwrap_or_default();
        let flag = |key: &str| json.get(key).and_then(Json::as_bool).unwrap_or_default();
        let number = |key: &str| json.get(key).and_then(Json::as_i64);
        let texts = |key: &str| -> Vec<String> {
            let list = json.get(key).and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
            list.iter().filter_map(Json::as_str).map(str::to_owned).collect()
        };
        let child = |key: &str| {
            json.get(key).filter(|j| j.is_object()).map(|j| Box::new(Schema::from_json(j, false)))
        };
        let enumerated = json.get("enum").and_then(Json::as_array).filter(|e| !e.is_empty());
        let mut schema = Schema {
            kind: match text("type") {
                "object" => Kind::Object,
                "array" => Kind::Array,
                "string" => Kind::String,
                "number" => Kind::Number,
                "integer" => Kind::Integer,
                "boolean" => Kind::Boolean,
                _ => Kind::None,
            },
            format: text("format").to_owned(),
            nullable: flag("nullable"),
            int_or_string: flag("x-kubernetes-int-or-string"),
            preserve_unknown_fields: flag("x-kubernetes-preserve-unknown-fields"),
            embedded_resource: flag("x-kubernetes-embedded-resource"),
            properties: json
                .get("properties")
                .and_then(Json::as_object)
                .map(|p| p.iter().map(|(k, v)| (k.clone(), Schema::from_json(v, false))).collect()),
            exposed: BTreeMap::new(),
            additional: child("additionalProperties"),
            items: child("items"),
            list_type: match text("x-kubernetes-list-type") {
                "set" => ListType::Set,
                "map" => ListType::Map,
                _ => ListType::Atomic,
            },
            list_map_keys: texts("x-kubernetes-list-map-keys"),
            atomic_map: text("x-kubernetes-map-type") == "atomic",
            required: texts("required"),
            has_default: json.get("default").is_some_and(|d| !d.is_null()),
            max_length: number("maxLength"),
            max_items: number("maxItems"),
            max_properties: number("maxProperties"),
            longest_enum: enumerated.map(|values| {
                let lengths = values.iter().filter_map(Json::as_str).map(str::len);
                i64::try_from(lengths.max().unwrap_or(0)).unwrap_or(i64::MAX)
            }),
            rules: json
                .get("x-kubernetes-validations")
                .and_then(Json::as_array)
                .map(|rules| rules.iter().map(Rule::from_json).collect())
                .unwrap_or_default(),
            all_of: json
                .get("allOf")
                .and_then(Json::as_array)
                .map(|list| list.iter().map(|j| Schema::from_json(j, false)).collect())
                .unwrap_or_default(),
        };
        if root || schema.embedded_resource {
            schema.add_object_meta();
        }
        schema.exposed = schema
            .properties
            .iter()
            .flatten()
            .filter_map(|(name, _)| Some((escape(name)?, name.clone())))
            .collect();
        schema
    }

    fn add_object_meta(&mut self) {
        let text = || Schema { kind: Kind::String, ..Schema::default() };
        let names = ["name", "generateName"];
        let mut meta = Schema {
            kind: Kind::Object,
            properties: Some(names.map(|n| (n.to_owned(), text())).into()),
            ..Schema::default()
        };
        meta.exposed = names.map(|n| (n.to_owned(), n.to_owned())).into();
        let properties = self.properties.get_or_insert_default();
        properties.insert("kind".to_owned(), text());
        properties.insert("apiVersion".to_owned(), text());
        properties.insert("metadata".to_owned(), meta);
    }

    pub(crate) fn has_known_fields(&self) -> bool {
        self.properties.is_some() || self.additional.is_some()
    }

    /// Schema of the field that expressions call `name`, and its name in the data where that is
    /// another.
    pub(crate) fn member<'s>(&'s self, name: &str) -> Option<(Option<&'s str>, &'s Schema)> {
        if let Some(properties) = &self.properties {
            let name = self.exposed.get(name)?;
            return Some((Some(name), properties.get(name)?));
        }
        Some((None, self.additional.as_deref()?))
    }

    /// The name expressions use for a field of the data.
    pub(crate) fn exposed_name<'s>(&'s self, name: &'s str) -> Option<&'s str> {
        if self.properties.is_none() {
            return self.additional.as_ref().map(|_| name);
        }
        self.exposed.iter().find(|(_, raw)| *raw == name).map(|(exposed, _)| exposed.as_str())
    }

    /// Whether this schema or one below it has rules.
    pub fn has_rules(&self) -> bool {
        !self.rules.is_empty()
            || self.properties.iter().flatten().any(|(_, s)| s.has_rules())
            || self.items.iter().any(|s| s.has_rules())
            || self.additional.iter().any(|s| s.has_rules())
            || self.all_of.iter().any(Schema::has_rules)
    }
}
