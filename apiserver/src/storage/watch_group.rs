//! The watches of one prefix.

use std::collections::VecDeque;
use std::sync::Arc;

use super::errors::StorageError;
use super::event_buffer::{EventReceiver, EventSender, PushError, event_buffer};
use super::key_value::WatchEvent;

/// The stream a watch reads.
pub(crate) type WatchReceiver = EventReceiver<WatchEvent, StorageError>;

/// Everyone who watches one prefix, and the newest change below it.
#[derive(Debug)]
pub(crate) struct WatchGroup {
    prefix: Arc<str>,
    changed: u64,
    watchers: Vec<Watcher>,
}

#[derive(Debug)]
struct Watcher {
    sender: EventSender<WatchEvent, StorageError>,
    after: u64,
}

impl WatchGroup {
    /// A group without watches in a store where nothing below `prefix` changed after `changed`.
    pub(crate) fn new(prefix: Arc<str>, changed: u64) -> Self {
        Self { prefix, changed, watchers: Vec::new() }
    }

    /// The newest change below the prefix is not after this.
    pub(crate) fn changed(&self) -> u64 {
        self.changed
    }

    /// Nothing below the prefix changed after `changed`.
    pub(crate) fn bound_changed(&mut self, changed: u64) {
        self.changed = self.changed.min(changed);
    }

    /// Adds a watch that has `backlog` to read first and wants what comes strictly after `after`.
    pub(crate) fn add(
        &mut self,
        after: u64,
        backlog: VecDeque<WatchEvent>,
        capacity: usize,
    ) -> WatchReceiver {
        let (sender, receiver) = event_buffer(capacity, backlog);
        self.watchers.push(Watcher { sender, after });
        receiver
    }

    /// Hands `event` to every watch and ends those that fell behind.
    pub(crate) fn send(&mut self, event: &WatchEvent) {
        let revision = event.revision();
        if event.key().is_some() {
            self.changed = revision;
        }
        let prefix = &self.prefix;
        self.watchers.retain(|watcher| {
            if revision <= watcher.after {
                return true;
            }
            match watcher.sender.push(event.clone()) {
                Ok(()) => true,
                Err(PushError::Closed) => false,
                Err(PushError::Full) => {
                    watcher.sender.fail(StorageError::SlowWatcher { prefix: prefix.clone() });
                    false
                }
            }
        });
    }

    /// Tells every watch that `revision` was reached, also those that wait for a later one.
    pub(crate) fn send_progress(&mut self, revision: u64) {
        for watcher in &self.watchers {
            // A watch whose buffer is full has events to read, which are progress enough.
            let _ = watcher.sender.push(WatchEvent::Progress { revision });
        }
    }

    /// Forgets watches that were dropped and returns how many are left.
    pub(crate) fn sweep(&mut self) -> usize {
        self.watchers.retain(|watcher| !watcher.sender.is_closed());
        self.watchers.len()
    }

    /// Ends every watch with `error`.
    pub(crate) fn fail(&mut self, error: &StorageError) {
        for watcher in self.watchers.drain(..) {
            watcher.sender.fail(error.clone());
        }
    }
}
