//! The caches of a manager as they run.

use std::convert::Infallible;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::caches::Declared;
use super::{Health, ManagerError};

/// The caches that run, and those that are declared meanwhile.
pub(super) struct CacheTasks {
    declared: UnboundedReceiver<Declared>,
    running: JoinSet<()>,
    health: Health,
    shutdown: CancellationToken,
    _stop: DropGuard,
}

impl CacheTasks {
    pub(super) fn new(declared: UnboundedReceiver<Declared>, health: Health) -> Self {
        let shutdown = CancellationToken::new();
        let _stop = shutdown.clone().drop_guard();
        Self { declared, running: JoinSet::new(), health, shutdown, _stop }
    }

    /// Starts the caches that were declared so far, and waits until they are filled.
    pub(super) async fn start_and_sync(&mut self, limit: Duration) -> Result<(), ManagerError> {
        let mut unsynced = Vec::new();
        while let Ok(declared) = self.declared.try_recv() {
            unsynced.push((
                declared.resource.kind.to_string(),
                declared.resource.api_version(),
                declared.synced.clone(),
            ));
            self.start(declared);
        }
        let deadline = Instant::now() + limit;
        for (kind, api_version, synced) in unsynced {
            if timeout_at(deadline, synced.wait()).await.is_err() {
                let state = Box::new(synced.state());
                return Err(ManagerError::CacheSync { kind, api_version, waited: limit, state });
            }
        }
        Ok(())
    }

    /// Starts the caches that are declared from now on.
    pub(super) async fn keep_starting(&mut self) -> Infallible {
        while let Some(declared) = self.declared.recv().await {
            self.start(declared);
        }
        std::future::pending().await
    }

    /// Ends all caches.
    pub(super) async fn stop(&mut self) {
        self.shutdown.cancel();
        while self.running.join_next().await.is_some() {}
    }

    fn start(&mut self, declared: Declared) {
        let Declared { resource, synced, run } = declared;
        self.health.add_cache(&resource.kind, &resource.api_version(), synced);
        self.running.spawn(run(self.shutdown.clone()));
    }
}
