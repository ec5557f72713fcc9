//! The durable store.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use parking_lot::Mutex;
use tokio::sync::{Notify, oneshot};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::Instant;

use super::commit::{Committer, Duty, Queue, Request, Waiting};
use super::directory::Directory;
use super::errors::OpenError;
use super::log_file::{LogFiles, OsFiles};
use super::record::Record;
use super::recovery::{Recovered, recover};
use super::segment::Segment;
use super::snapshot;
use crate::storage::DEFAULT_MAX_VALUE_BYTES;
use crate::storage::errors::StorageError;
use crate::storage::expiry::{Expire, ExpiryTask};
use crate::storage::interfaces::{Got, Page, PrefixRevision, RangeRequest, Storage, WatchStream};
use crate::storage::mvcc::{Operation, Precondition, Retention, SharedMvcc, Write};

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

/// What the handles and the committing thread share. Locks are taken in the order of the fields.
pub(super) struct Shared {
    pub(super) log: Mutex<Log>,
    pub(super) queue: Mutex<Queue>,
    pub(super) mvcc: SharedMvcc,
    /// Told when a committing thread is done.
    pub(super) idle: Notify,
    directory: Directory,
    files: Box<dyn LogFiles>,
    config: FileConfig,
}

/// The writing half.
pub(super) struct Log {
    pub(super) segment: Segment,
    rotate_at: u64,
    /// The snapshot that is being written.
    snapshot: Option<JoinHandle<()>>,
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

/// The answer that a submitted request will get.
struct Answer(oneshot::Receiver<Result<u64, StorageError>>);

impl Answer {
    async fn wait(self) -> Result<u64, StorageError> {
        let answer = self.0.await;
        answer.map_err(|gone| StorageError::unavailable("waiting for the log", gone))?
    }
}

impl Shared {
    fn new(
        directory: Directory,
        files: Box<dyn LogFiles>,
        config: FileConfig,
        recovered: Recovered,
    ) -> Self {
        let rotate_at = config.log_bytes.max(recovered.snapshot_bytes);
        Self {
            log: Mutex::new(Log { segment: recovered.segment, rotate_at, snapshot: None }),
            queue: Mutex::default(),
            mvcc: SharedMvcc::new(recovered.mvcc, config.watch_buffer),
            idle: Notify::new(),
            directory,
            files,
            config,
        }
    }

    /// Hands `request` to whoever commits, starting a thread if nobody does.
    fn submit(this: &Arc<Self>, request: Request) -> Result<Answer, StorageError> {
        let (answer, receiver) = oneshot::channel();
        let committer = this.queue.lock().push(Waiting { request, answer })?;
        if committer == Committer::Needed {
            let duty = Duty::new(this.clone());
            // Not awaited: the duty's end is announced by `idle`, and `close` waits for that.
            drop(spawn_blocking(move || duty.discharge()));
        }
        Ok(Answer(receiver))
    }

    /// Lets records that are durable take effect.
    pub(super) fn take_effect(&self, records: Vec<Record>, now: Instant) {
        if records.is_empty() {
            return;
        }
        let mut mvcc = self.mvcc.write();
        for record in records {
            match record {
                Record::Change(change) => mvcc.apply(change, now),
                // Refused only if the retention policy went further meanwhile.
                Record::Compact(revision) => drop(mvcc.compact(revision)),
            }
        }
    }

    /// Begins a new segment, and a snapshot that makes the old one needless, when the log is long.
    pub(super) fn rotate_if_long(self: &Arc<Self>, log: &mut Log) {
        if log.segment.length() < log.rotate_at {
            return;
        }
        if log.snapshot.as_ref().is_some_and(|snapshot| !snapshot.is_finished()) {
            return;
        }
        let (revision, items) = {
            let mvcc = self.mvcc.read();
            (mvcc.revision(), mvcc.dump())
        };
        match Segment::create(&self.directory, &*self.files, revision + 1) {
            Ok(segment) => log.segment = segment,
            Err(error) => {
                tracing::warn!(%error, "storage log cannot be rotated and goes on growing");
                log.rotate_at = log.segment.length() + self.config.log_bytes;
                return;
            }
        }
        let bytes = items.iter().map(|(kv, _)| (kv.key.len() + kv.value.len()) as u64).sum();
        log.rotate_at = self.config.log_bytes.max(bytes);
        let shared = self.clone();
        log.snapshot = Some(spawn_blocking(move || shared.write_snapshot(revision, &items)));
    }

    fn write_snapshot(&self, revision: u64, items: &snapshot::Items) {
        let written = snapshot::write(&self.directory, revision, items);
        let result = written.and_then(|()| self.directory.remove_before(revision));
        if let Err(error) = result {
            let error: &dyn std::error::Error = &error;
            tracing::warn!(error, "storage snapshot failed, the log is kept");
        }
    }

    #[cfg(test)]
    pub(super) fn snapshot_now(&self) {
        let (revision, items) = {
            let mvcc = self.mvcc.read();
            (mvcc.revision(), mvcc.dump())
        };
        self.write_snapshot(revision, &items);
    }
}

#[async_trait]
impl Expire for Shared {
    fn next_expiry(&self) -> Option<Instant> {
        self.mvcc.read().next_expiry()
    }

    async fn expire(self: Arc<Self>, now: Instant) -> Result<(), StorageError> {
        let ended = self.mvcc.read().expired(now);
        let mut answers = Vec::new();
        for kv in ended {
            let request = Request::Write(Write {
                key: kv.key.clone(),
                precondition: Precondition::ModRevision(kv.mod_revision),
                operation: Operation::Delete,
            });
            answers.push(Self::submit(&self, request)?);
        }
        for answer in answers {
            match answer.wait().await {
                Err(error) if error.is_unavailable() => return Err(error),
                // A key that changed meanwhile has another time to live, or none.
                Ok(_) | Err(_) => {}
            }
        }
        Ok(())
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

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let directory = self.directory.path();
        f.debug_struct("FileStorage").field("directory", &directory).finish_non_exhaustive()
    }
}
