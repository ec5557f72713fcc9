//! What the writer and the readers of a store share.

use std::sync::{Arc, Weak};

use bowline_apimachinery::resource::Object;
use parking_lot::{Mutex, RwLock};

use super::index::Indexer;
use super::listener::Listeners;
use super::ordered::Ordered;
use super::standing::Standing;

/// Lock order: `listeners`, then `contents`, then the map of an index.
pub(super) struct Shared<K> {
    /// Held by the writer from before a change until every listener has it, and by whoever joins,
    /// so that each listener sees every change once and in order. Handlers run under it and may
    /// read the store.
    pub(super) listeners: Mutex<Listeners<K>>,
    pub(super) contents: RwLock<Contents<K>>,
    pub(super) standing: Standing,
}

pub(super) struct Contents<K> {
    pub(super) objects: Ordered<K>,
    pub(super) indexes: Vec<Weak<dyn Indexer<K>>>,
}

impl<K: Object> Shared<K> {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            listeners: Mutex::new(Listeners::default()),
            contents: RwLock::new(Contents { objects: Ordered::default(), indexes: Vec::new() }),
            standing: Standing::new(),
        })
    }
}

impl<K: Object> Contents<K> {
    /// Puts an object in and gives the one it replaces.
    pub(super) fn insert(&mut self, object: &Arc<K>) -> Option<Arc<K>> {
        let old = self.objects.insert(object.clone());
        self.reindex(old.as_ref(), Some(object));
        old
    }

    /// Takes the object with the key of this one out.
    pub(super) fn remove(&mut self, object: &Arc<K>) -> Option<Arc<K>> {
        let old = self.objects.remove((object.namespace(), object.name()));
        self.reindex(old.as_ref(), None);
        old
    }

    fn reindex(&mut self, old: Option<&Arc<K>>, new: Option<&Arc<K>>) {
        self.indexes.retain(|index| match index.upgrade() {
            Some(index) => {
                index.update(old, new);
                true
            }
            None => false,
        });
    }
}
