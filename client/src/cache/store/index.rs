//! Finding objects by something other than their key.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use bowline_apimachinery::resource::Object;
use parking_lot::RwLock;

use super::ordered::Ordered;
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
    groups: RwLock<Groups<K, V>>,
}

/// Objects by value. The map holds places instead of sets: maps are much code, and this way one
/// serves all kinds that are indexed by values of the same type.
struct Groups<K, V> {
    places: BTreeMap<V, usize>,
    sets: Vec<Ordered<K>>,
    /// Places whose sets are empty.
    free: Vec<usize>,
}

impl<K: Object, V: Ord> Groups<K, V> {
    fn get(&self, value: &V) -> Option<&Ordered<K>> {
        self.sets.get(*self.places.get(value)?)
    }

    fn insert(&mut self, value: V, object: Arc<K>) {
        let place = *self.places.entry(value).or_insert_with(|| {
            self.free.pop().unwrap_or_else(|| {
                self.sets.push(Ordered::default());
                self.sets.len() - 1
            })
        });
        self.sets[place].insert(object);
    }

    fn remove(&mut self, value: &V, object: &K) {
        let Some(&place) = self.places.get(value) else { return };
        let set = &mut self.sets[place];
        set.remove((object.namespace(), object.name()));
        if set.len() == 0 {
            self.places.remove(value);
            self.free.push(place);
        }
    }
}

/// An index as the store sees it.
pub(super) trait Indexer<K>: Send + Sync {
    fn update(&self, old: Option<&Arc<K>>, new: Option<&Arc<K>>);
}

impl<K: Object, V: Ord + Send + Sync + 'static> Index<K, V> {
    /// Builds the index of what the store holds, and joins it to the store.
    pub(super) fn join(shared: Arc<Shared<K>>, values: Values<K, V>) -> Self {
        let table = Arc::new(Table { values, groups: RwLock::default() });
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
        let groups = self.table.groups.read();
        groups.get(value).map_or_else(Vec::new, |set| set.iter().cloned().collect())
    }

    /// How many objects have this value.
    #[must_use]
    pub fn count(&self, value: &V) -> usize {
        let _unchanging = self.shared.contents.read();
        self.table.groups.read().get(value).map_or(0, Ordered::len)
    }

    /// All values that some object has, in order.
    #[must_use]
    pub fn values(&self) -> Vec<V>
    where
        V: Clone,
    {
        let _unchanging = self.shared.contents.read();
        self.table.groups.read().places.keys().cloned().collect()
    }
}

impl<K: Object, V: Ord + Send + Sync> Indexer<K> for Table<K, V> {
    fn update(&self, old: Option<&Arc<K>>, new: Option<&Arc<K>>) {
        let mut groups = self.groups.write();
        if let Some(old) = old {
            for value in (self.values)(old) {
                groups.remove(&value, old);
            }
        }
        if let Some(new) = new {
            for value in (self.values)(new) {
                groups.insert(value, new.clone());
            }
        }
    }
}

impl<K, V> Default for Groups<K, V> {
    fn default() -> Self {
        Self { places: BTreeMap::new(), sets: Vec::new(), free: Vec::new() }
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
