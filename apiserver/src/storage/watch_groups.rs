//! Everyone who watches a store, by prefix: a change costs its own watches only.

use std::collections::VecDeque;
use std::sync::Arc;

use super::errors::StorageError;
use super::key_value::WatchEvent;
use super::prefix_map::PrefixMap;
use super::watch_group::{WatchGroup, WatchReceiver};

/// Watches below which looking for dropped ones is not worth it.
const MIN_SWEEP: usize = 64;

/// See the module.
#[derive(Debug)]
pub(crate) struct WatchGroups {
    groups: PrefixMap<WatchGroup>,
    count: usize,
    sweep_at: usize,
}

impl Default for WatchGroups {
    fn default() -> Self {
        Self { groups: PrefixMap::default(), count: 0, sweep_at: MIN_SWEEP }
    }
}

impl WatchGroups {
    /// Adds a watch of `prefix` that has `backlog` to read first and wants what comes strictly
    /// after `after`, in a store that is at `revision`. The backlog has every change below the
    /// prefix since `after`.
    pub(crate) fn add(
        &mut self,
        prefix: &str,
        after: u64,
        backlog: VecDeque<WatchEvent>,
        revision: u64,
        capacity: usize,
    ) -> WatchReceiver {
        self.sweep();
        self.count += 1;
        let changed = backlog.back().map_or(after.min(revision), WatchEvent::revision);
        let prefix: Arc<str> = prefix.into();
        let group =
            self.groups.get_or_insert_with(&prefix, || WatchGroup::new(prefix.clone(), changed));
        group.bound_changed(changed);
        group.add(after, backlog, capacity)
    }

    /// Hands `event` to those who watch its key.
    pub(crate) fn send(&mut self, event: &WatchEvent) {
        if let Some(key) = event.key() {
            self.groups.for_each_match(key, |group| group.send(event));
        }
    }

    /// Tells the watches of exactly `prefix` that `revision` was reached.
    pub(crate) fn send_progress(&mut self, prefix: &str, revision: u64) {
        if let Some(group) = self.groups.get_mut(prefix) {
            group.send_progress(revision);
        }
    }

    /// A bound on the newest change below `prefix`, if it is watched.
    pub(crate) fn changed(&self, prefix: &str) -> Option<u64> {
        self.groups.get(prefix).map(WatchGroup::changed)
    }

    /// Ends every watch with `error`.
    pub(crate) fn fail(&mut self, error: &StorageError) {
        self.groups.retain(|group| {
            group.fail(error);
            false
        });
        self.count = 0;
    }

    /// The number of watches, dropped ones included that were not noticed yet.
    #[cfg(test)]
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    fn sweep(&mut self) {
        if self.count < self.sweep_at {
            return;
        }
        let mut left = 0;
        self.groups.retain(|group| {
            let watches = group.sweep();
            left += watches;
            watches > 0
        });
        self.count = left;
        self.sweep_at = MIN_SWEEP.max(left * 2);
    }
}
