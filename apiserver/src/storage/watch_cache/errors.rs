//! What a watch cache cannot answer.

use crate::storage::errors::StorageError;

/// An error of a [`WatchCache`](super::WatchCache).
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CacheError {
    /// The revision is older than what is kept, or the watch lost its place; the client has to
    /// list again.
    #[error("too old resource version: {requested} ({oldest})")]
    Expired {
        /// The revision asked for, or reached.
        requested: u64,
        /// The oldest revision that can be watched from.
        oldest: u64,
    },
    /// The revision was not reached in time.
    #[error("too large resource version: {requested}, current: {current}")]
    TooLargeResourceVersion {
        /// The revision asked for.
        requested: u64,
        /// The revision the cache is at.
        current: u64,
    },
    /// The watcher read too slowly; it may watch again from the last revision it saw.
    #[error("watch fell behind and was ended")]
    SlowWatcher,
    /// The cache has not been filled yet.
    #[error("watch cache of {prefix:?} is not initialized yet")]
    Initializing {
        /// The resource's key prefix.
        prefix: std::sync::Arc<str>,
    },
    /// The store failed.
    #[error(transparent)]
    Storage(StorageError),
}

impl CacheError {
    /// Whether the client has to list again.
    pub fn is_expired(&self) -> bool {
        matches!(self, Self::Expired { .. })
    }
}

impl From<StorageError> for CacheError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Compacted { requested, compacted } => {
                Self::Expired { requested, oldest: compacted }
            }
            StorageError::FutureRevision { requested, current } => {
                Self::TooLargeResourceVersion { requested, current }
            }
            error => Self::Storage(error),
        }
    }
}
