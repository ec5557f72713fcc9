//! How long a pod waits after a failed attempt.
//!
//! Upstream: `pkg/scheduler/backend/queue/backoff_queue.go`.

use bowline_apimachinery::time::{Duration, MicroTime};

use super::QueuedPod;

const SECOND: i64 = 1_000_000;

/// Waiting times that double with each failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// After the first failure.
    pub initial: Duration,
    /// The longest; zero for no backoff at all.
    pub max: Duration,
}

impl Default for Backoff {
    /// From 1 to 10 seconds.
    fn default() -> Self {
        Self { initial: Duration::from_secs(1), max: Duration::from_secs(10) }
    }
}

impl Backoff {
    /// The wait after so many failures.
    #[must_use]
    pub fn duration(&self, failures: u32) -> Duration {
        let Some(doublings) = failures.checked_sub(1) else { return Duration::from_secs(0) };
        let (initial, max) = (self.initial.as_nanos(), self.max.as_nanos());
        if doublings >= 63 || initial > max >> doublings {
            return self.max;
        }
        Duration::from_nanos(initial << doublings)
    }

    /// When the wait of a pod ends, in whole seconds: pods are let out once a second, so that
    /// those of the same second leave in the order of the queue. None if it need not wait.
    ///
    /// Faults in a row count by themselves, else all rejections count.
    #[must_use]
    pub(super) fn expiry(&self, pod: &QueuedPod) -> Option<MicroTime> {
        let failures = match pod.consecutive_errors {
            0 => pod.unschedulable_count,
            errors => errors,
        };
        if failures == 0 || self.max.as_nanos() <= 0 {
            return None;
        }
        Some(whole_seconds(pod.timestamp.saturating_add(self.duration(failures))))
    }

    /// Whether a pod has to wait still.
    pub(super) fn is_waiting(&self, pod: &QueuedPod, now: MicroTime) -> bool {
        self.expiry(pod).is_some_and(|expiry| expiry >= whole_seconds(now))
    }

    /// The first moment at which a pod need not wait any more.
    pub(super) fn end(&self, pod: &QueuedPod) -> MicroTime {
        let expiry = self.expiry(pod).unwrap_or(pod.timestamp);
        expiry.saturating_add(Duration::from_secs(1))
    }
}

fn whole_seconds(time: MicroTime) -> MicroTime {
    MicroTime::from_unix_micros(time.unix_micros().div_euclid(SECOND) * SECOND)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::testing::pod;

    #[test]
    fn waits_double_up_to_the_longest() {
        let backoff = Backoff::default();
        let seconds: Vec<_> =
            (0..8).map(|it| backoff.duration(it).as_nanos() / 1_000_000_000).collect();
        assert_eq!(seconds, [0, 1, 2, 4, 8, 10, 10, 10]);
        assert_eq!(backoff.duration(1000), backoff.max);
        let long = Backoff { initial: Duration::from_secs(1), max: Duration::from_nanos(i64::MAX) };
        assert_eq!(long.duration(100), long.max);
    }

    #[test]
    fn waits_end_on_whole_seconds() {
        let at = |micros| MicroTime::from_unix_micros(micros);
        let mut queued = QueuedPod::new(Arc::new(pod("p").info()), at(1_700_000));
        let backoff = Backoff::default();
        assert!(!backoff.is_waiting(&queued, at(1_700_000)));
        queued.unschedulable_count = 2;
        // 1.7 s and 2 s more, cut to 3 s: free from 4 s on.
        assert!(backoff.is_waiting(&queued, at(3_999_999)));
        assert!(!backoff.is_waiting(&queued, at(4_000_000)));
        assert_eq!(backoff.end(&queued), at(4_000_000));
        queued.consecutive_errors = 1;
        assert!(!backoff.is_waiting(&queued, at(3_000_000)));
        let none = Backoff { max: Duration::from_secs(0), ..backoff };
        assert!(!none.is_waiting(&queued, at(1_700_000)));
    }
}
