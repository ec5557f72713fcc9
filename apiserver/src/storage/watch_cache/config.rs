//! How a watch cache reads its resource and how much it keeps.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::request::Scope;
use super::ring::Change;
use crate::storage::key_value::KeyValue;

/// Why stored bytes are not an object.
pub type DecodeError = Box<dyn std::error::Error + Send + Sync>;

type Decode<T> = Arc<dyn Fn(&KeyValue) -> Result<Arc<T>, DecodeError> + Send + Sync>;
type Index<T> = Arc<dyn Fn(&T) -> Option<Arc<str>> + Send + Sync>;

/// The configuration of a [`WatchCache`](super::WatchCache) of items of type `T`.
#[non_exhaustive]
pub struct WatchCacheConfig<T> {
    /// All keys of the resource begin with this, and no others do; it should end with `/`.
    pub prefix: Arc<str>,
    /// Makes an item of stored bytes. For a deletion it gets the last bytes with the revision of
    /// the deletion as `mod_revision`.
    pub decode: Decode<T>,
    /// The value items are found by in [`Scope::Indexed`](super::Scope::Indexed), such as a pod's
    /// node.
    pub index: Option<Index<T>>,
    /// The number of changes that are always kept for watches that resume.
    pub min_history: usize,
    /// The number of changes that are kept at most.
    pub max_history: usize,
    /// The age up to which changes are kept, within those bounds.
    pub history_age: Duration,
    /// The number of events a watcher may leave unread before it is ended.
    pub watch_buffer: usize,
    /// How often watchers that want bookmarks get one.
    pub bookmark_interval: Duration,
    /// How long a read waits for the cache to reach its revision.
    pub freshness_timeout: Duration,
}

impl<T> WatchCacheConfig<T> {
    /// A cache of the keys below `prefix`, with upstream's bounds.
    ///
    /// *Upstream:* `cacher.go` and `watch_cache.go` (history of 100 to 102,400 events and 75 s,
    /// bookmarks each minute, 3 s of waiting).
    pub fn new(
        prefix: impl Into<Arc<str>>,
        decode: impl Fn(&KeyValue) -> Result<Arc<T>, DecodeError> + Send + Sync + 'static,
    ) -> Self {
        Self {
            prefix: prefix.into(),
            decode: Arc::new(decode),
            index: None,
            min_history: 100,
            max_history: 102_400,
            history_age: Duration::from_secs(75),
            watch_buffer: 1_000,
            bookmark_interval: Duration::from_secs(60),
            freshness_timeout: Duration::from_secs(3),
        }
    }

    /// Indexes items by the value `index` gives them.
    pub fn index(mut self, index: impl Fn(&T) -> Option<Arc<str>> + Send + Sync + 'static) -> Self {
        self.index = Some(Arc::new(index));
        self
    }

    /// Whether a watch of `scope` wants to hear of `change`.
    pub(super) fn covers(&self, scope: Scope<'_>, change: &Change<T>) -> bool {
        match scope {
            Scope::Prefix(prefix) => change.key.starts_with(prefix),
            Scope::Key(key) => &*change.key == key,
            Scope::Indexed(value) => {
                let items = [change.event.object(), change.event.prev()];
                let mut items = items.into_iter().flatten();
                items.any(|item| self.index_value(item).as_deref() == Some(value))
            }
        }
    }

    /// The value `item` is indexed by.
    pub(super) fn index_value(&self, item: &T) -> Option<Arc<str>> {
        self.index.as_ref().and_then(|index| index(item))
    }
}

impl<T> fmt::Debug for WatchCacheConfig<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WatchCacheConfig").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}
