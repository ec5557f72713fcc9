//! Which encodings are asked for, and which one came.

use bowline_apimachinery::codec::MediaType;
use bowline_apimachinery::codec::protobuf::MAGIC;
use http::HeaderMap;
use http::header::CONTENT_TYPE;

use crate::Error;

/// The `Accept` header of a request whose answer is an object of a kind.
///
/// Protobuf is preferred where client and kind both have it, with JSON as the way out, as
/// client-go asks for it.
pub(crate) fn accept(preferred: MediaType) -> &'static str {
    match preferred {
        MediaType::Protobuf => "application/vnd.kubernetes.protobuf,application/json",
        _ => "application/json",
    }
}

/// The encoding of an answer, by its header, or by its first bytes where the header is missing.
pub(crate) fn media_type_of(
    headers: &HeaderMap,
    body: &[u8],
    request: impl Fn() -> String,
) -> Result<MediaType, Error> {
    let Some(value) = headers.get(CONTENT_TYPE) else {
        let protobuf = body.starts_with(&MAGIC);
        return Ok(if protobuf { MediaType::Protobuf } else { MediaType::Json });
    };
    let text = String::from_utf8_lossy(value.as_bytes());
    MediaType::parse(&text)
        .ok_or_else(|| Error::ContentType { request: request(), content_type: text.into_owned() })
}
