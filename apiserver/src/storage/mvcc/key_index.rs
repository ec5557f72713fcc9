//! Keys in order, each with the versions that are still held.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use crate::storage::interfaces::{Page, RangeRequest};
use crate::storage::key_value::KeyValue;
use crate::storage::prefix_range::prefix_range;

/// Every key with a held version, deleted ones included until compaction forgets them.
#[derive(Debug, Default)]
pub(crate) struct KeyIndex {
    keys: BTreeMap<Arc<str>, Versions>,
}

/// The versions of one key; most keys have only the newest.
#[derive(Debug)]
struct Versions {
    newest: Version,
    older: VecDeque<Version>,
}

/// A value, or a tombstone, written at a revision.
#[derive(Debug)]
struct Version {
    revision: u64,
    kv: Option<Arc<KeyValue>>,
}

impl KeyIndex {
    /// The newest version of `key`, if it exists.
    pub(crate) fn newest(&self, key: &str) -> Option<&Arc<KeyValue>> {
        self.keys.get(key)?.newest.kv.as_ref()
    }

    /// Records that `key` became `kv` (`None`: deleted) at `revision`, and returns what it was.
    pub(crate) fn write(
        &mut self,
        key: &Arc<str>,
        revision: u64,
        kv: Option<Arc<KeyValue>>,
    ) -> Option<Arc<KeyValue>> {
        let version = Version { revision, kv };
        match self.keys.get_mut(&**key) {
            Some(versions) => {
                let replaced = std::mem::replace(&mut versions.newest, version);
                let prev = replaced.kv.clone();
                versions.older.push_back(replaced);
                prev
            }
            None => {
                let versions = Versions { newest: version, older: VecDeque::new() };
                self.keys.insert(key.clone(), versions);
                None
            }
        }
    }

    /// Forgets what a read of `key` at `revision` or later cannot see.
    pub(crate) fn compact(&mut self, key: &str, revision: u64) {
        let Some(versions) = self.keys.get_mut(key) else { return };
        let mut seen = versions.newest.revision <= revision;
        let mut keep_from = versions.older.len();
        while !seen && keep_from > 0 {
            keep_from -= 1;
            seen = versions.older[keep_from].revision <= revision;
        }
        versions.older.drain(..keep_from);
        if seen && versions.older.front().is_some_and(|oldest| oldest.kv.is_none()) {
            versions.older.pop_front();
        }
        if versions.older.is_empty() {
            versions.older.shrink_to_fit();
            if seen && versions.newest.revision <= revision && versions.newest.kv.is_none() {
                self.keys.remove(key);
            }
        }
    }

    /// The keys of `request` as of `revision`.
    pub(crate) fn range(&self, request: &RangeRequest<'_>, revision: u64) -> Page {
        let keys = prefix_range(&self.keys, request.prefix, request.start_key);
        let mut found = keys.filter_map(|(_, versions)| versions.at(revision));
        let limit = if request.limit == 0 { usize::MAX } else { request.limit };
        let items: Vec<_> = found.by_ref().take(limit).cloned().collect();
        let count = items.len() + found.count();
        Page { more: count > items.len(), items, count, revision }
    }

    /// The number of versions held, tombstones included.
    #[cfg(test)]
    pub(crate) fn versions(&self) -> usize {
        self.keys.values().map(|versions| 1 + versions.older.len()).sum()
    }

    /// Every key that exists now, in order.
    pub(crate) fn all_newest(&self) -> impl Iterator<Item = &Arc<KeyValue>> {
        self.keys.values().filter_map(|versions| versions.newest.kv.as_ref())
    }
}

impl Versions {
    fn at(&self, revision: u64) -> Option<&Arc<KeyValue>> {
        if self.newest.revision <= revision {
            return self.newest.kv.as_ref();
        }
        self.older.iter().rev().find(|version| version.revision <= revision)?.kv.as_ref()
    }
}
