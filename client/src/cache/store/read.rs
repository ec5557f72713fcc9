//! Reading a store.

use std::fmt;
use std::sync::Arc;

use bowline_apimachinery::labels::Selector;
use bowline_apimachinery::resource::{NamespacedName, Object};
use tokio::sync::{mpsc, watch};

use super::listener::Handler;
use super::shared::Shared;
use super::snapshot::in_namespace;
use super::{HandlerId, Index, Snapshot, Subscription};
use crate::cache::{Delta, SyncState};

/// The objects of one kind, as far as the cache has got; clones share them.
///
/// *Upstream:* `client-go/tools/cache`: an indexer and a lister in one.
pub struct Store<K> {
    shared: Arc<Shared<K>>,
}

/// The writer of a store is gone: it will not change any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cache has stopped")]
pub struct StoreClosed;

impl<K: Object> Store<K> {
    pub(super) fn new(shared: Arc<Shared<K>>) -> Self {
        Self { shared }
    }

    /// The object with this key.
    #[must_use]
    pub fn get(&self, key: &NamespacedName) -> Option<Arc<K>> {
        self.get_by(&key.namespace, &key.name)
    }

    /// The object with this namespace and name; the namespace is empty for cluster-scoped kinds.
    #[must_use]
    pub fn get_by(&self, namespace: &str, name: &str) -> Option<Arc<K>> {
        self.shared.contents.read().objects.get((namespace, name)).cloned()
    }

    /// All objects, ordered by namespace and name.
    #[must_use]
    pub fn list(&self) -> Vec<Arc<K>> {
        self.shared.contents.read().objects.iter().cloned().collect()
    }

    /// The objects of one namespace, ordered by name.
    #[must_use]
    pub fn list_in(&self, namespace: &str) -> Vec<Arc<K>> {
        in_namespace(&self.shared.contents.read().objects, namespace).cloned().collect()
    }

    /// The objects of one namespace whose labels match, ordered by name; of all namespaces when
    /// `namespace` is empty.
    #[must_use]
    pub fn select(&self, namespace: &str, selector: &Selector) -> Vec<Arc<K>> {
        let matches = |object: &&Arc<K>| selector.matches(&object.metadata().labels);
        let contents = self.shared.contents.read();
        if namespace.is_empty() {
            contents.objects.iter().filter(matches).cloned().collect()
        } else {
            in_namespace(&contents.objects, namespace).filter(matches).cloned().collect()
        }
    }

    /// All objects as they are at this moment.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot<K> {
        Snapshot { objects: self.shared.contents.read().objects.clone() }
    }

    /// How many objects there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shared.contents.read().objects.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// An index of the objects by the values that a function finds in them: none, one or many.
    ///
    /// The function must depend on the object alone, and may not use the store.
    ///
    /// ```
    /// # use bowline_client::cache::Store;
    /// # use bowline_api::core::v1::Pod;
    /// # fn example(pods: &Store<Pod>) {
    /// let by_node = pods.index_by(|pod: &Pod| vec![pod.spec.node_name.clone()]);
    /// let unassigned = by_node.get(&String::new());
    /// # }
    /// ```
    pub fn index_by<V: Ord + Send + Sync + 'static>(
        &self,
        values: impl Fn(&K) -> Vec<V> + Send + Sync + 'static,
    ) -> Index<K, V> {
        Index::join(self.shared.clone(), Box::new(values))
    }

    /// Everything that is there, and then every change, as a stream.
    #[must_use]
    pub fn subscribe(&self) -> Subscription<K> {
        let (sender, deltas) = mpsc::unbounded_channel();
        let mut listeners = self.shared.listeners.lock();
        self.replay(listeners.synced, &|delta| {
            // The receiver is in this scope.
            let _ = sender.send(delta.clone());
        });
        if !listeners.closed {
            listeners.add_stream(sender);
        }
        Subscription { deltas }
    }

    /// Calls a handler with everything that is there, and then with every change, in order.
    ///
    /// *Contract:* the handler runs on the task that fills the store, so it must be quick and may
    /// not block; it may read this store and others, but not add or remove listeners of this one.
    pub fn on_delta(&self, handler: impl Fn(&Delta<K>) + Send + Sync + 'static) -> HandlerId {
        let mut listeners = self.shared.listeners.lock();
        let handler: Handler<K> = Box::new(handler);
        self.replay(listeners.synced, &handler);
        listeners.add_handler(handler)
    }

    /// Calls a handler no more.
    pub fn remove_handler(&self, id: HandlerId) {
        self.shared.listeners.lock().remove_handler(id);
    }

    fn replay(&self, synced: bool, tell: &dyn Fn(&Delta<K>)) {
        for new in self.snapshot().iter() {
            tell(&Delta::Applied { old: None, new: new.clone(), initial: true });
        }
        if synced {
            tell(&Delta::Synced);
        }
    }

    /// The resource version that the store has reached; empty before the first list.
    #[must_use]
    pub fn resource_version(&self) -> String {
        self.shared.standing.version()
    }

    /// Whether everything that was there at the beginning is in.
    #[must_use]
    pub fn is_synced(&self) -> bool {
        self.shared.standing.is_synced()
    }

    /// Waits until everything that was there at the beginning is in. Cancel-safe.
    ///
    /// # Errors
    /// When the cache stops before that.
    pub async fn synced(&self) -> Result<(), StoreClosed> {
        self.shared.standing.synced().await
    }

    /// Waits until the store has seen this resource version of its kind: after a write whose
    /// answer had it, reads see that write. Cancel-safe; bound it with a timeout, since a change
    /// outside of the cache's selection shows only with the next bookmark.
    ///
    /// A version that cannot be compared is not waited for.
    ///
    /// # Errors
    /// When the cache stops before that.
    pub async fn wait_until(&self, resource_version: &str) -> Result<(), StoreClosed> {
        self.shared.standing.seen(resource_version).await
    }

    /// Where the cache behind the store stands, now and as it changes.
    #[must_use]
    pub fn sync_state(&self) -> watch::Receiver<SyncState> {
        self.shared.standing.sync_state()
    }
}

impl<K> Clone for Store<K> {
    fn clone(&self) -> Self {
        Self { shared: self.shared.clone() }
    }
}

impl<K: Object> fmt::Debug for Store<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("objects", &self.shared.contents.read().objects.len())
            .field("resource_version", &self.resource_version())
            .field("synced", &self.is_synced())
            .finish()
    }
}
