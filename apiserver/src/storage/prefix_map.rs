//! A map from key prefixes to what wants to hear of keys below them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Finds the entries whose prefix begins a key without looking at the others.
///
/// A lookup costs one hash for each distinct prefix length, and watched prefixes have few lengths.
#[derive(Debug)]
pub(crate) struct PrefixMap<G> {
    groups: HashMap<Arc<str>, G>,
    lengths: BTreeMap<usize, usize>,
}

impl<G> Default for PrefixMap<G> {
    fn default() -> Self {
        Self { groups: HashMap::new(), lengths: BTreeMap::new() }
    }
}

impl<G> PrefixMap<G> {
    /// The entry of exactly `prefix`.
    pub(crate) fn get(&self, prefix: &str) -> Option<&G> {
        self.groups.get(prefix)
    }

    /// The entry of exactly `prefix`, to change.
    pub(crate) fn get_mut(&mut self, prefix: &str) -> Option<&mut G> {
        self.groups.get_mut(prefix)
    }

    /// The entry of exactly `prefix`, made by `make` if there is none.
    pub(crate) fn get_or_insert_with(
        &mut self,
        prefix: &Arc<str>,
        make: impl FnOnce() -> G,
    ) -> &mut G {
        let lengths = &mut self.lengths;
        self.groups.entry(prefix.clone()).or_insert_with(|| {
            *lengths.entry(prefix.len()).or_insert(0) += 1;
            make()
        })
    }

    /// Calls `visit` for each entry whose prefix begins `key`, the shortest first.
    pub(crate) fn for_each_match(&mut self, key: &str, mut visit: impl FnMut(&mut G)) {
        for &length in self.lengths.range(..=key.len()).map(|(length, _)| length) {
            if let Some(group) = key.get(..length).and_then(|prefix| self.groups.get_mut(prefix)) {
                visit(group);
            }
        }
    }

    /// Keeps the entries for which `keep` says so.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&mut G) -> bool) {
        let lengths = &mut self.lengths;
        self.groups.retain(|prefix, group| {
            let kept = keep(group);
            if !kept && let Some(count) = lengths.get_mut(&prefix.len()) {
                *count -= 1;
                if *count == 0 {
                    lengths.remove(&prefix.len());
                }
            }
            kept
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_prefixes_of_the_key_are_visited() {
        let mut map = PrefixMap::default();
        for prefix in ["", "/a/", "/a/b", "/b/", "/ä"] {
            let prefix: Arc<str> = prefix.into();
            map.get_or_insert_with(&prefix, || prefix.to_string());
        }
        for (key, want) in [
            ("/a/bc", vec!["", "/a/", "/a/b"]),
            ("/a/", vec!["", "/a/"]),
            ("/a", vec![""]),
            ("/b/x", vec!["", "/b/"]),
            ("/äx", vec!["", "/ä"]),
            ("/é", vec![""]),
        ] {
            let mut seen = Vec::new();
            map.for_each_match(key, |group| seen.push(group.clone()));
            assert_eq!(seen, want, "{key}");
        }
        map.retain(|group| group != "/a/");
        assert!(map.get("/a/").is_none());
        let mut seen = Vec::new();
        map.for_each_match("/a/bc", |group| seen.push(group.clone()));
        assert_eq!(seen, ["", "/a/b"]);
        map.retain(|_| false);
        assert!(map.lengths.is_empty());
    }
}
