//! Writing a store.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use bowline_apimachinery::resource::{NamespacedName, Object};

use super::ordered::Ordered;
use super::shared::Shared;
use crate::cache::{Delta, SyncState};
use crate::resource_version::is_older;

/// The one hand that writes a store; dropping it closes the store, whose contents stay readable.
pub struct Writer<K: Object> {
    shared: Arc<Shared<K>>,
}

impl<K: Object> Writer<K> {
    pub(super) fn new(shared: Arc<Shared<K>>) -> Self {
        Self { shared }
    }

    /// Takes an object in: new, or in a new state. A state that is known, or older than the known
    /// one, changes nothing.
    ///
    /// Before the first [`replace`](Self::replace), objects count as initial. An object with the
    /// key but not the uid of a known one replaces it: listeners see the known one deleted first.
    pub fn apply(&mut self, object: K) {
        let version = object.metadata().resource_version.clone();
        let initial = !self.shared.standing.is_synced();
        self.put(Arc::new(object), initial);
        self.advance(&version);
    }

    /// Takes an object out; its last state comes with the resource version of the deletion.
    pub fn delete(&mut self, last: K) {
        let version = last.metadata().resource_version.clone();
        let last = Arc::new(last);
        let mut listeners = self.shared.listeners.lock();
        let known = self.shared.contents.write().remove(&last);
        if known.is_some() {
            listeners.tell(&Delta::Deleted { last, stale: false });
        }
        drop(listeners);
        self.advance(&version);
    }

    /// Takes out the object with this key, whose last state is not to be had.
    pub fn forget(&mut self, key: &NamespacedName) {
        let mut listeners = self.shared.listeners.lock();
        let mut contents = self.shared.contents.write();
        let known = contents.objects.get((&key.namespace, &key.name)).cloned();
        if let Some(known) = &known {
            contents.remove(known);
        }
        drop(contents);
        if let Some(last) = known {
            listeners.tell(&Delta::Deleted { last, stale: true });
        }
    }

    /// Makes the store hold exactly these objects, and those of the keys in `keep` that it has:
    /// the state at a resource version. Listeners see the differences.
    pub fn replace(
        &mut self,
        objects: impl IntoIterator<Item = K>,
        resource_version: &str,
        keep: &BTreeSet<NamespacedName>,
    ) {
        let first = !self.shared.standing.is_synced();
        let mut present = Ordered::default();
        for object in objects {
            present.insert(Arc::new(object));
        }
        let known = self.shared.contents.read().objects.clone();
        let is_gone = |object: &&Arc<K>| present.get((object.namespace(), object.name())).is_none();
        let gone: Vec<_> = known.iter().filter(is_gone).cloned().collect();
        drop(known);
        for last in gone {
            if !keep.contains(&last.key()) {
                let mut listeners = self.shared.listeners.lock();
                self.shared.contents.write().remove(&last);
                listeners.tell(&Delta::Deleted { last, stale: true });
            }
        }
        for object in present.iter() {
            self.put(object.clone(), first);
        }
        let mut listeners = self.shared.listeners.lock();
        listeners.tell(if first { &Delta::Synced } else { &Delta::Replaced });
        listeners.synced = true;
        self.shared.standing.replaced(resource_version);
    }

    /// Notes that nothing else changed up to a resource version.
    pub fn advance(&mut self, resource_version: &str) {
        self.shared.standing.advance(resource_version);
    }

    /// Says where the source of the objects stands.
    pub fn report(&mut self, state: SyncState) {
        self.shared.standing.report(state);
    }

    fn put(&mut self, new: Arc<K>, initial: bool) {
        let mut listeners = self.shared.listeners.lock();
        let mut contents = self.shared.contents.write();
        let known = contents.objects.get((new.namespace(), new.name())).cloned();
        if known.as_deref().is_some_and(|known| !is_news(known, &new)) {
            return;
        }
        let recreated = known.filter(|known| is_another(&**known, &*new));
        if let Some(last) = &recreated {
            contents.remove(last);
        }
        let old = contents.insert(&new);
        drop(contents);
        if let Some(last) = recreated {
            listeners.tell(&Delta::Deleted { last, stale: true });
        }
        listeners.tell(&Delta::Applied { old, new, initial });
    }
}

/// Whether a state is other than the known one, and not older.
fn is_news<K: Object>(known: &K, new: &K) -> bool {
    if is_another(known, new) {
        return true;
    }
    let known = known.metadata().resource_version.as_str();
    let new = new.metadata().resource_version.as_str();
    new.is_empty() || (new != known && !is_older(new, known))
}

/// Whether two objects of one key are not the same object.
fn is_another<K: Object>(known: &K, new: &K) -> bool {
    let (known, new) = (&known.metadata().uid, &new.metadata().uid);
    !known.is_empty() && !new.is_empty() && known != new
}

impl<K: Object> Drop for Writer<K> {
    fn drop(&mut self) {
        self.shared.listeners.lock().close();
        self.shared.standing.close();
    }
}

impl<K: Object> fmt::Debug for Writer<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}
