//! Finding objects by something other than their key.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use bowline_apimachinery::resource::Object;
use parking_lot::RwLock;

use super::by_key::ByKey;
use super::shared::Shared;

/// Objects by the values that a function finds in them, kept as the store changes.
///
/// Made by [`Store::index_by`](super::Store::index_by); it lasts as long as a handle to it.
pub struct Index<K, V> {
    shared: Arc<Shared<K>>,
    table: Arc<Table<K, V>>,
}

/// The function from an object to its values.
type Values<K, V> = Box<dyn Fn(&K) -> Vec<V> + Send + Sync>;

struct Table<K, V> {
    values: Values<K, V>,
    map: RwLock<BTreeMap<V, BTreeSet<ByKey<K>>>>,
}

/// An index as the store sees it.
pub(super) trait Indexer<K>: Send + Sync {
    fn update(&self, old: Option<&Arc<K>>, new: Option<&Arc<K>>);
}

impl<K: Object, V: Ord + Send + Sync + 'static> Index<K, V> {
    /// Builds the index of what the store holds, and joins it to the store.
    pub(super) fn join(shared: Arc<Shared<K>>, values: Values<K, V>) -> Self {
        let table = Arc::new(Table { values, map: RwLock::new(BTreeMap::new()) });
        let joining: Arc<dyn Indexer<K>> = table.clone();
        let mut contents = shared.contents.write();
        for object in contents.objects.iter() {
            joining.update(None, Some(object));
        }
        contents.indexes.push(Arc::downgrade(&joining));
        drop(contents);
        Self { shared, table }
    }

    /// The objects with this value, ordered by namespace and name.
    #[must_use]
    pub fn get(&self, value: &V) -> Vec<Arc<K>> {
        let _unchanging = self.shared.contents.read();
        let map = self.table.map.read();
        map.get(value).map_or_else(Vec::new, |set| set.iter().map(|o| o.0.clone()).collect())
    }

    /// How many objects have this value.
    #[must_use]
    pub fn count(&self, value: &V) -> usize {
        let _unchanging = self.shared.contents.read();
        self.table.map.read().get(value).map_or(0, BTreeSet::len)
    }

    /// All values that some object has, in order.
    #[must_use]
    pub fn values(&self) -> Vec<V>
    where
        V: Clone,
    {
        let _unchanging = self.shared.contents.read();
        self.table.map.read().keys().cloned().collect()
    }
}

impl<K: Object, V: Ord + Send + Sync> Indexer<K> for Table<K, V> {
    fn update(&self, old: Option<&Arc<K>>, new: Option<&Arc<K>>) {
        let mut map = self.map.write();
        if let Some(old) = old {
            for value in (self.values)(old) {
                if let Some(set) = map.get_mut(&value) {
                    set.remove(&ByKey(old.clone()));
                    if set.is_empty() {
                        map.remove(&value);
                    }
                }
            }
        }
        if let Some(new) = new {
            for value in (self.values)(new) {
                map.entry(value).or_default().insert(ByKey(new.clone()));
            }
        }
    }
}

impl<K, V> Clone for Index<K, V> {
    fn clone(&self) -> Self {
        Self { shared: self.shared.clone(), table: self.table.clone() }
    }
}

impl<K, V> fmt::Debug for Index<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index").finish_non_exhaustive()
    }
}
