//! Leases, shared by keys with the same time to live: one a key would cost etcd more than the key.
//!
//! *Upstream:* `staging/src/k8s.io/apiserver/pkg/storage/etcd3/lease_manager.go`.

use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::Instant;
use tonic::Status;

use super::client::{Client, to_i64};

/// Keys that share a lease at most.
const MAX_KEYS: u32 = 1_000;
/// How much longer than asked a key may live, at most and as a fraction of its time to live.
const MAX_WINDOW: Duration = Duration::from_secs(60);
const WINDOW_FRACTION: u32 = 20;

/// The lease that was granted last.
#[derive(Debug, Default)]
pub(super) struct Leases {
    last: Mutex<Option<Shared>>,
}

#[derive(Clone, Copy, Debug)]
struct Shared {
    id: i64,
    /// When it surely has not ended yet.
    until: Instant,
    window: Duration,
    keys: u32,
}

impl Leases {
    /// A lease that ends `ttl` from now, or a little later.
    pub(super) async fn lease(&self, client: &Client, ttl: Duration) -> Result<i64, Status> {
        let now = Instant::now();
        if let Some(shared) = &mut *self.last.lock()
            && shared.fits(ttl, now)
        {
            shared.keys += 1;
            return Ok(shared.id);
        }
        let window = window(ttl);
        let seconds = (ttl + window).as_millis().div_ceil(1_000).max(1);
        let seconds = u64::try_from(seconds).unwrap_or(u64::MAX);
        let id = client.grant_lease(to_i64(seconds)).await?;
        let until = now + Duration::from_secs(seconds.min(u64::from(u32::MAX)));
        *self.last.lock() = Some(Shared { id, until, window, keys: 1 });
        Ok(id)
    }

    /// Forgets the last lease, for etcd does not know it.
    pub(super) fn forget(&self) {
        *self.last.lock() = None;
    }
}

impl Shared {
    fn fits(&self, ttl: Duration, now: Instant) -> bool {
        let end = now + ttl;
        self.keys < MAX_KEYS
            && !self.window.is_zero()
            && end <= self.until
            && self.until - end <= self.window
    }
}

/// How much longer than `ttl` a lease of keys that may come later is made; whole seconds, as etcd
/// counts.
fn window(ttl: Duration) -> Duration {
    Duration::from_secs((ttl / WINDOW_FRACTION).min(MAX_WINDOW).as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lease_is_shared_within_its_window() {
        let now = Instant::now();
        let hour = Duration::from_secs(3_600);
        assert_eq!(window(hour), MAX_WINDOW);
        assert_eq!(window(Duration::from_secs(100)), Duration::from_secs(5));
        assert_eq!(window(Duration::from_secs(2)), Duration::ZERO);
        let shared = Shared { id: 1, until: now + hour + MAX_WINDOW, window: MAX_WINDOW, keys: 1 };
        let second = Duration::from_secs(1);
        assert!(shared.fits(hour, now));
        assert!(shared.fits(hour, now + MAX_WINDOW));
        assert!(!shared.fits(hour, now + MAX_WINDOW + second), "it would end too soon");
        assert!(!shared.fits(hour - second, now), "it would end too late");
        assert!(!Shared { keys: MAX_KEYS, ..shared }.fits(hour, now));
        assert!(!Shared { window: Duration::ZERO, ..shared }.fits(hour, now));
    }
}
