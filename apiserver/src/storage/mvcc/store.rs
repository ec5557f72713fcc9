//! The versioned key space: key index, revision log, watches and leases.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::change::Change;
use super::key_index::KeyIndex;
use super::lessor::Lessor;
use super::retention::Retention;
use crate::storage::errors::StorageError;
use crate::storage::interfaces::{Page, PrefixRevision, RangeRequest};
use crate::storage::key_value::{KeyValue, WatchEvent};
use crate::storage::watch_group::WatchReceiver;
use crate::storage::watch_groups::WatchGroups;

/// The revision of an empty store, as etcd's.
const FIRST_REVISION: u64 = 1;

/// See the module.
#[derive(Debug)]
pub(crate) struct Mvcc {
    revision: u64,
    compacted: u64,
    index: KeyIndex,
    /// The changes after `compacted`, one a revision, the newest last.
    log: VecDeque<Logged>,
    lessor: Lessor,
    watches: WatchGroups,
    retention: Retention,
    closed: bool,
}

#[derive(Debug)]
struct Logged {
    event: WatchEvent,
    at: Instant,
}

impl Mvcc {
    /// An empty store.
    pub(crate) fn new(retention: Retention) -> Self {
        Self {
            revision: FIRST_REVISION,
            compacted: 0,
            index: KeyIndex::default(),
            log: VecDeque::new(),
            lessor: Lessor::default(),
            watches: WatchGroups::default(),
            retention,
            closed: false,
        }
    }

    /// A store that holds `items`, with their times to live from `now` on, at `revision`, and
    /// nothing of what was before it.
    pub(crate) fn restore(
        revision: u64,
        items: impl IntoIterator<Item = (Arc<KeyValue>, Option<Duration>)>,
        retention: Retention,
        now: Instant,
    ) -> Self {
        let mut store = Self { revision, compacted: revision, ..Self::new(retention) };
        store.log = VecDeque::new();
        for (kv, ttl) in items {
            store.lessor.set(&kv.key, ttl, now);
            store.index.write(&kv.key.clone(), kv.mod_revision, Some(kv));
        }
        store
    }

    /// The revision of the newest change.
    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    /// The oldest revision that can be read.
    pub(crate) fn compacted(&self) -> u64 {
        self.compacted
    }

    /// The newest version of `key`.
    pub(crate) fn current(&self, key: &str) -> Option<&Arc<KeyValue>> {
        self.index.newest(key)
    }

    /// Lets a decided change, which has the next revision, take effect.
    pub(crate) fn apply(&mut self, change: Change, now: Instant) {
        debug_assert_eq!(change.revision(), self.revision + 1, "changes are applied in order");
        self.revision = change.revision();
        let event = match change {
            Change::Put { kv, ttl } => {
                self.lessor.set(&kv.key, ttl, now);
                let prev = self.index.write(&kv.key, self.revision, Some(kv.clone()));
                WatchEvent::Put { kv, prev }
            }
            Change::Delete { key, revision } => {
                self.lessor.remove(&key);
                match self.index.write(&key, revision, None) {
                    Some(prev) => WatchEvent::Delete { prev, mod_revision: revision },
                    // Only a log written by another program deletes what is not there.
                    None => WatchEvent::Progress { revision },
                }
            }
        };
        self.watches.send(&event);
        self.log.push_back(Logged { event, at: now });
        self.retain(now);
    }

    /// The keys of `request` at its revision.
    pub(crate) fn range(&self, request: &RangeRequest<'_>) -> Result<Page, StorageError> {
        let revision = request.revision.unwrap_or(self.revision);
        if revision > self.revision {
            let current = self.revision;
            return Err(StorageError::FutureRevision { requested: revision, current });
        }
        self.check_held(revision)?;
        Ok(self.index.range(request, revision))
    }

    /// Starts a watch; see [`Storage::watch`](crate::storage::Storage::watch).
    pub(crate) fn watch(
        &mut self,
        prefix: &str,
        from_revision: u64,
        capacity: usize,
    ) -> Result<WatchReceiver, StorageError> {
        if self.closed {
            return Err(StorageError::Closed);
        }
        let after = if from_revision == 0 { self.revision } else { from_revision };
        self.check_held(after)?;
        let held_after = self.revision - self.log.len() as u64;
        let skip = usize::try_from(after.saturating_sub(held_after)).unwrap_or(usize::MAX);
        let backlog = self.log.iter().skip(skip).map(|logged| &logged.event);
        let backlog =
            backlog.filter(|event| event.key().is_some_and(|key| key.starts_with(prefix)));
        let backlog = backlog.cloned().collect();
        Ok(self.watches.add(prefix, after, backlog, self.revision, capacity))
    }

    /// Sends progress to the watches of `prefix`.
    pub(crate) fn send_progress(&mut self, prefix: &str) {
        self.watches.send_progress(prefix, self.revision);
    }

    /// The store's revision and a bound on the newest change below `prefix`.
    pub(crate) fn prefix_revision(&self, prefix: &str) -> PrefixRevision {
        let changed = self.watches.changed(prefix).unwrap_or(self.revision);
        PrefixRevision { current: self.revision, changed }
    }

    /// Drops history; see [`Storage::compact`](crate::storage::Storage::compact).
    pub(crate) fn compact(&mut self, revision: u64) -> Result<(), StorageError> {
        if revision > self.revision {
            let current = self.revision;
            return Err(StorageError::FutureRevision { requested: revision, current });
        }
        if revision <= self.compacted {
            let compacted = self.compacted;
            return Err(StorageError::Compacted { requested: revision, compacted });
        }
        self.drop_history(revision);
        Ok(())
    }

    /// Whether [`retain`](Self::retain) would drop something.
    pub(crate) fn retention_due(&self, now: Instant) -> bool {
        let Some(oldest) = self.log.front() else { return false };
        let too_many = self.retention.max_revisions.is_some_and(|max| self.log.len() > max);
        too_many || self.retention.max_age.is_some_and(|max| now - oldest.at >= max)
    }

    /// Drops the history that the retention policy does not want.
    pub(crate) fn retain(&mut self, now: Instant) {
        while self.retention_due(now) {
            self.drop_history(self.revision - self.log.len() as u64 + 1);
        }
    }

    /// When the next key with a time to live ends.
    pub(crate) fn next_expiry(&self) -> Option<Instant> {
        self.lessor.next_deadline()
    }

    /// The keys whose time has ended, with their newest versions.
    pub(crate) fn expired(&self, now: Instant) -> Vec<Arc<KeyValue>> {
        let keys = self.lessor.expired(now);
        keys.iter().filter_map(|key| self.index.newest(key).cloned()).collect()
    }

    /// Every key with its time to live, in key order.
    pub(crate) fn dump(&self) -> Vec<(Arc<KeyValue>, Option<Duration>)> {
        self.index.all_newest().map(|kv| (kv.clone(), self.lessor.ttl(&kv.key))).collect()
    }

    /// Ends every watch, and refuses new ones.
    pub(crate) fn close(&mut self) {
        self.watches.fail(&StorageError::Closed);
        self.closed = true;
    }

    #[cfg(test)]
    pub(crate) fn held_versions(&self) -> usize {
        self.index.versions()
    }

    #[cfg(test)]
    pub(crate) fn watch_count(&self) -> usize {
        self.watches.count()
    }

    fn check_held(&self, revision: u64) -> Result<(), StorageError> {
        if revision < self.compacted {
            let compacted = self.compacted;
            return Err(StorageError::Compacted { requested: revision, compacted });
        }
        Ok(())
    }

    fn drop_history(&mut self, upto: u64) {
        while let Some(oldest) = self.log.front()
            && oldest.event.revision() <= upto
        {
            let revision = oldest.event.revision();
            if let Some(key) = oldest.event.key() {
                self.index.compact(key, revision);
            }
            self.log.pop_front();
        }
        self.compacted = upto;
    }
}
