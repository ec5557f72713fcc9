//! What can be asked of a watch cache.

use std::fmt;
use std::sync::Arc;

/// Which objects of the resource are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scope<'a> {
    /// Those whose key begins with this: the resource's own prefix, or one namespace of it.
    Prefix(&'a str),
    /// The one with exactly this key.
    Key(&'a str),
    /// Those that the cache's index gives this value.
    Indexed(&'a str),
}

/// How new the answer has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Freshness {
    /// Whatever the cache holds (`resourceVersion=0`).
    Any,
    /// Every write acknowledged before the call (no `resourceVersion`).
    Newest,
    /// Everything up to a revision (`resourceVersionMatch=NotOlderThan`).
    NotOlderThan(u64),
}

/// Where a watch begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WatchStart {
    /// With the changes strictly after a revision.
    After(u64),
    /// With the objects there are, as additions ordered by key, then a bookmark with
    /// `initial_end`, then the changes after it.
    Initial(Freshness),
}

/// A watch of a watch cache.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct WatchRequest<'a> {
    /// The objects wanted.
    pub scope: Scope<'a>,
    /// Where to begin.
    pub start: WatchStart,
    /// Whether to send bookmarks from time to time; false unless set.
    pub bookmarks: bool,
}

impl<'a> WatchRequest<'a> {
    /// A watch of `scope` that begins at `start`.
    pub fn new(scope: Scope<'a>, start: WatchStart) -> Self {
        Self { scope, start, bookmarks: false }
    }

    /// Sends bookmarks about every minute.
    pub fn with_bookmarks(mut self) -> Self {
        self.bookmarks = true;
        self
    }
}

/// A list of a watch cache.
pub struct ListRequest<'a, T> {
    /// The objects wanted.
    pub scope: Scope<'a>,
    /// The first key wanted, inclusive.
    pub start_key: Option<&'a str>,
    /// The largest number of items; 0 is no limit.
    pub limit: usize,
    /// Leaves out items for which this is false; it must be quick and must not call the cache.
    pub filter: Option<&'a (dyn Fn(&T) -> bool + Send + Sync)>,
}

impl<'a, T> ListRequest<'a, T> {
    /// All objects of `scope`.
    pub fn new(scope: Scope<'a>) -> Self {
        Self { scope, start_key: None, limit: 0, filter: None }
    }

    /// Starts at `key`, inclusive.
    pub fn start_key(mut self, key: &'a str) -> Self {
        self.start_key = Some(key);
        self
    }

    /// Returns no more than `limit` items.
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// Leaves out items for which `filter` is false.
    pub fn filter(mut self, filter: &'a (dyn Fn(&T) -> bool + Send + Sync)) -> Self {
        self.filter = Some(filter);
        self
    }
}

impl<T> Clone for ListRequest<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ListRequest<'_, T> {}

impl<T> fmt::Debug for ListRequest<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListRequest")
            .field("scope", &self.scope)
            .field("start_key", &self.start_key)
            .field("limit", &self.limit)
            .field("filtered", &self.filter.is_some())
            .finish()
    }
}

/// The answer to a list.
#[derive(Debug)]
#[non_exhaustive]
pub struct CacheList<T> {
    /// The items, ordered by key.
    pub items: Vec<Arc<T>>,
    /// The revision as of which the list is complete; a watch from here misses nothing.
    pub revision: u64,
    /// The start key of the next page, if the limit left items out.
    pub next_key: Option<String>,
    /// How many items the limit left out; with a filter, only whether it is zero is meant.
    pub remaining: usize,
}
