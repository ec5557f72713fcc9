//! Why a manager ended before it was told to.

use bowline_client::cache::SyncState;
use bowline_client::leader_election::{ElectionConfigError, LeadershipLost};

/// A manager that could not go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ManagerError {
    /// A cache did not fill in time.
    #[error("cache of {kind} ({api_version}) is not there after {} s: {state}", waited.as_secs(), state = tell(state))]
    CacheSync {
        /// Kind of the cache.
        kind: String,
        /// Its group and version.
        api_version: String,
        /// How long it had.
        waited: std::time::Duration,
        /// Where it stands.
        state: Box<SyncState>,
    },
    /// Another process may lead now; this one must not go on.
    #[error(transparent)]
    LeadershipLost(#[from] LeadershipLost),
    /// The election was not declared well.
    #[error(transparent)]
    Election(#[from] ElectionConfigError),
    /// A part that was to run until the end has failed.
    #[error("{name} failed")]
    Runnable {
        /// Name of the part.
        name: String,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The address for health or metrics cannot be used.
    #[error("listen on {address}")]
    Listen {
        /// The address.
        address: std::net::SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// Not everything ended in the time that was given for it.
    #[error("not all parts ended within {} s", .0.as_secs())]
    StopTimeout(std::time::Duration),
}

fn tell(state: &SyncState) -> String {
    match state {
        SyncState::Waiting { obstacle, error } => format!("{obstacle:?}: {error}"),
        SyncState::Listing { received } => format!("still listing, {received} objects so far"),
        other => format!("{other:?}"),
    }
}
