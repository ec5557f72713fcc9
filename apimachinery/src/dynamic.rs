//! Objects whose type is known only at run time.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::codec::{DecodeError, EncodeError, MediaType, cbor, json, yaml};
use crate::meta::{ObjectMeta, TypeMeta};
use crate::resource::{ApiResource, Object};

/// An object of any kind: typed metadata, the rest as JSON.
///
/// *Upstream:* `unstructured.Unstructured`, with the metadata already understood.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DynamicObject {
    /// What the object says it is.
    #[serde(flatten)]
    pub types: TypeMeta,
    /// Its metadata.
    #[serde(default)]
    pub metadata: ObjectMeta,
    /// Everything else: `spec`, `status`, `data`...
    #[serde(flatten)]
    pub data: Map<String, Value>,
}

impl DynamicObject {
    /// An object of a kind, with a name.
    #[must_use]
    pub fn new(api_version: &str, kind: &str, metadata: ObjectMeta) -> Self {
        Self { types: TypeMeta::new(api_version, kind), metadata, data: Map::new() }
    }

    /// The value at a path such as `["spec", "replicas"]`.
    #[must_use]
    pub fn get(&self, path: &[&str]) -> Option<&Value> {
        let (first, rest) = path.split_first()?;
        rest.iter().try_fold(self.data.get(*first)?, |v, key| v.get(key))
    }
}

impl Object for DynamicObject {
    fn metadata(&self) -> &ObjectMeta {
        &self.metadata
    }

    fn metadata_mut(&mut self) -> &mut ObjectMeta {
        &mut self.metadata
    }

    fn fill_type_meta(&mut self, resource: &ApiResource) {
        if self.types.kind.is_empty() && self.types.api_version.is_empty() {
            self.types = TypeMeta::new(&resource.api_version(), &resource.kind);
        }
    }

    fn encode(&self, media_type: MediaType) -> Result<Vec<u8>, EncodeError> {
        encode_serde(self, &self.types.kind, media_type)
    }

    fn decode(bytes: &[u8], media_type: MediaType) -> Result<Self, DecodeError> {
        decode_serde(bytes, media_type)
    }
}

/// Encodes any serde type that carries its own `apiVersion` and `kind`.
///
/// # Errors
/// When a value has no such form; protobuf is refused.
pub fn encode_serde<T: Serialize>(
    object: &T,
    kind: &str,
    media_type: MediaType,
) -> Result<Vec<u8>, EncodeError> {
    let kind = || kind.to_owned();
    match media_type {
        MediaType::Json => {
            json::write(object).map_err(|source| EncodeError::Json { kind: kind(), source })
        }
        MediaType::Yaml => yaml::to_string(object)
            .map(String::into_bytes)
            .map_err(|source| EncodeError::Yaml { kind: kind(), source: Box::new(source) }),
        MediaType::Protobuf => Err(EncodeError::Unsupported { kind: kind(), media_type }),
        MediaType::Cbor => serde_json::to_value(object)
            .map(|value| cbor::encode_value(&value))
            .map_err(|source| EncodeError::Json { kind: kind(), source }),
    }
}

/// Decodes any serde type.
///
/// # Errors
/// When the bytes are not such an object; protobuf is refused.
pub fn decode_serde<T: serde::de::DeserializeOwned>(
    bytes: &[u8],
    media_type: MediaType,
) -> Result<T, DecodeError> {
    match media_type {
        MediaType::Json => match serde_json::from_slice(bytes) {
            Err(error) if json::is_too_deep(&error) => {
                Ok(serde_json::from_value(json::value_from_slice(bytes)?)?)
            }
            outcome => Ok(outcome?),
        },
        MediaType::Yaml => {
            Ok(serde_json::from_value(yaml::from_str(&String::from_utf8_lossy(bytes))?)?)
        }
        MediaType::Protobuf => Err(DecodeError::Unsupported(media_type)),
        MediaType::Cbor => Ok(serde_json::from_value(cbor::from_slice(bytes)?)?),
    }
}
