//! The objects of a resource as of a revision, and the way back to earlier revisions.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use tokio::time::Instant;

use super::event::CacheEvent;
use super::request::{CacheList, ListRequest, Scope};
use super::ring::{Bounds, Change, Ring};
use crate::storage::prefix_range::prefix_range;

/// A change as the reflector decoded it.
#[derive(Debug)]
pub(super) struct Decoded<T> {
    pub(super) key: Arc<str>,
    pub(super) revision: u64,
    pub(super) item: DecodedItem<T>,
}

/// What a key became.
#[derive(Debug)]
pub(super) enum DecodedItem<T> {
    Put(Arc<T>),
    /// Gone; with its last state as of the deletion, where that could be decoded.
    Gone(Option<Arc<T>>),
}

/// An item with the value it is indexed by.
#[derive(Debug)]
struct Entry<T> {
    item: Arc<T>,
    indexed: Option<Arc<str>>,
}

/// See the module. Pure state: one task changes it, everyone reads it.
#[derive(Debug)]
pub(super) struct Contents<T> {
    objects: BTreeMap<Arc<str>, Entry<T>>,
    /// Index value and key of each indexed object.
    index: BTreeSet<(Arc<str>, Arc<str>)>,
    ring: Ring<T>,
    sequence: u64,
    revision: u64,
}

/// The function that gives an item its index value.
pub(super) type IndexValue<'a, T> = &'a dyn Fn(&T) -> Option<Arc<str>>;

impl<T> Contents<T> {
    /// Nothing, before the first list.
    pub(super) fn empty() -> Self {
        Self {
            objects: BTreeMap::new(),
            index: BTreeSet::new(),
            ring: Ring::new(0),
            sequence: 0,
            revision: 0,
        }
    }

    /// Starts over with the objects of a list at `revision`; earlier changes are forgotten.
    pub(super) fn replace(
        &mut self,
        items: Vec<(Arc<str>, Arc<T>)>,
        revision: u64,
        index_value: IndexValue<'_, T>,
    ) {
        self.objects.clear();
        self.index.clear();
        for (key, item) in items {
            let indexed = index_value(&item);
            if let Some(value) = &indexed {
                self.index.insert((value.clone(), key.clone()));
            }
            self.objects.insert(key, Entry { item, indexed });
        }
        self.ring = Ring::new(revision);
        self.revision = revision;
    }

    /// Takes one change in and returns it as watchers shall see it; `None` if they cannot tell.
    pub(super) fn apply(
        &mut self,
        decoded: Decoded<T>,
        index_value: IndexValue<'_, T>,
        bounds: Bounds,
        now: Instant,
    ) -> Option<Change<T>> {
        let Decoded { key, revision, item } = decoded;
        self.revision = self.revision.max(revision);
        let event = match item {
            DecodedItem::Put(object) => {
                let indexed = index_value(&object);
                if let Some(value) = &indexed {
                    self.index.insert((value.clone(), key.clone()));
                }
                let entry = Entry { item: object.clone(), indexed: indexed.clone() };
                match self.objects.insert(key.clone(), entry) {
                    None => CacheEvent::Added(object),
                    Some(replaced) => {
                        if replaced.indexed != indexed {
                            self.forget_index(&key, replaced.indexed);
                        }
                        CacheEvent::Modified { object, prev: replaced.item }
                    }
                }
            }
            DecodedItem::Gone(last) => {
                let removed = self.objects.remove(&key)?;
                self.forget_index(&key, removed.indexed);
                let prev = removed.item;
                let object = last.unwrap_or_else(|| prev.clone());
                CacheEvent::Deleted { object, prev, revision }
            }
        };
        self.sequence += 1;
        let change = Change { sequence: self.sequence, revision, key, event, at: now };
        self.ring.push(change.clone(), bounds);
        Some(change)
    }

    /// Notes that nothing changed up to `revision`.
    pub(super) fn advance(&mut self, revision: u64) {
        self.revision = self.revision.max(revision);
    }

    /// The revision everything is held up to.
    pub(super) fn revision(&self) -> u64 {
        self.revision
    }

    /// The place of the newest change in the order of all changes.
    pub(super) fn sequence(&self) -> u64 {
        self.sequence
    }

    /// The revision after which every change is held.
    pub(super) fn history_after(&self) -> u64 {
        self.ring.after()
    }

    /// The changes strictly after `revision`.
    pub(super) fn changes_since(&self, revision: u64) -> impl Iterator<Item = &Change<T>> {
        self.ring.since(revision)
    }

    /// The object with exactly `key`.
    pub(super) fn get(&self, key: &str) -> Option<&Arc<T>> {
        self.objects.get(key).map(|entry| &entry.item)
    }

    /// The objects of `request` now.
    pub(super) fn list(&self, request: &ListRequest<'_, T>) -> CacheList<T> {
        let objects = &self.objects;
        match request.scope {
            Scope::Prefix(prefix) => {
                let items = prefix_range(objects, prefix, request.start_key);
                let items = items.map(|(key, entry)| (&**key, &entry.item));
                take_page(items, request, self.revision)
            }
            Scope::Key(key) => {
                let wanted = request.start_key.is_none_or(|start| start <= key);
                let item = objects.get_key_value(key).filter(|_| wanted);
                let items = item.map(|(key, entry)| (&**key, &entry.item));
                take_page(items.into_iter(), request, self.revision)
            }
            Scope::Indexed(value) => {
                let start = (Arc::from(value), Arc::from(request.start_key.unwrap_or_default()));
                let items = self
                    .index
                    .range(start..)
                    .take_while(|(indexed, _)| &**indexed == value)
                    .filter_map(|(_, key)| objects.get_key_value(key))
                    .map(|(key, entry)| (&**key, &entry.item));
                take_page(items, request, self.revision)
            }
        }
    }

    /// The objects of `request` at an earlier revision, if the way back to it is held.
    pub(super) fn list_at(
        &self,
        request: &ListRequest<'_, T>,
        revision: u64,
        index_value: IndexValue<'_, T>,
    ) -> Option<CacheList<T>> {
        if revision < self.ring.after() || revision > self.revision {
            return None;
        }
        // The oldest change of a key after the revision knows what the key was at the revision.
        let mut before: BTreeMap<&str, Option<&Arc<T>>> = BTreeMap::new();
        for change in self.ring.since(revision) {
            before.entry(&change.key).or_insert_with(|| change.event.prev());
        }
        let start = match request.scope {
            Scope::Prefix(start) | Scope::Key(start) => start.max(request.start_key.unwrap_or("")),
            Scope::Indexed(_) => request.start_key.unwrap_or(""),
        };
        let from_start = (Bound::Included(start), Bound::Unbounded);
        let unchanged = self.objects.range::<str, _>(from_start);
        let unchanged = unchanged.map(|(key, entry)| (&**key, &entry.item));
        let unchanged = unchanged.filter(|(key, _)| !before.contains_key(key));
        let reverted = before.range::<str, _>(from_start);
        let reverted = reverted.filter_map(|(key, item)| item.map(|item| (*key, item)));
        let mut items: Vec<_> = unchanged.chain(reverted).collect();
        items.retain(|(key, item)| match request.scope {
            Scope::Prefix(prefix) => key.starts_with(prefix),
            Scope::Key(wanted) => *key == wanted,
            Scope::Indexed(value) => index_value(item).as_deref() == Some(value),
        });
        items.sort_unstable_by_key(|(key, _)| *key);
        Some(take_page(items.into_iter(), request, revision))
    }

    fn forget_index(&mut self, key: &Arc<str>, indexed: Option<Arc<str>>) {
        if let Some(value) = indexed {
            self.index.remove(&(value, key.clone()));
        }
    }
}

/// Filters `items`, which are ordered by key, and cuts them at the limit.
pub(super) fn take_page<'a, T: 'a>(
    items: impl Iterator<Item = (&'a str, &'a Arc<T>)>,
    request: &ListRequest<'_, T>,
    revision: u64,
) -> CacheList<T> {
    let limit = if request.limit == 0 { usize::MAX } else { request.limit };
    let mut items = items.filter(|(_, item)| request.filter.is_none_or(|filter| filter(item)));
    let mut last_key = "";
    let page = items.by_ref().take(limit).map(|(key, item)| {
        last_key = key;
        item.clone()
    });
    let page = page.collect();
    // With a filter, counting what is left would cost more than the page did.
    let remaining = match request.filter {
        None => items.count(),
        Some(_) => usize::from(items.next().is_some()),
    };
    let next_key = (remaining > 0).then(|| format!("{last_key}\0"));
    CacheList { items: page, revision, next_key, remaining }
}
