//! Who watches the cache, and the delivery of changes to them.

use std::collections::HashMap;
use std::collections::VecDeque;
use std::sync::Arc;

use super::config::WatchCacheConfig;
use super::errors::CacheError;
use super::event::CacheEvent;
use super::request::Scope;
use super::ring::Change;
use crate::storage::event_buffer::{EventReceiver, EventSender, PushError, event_buffer};
use crate::storage::interfaces::PrefixRevision;
use crate::storage::prefix_map::PrefixMap;

/// Watchers below which looking for dropped ones is not worth it.
const MIN_SWEEP: usize = 64;

/// One watcher.
#[derive(Debug)]
pub(super) struct Watcher<T> {
    sender: EventSender<CacheEvent<T>, CacheError>,
    /// The watcher has, or does not want, changes up to here.
    after_sequence: u64,
    after_revision: u64,
    /// Everything up to here was in what the watcher got first.
    initial_revision: u64,
    bookmarks: bool,
}

/// What a new watcher has already.
#[derive(Debug)]
pub(super) struct Position {
    pub(super) after_sequence: u64,
    pub(super) after_revision: u64,
    pub(super) initial_revision: u64,
}

/// Everyone who watches, found by what they watch: a change costs its own watchers only.
#[derive(Debug)]
pub(super) struct Watchers<T> {
    by_prefix: PrefixMap<Vec<Arc<Watcher<T>>>>,
    by_key: HashMap<Arc<str>, Vec<Arc<Watcher<T>>>>,
    by_index: HashMap<Arc<str>, Vec<Arc<Watcher<T>>>>,
    /// Every change up to here was handed to the watchers.
    dispatched: u64,
    count: usize,
    sweep_at: usize,
    bookmarks_wanted: bool,
}

impl<T> Default for Watchers<T> {
    fn default() -> Self {
        Self {
            by_prefix: PrefixMap::default(),
            by_key: HashMap::new(),
            by_index: HashMap::new(),
            dispatched: 0,
            count: 0,
            sweep_at: MIN_SWEEP,
            bookmarks_wanted: false,
        }
    }
}

/// The two ends of a new watch.
pub(super) type NewWatch<T> = (Arc<Watcher<T>>, EventReceiver<CacheEvent<T>, CacheError>);

impl<T> Watchers<T> {
    /// Adds a watcher that gets `backlog` first, then what is dispatched from now on.
    pub(super) fn add(
        &mut self,
        scope: Scope<'_>,
        position: Position,
        backlog: VecDeque<CacheEvent<T>>,
        bookmarks: bool,
        capacity: usize,
    ) -> NewWatch<T> {
        self.sweep();
        let (sender, receiver) = event_buffer(capacity, backlog);
        let Position { after_sequence, after_revision, initial_revision } = position;
        let watcher = Arc::new(Watcher {
            sender,
            after_sequence,
            after_revision,
            initial_revision,
            bookmarks,
        });
        let group = match scope {
            Scope::Prefix(prefix) => self.by_prefix.get_or_insert_with(&prefix.into(), Vec::new),
            Scope::Key(key) => self.by_key.entry(key.into()).or_default(),
            Scope::Indexed(value) => self.by_index.entry(value.into()).or_default(),
        };
        group.push(watcher.clone());
        self.count += 1;
        self.bookmarks_wanted |= bookmarks;
        (watcher, receiver)
    }

    /// Hands `changes` to those who watch them; afterwards everything up to `revision` was.
    pub(super) fn dispatch(
        &mut self,
        changes: &[Change<T>],
        revision: u64,
        config: &WatchCacheConfig<T>,
    ) {
        for change in changes {
            self.by_prefix.for_each_match(&change.key, |group| send(group, change));
            if let Some(group) = self.by_key.get_mut(&change.key) {
                send(group, change);
            }
            if self.by_index.is_empty() {
                continue;
            }
            let new = change.event.object().and_then(|item| config.index_value(item));
            let old = change.event.prev().and_then(|item| config.index_value(item));
            if let Some(group) = new.as_ref().and_then(|value| self.by_index.get_mut(value)) {
                send(group, change);
            }
            if old != new
                && let Some(group) = old.as_ref().and_then(|value| self.by_index.get_mut(value))
            {
                send(group, change);
            }
        }
        self.dispatched = self.dispatched.max(revision);
    }

    /// Notes that a store which is at `store` has nothing that was not handed out.
    pub(super) fn caught_up(&mut self, store: PrefixRevision) {
        if self.dispatched >= store.changed {
            self.dispatched = self.dispatched.max(store.current);
        }
    }

    /// Sends a bookmark to each watcher that wants them.
    pub(super) fn send_bookmarks(&mut self) {
        let dispatched = self.dispatched;
        let (mut wanted, mut count) = (false, 0);
        self.for_each_group(|group| {
            group.retain(|watcher| !watcher.sender.is_closed());
            count += group.len();
            for watcher in group.iter().filter(|watcher| watcher.bookmarks) {
                wanted = true;
                watcher.send_bookmark(dispatched);
            }
            !group.is_empty()
        });
        self.bookmarks_wanted = wanted;
        self.count = count;
    }

    /// Sends a bookmark to one watcher.
    pub(super) fn send_bookmark_to(&self, watcher: &Watcher<T>) {
        watcher.send_bookmark(self.dispatched);
    }

    /// Whether some watcher wants bookmarks.
    pub(super) fn bookmarks_wanted(&self) -> bool {
        self.bookmarks_wanted
    }

    /// Ends every watch: `revision` is where the cache starts over.
    pub(super) fn expire_all(&mut self, revision: u64) {
        let requested = self.dispatched;
        self.for_each_group(|group| {
            for watcher in group.drain(..) {
                let requested = requested.max(watcher.initial_revision);
                watcher.sender.fail(CacheError::Expired { requested, oldest: revision });
            }
            false
        });
        self.count = 0;
        self.bookmarks_wanted = false;
        self.dispatched = revision;
    }

    fn sweep(&mut self) {
        if self.count < self.sweep_at {
            return;
        }
        let mut left = 0;
        self.for_each_group(|group| {
            group.retain(|watcher| !watcher.sender.is_closed());
            left += group.len();
            !group.is_empty()
        });
        self.count = left;
        self.sweep_at = MIN_SWEEP.max(left * 2);
    }

    /// Visits every group and drops those for which `visit` returns false.
    fn for_each_group(&mut self, mut visit: impl FnMut(&mut Vec<Arc<Watcher<T>>>) -> bool) {
        self.by_prefix.retain(&mut visit);
        self.by_key.retain(|_, group| visit(group));
        self.by_index.retain(|_, group| visit(group));
    }
}

impl<T> Watcher<T> {
    fn send_bookmark(&self, dispatched: u64) {
        let revision = dispatched.max(self.initial_revision);
        let bookmark = CacheEvent::Bookmark { revision, initial_end: false };
        // A watcher with a full buffer will hear of newer revisions from the events in it.
        let _ = self.sender.push(bookmark);
    }
}

fn send<T>(group: &mut Vec<Arc<Watcher<T>>>, change: &Change<T>) {
    group.retain(|watcher| {
        if change.sequence <= watcher.after_sequence || change.revision <= watcher.after_revision {
            return true;
        }
        match watcher.sender.push(change.event.clone()) {
            Ok(()) => true,
            Err(PushError::Closed) => false,
            Err(PushError::Full) => {
                watcher.sender.fail(CacheError::SlowWatcher);
                false
            }
        }
    });
}
