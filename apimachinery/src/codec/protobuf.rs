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
use wire::{Fault, Reader, fault, put_bytes, put_tag, put_varint};

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
    let mut out = Vec::with_capacity(message.len() + api_version.len() + kind.len() + 24);
    begin(api_version, kind, &mut out);
    put_bytes(&mut out, 2, message);
    end(&mut out);
    out
}

/// Makes an envelope and has the message written into it.
#[must_use]
pub fn seal_with(api_version: &str, kind: &str, write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = Vec::with_capacity(512);
    begin(api_version, kind, &mut out);
    wire::put_guessed(&mut out, 2, 2, write);
    end(&mut out);
    out
}

/// Makes the envelope of a list; items are taken to be as large as the first one.
pub(crate) fn seal_list(
    api_version: &str,
    kind: &str,
    first: Option<&dyn Message>,
    count: usize,
    write: impl FnOnce(&mut Vec<u8>),
) -> Vec<u8> {
    let (room, size) = encode::expected_len(first, count);
    // A little more, for items that are larger than the first.
    let mut out = Vec::with_capacity(size + size / 16 + 64);
    begin(api_version, kind, &mut out);
    wire::put_guessed(&mut out, 2, room, write);
    end(&mut out);
    out
}

fn begin(api_version: &str, kind: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(&MAGIC);
    wire::put_nested(out, 1, |types| {
        put_bytes(types, 1, api_version.as_bytes());
        put_bytes(types, 2, kind.as_bytes());
    });
}

fn end(out: &mut Vec<u8>) {
    for number in [3, 4] {
        put_tag(out, number, 2);
        put_varint(out, 0);
    }
}

/// Appends a length-delimited field: what a list's items and a frame's object are.
pub fn append_bytes(out: &mut Vec<u8>, number: u32, bytes: &[u8]) {
    put_bytes(out, number, bytes);
}

/// Appends a message as a length-delimited field.
pub fn append_message(out: &mut Vec<u8>, number: u32, message: &dyn Message) {
    wire::put_guessed(out, number, 2, |out| encode_message(message, out));
}

/// Opens an envelope.
///
/// # Errors
/// When the magic is missing or the envelope is not well formed.
pub fn open(bytes: &[u8]) -> Result<Envelope<'_>, DecodeError> {
    let body = bytes.strip_prefix(&MAGIC).ok_or(DecodeError::NoMagic)?;
    read_envelope(body).map_err(|fault| *fault)
}

fn read_envelope(body: &[u8]) -> Result<Envelope<'_>, Fault> {
    let mut envelope = Envelope::default();
    let mut reader = Reader::new(body);
    loop {
        match reader.tag()? {
            (0, _) => return Ok(envelope),
            (1, 2) => {
                let mut types = Reader::new(reader.bytes()?);
                loop {
                    match types.tag()? {
                        (0, _) => break,
                        (1, 2) => envelope.api_version = types.text()?.to_owned(),
                        (2, 2) => envelope.kind = types.text()?.to_owned(),
                        (_, wire_type) => types.skip(wire_type)?,
                    }
                }
            }
            (2, 2) => envelope.raw = reader.bytes()?,
            (3, 2) => envelope.content_encoding = reader.text()?.to_owned(),
            (4, 2) => envelope.content_type = reader.text()?.to_owned(),
            (_, wire_type) => reader.skip(wire_type)?,
        }
    }
}

/// The head of a field, where the field may not be whole yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FieldHead {
    /// Number of the field.
    pub(crate) number: u32,
    /// Bytes of its tag, and of its length if it has one.
    pub(crate) head: usize,
    /// Bytes of its content, if it is length-delimited.
    pub(crate) size: Option<usize>,
    /// Bytes of its value otherwise.
    value: usize,
}

impl FieldHead {
    /// Bytes of the whole field.
    pub(crate) fn whole(self) -> usize {
        self.head.saturating_add(self.size.unwrap_or(self.value))
    }
}

/// Reads the head of a field; nothing where more bytes are needed for that.
pub(crate) fn peek_field(bytes: &[u8]) -> Result<Option<FieldHead>, DecodeError> {
    let mut reader = Reader::new(bytes);
    let mut read = || -> Result<Option<FieldHead>, Fault> {
        let (number, wire_type) = reader.tag()?;
        if number == 0 {
            return Ok(None);
        }
        let tag = bytes.len() - reader.left();
        if wire_type == 2 {
            let Ok(size) = usize::try_from(reader.varint()?) else {
                return fault(DecodeError::Truncated);
            };
            let head = bytes.len() - reader.left();
            return Ok(Some(FieldHead { number, head, size: Some(size), value: 0 }));
        }
        reader.skip(wire_type)?;
        let value = bytes.len() - reader.left() - tag;
        Ok(Some(FieldHead { number, head: tag, size: None, value }))
    };
    match read() {
        Err(fault) if *fault == DecodeError::Truncated => Ok(None),
        other => other.map_err(|fault| *fault),
    }
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
    loop {
        match reader.tag().map_err(|fault| *fault)? {
            (0, _) => return Ok(()),
            (number, 2) => visit(number, reader.bytes().map_err(|fault| *fault)?)?,
            (_, wire_type) => reader.skip(wire_type).map_err(|fault| *fault)?,
        }
    }
}
