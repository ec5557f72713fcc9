//! Wall-clock time that is handed in, so that tests and simulations set it.

use std::fmt::Debug;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::UNIX_EPOCH;

use crate::time::{Duration, MicroTime};

/// What time it is, by the wall. For measuring how long something takes, take the executor's
/// clock instead: this one may jump.
pub trait Clock: Send + Sync + Debug {
    /// The present moment.
    fn now(&self) -> MicroTime;
}

/// The host's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one place that reads the host's time")]
    fn now(&self) -> MicroTime {
        let now = std::time::SystemTime::now();
        match now.duration_since(UNIX_EPOCH) {
            Ok(since) => MicroTime::from_unix_micros(saturate(since)),
            Err(before) => MicroTime::from_unix_micros(-saturate(before.duration())),
        }
    }
}

fn saturate(duration: std::time::Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

/// A clock that stands at one moment for ever.
#[derive(Clone, Copy, Debug)]
pub struct FixedClock(pub MicroTime);

impl Clock for FixedClock {
    fn now(&self) -> MicroTime {
        self.0
    }
}

/// A clock that moves when it is told to.
#[derive(Debug)]
pub struct ManualClock {
    micros: AtomicI64,
}

impl ManualClock {
    /// A clock that stands at `now`.
    pub fn new(now: MicroTime) -> Self {
        Self { micros: AtomicI64::new(now.unix_micros()) }
    }

    /// Moves the clock to `now`, forward or back.
    pub fn set(&self, now: MicroTime) {
        self.micros.store(now.unix_micros(), Ordering::Release);
    }

    /// Moves the clock by `step`, whose part below a microsecond is lost.
    pub fn advance(&self, step: Duration) {
        self.micros.fetch_add(step.as_nanos() / 1000, Ordering::AcqRel);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> MicroTime {
        MicroTime::from_unix_micros(self.micros.load(Ordering::Acquire))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_goes_where_it_is_put() {
        let clock = ManualClock::new(MicroTime::from_unix_micros(10));
        clock.advance(Duration::from_secs(1));
        assert_eq!(clock.now().unix_micros(), 1_000_010);
        clock.set(MicroTime::from_unix_micros(-5));
        assert_eq!(clock.now().unix_micros(), -5);
    }

    #[test]
    fn the_system_clock_is_past_the_year_2020() {
        let clock: &dyn Clock = &SystemClock;
        assert!(clock.now() > "2020-01-01T00:00:00.000000Z".parse().unwrap());
    }
}
