//! A limit on the rate of requests: so many a second, with bursts.

use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::Instant;

/// A token bucket that hands out waiting times, first come first served.
///
/// *Upstream:* `client-go/util/flowcontrol/throttle.go`.
#[derive(Debug)]
pub struct Throttle {
    /// Time that one token takes to come back.
    interval: Duration,
    burst: u32,
    /// When the bucket would be full again if nobody asked any more.
    full_at: Mutex<Option<Instant>>,
}

impl Throttle {
    /// A limit of `qps` requests a second, and `burst` at once; none when `qps` is not positive.
    #[must_use]
    pub fn new(qps: f32, burst: u32) -> Option<Self> {
        let interval = Duration::try_from_secs_f32(qps.recip()).ok().filter(|_| qps > 0.0)?;
        Some(Self { interval, burst: burst.max(1), full_at: Mutex::new(None) })
    }

    /// Takes a token and says how long to wait before acting on it.
    pub fn reserve(&self, now: Instant) -> Duration {
        let mut full_at = self.full_at.lock();
        let refill = full_at.map_or(now, |at| at.max(now)) + self.interval;
        *full_at = Some(refill);
        let missing = refill.saturating_duration_since(now);
        missing.saturating_sub(self.interval * self.burst)
    }

    /// Waits for a token.
    pub async fn wait(&self) {
        let wait = self.reserve(Instant::now());
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_burst_is_free_and_the_rest_is_paced() {
        let throttle = Throttle::new(10.0, 3).unwrap();
        let now = Instant::now();
        let waits: Vec<_> = (0..5).map(|_| throttle.reserve(now).as_millis()).collect();
        assert_eq!(waits, [0, 0, 0, 100, 200]);
        let later = now + Duration::from_secs(10);
        assert_eq!(throttle.reserve(later), Duration::ZERO);
    }

    #[test]
    fn no_rate_is_no_limit() {
        for qps in [0.0, -1.0, f32::NAN] {
            assert!(Throttle::new(qps, 10).is_none(), "{qps}");
        }
    }
}
