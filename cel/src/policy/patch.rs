//! From what the expression of a mutation made to a patch.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map as JsonMap, Value as Json};

use crate::value::{Map, Value};

/// Why a value is no patch, in upstream's words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PatchFault {
    /// A part was built as another part of the object.
    #[error(
        "type mismatch: unexpected type name {found:?}, expected {expected:?}, which matches field \
         name path from root Object type"
    )]
    Path {
        /// The name of its type.
        found: String,
        /// What the name should be.
        expected: String,
    },
    /// A value has no form in JSON.
    #[error("unsupported type {0} has no JSON form")]
    Form(String),
    /// The whole is something else than it must be.
    #[error("unsupported return type from mutation expression: {0}")]
    Type(String),
}

/// The apply configuration that an expression built as `Object{...}`.
///
/// # Errors
/// When a part has the wrong type or no form in JSON.
pub fn apply_configuration(value: &Value<'_>) -> Result<JsonMap<String, Json>, PatchFault> {
    let wrong = || PatchFault::Type(value.type_name().to_owned());
    let Value::Map(map) = value else { return Err(wrong()) };
    if map.message_name().is_none() {
        return Err(wrong());
    }
    match json(value, "Object")? {
        Json::Object(fields) => Ok(fields),
        _ => Err(wrong()),
    }
}

/// The operations of a JSON patch that an expression built as a list of `JSONPatch{...}`.
///
/// # Errors
/// When a value has the wrong type or no form in JSON.
pub fn json_patch(value: &Value<'_>) -> Result<Vec<JsonMap<String, Json>>, PatchFault> {
    let Value::List(list) = value else {
        return Err(PatchFault::Type(value.type_name().to_owned()));
    };
    let mut operations = Vec::with_capacity(list.len());
    for operation in list.iter() {
        let operation = operation.map_err(|e| PatchFault::Type(e.to_string()))?;
        let Value::Map(fields) = &operation else {
            return Err(PatchFault::Type(operation.type_name().to_owned()));
        };
        operations.push(step(fields)?);
    }
    Ok(operations)
}

fn step(fields: &Map<'_>) -> Result<JsonMap<String, Json>, PatchFault> {
    let mut operation = JsonMap::new();
    for name in ["op", "path", "from", "value"] {
        let Some(Ok(value)) = fields.get_text(name) else { continue };
        // Whatever type a value names, there is no path that it must match.
        let root = match &value {
            Value::Map(map) => map.message_name().unwrap_or_default().to_owned(),
            _ => String::new(),
        };
        let value = json(&value, &root)?;
        if name == "from" && value.as_str() == Some("") {
            continue;
        }
        operation.insert(name.to_owned(), value);
    }
    Ok(operation)
}

/// The JSON form of a value that stands at a path of the object.
fn json(value: &Value<'_>, path: &str) -> Result<Json, PatchFault> {
    Ok(match value {
        Value::Null => Json::Null,
        Value::Bool(b) => Json::Bool(*b),
        Value::Int(i) => Json::from(*i),
        Value::Uint(u) => Json::from(*u),
        Value::Double(d) => serde_json::Number::from_f64(*d)
            .map(Json::Number)
            .ok_or_else(|| PatchFault::Form(format!("double {d}")))?,
        Value::String(text) => Json::String(text.to_string()),
        Value::Bytes(bytes) => Json::String(BASE64_STANDARD.encode(bytes)),
        Value::Duration(_) | Value::Timestamp(_) => Json::String(value.to_string()),
        Value::List(list) => {
            let items = list
                .iter()
                .map(|item| json(&item.map_err(|e| PatchFault::Form(e.to_string()))?, path));
            Json::Array(items.collect::<Result<_, _>>()?)
        }
        Value::Map(map) => object(map, path)?,
        Value::Optional(Some(held)) => json(held, path)?,
        Value::Optional(None) => Json::Null,
        other => return Err(PatchFault::Form(other.type_name().to_owned())),
    })
}

fn object(map: &Map<'_>, path: &str) -> Result<Json, PatchFault> {
    let message = map.message_name();
    if let Some(found) = message
        && found != path
    {
        return Err(PatchFault::Path { found: found.to_owned(), expected: path.to_owned() });
    }
    let mut fields = JsonMap::new();
    for key in map.keys() {
        let Value::String(name) = &key else {
            return Err(PatchFault::Form(format!("map with a key of type {}", key.type_name())));
        };
        let Some(value) = map.get(&key) else { continue };
        let value = value.map_err(|e| PatchFault::Form(e.to_string()))?;
        let below = format!("{path}.{}", &**name);
        // The values of a map stand where the map stands.
        let value = json(&value, if message.is_some() { &below } else { path })?;
        fields.insert(name.to_string(), value);
    }
    Ok(Json::Object(fields))
}
