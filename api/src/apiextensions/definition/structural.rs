//! Generated schemas made structural: what an API server accepts.
//!
//! Enums whose variants carry data become one object with the fields of all variants, and a choice
//! that tells which go together: structural schemas may not choose between types.

use schemars::Schema;
use serde_json::{Map, Value, json};

/// A Rust type that has no structural schema.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SchemaError {
    /// Alternatives that a structural schema cannot tell apart.
    #[error(
        "{path}: variants that are {found} have no structural schema; \
         let every variant be a struct (`#[serde(tag = \"type\")]`, or externally tagged without \
         unit variants), or use a struct with one optional field per variant"
    )]
    Alternatives {
        /// Where in the object.
        path: String,
        /// What the variants are.
        found: String,
    },
    /// Variants that use one field for different types.
    #[error(
        "{path}: variants disagree about the type of this field; give it another name in one of \
         them, or tag the enum externally"
    )]
    Conflict {
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

/// Makes a generated schema structural.
pub(super) fn structural(schema: Schema, path: &str) -> Result<Value, SchemaError> {
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
    let choices = ["oneOf", "anyOf", "allOf"].map(|key| (key, map.remove(key)));
    one_type(&mut map, path)?;
    if let Some(constant) = map.remove("const") {
        map.insert("enum".to_owned(), json!([constant]));
    }
    if map.get("format").and_then(Value::as_str).is_some_and(|f| f.starts_with("uint")) {
        map.remove("format");
    }
    if map.get("default").is_some_and(Value::is_null) {
        map.remove("default");
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
    for (key, members) in choices {
        if let Some(Value::Array(members)) = members {
            alternatives(&mut map, key, members, path)?;
        }
    }
    let typed = map.contains_key("type") || map.contains_key("x-kubernetes-int-or-string");
    if !typed && !map.contains_key("x-kubernetes-preserve-unknown-fields") {
        let (name, value) = if map.contains_key("enum") {
            ("type", json!("string"))
        } else if map.contains_key("properties") {
            ("type", json!("object"))
        } else {
            ("x-kubernetes-preserve-unknown-fields", json!(true))
        };
        map.insert(name.to_owned(), value);
    }
    Ok(Value::Object(map))
}

/// A list of types becomes one, and perhaps `nullable`.
fn one_type(map: &mut Map<String, Value>, path: &str) -> Result<(), SchemaError> {
    let Some(Value::Array(types)) = map.get("type") else { return Ok(()) };
    let nullable = types.contains(&json!("null"));
    let mut rest: Vec<Value> = types.iter().filter(|t| **t != "null").cloned().collect();
    rest.sort_by_key(ToString::to_string);
    if rest == [json!("integer"), json!("string")] {
        map.remove("type");
        map.insert("x-kubernetes-int-or-string".to_owned(), json!(true));
    } else if rest.len() == 1 {
        map.insert("type".to_owned(), rest.remove(0));
    } else {
        let names: Vec<_> = rest.iter().filter_map(Value::as_str).collect();
        return Err(SchemaError::Alternatives { path: path.to_owned(), found: names.join(" or ") });
    }
    if nullable {
        map.insert("nullable".to_owned(), json!(true));
    }
    Ok(())
}

/// Folds alternatives into the schema they stand in.
fn alternatives(
    map: &mut Map<String, Value>,
    key: &str,
    members: Vec<Value>,
    path: &str,
) -> Result<(), SchemaError> {
    let is_null = |m: &Value| {
        m["type"] == "null" || m.get("const") == Some(&Value::Null) || m["enum"] == json!([null])
    };
    let all = members.len();
    let rest: Vec<Value> = members.into_iter().filter(|m| !is_null(m)).collect();
    if rest.len() < all {
        map.insert("nullable".to_owned(), json!(true));
    }
    if let Some(texts) = constants(&rest) {
        map.insert("type".to_owned(), json!("string"));
        map.insert("enum".to_owned(), Value::Array(texts));
        return Ok(());
    }
    let rest: Vec<Value> = rest.into_iter().map(|m| walk(m, path)).collect::<Result<_, _>>()?;
    if rest.len() == 1 || key == "allOf" {
        for member in rest {
            fold(map, member, path)?;
        }
        return Ok(());
    }
    if rest.iter().all(|member| member["type"] == "object") {
        return objects(map, key, rest, path);
    }
    let type_of = |member: &Value| match member["type"].as_str() {
        Some("object") => "objects".to_owned(),
        Some(name) => format!("{name}s"),
        None => "of any type".to_owned(),
    };
    let mut found: Vec<String> = rest.iter().map(type_of).collect();
    found.sort();
    found.dedup();
    if found == ["integers", "strings"] {
        map.remove("type");
        map.insert("x-kubernetes-int-or-string".to_owned(), json!(true));
        return Ok(());
    }
    if let [_] = found.as_slice() {
        // All of one scalar type: the choice is one of values only.
        let mut first = rest.into_iter().next().unwrap_or_default();
        if let Some(first) = first.as_object_mut() {
            first.retain(|name, _| name == "type" || name == "items");
        }
        return fold(map, first, path);
    }
    Err(SchemaError::Alternatives { path: path.to_owned(), found: found.join(" or ") })
}

/// Unit variants: each a constant, or a list of them.
fn constants(members: &[Value]) -> Option<Vec<Value>> {
    let mut texts = Vec::new();
    for member in members {
        match (&member["const"], &member["enum"]) {
            (Value::String(text), _) => texts.push(json!(text)),
            (_, Value::Array(list)) if list.iter().all(Value::is_string) => {
                texts.extend(list.iter().cloned());
            }
            _ => return None,
        }
    }
    (!texts.is_empty()).then_some(texts)
}

/// Adds what another schema says of the same value.
fn fold(map: &mut Map<String, Value>, member: Value, path: &str) -> Result<(), SchemaError> {
    let Value::Object(member) = member else { return Ok(()) };
    for (name, value) in member {
        let Some(held) = map.get_mut(&name) else {
            // What has a type has its fields: nothing more is kept.
            if name != "x-kubernetes-preserve-unknown-fields" || !map.contains_key("type") {
                map.insert(name, value);
            }
            continue;
        };
        match (name.as_str(), held, value) {
            ("properties", Value::Object(held), Value::Object(more)) => {
                for (field, schema) in more {
                    join(held, field, schema, path)?;
                }
            }
            ("required", Value::Array(held), Value::Array(more)) => held.extend(more),
            _ => {}
        }
    }
    Ok(())
}

/// Variants that are all objects: their fields side by side, and which of them go together.
fn objects(
    map: &mut Map<String, Value>,
    key: &str,
    members: Vec<Value>,
    path: &str,
) -> Result<(), SchemaError> {
    let mut joined = match map.remove("properties") {
        Some(Value::Object(properties)) => properties,
        _ => Map::new(),
    };
    let mut branches = Vec::new();
    for member in members {
        let mut branch = Map::new();
        if let Some(required) = member.get("required") {
            branch.insert("required".to_owned(), required.clone());
        }
        let mut fixed = Map::new();
        let Some(properties) = member["properties"].as_object() else { continue };
        for (name, schema) in properties {
            // A tag has one value in each variant.
            if schema["enum"].as_array().is_some_and(|values| values.len() == 1) {
                fixed.insert(name.clone(), json!({"enum": schema["enum"]}));
            }
            join(&mut joined, name.clone(), schema.clone(), path)?;
        }
        if !fixed.is_empty() {
            branch.insert("properties".to_owned(), Value::Object(fixed));
        }
        // What variants have in common may be said once.
        branches.push(Value::Object(branch));
    }
    map.insert("type".to_owned(), json!("object"));
    if !joined.is_empty() {
        map.insert("properties".to_owned(), Value::Object(joined));
    }
    if branches.iter().all(|branch| branch.as_object().is_some_and(|b| !b.is_empty())) {
        map.insert(key.to_owned(), Value::Array(branches));
    }
    Ok(())
}

/// Puts a field beside one of the same name from another variant.
fn join(
    held: &mut Map<String, Value>,
    name: String,
    schema: Value,
    path: &str,
) -> Result<(), SchemaError> {
    let Some(there) = held.get_mut(&name) else {
        held.insert(name, schema);
        return Ok(());
    };
    let here = format!("{path}.{name}");
    let (Some(a), Some(b)) = (there.as_object_mut(), schema.as_object()) else { return Ok(()) };
    // Words about a field may differ.
    let bare = |map: &Map<String, Value>| {
        map.iter()
            .filter(|(k, _)| *k != "description")
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect::<Map<_, _>>()
    };
    if bare(a) == bare(b) {
        return Ok(());
    }
    if let (Some(Value::Array(values)), Some(Value::Array(more))) =
        (a.get_mut("enum"), b.get("enum"))
    {
        let new: Vec<Value> = more.iter().filter(|v| !values.contains(v)).cloned().collect();
        values.extend(new);
        a.remove("description");
        return Ok(());
    }
    if a.get("type") == Some(&json!("object")) && b.get("type") == Some(&json!("object")) {
        let has_fields = |map: &Map<String, Value>| {
            !map.contains_key("additionalProperties")
                && !map.contains_key("x-kubernetes-preserve-unknown-fields")
        };
        if has_fields(a) && has_fields(b) {
            // Which fields are needed depends on the variant: none is, for both.
            a.remove("required");
            let more = b.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
            let fields = a.entry("properties").or_insert_with(|| json!({}));
            if let Some(fields) = fields.as_object_mut() {
                for (field, schema) in more {
                    join(fields, field, schema, &here)?;
                }
            }
            return Ok(());
        }
    }
    Err(SchemaError::Conflict { path: here })
}
