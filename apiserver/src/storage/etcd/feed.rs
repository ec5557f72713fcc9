//! What the stream of all changes has brought: recent events, and the watches that want them.

use std::collections::VecDeque;

use tokio::time::Instant;

use crate::storage::errors::StorageError;
use crate::storage::key_value::WatchEvent;
use crate::storage::mvcc::Retention;
use crate::storage::watch_group::WatchReceiver;
use crate::storage::watch_groups::WatchGroups;

/// See the module. Pure state.
#[derive(Debug)]
pub(super) struct Feed {
    /// Every event up to here was seen.
    revision: u64,
    /// Every event after this, up to `revision`, is held.
    after: u64,
    held: VecDeque<Held>,
    watches: WatchGroups,
    retention: Retention,
}

#[derive(Debug)]
struct Held {
    event: WatchEvent,
    at: Instant,
}

impl Feed {
    /// A feed that will be given every event after `revision`.
    pub(super) fn new(revision: u64, retention: Retention) -> Self {
        let (after, held, watches) = (revision, VecDeque::new(), WatchGroups::default());
        Self { revision, after, held, watches, retention }
    }

    /// Everything up to here was seen.
    pub(super) fn revision(&self) -> u64 {
        self.revision
    }

    /// Takes in the next events; with them everything up to `revision` was seen.
    pub(super) fn take_in(&mut self, events: Vec<WatchEvent>, revision: u64, now: Instant) {
        for event in events {
            self.watches.send(&event);
            self.held.push_back(Held { event, at: now });
        }
        self.revision = self.revision.max(revision);
        while let Some(oldest) = self.held.front()
            && (self.retention.max_revisions.is_some_and(|max| self.held.len() > max)
                || self.retention.max_age.is_some_and(|max| now - oldest.at >= max))
        {
            self.after = oldest.event.revision();
            self.held.pop_front();
        }
    }

    /// Forgets the events up to `revision`, which etcd has compacted.
    pub(super) fn compact(&mut self, revision: u64) {
        let revision = revision.min(self.revision);
        while self.held.front().is_some_and(|oldest| oldest.event.revision() <= revision) {
            self.held.pop_front();
        }
        self.after = self.after.max(revision);
    }

    /// Starts a watch of what comes after `after`, if everything since is held.
    ///
    /// # Errors
    /// The feed's revision, if it is not: the watch may start there, when its past was read
    /// otherwise.
    pub(super) fn watch(
        &mut self,
        prefix: &str,
        after: u64,
        capacity: usize,
    ) -> Result<WatchReceiver, u64> {
        if after < self.after {
            return Err(self.revision);
        }
        let start = self.held.partition_point(|held| held.event.revision() <= after);
        let backlog = self.held.range(start..).map(|held| &held.event);
        let backlog =
            backlog.filter(|event| event.key().is_some_and(|key| key.starts_with(prefix)));
        let backlog = backlog.cloned().collect();
        Ok(self.watches.add(prefix, after, backlog, self.revision, capacity))
    }

    /// Sends progress to the watches of `prefix`.
    pub(super) fn send_progress(&mut self, prefix: &str) {
        self.watches.send_progress(prefix, self.revision);
    }

    /// A bound on the newest change below `prefix`.
    pub(super) fn changed(&self, prefix: &str) -> u64 {
        self.watches.changed(prefix).unwrap_or(self.revision)
    }

    /// Starts over at `revision`, since what came before is lost; every watch ends.
    pub(super) fn restart(&mut self, revision: u64, compacted: u64) {
        self.watches.fail(&StorageError::Compacted { requested: self.revision, compacted });
        self.held.clear();
        (self.revision, self.after) = (revision, revision);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use bytes::Bytes;
    use futures::{FutureExt, StreamExt};

    use super::*;
    use crate::storage::key_value::KeyValue;

    fn put(key: &str, revision: u64) -> WatchEvent {
        let kv = Arc::new(KeyValue::created(key, Bytes::new(), revision));
        WatchEvent::Put { kv, prev: None }
    }

    fn seen(watch: &mut WatchReceiver) -> Vec<u64> {
        let next = || watch.next().now_or_never().flatten();
        let events = std::iter::from_fn(next);
        events.map(|event| event.map_or(0, |event| event.revision())).collect()
    }

    #[test]
    fn watches_join_the_past_that_is_held() {
        let now = Instant::now();
        let max_age = Some(Duration::from_secs(60));
        let mut feed = Feed::new(4, Retention { max_revisions: Some(4), max_age });
        // Keys of one lease end at one revision.
        feed.take_in(vec![put("/a/1", 5), put("/a/2", 5)], 5, now);
        feed.take_in(vec![put("/b/1", 6)], 6, now);
        assert_eq!(feed.watch("/a/", 3, 10).unwrap_err(), 6);
        let mut all = feed.watch("/a/", 4, 10).unwrap();
        let mut none = feed.watch("/a/", 5, 10).unwrap();
        let mut future = feed.watch("/", 7, 10).unwrap();
        assert_eq!(feed.changed("/a/"), 5);
        feed.take_in(vec![put("/a/3", 7)], 7, now);
        feed.take_in(vec![put("/a/3", 8)], 8, now);
        assert_eq!(feed.changed("/a/"), 8);
        assert_eq!(seen(&mut all), [5, 5, 7, 8]);
        assert_eq!(seen(&mut none), [7, 8]);
        assert_eq!(seen(&mut future), [8]);
        // Half of a revision is not enough to start before it.
        assert_eq!(feed.watch("/a/", 4, 10).unwrap_err(), 8);
        assert_eq!(seen(&mut feed.watch("/", 5, 10).unwrap()), [6, 7, 8]);
        feed.compact(7);
        assert_eq!(feed.watch("/", 6, 10).unwrap_err(), 8);
        assert_eq!(seen(&mut feed.watch("/", 7, 10).unwrap()), [8]);
        feed.take_in(vec![put("/b/1", 9)], 9, now + Duration::from_secs(60));
        assert_eq!(feed.watch("/", 7, 10).unwrap_err(), 9);

        feed.restart(20, 15);
        assert_eq!(seen(&mut all), [0], "the watch ends with an error");
        assert_eq!(feed.watch("/", 19, 10).unwrap_err(), 20);
    }
}
