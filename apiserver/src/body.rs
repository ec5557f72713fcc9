//! The body of requests and answers: the one type in which client and server meet.

use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Empty, Full};

/// Why a body could not be read or written.
pub type BodyError = Box<dyn std::error::Error + Send + Sync>;

/// A streamed body of any origin.
pub type Body = UnsyncBoxBody<Bytes, BodyError>;

/// A body without bytes.
#[must_use]
pub fn empty() -> Body {
    Empty::new().map_err(|never| match never {}).boxed_unsync()
}

/// A body of bytes that are there already.
#[must_use]
pub fn full(bytes: impl Into<Bytes>) -> Body {
    Full::new(bytes.into()).map_err(|never| match never {}).boxed_unsync()
}
