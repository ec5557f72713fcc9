//! Connections that nobody uses any more.
//!
//! Upstream: `streamingConnectionIdleTimeout` of the kubelet, four hours.

use std::time::Duration;

use tokio::time::Instant;

/// How long what has arrived may still be read after nothing can be sent any more.
pub(super) const READ_AFTER_WRITE_ERROR: Duration = Duration::from_secs(5);

/// How long a connection may carry nothing at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdleTimeout {
    /// For ever.
    Never,
    /// This long.
    After(Duration),
}

impl IdleTimeout {
    /// Waits until nothing has happened for too long. `activity` says when something last did.
    pub(super) async fn expired(self, activity: impl Fn() -> Activity) {
        let Self::After(timeout) = self else { return std::future::pending().await };
        loop {
            let deadline = activity().0 + timeout;
            if deadline <= Instant::now() {
                return;
            }
            tokio::time::sleep_until(deadline).await;
        }
    }
}

/// When something last went over a connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Activity(Instant);

impl Activity {
    pub(super) fn now() -> Self {
        Self(Instant::now())
    }

    pub(super) fn touch(&mut self) {
        *self = Self::now();
    }
}

impl Activity {
    pub(super) fn later(self, other: Self) -> Self {
        Self(self.0.max(other.0))
    }
}
