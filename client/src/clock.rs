//! Wall-clock time that follows the executor's clock.

use bowline_apimachinery::clock::{Clock, SystemClock};
use bowline_apimachinery::time::{Duration, MicroTime};
use tokio::time::Instant;

/// A clock that starts at a given moment and moves as tokio's clock moves.
///
/// Under a paused tokio runtime this is virtual wall time: it stands still until the runtime
/// advances, so timestamps written by a simulated cluster are the same in every run.
#[derive(Clone, Copy, Debug)]
pub struct TokioClock {
    base: MicroTime,
    start: Instant,
}

impl TokioClock {
    /// A clock that stands at `base` now.
    #[must_use]
    pub fn starting_at(base: MicroTime) -> Self {
        Self { base, start: Instant::now() }
    }

    /// A clock that stands at the host's time now.
    ///
    /// It does not follow later corrections of the host's clock; long-lived programs that talk to
    /// a real cluster take [`SystemClock`].
    #[must_use]
    pub fn from_host() -> Self {
        Self::starting_at(SystemClock.now())
    }
}

impl Clock for TokioClock {
    fn now(&self) -> MicroTime {
        let elapsed = self.start.elapsed().as_nanos();
        let elapsed = i64::try_from(elapsed).unwrap_or(i64::MAX);
        self.base.saturating_add(Duration::from_nanos(elapsed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn follows_virtual_time() {
        let clock = TokioClock::starting_at(MicroTime::from_unix_micros(1_000_000));
        assert_eq!(clock.now().unix_micros(), 1_000_000);
        tokio::time::advance(std::time::Duration::from_millis(1500)).await;
        assert_eq!(clock.now().unix_micros(), 2_500_000);
    }
}
