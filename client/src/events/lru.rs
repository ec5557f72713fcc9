//! A map that forgets what was not used for longest.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

#[derive(Debug)]
pub(super) struct Lru<K, V> {
    entries: HashMap<K, (V, u64)>,
    order: BTreeMap<u64, K>,
    clock: u64,
    capacity: usize,
}

impl<K: Hash + Eq + Clone, V> Lru<K, V> {
    pub(super) fn new(capacity: usize) -> Self {
        Self { entries: HashMap::new(), order: BTreeMap::new(), clock: 0, capacity }
    }

    /// The value of a key, made if it is not there; the key counts as used.
    pub(super) fn entry(&mut self, key: &K, fresh: impl FnOnce() -> V) -> &mut V {
        self.clock += 1;
        let now = self.clock;
        if let Some((_, used)) = self.entries.get(key) {
            self.order.remove(used);
        } else if self.entries.len() >= self.capacity
            && let Some((_, oldest)) = self.order.pop_first()
        {
            self.entries.remove(&oldest);
        }
        self.order.insert(now, key.clone());
        let (value, used) = self.entries.entry(key.clone()).or_insert_with(|| (fresh(), now));
        *used = now;
        value
    }

    /// The value of a key, if it is there; the key does not count as used.
    pub(super) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.entries.get_mut(key).map(|(value, _)| value)
    }

    pub(super) fn remove(&mut self, key: &K) {
        if let Some((_, used)) = self.entries.remove(key) {
            self.order.remove(&used);
        }
    }

    /// All entries, those used longest ago first.
    pub(super) fn keys(&self) -> Vec<K> {
        self.order.values().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_not_used_for_longest_is_forgotten() {
        let mut lru = Lru::new(2);
        *lru.entry(&"a", || 1) += 1;
        lru.entry(&"b", || 1);
        *lru.entry(&"a", || 1) += 1;
        lru.entry(&"c", || 1);
        assert_eq!(lru.keys(), ["a", "c"]);
        assert_eq!((lru.get_mut(&"a").copied(), lru.get_mut(&"b").copied()), (Some(3), None));
        lru.remove(&"a");
        assert_eq!(lru.keys(), ["c"]);
    }
}
