//! What a watcher of the cache hears.

use std::sync::Arc;

/// One message of a [`CacheWatch`](super::CacheWatch); the items are shared by all watchers.
#[derive(Debug, PartialEq, Eq)]
pub enum CacheEvent<T> {
    /// The object was created, or was there when the watch began.
    Added(Arc<T>),
    /// The object was changed.
    Modified {
        /// The object now.
        object: Arc<T>,
        /// The object before.
        prev: Arc<T>,
    },
    /// The object was deleted.
    Deleted {
        /// The last state of the object, decoded with the revision of the deletion.
        object: Arc<T>,
        /// The object before, with its own revision.
        prev: Arc<T>,
        /// The revision of the deletion.
        revision: u64,
    },
    /// Everything up to `revision` was delivered.
    Bookmark {
        /// The revision reached.
        revision: u64,
        /// Whether this is the end of the objects that were there when the watch began.
        initial_end: bool,
    },
}

impl<T> Clone for CacheEvent<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Added(object) => Self::Added(object.clone()),
            Self::Modified { object, prev } => {
                Self::Modified { object: object.clone(), prev: prev.clone() }
            }
            Self::Deleted { object, prev, revision } => {
                Self::Deleted { object: object.clone(), prev: prev.clone(), revision: *revision }
            }
            &Self::Bookmark { revision, initial_end } => Self::Bookmark { revision, initial_end },
        }
    }
}

impl<T> CacheEvent<T> {
    /// The object after the change; `None` for a deletion or a bookmark.
    pub fn object(&self) -> Option<&Arc<T>> {
        match self {
            Self::Added(object) | Self::Modified { object, .. } => Some(object),
            Self::Deleted { .. } | Self::Bookmark { .. } => None,
        }
    }

    /// The object before the change; `None` for a creation or a bookmark.
    pub fn prev(&self) -> Option<&Arc<T>> {
        match self {
            Self::Modified { prev, .. } | Self::Deleted { prev, .. } => Some(prev),
            Self::Added(_) | Self::Bookmark { .. } => None,
        }
    }
}
