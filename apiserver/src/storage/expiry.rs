//! The task that deletes keys when their time to live ends.

use std::sync::{Arc, Weak};
use std::time::Duration;

use async_trait::async_trait;
use parking_lot::Mutex;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::task::AbortOnDropHandle;

use super::errors::StorageError;

/// A store with keys that end.
#[async_trait]
pub(crate) trait Expire: Send + Sync + 'static {
    /// When the next key ends.
    fn next_expiry(&self) -> Option<Instant>;

    /// Deletes the keys whose time has ended at `now`.
    ///
    /// # Errors
    /// What keeps the store from writing; it is tried again later.
    async fn expire(self: Arc<Self>, now: Instant) -> Result<(), StorageError>;
}

/// Runs while some key has a time to live; no timer is armed before the first one.
#[derive(Debug, Default)]
pub(crate) struct ExpiryTask {
    changed: Arc<Notify>,
    running: Mutex<Option<AbortOnDropHandle<()>>>,
}

impl ExpiryTask {
    /// Makes the task look again at when the next key of `store` ends, starting it if needed (also
    /// when the runtime it ran in has ended).
    pub(crate) fn wake<S: Expire>(&self, store: &Arc<S>) {
        let mut running = self.running.lock();
        if running.as_ref().is_none_or(AbortOnDropHandle::is_finished) {
            let task = run(Arc::downgrade(store), self.changed.clone());
            *running = Some(AbortOnDropHandle::new(tokio::spawn(task)));
        }
        self.changed.notify_one();
    }
}

/// The pause after a store could not delete.
const RETRY: Duration = Duration::from_secs(1);

async fn run<S: Expire>(store: Weak<S>, changed: Arc<Notify>) {
    loop {
        let Some(next) = store.upgrade().map(|store| store.next_expiry()) else { return };
        match next {
            None => changed.notified().await,
            Some(deadline) => tokio::select! {
                () = changed.notified() => {}
                () = sleep_until(deadline) => {
                    let Some(store) = store.upgrade() else { return };
                    let expired = store.expire(Instant::now()).await;
                    match expired {
                        Ok(()) => {}
                        Err(StorageError::Closed) => return,
                        Err(error) => {
                            tracing::warn!(%error, "keys past their time to live stay");
                            sleep(RETRY).await;
                        }
                    }
                }
            },
        }
    }
}
