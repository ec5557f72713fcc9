//! Which keys end by themselves, and when.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

/// The times to live of keys.
#[derive(Debug, Default)]
pub(crate) struct Lessor {
    by_key: HashMap<Arc<str>, Lease>,
    by_deadline: BTreeSet<(Instant, Arc<str>)>,
}

#[derive(Clone, Copy, Debug)]
struct Lease {
    ttl: Duration,
    deadline: Instant,
}

/// Stands for never: about thirty years, which an `Instant` can always hold.
const FAR_FUTURE: Duration = Duration::from_secs(86_400 * 365 * 30);

impl Lessor {
    /// Gives `key` a time to live from `now` on, or makes it permanent.
    pub(crate) fn set(&mut self, key: &Arc<str>, ttl: Option<Duration>, now: Instant) {
        self.remove(key);
        if let Some(ttl) = ttl {
            let deadline = now + ttl.min(FAR_FUTURE);
            self.by_key.insert(key.clone(), Lease { ttl, deadline });
            self.by_deadline.insert((deadline, key.clone()));
        }
    }

    /// Forgets `key`.
    pub(crate) fn remove(&mut self, key: &str) {
        if let Some((key, lease)) = self.by_key.remove_entry(key) {
            self.by_deadline.remove(&(lease.deadline, key));
        }
    }

    /// The time to live `key` was given.
    pub(crate) fn ttl(&self, key: &str) -> Option<Duration> {
        self.by_key.get(key).map(|lease| lease.ttl)
    }

    /// When the next key ends.
    pub(crate) fn next_deadline(&self) -> Option<Instant> {
        self.by_deadline.first().map(|(deadline, _)| *deadline)
    }

    /// The keys whose time has ended at `now`, the earliest first.
    pub(crate) fn expired(&self, now: Instant) -> Vec<Arc<str>> {
        let ended = self.by_deadline.iter().take_while(|(deadline, _)| *deadline <= now);
        ended.map(|(_, key)| key.clone()).collect()
    }
}
