//! JSON in and out, lenient or strict.

mod decode;
mod encode;
mod go_format;
pub(crate) mod scanner;
mod value;

pub(crate) use value::is_too_deep;
pub use value::{MAX_DEPTH, value_from_slice, value_from_str};

use std::borrow::Cow;

use serde::Serialize;
use serde::de::Error as _;

use self::decode::Decoder;
use self::go_format::GoFormat;
use super::bridge;
use super::report::Report;
use crate::reflect::{Message, Mut};

/// Why bytes are not the object they should be.
#[derive(Debug, thiserror::Error)]
#[error("json: {source}{}", at(path))]
pub struct JsonError {
    /// The field at which decoding stopped; empty at the top.
    pub path: String,
    /// What the parser found.
    pub source: serde_json::Error,
}

fn at(path: &str) -> String {
    if path.is_empty() { String::new() } else { format!(" (field {path})") }
}

/// Fills a message from JSON and reports unknown and duplicate fields.
///
/// # Errors
/// When the text is not JSON or a value has the wrong type.
pub fn decode(message: &mut dyn Message, bytes: &[u8]) -> Result<Report, JsonError> {
    let text = text_of(bytes);
    let mut report = Report::default();
    let mut decoder = Decoder::new(&text, &mut report);
    let outcome = decoder.value(Mut::Message(message)).and_then(|()| decoder.scanner.end());
    match outcome {
        Ok(()) => Ok(report),
        Err(fault) => {
            Err(JsonError { path: report.path(), source: serde_json::Error::custom(fault) })
        }
    }
}

/// Bytes as text; as in Go, what is not UTF-8 becomes U+FFFD.
pub(crate) fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    // The standard library's check is much faster than its repair.
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// Fills a message from the beginning of a text and says how many bytes it took.
///
/// # Errors
/// When the text is not JSON or a value has the wrong type.
#[doc(hidden)]
pub fn decode_prefix(message: &mut dyn Message, text: &str) -> Result<usize, JsonError> {
    let mut report = Report::default();
    let mut decoder = Decoder::new(text, &mut report);
    match decoder.value(Mut::Message(message)) {
        Ok(()) => Ok(decoder.scanner.offset()),
        Err(fault) => {
            Err(JsonError { path: report.path(), source: serde_json::Error::custom(fault) })
        }
    }
}

/// Fills a message from a JSON value and reports unknown fields.
///
/// # Errors
/// When a value has the wrong type.
pub fn from_value(
    message: &mut dyn Message,
    value: serde_json::Value,
) -> Result<Report, JsonError> {
    let mut report = Report::default();
    match bridge::deserialize_with(message, &mut report, value) {
        Ok(()) => Ok(report),
        Err(source) => Err(JsonError { path: report.path(), source }),
    }
}

/// Writes a message as JSON, with `kind` and `apiVersion` first where given.
///
/// # Errors
/// When a value has no JSON form (a number that is not finite).
pub fn encode(
    message: &dyn Message,
    types: Option<(&str, &str)>,
) -> Result<Vec<u8>, serde_json::Error> {
    let mut out = Vec::with_capacity(256);
    encode::message(message, types, &mut out)?;
    Ok(out)
}

/// Writes a list of messages as a server sends it.
///
/// # Errors
/// When a value has no JSON form (a number that is not finite).
pub(crate) fn encode_list<T: Message>(
    api_version: &str,
    kind: &str,
    metadata: &dyn Message,
    items: &[T],
) -> Result<Vec<u8>, serde_json::Error> {
    let mut out = Vec::with_capacity(256 + items.len() * 2048);
    out.extend_from_slice(b"{\"kind\":");
    encode::string(kind, &mut out);
    out.extend_from_slice(b",\"apiVersion\":");
    encode::string(api_version, &mut out);
    out.extend_from_slice(b",\"metadata\":");
    encode::message(metadata, None, &mut out)?;
    out.extend_from_slice(b",\"items\":[");
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        encode::message(item, None, &mut out)?;
    }
    out.extend_from_slice(b"]}");
    Ok(out)
}

/// Writes any serde value as Go would: `<`, `>` and `&` escaped, floats in Go's notation.
///
/// # Errors
/// When a value has no JSON form.
pub fn write<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, serde_json::Error> {
    let mut out = Vec::with_capacity(256);
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, GoFormat))?;
    Ok(out)
}

/// Turns a message into a JSON value, with `kind` and `apiVersion` where given.
///
/// # Errors
/// When a value has no JSON form.
pub fn to_value(
    message: &dyn Message,
    types: Option<(&str, &str)>,
) -> Result<serde_json::Value, serde_json::Error> {
    bridge::serialize_with(message, types, serde_json::value::Serializer)
}
