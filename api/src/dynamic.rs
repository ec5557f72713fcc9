//! Built-in kinds in protobuf for those who hold them as dynamic objects.
//!
//! The bytes go through the kind's own type, which knows the numbers of the fields.

use bowline_apimachinery::codec::{self, DecodeError, EncodeError, MediaType, json, protobuf};
use bowline_apimachinery::dynamic::DynamicObject;
use serde_json::Value;

use crate::kinds;

/// Reads an object of a built-in kind from protobuf; the envelope says which.
///
/// # Errors
/// When the bytes are no such object, or its kind is not built in.
pub fn from_protobuf(bytes: &[u8]) -> Result<DynamicObject, DecodeError> {
    let envelope = protobuf::open(bytes)?;
    let (group, version) = group_and_version(&envelope.api_version);
    let mut message = kinds::new(group, version, &envelope.kind)
        .ok_or(DecodeError::Unsupported(MediaType::Protobuf))?;
    protobuf::decode_message(&mut *message, envelope.raw)?;
    let value = json::to_value(&*message, Some((&envelope.api_version, &envelope.kind)))?;
    Ok(serde_json::from_value(value)?)
}

/// Writes an object of a built-in kind as protobuf.
///
/// # Errors
/// When its kind is not built in, or it does not have the kind's type.
pub fn to_protobuf(object: &DynamicObject) -> Result<Vec<u8>, EncodeError> {
    let (api_version, kind) = (&object.types.api_version, &object.types.kind);
    let (group, version) = group_and_version(api_version);
    let mut message = kinds::new(group, version, kind).ok_or_else(|| EncodeError::Unsupported {
        kind: kind.clone(),
        media_type: MediaType::Protobuf,
    })?;
    let unfit = |source| EncodeError::Json { kind: kind.clone(), source };
    let value: Value = serde_json::to_value(object).map_err(unfit)?;
    json::from_value(&mut *message, value).map_err(|error| unfit(error.source))?;
    codec::encode(&*message, api_version, kind, MediaType::Protobuf)
}

fn group_and_version(api_version: &str) -> (&str, &str) {
    api_version.split_once('/').unwrap_or(("", api_version))
}

#[cfg(test)]
mod tests {
    use bowline_apimachinery::codec::{EncodeError, MediaType};
    use bowline_apimachinery::dynamic::DynamicObject;
    use bowline_apimachinery::meta::ObjectMeta;
    use bowline_apimachinery::resource::Object;
    use serde_json::json;

    use super::{from_protobuf, to_protobuf};
    use crate::core::v1::ConfigMap;

    #[test]
    fn a_dynamic_object_travels_as_its_kind_does() {
        let metadata = ObjectMeta { name: "a".into(), ..ObjectMeta::default() };
        let mut object = DynamicObject::new("v1", "ConfigMap", metadata);
        object.data.insert("data".into(), json!({"k": "v"}));
        let bytes = to_protobuf(&object).unwrap();
        let typed = ConfigMap::decode(&bytes, MediaType::Protobuf).unwrap();
        assert_eq!(typed.data["k"], "v");
        assert_eq!(typed.encode(MediaType::Protobuf).unwrap(), bytes);
        assert_eq!(from_protobuf(&bytes).unwrap().get(&["data", "k"]), Some(&json!("v")));
    }

    #[test]
    fn a_custom_kind_has_no_protobuf() {
        let object = DynamicObject::new("example.com/v1", "Widget", ObjectMeta::default());
        assert!(matches!(to_protobuf(&object), Err(EncodeError::Unsupported { .. })));
    }
}
