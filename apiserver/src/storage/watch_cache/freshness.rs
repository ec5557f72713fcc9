//! Waiting until the cache is as new as a request demands.

use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout_at};

use super::cache::Shared;
use super::errors::CacheError;
use super::request::Freshness;
use crate::storage::interfaces::PrefixRevision;

/// How often a waiting request asks the store again how far it is.
///
/// *Upstream:* `progressRequestPeriod` in `cacher/progress`.
const PROGRESS_PERIOD: Duration = Duration::from_millis(100);

impl<T: Send + Sync + 'static> Shared<T> {
    /// Waits until the cache satisfies `freshness`, and returns a floor: from now on the contents
    /// are complete up to the floor, also where their own revision is lower because nothing of
    /// the resource changed in between.
    pub(super) async fn fresh(&self, freshness: Freshness) -> Result<u64, CacheError> {
        let deadline = Instant::now() + self.config.freshness_timeout;
        let reached = self.initialized(deadline).await?;
        match freshness {
            Freshness::Any => Ok(0),
            Freshness::NotOlderThan(wanted) if reached >= wanted => Ok(0),
            Freshness::NotOlderThan(wanted) => self.reach(wanted, deadline).await,
            Freshness::Newest => {
                let store = self.store_revision().await?;
                if self.reached() >= store.changed {
                    return Ok(store.current);
                }
                self.reach(store.changed, deadline).await?;
                Ok(store.current)
            }
        }
    }

    /// Marks everything as dispatched that is, so that bookmarks are as new as the store.
    pub(super) async fn catch_up(&self) {
        match self.store_revision().await {
            Ok(store) => self.watchers.lock().caught_up(store),
            Err(error) => {
                let error: &dyn std::error::Error = &error;
                tracing::debug!(prefix = &*self.config.prefix, error, "bookmark stays behind");
            }
        }
    }

    async fn initialized(&self, deadline: Instant) -> Result<u64, CacheError> {
        if let Some(revision) = *self.revision.borrow() {
            return Ok(revision);
        }
        let mut revision = self.revision.subscribe();
        let filled = timeout_at(deadline, revision.wait_for(Option::is_some)).await;
        match filled.map(|changed| changed.ok().and_then(|revision| *revision)) {
            Ok(Some(revision)) => Ok(revision),
            _ => Err(CacheError::Initializing { prefix: self.config.prefix.clone() }),
        }
    }

    /// Waits until the cache is complete up to `wanted` and returns the floor that is known then.
    async fn reach(&self, wanted: u64, deadline: Instant) -> Result<u64, CacheError> {
        let mut revision = self.revision.subscribe();
        loop {
            let store = self.store_revision().await?;
            let reached = self.reached();
            if reached >= wanted {
                return Ok(0);
            }
            if store.current >= wanted && reached >= store.changed {
                return Ok(store.current);
            }
            let now = Instant::now();
            if now >= deadline {
                let current = reached.max(store.current.min(wanted.saturating_sub(1)));
                return Err(CacheError::TooLargeResourceVersion { requested: wanted, current });
            }
            // Where the last change of the resource is older than the revision wanted, reaching
            // that change is enough.
            let enough = if store.current >= wanted { wanted.min(store.changed) } else { wanted };
            tokio::select! {
                _ = revision.wait_for(|revision| revision.is_some_and(|at| at >= enough)) => {}
                () = sleep_until(deadline.min(now + PROGRESS_PERIOD)) => {}
            }
        }
    }

    fn reached(&self) -> u64 {
        self.revision.borrow().unwrap_or(0)
    }

    async fn store_revision(&self) -> Result<PrefixRevision, CacheError> {
        Ok(self.storage.prefix_revision(&self.config.prefix).await?)
    }
}
