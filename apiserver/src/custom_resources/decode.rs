//! From bytes to a custom object, with every complaint about its fields.
//!
//! *Upstream:* `schemaCoercingDecoder` of `apiextensions-apiserver/pkg/apiserver`.

use std::fmt;

use bowline_apimachinery::codec::{MediaType, json, yaml};
use bowline_apimachinery::validation::field::Path;
use serde::de::{Deserialize as _, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::custom_schema::CustomSchema;
use super::schema::coerce_metadata;

/// Why bytes are not a custom object.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotAnObject {
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    #[error("{0}")]
    Yaml(#[from] yaml::YamlError),
    #[error("{path}: {why}")]
    Metadata { path: String, why: String },
}

/// Reads an object and complains of fields that occur twice.
///
/// # Errors
/// When the bytes are malformed.
pub(crate) fn parse(
    bytes: &[u8],
    media_type: MediaType,
) -> Result<(Value, Vec<String>), NotAnObject> {
    if media_type == MediaType::Yaml {
        return Ok((yaml::from_str(&String::from_utf8_lossy(bytes))?, Vec::new()));
    }
    let mut complaints = Vec::new();
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let strict = Strict { path: &Path::root(), complaints: &mut complaints };
    match strict.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value)) {
        Ok(value) => Ok((value, complaints)),
        // Either it nests deeper than serde_json goes, and nothing is said of double fields; or it
        // is malformed, and this says so again.
        Err(_) => Ok((json::value_from_slice(bytes)?, Vec::new())),
    }
}

/// Gives an object the shape of its schema, with defaults, and complains of unknown fields.
///
/// # Errors
/// When its metadata is none.
pub(crate) fn normalize(
    schema: &CustomSchema,
    object: &mut Value,
) -> Result<Vec<String>, NotAnObject> {
    let structural = schema.structural();
    let metadata = coerce_metadata(object, structural)
        .map_err(|e| NotAnObject::Metadata { path: e.path, why: e.why })?;
    let pruned = structural.prune(object);
    let mut complaints: Vec<_> =
        pruned.iter().map(|path| format!("unknown field \"{path}\"")).collect();
    complaints.extend(metadata);
    structural.default(object);
    Ok(complaints)
}

/// Reads JSON as a value and notes what occurs twice.
struct Strict<'a> {
    path: &'a Path<'a>,
    complaints: &'a mut Vec<String>,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Value, D::Error> {
        d.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, v: bool) -> Result<Value, E> {
        Ok(v.into())
    }
    fn visit_i64<E>(self, v: i64) -> Result<Value, E> {
        Ok(v.into())
    }
    fn visit_u64<E>(self, v: u64) -> Result<Value, E> {
        Ok(v.into())
    }
    fn visit_f64<E>(self, v: f64) -> Result<Value, E> {
        Ok(Number::from_f64(v).map_or(Value::Null, Value::Number))
    }
    fn visit_str<E>(self, v: &str) -> Result<Value, E> {
        Ok(v.into())
    }
    fn visit_string<E>(self, v: String) -> Result<Value, E> {
        Ok(v.into())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        loop {
            let path = self.path.index(items.len());
            let seed = Strict { path: &path, complaints: self.complaints };
            match seq.next_element_seed(seed)? {
                Some(item) => items.push(item),
                None => return Ok(items.into()),
            }
        }
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some(key) = map.next_key_seed(Key)? {
            let path = self.path.child(&key);
            if fields.contains_key(&key) {
                self.complaints.push(format!("duplicate field \"{path}\""));
            }
            let value = map.next_value_seed(Strict { path: &path, complaints: self.complaints })?;
            fields.insert(key, value);
        }
        Ok(fields.into())
    }
}

struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<String, D::Error> {
        String::deserialize(d)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_that_occur_twice_are_told_with_their_path() {
        let text = br#"{"a":1,"b":[{"c":1,"c":2.5}],"a":"x"}"#;
        let (value, complaints) = parse(text, MediaType::Json).unwrap();
        assert_eq!(value, json!({"a": "x", "b": [{"c": 2.5}]}));
        assert_eq!(complaints, ["duplicate field \"b[0].c\"", "duplicate field \"a\""]);
    }

    #[test]
    fn unknown_fields_are_told_wherever_they_are() {
        let version = json!({ "schema": { "openAPIV3Schema": {
            "type": "object",
            "properties": { "spec": { "type": "object", "properties": {
                "a": { "type": "string", "default": "x" },
            } } },
        } } });
        let schema = CustomSchema::of_version(&version);
        let mut object = json!({
            "apiVersion": "v1", "kind": "K", "metadata": { "name": "n", "colour": "red" },
            "spec": { "b": 1 }, "junk": true,
        });
        let complaints = normalize(&schema, &mut object).unwrap();
        assert_eq!(
            complaints,
            [
                "unknown field \"junk\"",
                "unknown field \"spec.b\"",
                "unknown field \"metadata.colour\"",
            ]
        );
        assert_eq!(object["spec"], json!({ "a": "x" }));
        assert_eq!(object["metadata"], json!({ "name": "n" }));
    }
}
