//! Growing delays by key: how long a failing container or image pull has to wait.
//!
//! Upstream: `client-go/util/flowcontrol/backoff.go`. Time is an argument; nothing here waits.

use std::collections::HashMap;
use std::hash::Hash;

use bowline_apimachinery::time::{Duration, MicroTime};

/// Delays that double with each use of a key and are forgotten after a quiet while.
#[derive(Clone, Debug)]
pub struct Backoff<K> {
    initial: Duration,
    max: Duration,
    forget_after: Duration,
    entries: HashMap<K, Entry>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    delay: Duration,
    updated: MicroTime,
}

impl<K: Eq + Hash> Backoff<K> {
    /// Delays from `initial` up to `max`; an entry is forgotten when twice `max` has gone by since
    /// its last use.
    #[must_use]
    pub fn new(initial: Duration, max: Duration) -> Self {
        let forget_after = Duration::from_nanos(max.as_nanos().saturating_mul(2));
        Self { initial, max, forget_after, entries: HashMap::new() }
    }

    /// Forgets an entry when `span` has gone by instead.
    #[must_use]
    pub fn forgetting_after(mut self, span: Duration) -> Self {
        self.forget_after = span;
        self
    }

    /// The present delay of a key; zero if it has none.
    #[must_use]
    pub fn delay(&self, key: &K) -> Duration {
        self.entries.get(key).map_or(Duration::ZERO, |entry| entry.delay)
    }

    /// Moves a key to its next delay, because of something that happened at `event`.
    pub fn next(&mut self, key: K, event: MicroTime, now: MicroTime) {
        let (initial, max, forget_after) = (self.initial, self.max, self.forget_after);
        let entry =
            self.entries.entry(key).or_insert(Entry { delay: Duration::ZERO, updated: now });
        let fresh = entry.delay.is_zero() || event.since(entry.updated) > forget_after;
        entry.delay = if fresh {
            initial
        } else {
            Duration::from_nanos(entry.delay.as_nanos().saturating_mul(2)).min(max)
        };
        entry.updated = now;
    }

    /// When the delay that began at `event` ends, if it has not ended by `now`.
    #[must_use]
    pub fn until(&self, key: &K, event: MicroTime, now: MicroTime) -> Option<MicroTime> {
        let entry = self.entries.get(key)?;
        let end = event.saturating_add(entry.delay);
        (event.since(entry.updated) <= self.forget_after && now.since(event) < entry.delay)
            .then_some(end)
    }

    /// Whether the delay that began at `event` still lasts at `now`.
    #[must_use]
    pub fn is_in_backoff_since(&self, key: &K, event: MicroTime, now: MicroTime) -> bool {
        self.until(key, event, now).is_some()
    }

    /// Whether `event` falls within the delay that began with the key's last use.
    #[must_use]
    pub fn is_in_backoff_since_update(&self, key: &K, event: MicroTime) -> bool {
        self.entries.get(key).is_some_and(|entry| {
            let age = event.since(entry.updated);
            age <= self.forget_after && age < entry.delay
        })
    }

    /// Forgets a key.
    pub fn reset(&mut self, key: &K) {
        self.entries.remove(key);
    }

    /// Forgets every key that has not been used for twice the longest delay.
    pub fn collect_garbage(&mut self, now: MicroTime) {
        let max = Duration::from_nanos(self.max.as_nanos().saturating_mul(2));
        self.entries.retain(|_, entry| now.since(entry.updated) <= max);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crashing_container_waits_longer_each_time() {
        let seconds = |s: i64| MicroTime::from_unix_micros(s * 1_000_000);
        let mut backoff = Backoff::new(Duration::from_secs(10), Duration::from_secs(300))
            .forgetting_after(Duration::from_secs(600));
        let mut now = 0;
        let mut waits = Vec::new();
        for _ in 0..8 {
            // The container ends the moment it starts.
            let finished = seconds(now);
            if let Some(end) = backoff.until(&"c", finished, finished) {
                now = end.unix_micros() / 1_000_000;
            }
            waits.push(seconds(now).since(finished).as_secs());
            backoff.next("c", finished, seconds(now));
        }
        assert_eq!(waits, [0, 10, 20, 40, 80, 160, 300, 300]);
        let finished = seconds(now + 601);
        assert_eq!(backoff.until(&"c", finished, finished), None, "it ran for ten minutes");
        backoff.next("c", finished, finished);
        assert_eq!(backoff.delay(&"c"), Duration::from_secs(10));
    }
}
