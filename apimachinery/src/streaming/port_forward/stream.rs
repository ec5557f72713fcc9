//! The two kinds of streams and the headers they are opened with.

use super::super::protocol::STREAM_TYPE_HEADER;
use super::super::spdy::Headers;

/// Stream header with the pod's port, in decimal.
pub const PORT_HEADER: &str = "port";
/// Stream header that the two streams of one connection share.
pub const REQUEST_ID_HEADER: &str = "requestid";

/// What a stream of a pair carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StreamKind {
    /// The bytes of the forwarded connection, both ways.
    Data,
    /// One sentence from the server when the connection fails.
    Error,
}

impl StreamKind {
    /// The value of the `streamType` header.
    pub fn name(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Error => "error",
        }
    }

    /// The headers with which a client opens this stream of connection `request_id`.
    ///
    /// Upstream opens the error stream first and half-closes it at once.
    pub fn headers(self, port: u16, request_id: u64) -> Headers {
        Headers::new()
            .with(STREAM_TYPE_HEADER, self.name())
            .with(PORT_HEADER, port.to_string())
            .with(REQUEST_ID_HEADER, request_id.to_string())
    }
}

/// What the error stream says when forwarding to `port` fails, in upstream's words.
pub fn failure_message(port: u16, pod: &str, uid: &str, error: impl std::fmt::Display) -> String {
    format!("error forwarding port {port} to pod {pod}, uid {uid}: {error}")
}
