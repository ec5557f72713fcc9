//! The decisions of a work queue. No waiting, no clock.
//!
//! *Upstream:* `client-go/util/workqueue`, whose four queues (plain, delaying, rate limited,
//! priority) are one here.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use tokio::time::Instant;

use super::lanes::Lanes;
use super::{Priority, QueueKey, QueueOptions};

/// A work queue as a value: inputs with their time, no effects.
///
/// *Contract:* a key that was added is handed out after that; a key that is handed out is not
/// handed out again before [`done`](Self::done), and if it was added in between, it is after.
#[derive(Debug)]
pub struct QueueCore<T> {
    options: QueueOptions,
    ready: Lanes<T>,
    processing: HashMap<T, Processing>,
    delayed: BTreeMap<(Instant, u64), (T, Priority)>,
    delays: HashMap<T, (Instant, u64)>,
    failures: HashMap<T, u32>,
    ready_since: HashMap<T, Instant>,
    sequence: u64,
    shutting_down: bool,
    stats: Stats,
}

#[derive(Debug)]
struct Processing {
    since: Instant,
    /// The priority of what was added meanwhile.
    again: Option<Priority>,
}

/// What a queue has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stats {
    /// Keys that became ready.
    pub adds: u64,
    /// Failures that were added again with a delay.
    pub retries: u64,
}

impl<T: QueueKey> QueueCore<T> {
    /// An empty queue.
    #[must_use]
    pub fn new(options: QueueOptions) -> Self {
        Self {
            ready: Lanes::new(options.max_passed_over),
            options,
            processing: HashMap::new(),
            delayed: BTreeMap::new(),
            delays: HashMap::new(),
            failures: HashMap::new(),
            ready_since: HashMap::new(),
            sequence: 0,
            shutting_down: false,
            stats: Stats::default(),
        }
    }

    /// Adds a key. One that is ready already only rises in priority; one that is being worked on
    /// becomes ready when that is done.
    pub fn add(&mut self, key: T, priority: Priority, now: Instant) {
        if self.shutting_down {
            return;
        }
        if let Some(processing) = self.processing.get_mut(&key) {
            let higher = processing.again.map_or(priority, |known| known.max(priority));
            processing.again = Some(higher);
        } else {
            self.make_ready(key, priority, now);
        }
    }

    /// Adds a key after a delay. A key that is waiting already keeps the earlier time.
    pub fn add_after(&mut self, key: T, priority: Priority, delay: Duration, now: Instant) {
        if delay.is_zero() {
            return self.add(key, priority, now);
        }
        if self.shutting_down {
            return;
        }
        let at = now + delay;
        if let Some(known) = self.delays.get(&key).copied() {
            if known.0 <= at {
                return;
            }
            self.delayed.remove(&known);
        }
        self.sequence += 1;
        let place = (at, self.sequence);
        self.delays.insert(key.clone(), place);
        self.delayed.insert(place, (key, priority));
    }

    /// Adds a key that failed, after a delay that doubles with each failure; gives the delay.
    pub fn add_failed(&mut self, key: T, priority: Priority, now: Instant) -> Duration {
        let failures = self.failures.entry(key.clone()).or_default();
        *failures = failures.saturating_add(1);
        let delay = self.options.delay(*failures);
        self.stats.retries += 1;
        self.add_after(key, priority, delay, now);
        delay
    }

    /// Forgets the failures of a key.
    pub fn forget(&mut self, key: &T) {
        self.failures.remove(key);
    }

    /// How often a key has failed since it last succeeded.
    #[must_use]
    pub fn failures(&self, key: &T) -> u32 {
        self.failures.get(key).copied().unwrap_or_default()
    }

    /// Takes the next key that is ready, with its priority and how long it was ready. It is being
    /// worked on until [`done`](Self::done).
    pub fn take(&mut self, now: Instant) -> Option<(T, Priority, Duration)> {
        self.promote(now);
        let (key, priority) = self.ready.pop()?;
        let since = self.ready_since.remove(&key).unwrap_or(now);
        self.processing.insert(key.clone(), Processing { since: now, again: None });
        Some((key, priority, now.saturating_duration_since(since)))
    }

    /// Ends the work on a key; it is ready again if it was added meanwhile. Gives how long the
    /// work took.
    pub fn done(&mut self, key: &T, now: Instant) -> Duration {
        let Some(Processing { since, again }) = self.processing.remove(key) else {
            return Duration::ZERO;
        };
        if let Some(priority) = again {
            self.make_ready(key.clone(), priority, now);
        }
        now.saturating_duration_since(since)
    }

    /// When the next delay ends.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        self.delayed.keys().next().map(|(at, _)| *at)
    }

    /// Takes no more keys in, and drops those that are delayed. What is ready, or becomes so
    /// because it was added during the work on it, is still handed out.
    pub fn shut_down(&mut self) {
        self.shutting_down = true;
        self.delayed.clear();
        self.delays.clear();
    }

    /// Whether the queue was shut down and nothing is left of it.
    #[must_use]
    pub fn is_drained(&self) -> bool {
        self.shutting_down && self.ready.len() == 0 && self.processing.is_empty()
    }

    /// Whether the queue was shut down and nothing is ready: a worker may go.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.shutting_down && self.ready.len() == 0
    }

    /// How many keys are ready.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ready.len()
    }

    /// Whether no key is ready.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many keys are ready at each priority.
    #[must_use]
    pub fn depths(&self) -> BTreeMap<Priority, usize> {
        self.ready.depths()
    }

    /// How many keys are being worked on.
    #[must_use]
    pub fn in_work(&self) -> usize {
        self.processing.len()
    }

    /// How long the present work has taken, all together and the longest.
    #[must_use]
    pub fn unfinished(&self, now: Instant) -> (Duration, Duration) {
        let ages = self.processing.values().map(|p| now.saturating_duration_since(p.since));
        ages.fold(Default::default(), |(sum, longest): (Duration, Duration), age| {
            (sum + age, longest.max(age))
        })
    }

    /// What the queue has done so far.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.stats
    }

    /// Makes ready what was delayed until now.
    fn promote(&mut self, now: Instant) {
        while let Some(entry) = self.delayed.first_entry() {
            if entry.key().0 > now {
                break;
            }
            let (key, priority) = entry.remove();
            self.delays.remove(&key);
            self.add(key, priority, now);
        }
    }

    fn make_ready(&mut self, key: T, priority: Priority, now: Instant) {
        if self.ready.push(key.clone(), priority) {
            self.stats.adds += 1;
            self.ready_since.insert(key, now);
        }
    }
}

impl<T: QueueKey> Default for QueueCore<T> {
    fn default() -> Self {
        Self::new(QueueOptions::default())
    }
}

#[cfg(test)]
mod tests;
