//! How far a store has come, whatever kind of object it holds: compiled once, not for each kind.

use tokio::sync::watch;

use super::StoreClosed;
use crate::cache::SyncState;
use crate::resource_version::is_older;

/// Progress of a store's contents and of their source, to look at and to wait for.
pub(super) struct Standing {
    progress: watch::Sender<Progress>,
    sync_state: watch::Sender<SyncState>,
}

#[derive(Debug, Default)]
struct Progress {
    version: String,
    synced: bool,
    closed: bool,
}

impl Progress {
    fn has_seen(&self, resource_version: &str) -> bool {
        self.synced && !is_older(&self.version, resource_version)
    }
}

impl Standing {
    pub(super) fn new() -> Self {
        Self {
            progress: watch::Sender::new(Progress::default()),
            sync_state: watch::Sender::new(SyncState::Idle),
        }
    }

    pub(super) fn version(&self) -> String {
        self.progress.borrow().version.clone()
    }

    pub(super) fn is_synced(&self) -> bool {
        self.progress.borrow().synced
    }

    /// The contents are those of this version.
    pub(super) fn replaced(&self, resource_version: &str) {
        self.progress.send_modify(|progress| {
            resource_version.clone_into(&mut progress.version);
            progress.synced = true;
        });
    }

    /// Nothing else changed up to this version.
    pub(super) fn advance(&self, resource_version: &str) {
        self.progress.send_if_modified(|progress| {
            let news = !resource_version.is_empty()
                && resource_version != progress.version
                && !is_older(resource_version, &progress.version);
            if news {
                resource_version.clone_into(&mut progress.version);
            }
            news
        });
    }

    /// There will be no more changes.
    pub(super) fn close(&self) {
        self.progress.send_modify(|progress| progress.closed = true);
        self.report(SyncState::Stopped);
    }

    pub(super) fn report(&self, state: SyncState) {
        self.sync_state.send_replace(state);
    }

    pub(super) fn sync_state(&self) -> watch::Receiver<SyncState> {
        self.sync_state.subscribe()
    }

    pub(super) async fn synced(&self) -> Result<(), StoreClosed> {
        self.wait_for(&|progress| progress.synced).await
    }

    pub(super) async fn seen(&self, resource_version: &str) -> Result<(), StoreClosed> {
        self.wait_for(&|progress| progress.has_seen(resource_version)).await
    }

    async fn wait_for(&self, done: &(dyn Fn(&Progress) -> bool + Sync)) -> Result<(), StoreClosed> {
        let mut progress = self.progress.subscribe();
        let reached = progress.wait_for(|p| done(p) || p.closed).await;
        // The sender lives as long as this handle.
        match reached {
            Ok(p) if done(&p) => Ok(()),
            _ => Err(StoreClosed),
        }
    }
}
