//! The recent changes of a resource, in order.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::event::CacheEvent;

/// A change with its place in the order of all changes the cache has seen.
#[derive(Debug)]
pub(super) struct Change<T> {
    /// Grows by one with each change, also where several share a revision.
    pub(super) sequence: u64,
    pub(super) revision: u64,
    pub(super) key: Arc<str>,
    pub(super) event: CacheEvent<T>,
    pub(super) at: Instant,
}

impl<T> Clone for Change<T> {
    fn clone(&self) -> Self {
        Self {
            sequence: self.sequence,
            revision: self.revision,
            key: self.key.clone(),
            event: self.event.clone(),
            at: self.at,
        }
    }
}

/// Every change after one revision.
#[derive(Debug)]
pub(super) struct Ring<T> {
    changes: VecDeque<Change<T>>,
    after: u64,
}

/// How much a [`Ring`] keeps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) min: usize,
    pub(super) max: usize,
    pub(super) age: Duration,
}

impl<T> Ring<T> {
    /// An empty ring that will hold the changes strictly after `after`.
    pub(super) fn new(after: u64) -> Self {
        Self { changes: VecDeque::new(), after }
    }

    /// The revision after which every change is held.
    pub(super) fn after(&self) -> u64 {
        self.after
    }

    /// Adds the newest change, and forgets old ones as `bounds` say.
    pub(super) fn push(&mut self, change: Change<T>, bounds: Bounds) {
        let now = change.at;
        self.changes.push_back(change);
        while let Some(oldest) = self.changes.front()
            && (self.changes.len() > bounds.max
                || (self.changes.len() > bounds.min && now - oldest.at > bounds.age))
        {
            self.after = oldest.revision;
            self.changes.pop_front();
        }
    }

    /// The changes strictly after `revision`, the oldest first.
    pub(super) fn since(&self, revision: u64) -> impl Iterator<Item = &Change<T>> {
        let start = self.changes.partition_point(|change| change.revision <= revision);
        self.changes.range(start..)
    }
}
