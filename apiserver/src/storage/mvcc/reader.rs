//! The reading half of a store: the versioned key space behind a lock.

use parking_lot::{RwLock, RwLockReadGuard, RwLockWriteGuard};
use tokio::time::Instant;

use super::store::Mvcc;
use crate::storage::errors::StorageError;
use crate::storage::interfaces::{Got, Page, PrefixRevision, RangeRequest, WatchStream};

/// A key space that is read by many and written by its driver; history is dropped before it is
/// read, where the retention policy says so.
#[derive(Debug)]
pub(crate) struct SharedMvcc {
    mvcc: RwLock<Mvcc>,
    watch_buffer: usize,
}

impl SharedMvcc {
    /// A key space whose watches may leave `watch_buffer` events unread.
    pub(crate) fn new(mvcc: Mvcc, watch_buffer: usize) -> Self {
        Self { mvcc: RwLock::new(mvcc), watch_buffer }
    }

    /// The key space, to look at.
    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Mvcc> {
        self.mvcc.read()
    }

    /// The key space, to change.
    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, Mvcc> {
        self.mvcc.write()
    }

    /// See [`Storage::get`](crate::storage::Storage::get).
    pub(crate) fn get(&self, key: &str) -> Got {
        let mvcc = self.read();
        Got { kv: mvcc.current(key).cloned(), revision: mvcc.revision() }
    }

    /// See [`Storage::range`](crate::storage::Storage::range).
    pub(crate) fn range(&self, request: &RangeRequest<'_>) -> Result<Page, StorageError> {
        if request.revision.is_some() {
            self.retain();
        }
        self.read().range(request)
    }

    /// See [`Storage::watch`](crate::storage::Storage::watch).
    pub(crate) fn watch(
        &self,
        prefix: &str,
        from_revision: u64,
    ) -> Result<WatchStream, StorageError> {
        self.retain();
        let events = self.write().watch(prefix, from_revision, self.watch_buffer)?;
        Ok(WatchStream::new(events))
    }

    /// See [`Storage::prefix_revision`](crate::storage::Storage::prefix_revision).
    pub(crate) fn prefix_revision(&self, prefix: &str) -> PrefixRevision {
        self.read().prefix_revision(prefix)
    }

    fn retain(&self) {
        let now = Instant::now();
        if self.read().retention_due(now) {
            self.write().retain(now);
        }
    }
}
