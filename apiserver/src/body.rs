//! The body of requests and answers: the one type in which client and server meet.

use bowline_apimachinery::meta::{Status, reason};
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

/// The largest body of a request, in bytes.
pub const MAX_REQUEST_BYTES: usize = 3 * 1024 * 1024;

/// Reads a request's body whole.
///
/// # Errors
/// 413 when it is larger than [`MAX_REQUEST_BYTES`], 400 when it breaks off.
pub async fn read(mut body: Body) -> Result<Bytes, Status> {
    let mut first = Bytes::new();
    let mut all = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame =
            frame.map_err(|e| Status::bad_request(format!("unable to read the request: {e}")))?;
        let Ok(data) = frame.into_data() else { continue };
        if first.len() + all.len() + data.len() > MAX_REQUEST_BYTES {
            return Err(Status::failure(
                413,
                reason::REQUEST_ENTITY_TOO_LARGE,
                format!("Request entity too large: limit is {MAX_REQUEST_BYTES}"),
            ));
        }
        // Most bodies come in one piece, which then needs no copy.
        if first.is_empty() && all.is_empty() {
            first = data;
        } else {
            if all.is_empty() {
                all.extend_from_slice(&std::mem::take(&mut first));
            }
            all.extend_from_slice(&data);
        }
    }
    Ok(if all.is_empty() { first } else { all.into() })
}
