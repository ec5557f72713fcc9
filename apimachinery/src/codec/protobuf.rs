//! Kubernetes' protobuf: proto2 wire rules over the descriptors, and the `k8s\0` envelope.
//!
//! *Upstream:* `apimachinery/pkg/runtime/serializer/protobuf` and the generated marshallers.

mod decode;
mod encode;
mod wire;

pub use decode::decode_message;
pub use encode::encode_message;
pub use wire::DecodeError;

use crate::reflect::Message;
use wire::{Reader, put_bytes, put_tag, put_varint};

/// The four bytes before every object.
pub const MAGIC: [u8; 4] = *b"k8s\0";

/// What the envelope says of the object in it (`runtime.Unknown`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope<'a> {
    /// `apiVersion` of the object.
    pub api_version: String,
    /// `kind` of the object.
    pub kind: String,
    /// The message.
    pub raw: &'a [u8],
    /// Encoding of `raw`; empty for none.
    pub content_encoding: String,
    /// Media type of `raw`; empty for protobuf.
    pub content_type: String,
}

/// Puts a message in its envelope.
#[must_use]
pub fn seal(api_version: &str, kind: &str, message: &[u8]) -> Vec<u8> {
    let mut types = Vec::with_capacity(api_version.len() + kind.len() + 4);
    put_bytes(&mut types, 1, api_version.as_bytes());
    put_bytes(&mut types, 2, kind.as_bytes());
    let mut out = Vec::with_capacity(message.len() + types.len() + 20);
    out.extend_from_slice(&MAGIC);
    put_bytes(&mut out, 1, &types);
    put_bytes(&mut out, 2, message);
    put_tag(&mut out, 3, 2);
    put_varint(&mut out, 0);
    put_tag(&mut out, 4, 2);
    put_varint(&mut out, 0);
    out
}

/// Appends a length-delimited field: what a list's items and a frame's object are.
pub fn append_bytes(out: &mut Vec<u8>, number: u32, bytes: &[u8]) {
    put_bytes(out, number, bytes);
}

/// Appends a message as a length-delimited field.
pub fn append_message(out: &mut Vec<u8>, number: u32, message: &dyn Message) {
    wire::put_nested(out, number, |out| encode_message(message, out));
}

/// Opens an envelope.
///
/// # Errors
/// When the magic is missing or the envelope is not well formed.
pub fn open(bytes: &[u8]) -> Result<Envelope<'_>, DecodeError> {
    let body = bytes.strip_prefix(&MAGIC).ok_or(DecodeError::NoMagic)?;
    let mut envelope = Envelope::default();
    let mut reader = Reader::new(body);
    while let Some((number, kind)) = reader.tag()? {
        match (number, kind) {
            (1, 2) => {
                let mut types = Reader::new(reader.bytes()?);
                while let Some((number, kind)) = types.tag()? {
                    match (number, kind) {
                        (1, 2) => envelope.api_version = types.string()?,
                        (2, 2) => envelope.kind = types.string()?,
                        _ => types.skip(kind)?,
                    }
                }
            }
            (2, 2) => envelope.raw = reader.bytes()?,
            (3, 2) => envelope.content_encoding = reader.string()?,
            (4, 2) => envelope.content_type = reader.string()?,
            _ => reader.skip(kind)?,
        }
    }
    Ok(envelope)
}

/// Visits the length-delimited fields at the top of a message.
///
/// # Errors
/// When the bytes are malformed, or as the visitor says.
pub fn each_bytes<'a>(
    bytes: &'a [u8],
    visit: &mut dyn FnMut(u32, &'a [u8]) -> Result<(), DecodeError>,
) -> Result<(), DecodeError> {
    let mut reader = Reader::new(bytes);
    while let Some((number, wire_type)) = reader.tag()? {
        if wire_type == 2 {
            visit(number, reader.bytes()?)?;
        } else {
            reader.skip(wire_type)?;
        }
    }
    Ok(())
}
