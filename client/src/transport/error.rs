//! Why no answer came.

use super::body::BodyError;

/// A request that brought no answer, or only a part of one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TransportError {
    /// No connection could be made: nothing of the request was seen by anyone.
    #[error("connect to the server")]
    Connect(#[source] BodyError),
    /// The connection was lost after the request had begun: the server may have acted on it.
    #[error("connection to the server lost")]
    Lost(#[source] BodyError),
    /// The answer's body broke off.
    #[error("read the answer")]
    Body(#[source] BodyError),
    /// The time for the request ran out.
    #[error("no answer within {} s", .0.as_secs_f64())]
    Timeout(std::time::Duration),
    /// Credentials could not be had.
    #[error("obtain credentials")]
    Credentials(#[source] BodyError),
    /// The transport cannot do what the request needs.
    #[error("the transport does not support {0}")]
    Unsupported(&'static str),
}

impl TransportError {
    /// Whether another attempt may fare better.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        !matches!(self, Self::Unsupported(_) | Self::Credentials(_))
    }
}
