//! How long to wait before trying again: pure sequences, and one delay per key.
//!
//! Nothing here waits or reads a clock: the caller gives the time and the randomness.
//!
//! Upstream: `apimachinery/pkg/util/wait/backoff.go`, `client-go/util/flowcontrol/backoff.go`.

use std::collections::HashMap;
use std::hash::Hash;
use std::time::{Duration, Instant};

use crate::random::Random;
use crate::time::MicroTime;

/// A growing sequence of delays.
///
/// ```
/// use std::time::Duration;
/// use bowline_apimachinery::backoff::Backoff;
/// use bowline_apimachinery::random::SeededRandom;
///
/// let random = SeededRandom::new(1);
/// let mut backoff = Backoff::exponential(Duration::from_secs(1), 2.0, Duration::from_secs(3));
/// let delays: Vec<_> = (0..4).map(|_| backoff.step(&random).as_secs()).collect();
/// assert_eq!(delays, [1, 2, 3, 3]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Backoff {
    /// The next delay, before jitter.
    pub duration: Duration,
    /// What the delay is multiplied by after each step; 0 leaves it as it is.
    pub factor: f64,
    /// The greatest share of the delay that is added to it at random; 0 for none.
    pub jitter: f64,
    /// How many more steps may change the delay.
    pub steps: u32,
    /// The longest delay, before jitter; none if zero. Reaching it ends the growth.
    pub cap: Duration,
}

impl Backoff {
    /// Delays that grow by a factor up to a cap, without jitter.
    pub fn exponential(base: Duration, factor: f64, cap: Duration) -> Self {
        Self { duration: base, factor, jitter: 0.0, steps: u32::MAX, cap }
    }

    /// The same with jitter.
    #[must_use]
    pub fn with_jitter(mut self, jitter: f64) -> Self {
        self.jitter = jitter;
        self
    }

    /// The delay before the next try.
    pub fn step(&mut self, random: &dyn Random) -> Duration {
        let delay = jittered(self.duration, self.jitter, random);
        if self.steps > 0 {
            self.steps -= 1;
            if self.factor != 0.0 {
                self.duration = scaled(self.duration, self.factor);
                if !self.cap.is_zero() && self.duration > self.cap {
                    self.duration = self.cap;
                    self.steps = 0;
                }
            }
        }
        delay
    }
}

/// A delay with up to the given share of it added at random; unchanged if that is not positive.
pub fn jittered(delay: Duration, share: f64, random: &dyn Random) -> Duration {
    if share > 0.0 { delay.saturating_add(scaled(delay, share * random.fraction())) } else { delay }
}

/// A product in whole nanoseconds, as Go takes it; the longest delay if it is beyond 500 years.
fn scaled(delay: Duration, factor: f64) -> Duration {
    let nanos = delay.as_nanos() as f64 * factor;
    if nanos < u64::MAX as f64 { Duration::from_nanos(nanos as u64) } else { Duration::MAX }
}

/// A point in time, on whichever clock the caller keeps.
pub trait Moment: Copy {
    /// How long after `earlier` this is; zero if it is before it.
    fn since(self, earlier: Self) -> Duration;
}

impl Moment for Instant {
    fn since(self, earlier: Self) -> Duration {
        self.saturating_duration_since(earlier)
    }
}

/// Time since some origin.
impl Moment for Duration {
    fn since(self, earlier: Self) -> Duration {
        self.saturating_sub(earlier)
    }
}

impl Moment for MicroTime {
    fn since(self, earlier: Self) -> Duration {
        MicroTime::since(self, earlier).to_std()
    }
}

/// One delay per key: doubled at each failure up to a cap, and forgotten after twice the cap
/// without one.
#[derive(Clone, Debug)]
pub struct KeyedBackoff<K, T> {
    base: Duration,
    cap: Duration,
    jitter: f64,
    expiry: Duration,
    entries: HashMap<K, Entry<T>>,
}

#[derive(Clone, Copy, Debug)]
struct Entry<T> {
    delay: Duration,
    updated: T,
}

impl<K: Hash + Eq, T: Moment> KeyedBackoff<K, T> {
    /// Delays from `base` to `cap`, without jitter.
    pub fn new(base: Duration, cap: Duration) -> Self {
        Self { base, cap, jitter: 0.0, expiry: cap.saturating_mul(2), entries: HashMap::new() }
    }

    /// The same with up to that share of the delay added at random.
    #[must_use]
    pub fn with_jitter(mut self, jitter: f64) -> Self {
        self.jitter = jitter;
        self
    }

    /// The same, forgetting a key when it has not failed for `span`.
    #[must_use]
    pub fn expiring_after(mut self, span: Duration) -> Self {
        self.expiry = span;
        self
    }

    /// The present delay of a key; zero if it has not failed.
    pub fn get(&self, key: &K) -> Duration {
        self.entries.get(key).map_or(Duration::ZERO, |entry| entry.delay)
    }

    /// Notes a failure of a key that happened at `event`, and gives the new delay.
    pub fn next(&mut self, key: K, event: T, now: T, random: &dyn Random) -> Duration {
        let present = self.entries.get(&key).copied();
        let delay = match present.filter(|entry| !self.has_expired(entry, event)) {
            None => jittered(self.base, self.jitter, random),
            Some(Entry { delay, .. }) => {
                let doubled = jittered(delay, self.jitter, random).saturating_add(delay);
                doubled.min(self.cap)
            }
        };
        self.entries.insert(key, Entry { delay, updated: now });
        delay
    }

    /// Forgets a key.
    pub fn reset(&mut self, key: &K) {
        self.entries.remove(key);
    }

    /// Whether a key has still to wait, counted from `event`.
    pub fn is_in_backoff_since(&self, key: &K, event: T, now: T) -> bool {
        self.live(key, event).is_some_and(|entry| now.since(event) < entry.delay)
    }

    /// Whether a key has still to wait at `event`, counted from its last failure.
    pub fn is_in_backoff_since_update(&self, key: &K, event: T) -> bool {
        self.live(key, event).is_some_and(|entry| event.since(entry.updated) < entry.delay)
    }

    /// Forgets all keys that have not failed for twice the cap.
    pub fn collect_garbage(&mut self, now: T) {
        let limit = self.cap.saturating_mul(2);
        self.entries.retain(|_, entry| now.since(entry.updated) <= limit);
    }

    /// How many keys are remembered.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no key is remembered.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn live(&self, key: &K, event: T) -> Option<&Entry<T>> {
        self.entries.get(key).filter(|entry| !self.has_expired(entry, event))
    }

    fn has_expired(&self, entry: &Entry<T>, event: T) -> bool {
        event.since(entry.updated) > self.expiry
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    const fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn delays_grow_to_the_cap_and_stay() {
        let random = SeededRandom::new(1);
        let mut backoff = Backoff::exponential(secs(1), 3.0, secs(20));
        let delays: Vec<_> = (0..5).map(|_| backoff.step(&random)).collect();
        assert_eq!(delays, [secs(1), secs(3), secs(9), secs(20), secs(20)]);
        let mut endless = Backoff::exponential(secs(u64::MAX), 9.0, Duration::ZERO);
        endless.step(&random);
        assert_eq!(endless.step(&random), Duration::MAX);
    }

    #[test]
    fn steps_run_out() {
        let random = SeededRandom::new(1);
        let mut backoff = Backoff { steps: 2, ..Backoff::exponential(secs(1), 2.0, secs(0)) };
        let delays: Vec<_> = (0..4).map(|_| backoff.step(&random)).collect();
        assert_eq!(delays, [secs(1), secs(2), secs(4), secs(4)]);
    }

    #[test]
    fn jitter_adds_up_to_its_share() {
        let random = SeededRandom::new(1);
        let mut backoff = Backoff::exponential(secs(10), 1.0, secs(0)).with_jitter(0.5);
        for _ in 0..100 {
            let delay = backoff.step(&random);
            assert!((secs(10)..secs(15)).contains(&delay), "{delay:?}");
        }
        assert_eq!(backoff.duration, secs(10));
    }

    #[test]
    fn keys_double_are_capped_and_forgotten() {
        let random = SeededRandom::new(1);
        let mut backoff = KeyedBackoff::new(secs(10), secs(60));
        for (now, want) in [(0, 10), (10, 20), (30, 40), (70, 60), (190, 60), (311, 10)] {
            assert_eq!(backoff.next("a", secs(now), secs(now), &random), secs(want), "{now}");
        }
        assert!(backoff.is_in_backoff_since_update(&"a", secs(320)));
        assert!(!backoff.is_in_backoff_since_update(&"a", secs(321)));
        assert!(backoff.is_in_backoff_since(&"a", secs(315), secs(324)));
        assert!(!backoff.is_in_backoff_since(&"b", secs(315), secs(324)));
        backoff.collect_garbage(secs(431));
        assert_eq!(backoff.len(), 1);
        backoff.collect_garbage(secs(432));
        assert!(backoff.is_empty());
        assert_eq!(backoff.get(&"a"), secs(0));
    }
}
