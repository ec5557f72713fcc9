//! Objects in and out of bytes: JSON, YAML, protobuf and CBOR from one reflective engine.

pub mod bridge;
pub mod cbor;
pub mod json;
pub mod protobuf;
pub mod yaml;

mod media_type;
mod report;

pub use media_type::MediaType;
pub use report::Report;

use crate::reflect::Message;

/// Why an object cannot become bytes.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// A value has no JSON form.
    #[error("encode {kind} as JSON")]
    Json {
        /// Kind of the object.
        kind: String,
        /// Why.
        source: serde_json::Error,
    },
    /// A value has no YAML form.
    #[error("encode {kind} as YAML")]
    Yaml {
        /// Kind of the object.
        kind: String,
        /// Why.
        source: Box<serde_saphyr::ser::Error>,
    },
    /// The type does not know the encoding.
    #[error("{kind} has no {} form", media_type.as_str())]
    Unsupported {
        /// Kind of the object.
        kind: String,
        /// The encoding asked for.
        media_type: MediaType,
    },
}

/// Why bytes are not the object they should be.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The JSON is malformed or a value has the wrong type.
    #[error(transparent)]
    Json(#[from] json::JsonError),
    /// The JSON of an object of a user's type is malformed.
    #[error("json: {0}")]
    Serde(#[from] serde_json::Error),
    /// The YAML is malformed.
    #[error(transparent)]
    Yaml(#[from] yaml::YamlError),
    /// The protobuf is malformed.
    #[error(transparent)]
    Protobuf(#[from] protobuf::DecodeError),
    /// The CBOR is malformed.
    #[error(transparent)]
    Cbor(#[from] cbor::CborError),
    /// The type does not know the encoding.
    #[error("no {} form is known for this type", .0.as_str())]
    Unsupported(MediaType),
}

/// Writes a message as an object of the given kind.
///
/// # Errors
/// When a value in it has no such form.
pub fn encode(
    message: &dyn Message,
    api_version: &str,
    kind: &str,
    media_type: MediaType,
) -> Result<Vec<u8>, EncodeError> {
    let types = Some((api_version, kind));
    let json_error = |source| EncodeError::Json { kind: kind.to_owned(), source };
    match media_type {
        MediaType::Json => json::encode(message, types).map_err(json_error),
        MediaType::Yaml => {
            let value = json::to_value(message, types).map_err(json_error)?;
            yaml::to_string(&value).map(String::into_bytes).map_err(|source| EncodeError::Yaml {
                kind: kind.to_owned(),
                source: Box::new(source),
            })
        }
        MediaType::Protobuf => Ok(protobuf::seal_with(api_version, kind, |out| {
            protobuf::encode_message(message, out);
        })),
        MediaType::Cbor => cbor::encode_message(message, types).map_err(json_error),
    }
}

/// Fills a message from bytes and reports unknown and duplicate fields.
///
/// # Errors
/// When the bytes are not such an object.
pub fn decode(
    message: &mut dyn Message,
    bytes: &[u8],
    media_type: MediaType,
) -> Result<Report, DecodeError> {
    match media_type {
        MediaType::Json => Ok(json::decode(message, bytes)?),
        MediaType::Yaml => {
            let (value, repeated) = yaml::read(&String::from_utf8_lossy(bytes))?;
            // Through JSON text, so that values are taken as strictly as a server takes them.
            let mut report = json::decode(message, value.to_string().as_bytes())?;
            report.complaints.splice(0..0, repeated);
            Ok(report)
        }
        MediaType::Protobuf => {
            let envelope = protobuf::open(bytes)?;
            protobuf::decode_message(message, envelope.raw)?;
            Ok(Report::default())
        }
        MediaType::Cbor => {
            Ok(json::decode(message, cbor::from_slice(bytes)?.to_string().as_bytes())?)
        }
    }
}

/// Fills a message from an item of a list; protobuf items have no envelope.
///
/// # Errors
/// When the bytes are not such an object.
pub fn decode_item(
    message: &mut dyn Message,
    bytes: &[u8],
    media_type: MediaType,
) -> Result<(), DecodeError> {
    match media_type {
        MediaType::Protobuf => Ok(protobuf::decode_message(message, bytes)?),
        _ => decode(message, bytes, media_type).map(drop),
    }
}
