//! Where a reflector stands, for health checks and people.

use std::sync::Arc;

use crate::Error;

/// How far a store is, and what is in its way.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum SyncState {
    /// Nothing has been asked for yet.
    #[default]
    Idle,
    /// The initial state is coming in.
    Listing {
        /// Objects received so far.
        received: usize,
    },
    /// The store follows changes.
    Live,
    /// The last request failed; another will be sent after a while. What the store holds stays.
    Waiting {
        /// What is in the way.
        obstacle: Obstacle,
        /// What the last request came to.
        error: Arc<Error>,
    },
    /// The reflector was told to stop.
    Stopped,
}

/// Why a reflector makes no progress: the kinds of trouble that call for different hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Obstacle {
    /// 401: the credentials are not accepted.
    Unauthorized,
    /// 403: a role is missing.
    Forbidden,
    /// 404: the kind is not served; perhaps its definition is not installed.
    KindMissing,
    /// 429: the server is overloaded.
    Throttled,
    /// No answer, or one that says the server is not well.
    Unreachable,
    /// The state asked for is no longer, or not yet, there; this passes.
    OutOfStep,
    /// Anything else.
    Other,
}

impl Obstacle {
    pub(crate) fn of(error: &Error) -> Self {
        if error.is_unauthorized() {
            Self::Unauthorized
        } else if error.is_forbidden() {
            Self::Forbidden
        } else if error.is_not_found() {
            Self::KindMissing
        } else if error.is_too_many_requests() {
            Self::Throttled
        } else if error.is_gone() || error.is_resource_version_too_large() {
            Self::OutOfStep
        } else if error.is_retryable() {
            Self::Unreachable
        } else {
            Self::Other
        }
    }
}
