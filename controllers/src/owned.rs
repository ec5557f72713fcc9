//! Finding objects by the object that controls them.
//!
//! Upstream: `AddPodControllerIndexer` of `pkg/controller/controller_utils.go`.

use std::sync::Arc;

use bowline_apimachinery::resource::Object;
use bowline_client::cache::{Index, Store};

/// An index of objects by their controller; clones are the same index.
pub struct Owned<K> {
    store: Store<K>,
    index: Index<K, Owner>,
}

/// Who controls an object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    /// The object with this uid.
    Uid(String),
    /// Nobody; the namespace is where an owner may be found.
    Nobody(String),
}

impl<K: Object> Owned<K> {
    /// Indexes a store.
    #[must_use]
    pub fn new(store: Store<K>) -> Self {
        let index = store.index_by(|object: &K| {
            vec![match object.metadata().controller() {
                Some(controller) => Owner::Uid(controller.uid.clone()),
                None => Owner::Nobody(object.namespace().to_owned()),
            }]
        });
        Self { store, index }
    }

    /// The objects that the one with this uid controls.
    #[must_use]
    pub fn of(&self, uid: &str) -> Vec<Arc<K>> {
        self.index.get(&Owner::Uid(uid.to_owned()))
    }

    /// Those, and the objects of the namespace that nobody controls.
    #[must_use]
    pub fn of_or_orphaned(&self, uid: &str, namespace: &str) -> Vec<Arc<K>> {
        let mut objects = self.of(uid);
        objects.extend(self.index.get(&Owner::Nobody(namespace.to_owned())));
        objects
    }

    /// The store behind the index.
    #[must_use]
    pub fn store(&self) -> &Store<K> {
        &self.store
    }
}

impl<K> Clone for Owned<K> {
    fn clone(&self) -> Self {
        Self { store: self.store.clone(), index: self.index.clone() }
    }
}

impl<K> std::fmt::Debug for Owned<K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Owned").finish_non_exhaustive()
    }
}
