//! The durable store.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use tokio::task::spawn_blocking;
use tokio::time::Instant;

use super::commit::Request;
use super::directory::Directory;
use super::errors::OpenError;
use super::log_file::{LogFiles, OsFiles};
use super::recovery::recover;
use super::shared::Shared;
use crate::storage::DEFAULT_MAX_VALUE_BYTES;
use crate::storage::errors::StorageError;
use crate::storage::expiry::{Expire, ExpiryTask};
use crate::storage::interfaces::{Got, Page, PrefixRevision, RangeRequest, Storage, WatchStream};
use crate::storage::mvcc::{Operation, Precondition, Retention, Write};

/// No value may be larger, whatever the configuration says: a group has to fit a frame.
const MAX_VALUE_BYTES: usize = 1 << 30;

/// How a [`FileStorage`] behaves.
#[derive(Clone, Debug)]
pub struct FileConfig {
    /// How much history is kept.
    pub retention: Retention,
    /// Events a watch may leave unread before it is ended with `SlowWatcher`.
    pub watch_buffer: usize,
    /// The largest value accepted, in bytes with its key.
    pub max_value_bytes: usize,
    /// The size at which the log is replaced by a snapshot, in bytes, unless the last snapshot
    /// was larger: then that.
    pub log_bytes: u64,
}

impl Default for FileConfig {
    fn default() -> Self {
        Self {
            retention: Retention::default(),
            watch_buffer: 100_000,
            max_value_bytes: DEFAULT_MAX_VALUE_BYTES,
            log_bytes: 64 << 20,
        }
    }
}

/// A [`Storage`] in a directory of its own; clones share it.
///
/// An acknowledged write is on the disk. After an error of the disk the store serves reads only.
///
/// ```
/// use bowline_apiserver::storage::{FileConfig, FileStorage, Storage};
///
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
/// let directory = tempfile::tempdir()?;
/// let storage = FileStorage::open(directory.path(), FileConfig::default()).await?;
/// let revision = storage.create("/registry/pods/default/web", "{}".into(), None).await?;
/// storage.close().await;
///
/// let storage = FileStorage::open(directory.path(), FileConfig::default()).await?;
/// let got = storage.get("/registry/pods/default/web").await?;
/// assert_eq!(got.kv.unwrap().mod_revision, revision);
/// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
/// ```
#[derive(Clone, Debug)]
pub struct FileStorage {
    pub(super) shared: Arc<Shared>,
    expiry: Arc<ExpiryTask>,
}

impl FileStorage {
    /// Opens the store in the directory `path`, which is made if needed.
    ///
    /// What a crash left unfinished is cut off; it was never acknowledged.
    ///
    /// # Errors
    /// `Locked` while another store has it open; `Corrupt` when a file is damaged otherwise than a
    /// crash can; `Io`.
    pub async fn open(path: impl AsRef<Path>, config: FileConfig) -> Result<Self, OpenError> {
        Self::open_on(path.as_ref(), config, Box::new(OsFiles)).await
    }

    pub(super) async fn open_on(
        path: &Path,
        mut config: FileConfig,
        files: Box<dyn LogFiles>,
    ) -> Result<Self, OpenError> {
        config.max_value_bytes = config.max_value_bytes.min(MAX_VALUE_BYTES);
        let path = path.to_owned();
        let now = Instant::now();
        let opened = spawn_blocking(move || {
            let directory = Directory::lock(&path)?;
            let recovered = recover(&directory, &*files, config.retention.clone(), now)?;
            Ok(Shared::new(directory, files, config, recovered))
        });
        let shared = Arc::new(opened.await.map_err(|_| OpenError::Interrupted)??);
        let storage = Self { shared, expiry: Arc::default() };
        if storage.shared.next_expiry().is_some() {
            storage.expiry.wake(&storage.shared);
        }
        Ok(storage)
    }

    /// Waits for the writes that were begun, ends all watches and gives the directory free. Further
    /// writes and watches fail with `Closed`.
    ///
    /// A store that is only dropped loses nothing either, but is free only when its threads are
    /// done.
    pub async fn close(&self) {
        loop {
            let idle = self.shared.idle.notified();
            {
                let mut queue = self.shared.queue.lock();
                queue.close();
                if queue.is_idle() {
                    break;
                }
            }
            idle.await;
        }
        let snapshot = self.shared.log.lock().snapshot.take();
        if let Some(snapshot) = snapshot {
            // Whatever became of it, the log has everything.
            let _ = snapshot.await;
        }
        self.shared.mvcc.write().close();
        self.shared.directory.unlock();
    }

    async fn write(&self, write: Write) -> Result<u64, StorageError> {
        write.validate(self.shared.config.max_value_bytes)?;
        let expires = matches!(write.operation, Operation::Put { ttl: Some(_), .. });
        let revision = Shared::submit(&self.shared, Request::Write(write))?.wait().await?;
        if expires {
            self.expiry.wake(&self.shared);
        }
        Ok(revision)
    }
}

#[async_trait]
impl Storage for FileStorage {
    async fn get(&self, key: &str) -> Result<Got, StorageError> {
        Ok(self.shared.mvcc.get(key))
    }

    async fn range(&self, request: RangeRequest<'_>) -> Result<Page, StorageError> {
        self.shared.mvcc.range(&request)
    }

    async fn create(
        &self,
        key: &str,
        value: Bytes,
        ttl: Option<Duration>,
    ) -> Result<u64, StorageError> {
        let operation = Operation::Put { value, ttl };
        self.write(Write { key: key.into(), precondition: Precondition::Absent, operation }).await
    }

    async fn update(
        &self,
        key: &str,
        value: Bytes,
        expected_mod_revision: u64,
        ttl: Option<Duration>,
    ) -> Result<u64, StorageError> {
        let precondition = Precondition::ModRevision(expected_mod_revision);
        let operation = Operation::Put { value, ttl };
        self.write(Write { key: key.into(), precondition, operation }).await
    }

    async fn delete(&self, key: &str, expected_mod_revision: u64) -> Result<u64, StorageError> {
        let precondition = Precondition::ModRevision(expected_mod_revision);
        self.write(Write { key: key.into(), precondition, operation: Operation::Delete }).await
    }

    async fn watch(&self, prefix: &str, from_revision: u64) -> Result<WatchStream, StorageError> {
        self.shared.mvcc.watch(prefix, from_revision)
    }

    async fn compact(&self, revision: u64) -> Result<(), StorageError> {
        Shared::submit(&self.shared, Request::Compact(revision))?.wait().await.map(drop)
    }

    async fn current_revision(&self) -> Result<u64, StorageError> {
        Ok(self.shared.mvcc.read().revision())
    }

    async fn request_progress(&self, prefix: &str) -> Result<(), StorageError> {
        self.shared.mvcc.write().send_progress(prefix);
        Ok(())
    }

    async fn prefix_revision(&self, prefix: &str) -> Result<PrefixRevision, StorageError> {
        Ok(self.shared.mvcc.prefix_revision(prefix))
    }
}
