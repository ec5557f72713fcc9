//! What can go wrong with a streaming connection.

use bowline_apimachinery::streaming::spdy::{FrameError, OpenError, ResetStatus};
use bowline_apimachinery::streaming::status::StatusError;

/// A streaming connection could not be had, or broke.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StreamingError {
    /// The server answered the upgrade with something else than 101.
    #[error("server refused to upgrade the connection with status {status}: {body}")]
    Refused {
        /// What it answered.
        status: http::StatusCode,
        /// What it said, cut to a few lines.
        body: String,
    },
    /// The answer of the upgrade is not one to our request.
    #[error("server upgraded the connection, but header {header} is {got:?}, want {want:?}")]
    BadUpgrade {
        /// The header that is wrong.
        header: &'static str,
        /// What it says.
        got: String,
        /// What it should say.
        want: String,
    },
    /// The address or a parameter cannot be put into a request.
    #[error("streaming request cannot be built")]
    Request(#[from] http::Error),
    /// The connection broke.
    #[error("streaming connection broke")]
    Io(#[from] std::io::Error),
    /// The other end does not speak WebSocket.
    #[error("streaming connection broke the WebSocket protocol")]
    WebSocket(#[source] Box<tokio_tungstenite::tungstenite::Error>),
    /// The other end does not speak SPDY.
    #[error("streaming connection broke the SPDY protocol")]
    Spdy(#[from] FrameError),
    /// No stream can be opened any more.
    #[error("stream cannot be opened")]
    Open(#[from] OpenError),
    /// The other end did not accept a stream.
    #[error("stream was refused with {0:?}")]
    StreamRefused(ResetStatus),
    /// The other end did not answer in time.
    #[error("no answer for {0:?}")]
    TimedOut(std::time::Duration),
    /// The connection ended while something was still to be done over it.
    #[error("streaming connection was lost")]
    Lost,
    /// The session ended without saying how: output may be missing.
    #[error("session was cut off")]
    Truncated(#[source] StatusError),
    /// The server could not forward the connection.
    #[error("port-forward failed: {0}")]
    Forward(String),
}

impl StreamingError {
    /// Whether the server cannot or will not upgrade in this way, so that another way may work.
    pub fn is_refused(&self) -> bool {
        matches!(self, Self::Refused { .. } | Self::BadUpgrade { .. })
    }

    /// Whether output may be missing although part of it arrived.
    pub fn is_truncated(&self) -> bool {
        matches!(self, Self::Truncated(_) | Self::Lost)
    }
}

impl From<tokio_tungstenite::tungstenite::Error> for StreamingError {
    fn from(error: tokio_tungstenite::tungstenite::Error) -> Self {
        match error {
            tokio_tungstenite::tungstenite::Error::Io(error) => Self::Io(error),
            error => Self::WebSocket(Box::new(error)),
        }
    }
}
