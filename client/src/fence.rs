//! A deadline after which writes are not sent.

use std::sync::Arc;

use parking_lot::Mutex;
use tokio::time::Instant;

/// Permission to write that runs out unless it is renewed.
///
/// A leader's client carries one: when the process was paused, or cannot reach the server, past
/// its renew deadline, another may lead, and writes fail here instead of reaching the cluster. The
/// deadline is on the monotonic clock, so that steps of the wall clock do not matter.
#[derive(Clone, Debug, Default)]
pub struct Fence {
    deadline: Arc<Mutex<Option<Instant>>>,
}

impl Fence {
    /// A fence that lets nothing through until it is [extended](Self::extend_to).
    #[must_use]
    pub fn closed() -> Self {
        Self::default()
    }

    /// Lets writes through until `deadline`.
    pub fn extend_to(&self, deadline: Instant) {
        *self.deadline.lock() = Some(deadline);
    }

    /// Lets nothing through from now on.
    pub fn close(&self) {
        *self.deadline.lock() = None;
    }

    /// Until when writes pass; none when they do not.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        *self.deadline.lock()
    }

    /// Whether a write may be sent at `now`.
    #[must_use]
    pub fn is_open(&self, now: Instant) -> bool {
        self.deadline().is_some_and(|deadline| now < deadline)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn opens_and_closes_by_time_and_by_hand() {
        let fence = Fence::closed();
        let now = Instant::now();
        assert!(!fence.is_open(now));
        fence.extend_to(now + Duration::from_secs(1));
        assert!(fence.is_open(now) && !fence.is_open(now + Duration::from_secs(1)));
        fence.close();
        assert!(!fence.is_open(now));
    }
}
