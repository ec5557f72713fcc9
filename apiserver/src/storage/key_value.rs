//! What a store holds and what its watches say.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

/// One version of one key.
///
/// Shared behind an [`Arc`] by the key index, the revision log and every watcher, so that a write
/// costs its bytes once.
///
/// *Upstream:* `api/mvccpb/kv.proto` of etcd (the lease is kept by the store).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyValue {
    /// The whole key, such as `/registry/pods/default/web`.
    pub key: Arc<str>,
    /// The stored bytes.
    pub value: Bytes,
    /// The revision of the write that created the key.
    pub create_revision: u64,
    /// The revision of the last write of the key; Kubernetes' resource version.
    pub mod_revision: u64,
    /// How many times the key was written since its creation, 1 for a created key.
    pub version: u64,
}

impl KeyValue {
    /// The first version of a key, written at `revision`.
    pub fn created(key: impl Into<Arc<str>>, value: Bytes, revision: u64) -> Self {
        Self::from_parts(key, value, revision, revision, 1)
    }

    /// A version as a storage backend reports it.
    pub fn from_parts(
        key: impl Into<Arc<str>>,
        value: Bytes,
        create_revision: u64,
        mod_revision: u64,
        version: u64,
    ) -> Self {
        Self { key: key.into(), value, create_revision, mod_revision, version }
    }

    /// The version that follows this one when `value` is written at `revision`.
    pub fn updated(&self, value: Bytes, revision: u64) -> Self {
        Self {
            key: self.key.clone(),
            value,
            create_revision: self.create_revision,
            mod_revision: revision,
            version: self.version + 1,
        }
    }

    /// Whether this version created the key.
    pub fn is_created(&self) -> bool {
        self.create_revision == self.mod_revision
    }
}

impl fmt::Debug for KeyValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyValue")
            .field("key", &self.key)
            .field("bytes", &self.value.len())
            .field("create_revision", &self.create_revision)
            .field("mod_revision", &self.mod_revision)
            .field("version", &self.version)
            .finish()
    }
}

/// One message of a storage watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WatchEvent {
    /// A key was created (`prev` is `None`) or updated.
    Put {
        /// The version written.
        kv: Arc<KeyValue>,
        /// The version it replaced.
        prev: Option<Arc<KeyValue>>,
    },
    /// A key was deleted, by a request or because its time to live ended.
    Delete {
        /// The last version of the key.
        prev: Arc<KeyValue>,
        /// The revision of the deletion.
        mod_revision: u64,
    },
    /// Every event of the watch up to and including `revision` was delivered.
    Progress {
        /// The revision reached.
        revision: u64,
    },
}

impl WatchEvent {
    /// The revision of the change, or the revision reached.
    pub fn revision(&self) -> u64 {
        match self {
            Self::Put { kv, .. } => kv.mod_revision,
            Self::Delete { mod_revision, .. } => *mod_revision,
            Self::Progress { revision } => *revision,
        }
    }

    /// The key that changed; `None` for progress.
    pub fn key(&self) -> Option<&Arc<str>> {
        match self {
            Self::Put { kv, .. } => Some(&kv.key),
            Self::Delete { prev, .. } => Some(&prev.key),
            Self::Progress { .. } => None,
        }
    }
}
