//! CustomResourceDefinitions from Rust types.
//!
//! What `#[derive(CustomResource)]` expands to calls in here; a program may do so itself.

use schemars::Schema;
use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};

use super::v1::{
    CustomResourceColumnDefinition, CustomResourceDefinition, CustomResourceDefinitionNames,
    CustomResourceDefinitionSpec, CustomResourceDefinitionVersion, CustomResourceSubresourceScale,
    CustomResourceSubresourceStatus, CustomResourceSubresources, CustomResourceValidation,
    JSONSchemaProps, SelectableField,
};
use bowline_apimachinery::codec::json as codec;
use bowline_apimachinery::meta::ObjectMeta;

/// What a kind is called.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// API group.
    pub group: &'a str,
    /// API version.
    pub version: &'a str,
    /// Kind.
    pub kind: &'a str,
    /// Plural name in URLs.
    pub plural: &'a str,
    /// Singular name.
    pub singular: &'a str,
    /// Short names for command lines.
    pub short_names: &'a [&'a str],
    /// Categories such as `all`.
    pub categories: &'a [&'a str],
    /// Whether objects live in namespaces.
    pub namespaced: bool,
}

/// A printer column.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    /// Heading.
    pub name: &'a str,
    /// `integer`, `number`, `string`, `boolean` or `date`.
    pub ty: &'a str,
    /// Simple JSONPath from the object's root.
    pub path: &'a str,
    /// Columns above 0 show in wide output only.
    pub priority: i32,
    /// What the column tells; may be empty.
    pub description: &'a str,
}

/// A Rust type that has no structural schema.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SchemaError {
    /// Alternatives that a structural schema cannot tell apart.
    #[error(
        "{path}: an enum whose variants carry data has no structural schema; \
         use a struct with one optional field per variant"
    )]
    Alternatives {
        /// Where in the object.
        path: String,
    },
    /// A type that contains itself.
    #[error("{path}: a recursive type has no structural schema; cut it with a JSON value")]
    Recursive {
        /// Where in the object.
        path: String,
    },
    /// The schema says something that no definition can.
    #[error("{path}: {message}")]
    Unsupported {
        /// Where in the object.
        path: String,
        /// What.
        message: String,
    },
}

/// A generator whose schemas [`define`] understands: OpenAPI 3, everything inlined.
#[must_use]
pub fn generator() -> SchemaGenerator {
    let mut settings = SchemaSettings::openapi3();
    settings.inline_subschemas = true;
    settings.into_generator()
}

/// Builds a definition with one version.
///
/// # Errors
/// When a schema is not structural.
pub fn define(
    names: &Names<'_>,
    spec: Schema,
    status: Option<Schema>,
    scale: Option<(&str, &str, &str)>,
    columns: &[Column<'_>],
    selectable: &[&str],
) -> Result<CustomResourceDefinition, SchemaError> {
    let has_status = status.is_some();
    let mut properties = json!({"spec": structural(spec, "spec")?});
    if let Some(status) = status {
        properties["status"] = structural(status, "status")?;
    }
    let root = json!({"type": "object", "required": ["spec"], "properties": properties});
    let mut schema = JSONSchemaProps::default();
    codec::from_value(&mut schema, root).map_err(|e| SchemaError::Unsupported {
        path: e.path.clone(),
        message: e.source.to_string(),
    })?;
    let own = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    let subresources = (has_status || scale.is_some()).then(|| CustomResourceSubresources {
        status: has_status.then(CustomResourceSubresourceStatus::default),
        scale: scale.map(|(spec, status, selector)| {
            Box::new(CustomResourceSubresourceScale {
                spec_replicas_path: spec.to_owned(),
                status_replicas_path: status.to_owned(),
                label_selector_path: Some(selector.to_owned()).filter(|s| !s.is_empty()),
            })
        }),
    });
    let version = CustomResourceDefinitionVersion {
        name: names.version.to_owned(),
        served: true,
        storage: true,
        schema: Some(CustomResourceValidation { open_apiv3_schema: Some(Box::new(schema)) }),
        subresources,
        additional_printer_columns: columns
            .iter()
            .map(|c| CustomResourceColumnDefinition {
                name: c.name.to_owned(),
                type_: c.ty.to_owned(),
                json_path: c.path.to_owned(),
                priority: c.priority,
                description: c.description.to_owned(),
                ..Default::default()
            })
            .collect(),
        selectable_fields: selectable
            .iter()
            .map(|path| SelectableField { json_path: (*path).to_owned() })
            .collect(),
        ..Default::default()
    };
    Ok(CustomResourceDefinition {
        metadata: ObjectMeta::named(format!("{}.{}", names.plural, names.group)),
        spec: CustomResourceDefinitionSpec {
            group: names.group.to_owned(),
            names: CustomResourceDefinitionNames {
                plural: names.plural.to_owned(),
                singular: names.singular.to_owned(),
                kind: names.kind.to_owned(),
                list_kind: format!("{}List", names.kind),
                short_names: own(names.short_names),
                categories: own(names.categories),
            },
            scope: if names.namespaced { "Namespaced" } else { "Cluster" }.into(),
            versions: vec![version],
            ..Default::default()
        },
        ..Default::default()
    })
}

/// Makes a generated schema structural: what an API server accepts.
fn structural(schema: Schema, path: &str) -> Result<Value, SchemaError> {
    walk(schema.to_value(), path)
}

fn walk(schema: Value, path: &str) -> Result<Value, SchemaError> {
    let Value::Object(mut map) = schema else {
        // `true`: anything goes.
        return Ok(json!({"x-kubernetes-preserve-unknown-fields": true}));
    };
    for noise in ["$schema", "title", "definitions", "$defs", "examples"] {
        map.remove(noise);
    }
    if map.contains_key("$ref") {
        return Err(SchemaError::Recursive { path: path.to_owned() });
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        if let Some(Value::Array(members)) = map.remove(key) {
            alternatives(&mut map, key, members, path)?;
        }
    }
    if let Some(Value::Array(types)) = map.get("type") {
        let nullable = types.contains(&json!("null"));
        let mut rest = types.iter().filter(|t| **t != "null").cloned();
        let (Some(only), None) = (rest.next(), rest.next()) else {
            return Err(SchemaError::Alternatives { path: path.to_owned() });
        };
        map.insert("type".to_owned(), only);
        if nullable {
            map.insert("nullable".to_owned(), json!(true));
        }
    }
    if let Some(constant) = map.remove("const") {
        map.insert("enum".to_owned(), json!([constant]));
    }
    if map.get("format").and_then(Value::as_str).is_some_and(|f| f.starts_with("uint")) {
        map.remove("format");
    }
    if let Some(Value::Object(properties)) = map.remove("properties") {
        let walked = properties
            .into_iter()
            .map(|(name, inner)| {
                let inner = walk(inner, &format!("{path}.{name}"))?;
                Ok((name, inner))
            })
            .collect::<Result<Map<_, _>, SchemaError>>()?;
        // Properties and additional properties exclude each other.
        map.remove("additionalProperties");
        map.insert("properties".to_owned(), Value::Object(walked));
    }
    for (key, place) in [("items", "[]"), ("additionalProperties", "{}")] {
        match map.remove(key) {
            Some(Value::Bool(false)) | None => {}
            Some(inner) => {
                map.insert(key.to_owned(), walk(inner, &format!("{path}{place}"))?);
            }
        }
    }
    let typed = map.contains_key("type") || map.contains_key("x-kubernetes-int-or-string");
    if !typed && !map.contains_key("x-kubernetes-preserve-unknown-fields") {
        if map.contains_key("enum") {
            map.insert("type".to_owned(), json!("string"));
        } else {
            map.insert("x-kubernetes-preserve-unknown-fields".to_owned(), json!(true));
        }
    }
    Ok(Value::Object(map))
}

/// Folds alternatives into the schema they stand in.
fn alternatives(
    map: &mut Map<String, Value>,
    key: &str,
    members: Vec<Value>,
    path: &str,
) -> Result<(), SchemaError> {
    let (nulls, mut rest): (Vec<Value>, Vec<Value>) = members.into_iter().partition(|m| {
        m["type"] == "null"
            || m["const"].is_null() && m.get("const").is_some()
            || m["enum"] == json!([null])
    });
    if !nulls.is_empty() {
        map.insert("nullable".to_owned(), json!(true));
    }
    if rest.len() == 1 || key == "allOf" {
        for member in rest.drain(..) {
            if let Value::Object(member) = walk(member, path)? {
                for (name, value) in member {
                    map.entry(name).or_insert(value);
                }
            }
        }
        return Ok(());
    }
    // Unit variants: each a constant, or a list of them.
    let mut texts = Vec::new();
    for member in &rest {
        match (&member["const"], &member["enum"]) {
            (Value::String(text), _) => texts.push(json!(text)),
            (_, Value::Array(list)) if list.iter().all(Value::is_string) => {
                texts.extend(list.iter().cloned());
            }
            _ => return Err(SchemaError::Alternatives { path: path.to_owned() }),
        }
    }
    map.insert("type".to_owned(), json!("string"));
    map.insert("enum".to_owned(), Value::Array(texts));
    Ok(())
}
