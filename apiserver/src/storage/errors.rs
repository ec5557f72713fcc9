//! What can go wrong between the registry and a store.

use std::sync::Arc;

use super::key_value::KeyValue;

/// An error of a [`Storage`](super::Storage).
///
/// Cheap to clone: many waiters may share one cause.
///
/// *Upstream:* `staging/src/k8s.io/apiserver/pkg/storage/errors.go`.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StorageError {
    /// A create found the key present.
    #[error("key {:?} already exists at revision {}", .current.key, .current.mod_revision)]
    KeyExists {
        /// The version that is there.
        current: Arc<KeyValue>,
    },
    /// An update or a delete found no such key.
    #[error("key {key:?} does not exist at revision {revision}")]
    KeyNotFound {
        /// The key asked for.
        key: Arc<str>,
        /// The store's revision when it looked.
        revision: u64,
    },
    /// An update or a delete expected another version.
    #[error(
        "key {:?} was expected at revision {expected} but is at {}",
        .current.key, .current.mod_revision
    )]
    Conflict {
        /// The modification revision the caller expected.
        expected: u64,
        /// The version that is there.
        current: Arc<KeyValue>,
    },
    /// The revision asked for is no longer held.
    #[error("revision {requested} has been compacted, the oldest held is {compacted}")]
    Compacted {
        /// The revision asked for.
        requested: u64,
        /// The oldest revision that can be read, and watched from.
        compacted: u64,
    },
    /// The revision asked for does not exist yet.
    #[error("revision {requested} is in the future, the store is at {current}")]
    FutureRevision {
        /// The revision asked for.
        requested: u64,
        /// The store's revision.
        current: u64,
    },
    /// The value is larger than the store takes.
    #[error("key {key:?} with its value has {bytes} bytes, more than the limit of {limit}")]
    ValueTooLarge {
        /// The key that was to be written.
        key: Arc<str>,
        /// The size of the key and the value.
        bytes: usize,
        /// The largest size allowed.
        limit: usize,
    },
    /// A write named the empty key.
    #[error("key is empty")]
    EmptyKey,
    /// A watcher read more slowly than events came and was cut off; it may watch again from the
    /// last revision it saw.
    #[error("watch of prefix {prefix:?} fell behind and was ended")]
    SlowWatcher {
        /// The prefix watched.
        prefix: Arc<str>,
    },
    /// The store was closed.
    #[error("storage is closed")]
    Closed,
    /// The store cannot serve now; whether a write took effect is unknown.
    #[error("storage is unavailable while {doing}")]
    Unavailable {
        /// What was being done.
        doing: &'static str,
        /// Why it failed.
        #[source]
        source: Arc<dyn std::error::Error + Send + Sync>,
    },
}

/// The kind of a [`StorageError`], for metrics and dispatch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// [`StorageError::KeyExists`].
    KeyExists,
    /// [`StorageError::KeyNotFound`].
    KeyNotFound,
    /// [`StorageError::Conflict`].
    Conflict,
    /// [`StorageError::Compacted`].
    Compacted,
    /// [`StorageError::FutureRevision`].
    FutureRevision,
    /// [`StorageError::ValueTooLarge`] and [`StorageError::EmptyKey`].
    InvalidRequest,
    /// [`StorageError::SlowWatcher`].
    SlowWatcher,
    /// [`StorageError::Closed`] and [`StorageError::Unavailable`].
    Unavailable,
}

impl StorageError {
    /// The store cannot serve while `doing` something, because of `source`.
    pub fn unavailable(
        doing: &'static str,
        source: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        Self::Unavailable { doing, source: Arc::new(source) }
    }

    /// The kind of this error.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::KeyExists { .. } => ErrorCode::KeyExists,
            Self::KeyNotFound { .. } => ErrorCode::KeyNotFound,
            Self::Conflict { .. } => ErrorCode::Conflict,
            Self::Compacted { .. } => ErrorCode::Compacted,
            Self::FutureRevision { .. } => ErrorCode::FutureRevision,
            Self::ValueTooLarge { .. } | Self::EmptyKey => ErrorCode::InvalidRequest,
            Self::SlowWatcher { .. } => ErrorCode::SlowWatcher,
            Self::Closed | Self::Unavailable { .. } => ErrorCode::Unavailable,
        }
    }

    /// The key the error is about, if it is about one.
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::KeyExists { current } | Self::Conflict { current, .. } => Some(&current.key),
            Self::KeyNotFound { key, .. } | Self::ValueTooLarge { key, .. } => Some(key),
            _ => None,
        }
    }

    /// The version the store holds, when that is why the write was refused.
    pub fn current(&self) -> Option<&Arc<KeyValue>> {
        match self {
            Self::KeyExists { current } | Self::Conflict { current, .. } => Some(current),
            _ => None,
        }
    }

    /// Whether a create found the key present.
    pub fn is_key_exists(&self) -> bool {
        self.code() == ErrorCode::KeyExists
    }

    /// Whether the key does not exist.
    pub fn is_not_found(&self) -> bool {
        self.code() == ErrorCode::KeyNotFound
    }

    /// Whether the key is at another revision than expected.
    pub fn is_conflict(&self) -> bool {
        self.code() == ErrorCode::Conflict
    }

    /// Whether the revision asked for is no longer held.
    pub fn is_compacted(&self) -> bool {
        self.code() == ErrorCode::Compacted
    }

    /// Whether the store could not serve at all.
    pub fn is_unavailable(&self) -> bool {
        self.code() == ErrorCode::Unavailable
    }
}
