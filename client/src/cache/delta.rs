//! A change of a store.

use std::sync::Arc;

use bowline_apimachinery::resource::{NamespacedName, Object};

/// What changed in a store, in the order in which it did.
#[derive(Debug)]
pub enum Delta<K> {
    /// An object is new or has changed.
    Applied {
        /// The state before; none for a new object.
        old: Option<Arc<K>>,
        /// The state now.
        new: Arc<K>,
        /// Whether the object belongs to what was there when the listener came or the store was
        /// first filled, as opposed to a change since.
        initial: bool,
    },
    /// An object is gone.
    Deleted {
        /// Its last state.
        last: Arc<K>,
        /// Whether the deletion itself was missed, so that `last` may not be the last state.
        ///
        /// *Upstream:* `DeletedFinalStateUnknown`.
        stale: bool,
    },
    /// All objects that were there at the beginning have been reported; comes once.
    Synced,
    /// The store was compared with a new list, because the watch could not be resumed; the
    /// differences came before this.
    Replaced,
}

impl<K> Delta<K> {
    /// The object: its present state or its last one; none for the marks.
    #[must_use]
    pub fn object(&self) -> Option<&Arc<K>> {
        match self {
            Self::Applied { new, .. } => Some(new),
            Self::Deleted { last, .. } => Some(last),
            Self::Synced | Self::Replaced => None,
        }
    }

    /// Whether an object is gone.
    #[must_use]
    pub fn is_deleted(&self) -> bool {
        matches!(self, Self::Deleted { .. })
    }
}

impl<K: Object> Delta<K> {
    /// The key of the object; none for the marks.
    #[must_use]
    pub fn key(&self) -> Option<NamespacedName> {
        self.object().map(|object| object.key())
    }
}

impl<K> Clone for Delta<K> {
    fn clone(&self) -> Self {
        match self {
            Self::Applied { old, new, initial } => {
                Self::Applied { old: old.clone(), new: new.clone(), initial: *initial }
            }
            Self::Deleted { last, stale } => Self::Deleted { last: last.clone(), stale: *stale },
            Self::Synced => Self::Synced,
            Self::Replaced => Self::Replaced,
        }
    }
}
