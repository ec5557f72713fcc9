//! What the handles of a store and the thread that commits share.

use std::sync::Arc;

use async_trait::async_trait;
use parking_lot::Mutex;
use tokio::sync::{Notify, oneshot};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::Instant;

use super::commit::{Committer, Duty, Queue, Request, Waiting};
use super::directory::Directory;
use super::log_file::LogFiles;
use super::record::Record;
use super::recovery::Recovered;
use super::segment::Segment;
use super::snapshot;
use super::store::FileConfig;
use crate::storage::errors::StorageError;
use crate::storage::expiry::Expire;
use crate::storage::mvcc::{Operation, Precondition, SharedMvcc, Write};

/// What the handles and the committing thread share. Locks are taken in the order of the fields.
pub(super) struct Shared {
    pub(super) log: Mutex<Log>,
    pub(super) queue: Mutex<Queue>,
    pub(super) mvcc: SharedMvcc,
    /// Told when a committing thread is done.
    pub(super) idle: Notify,
    pub(super) directory: Directory,
    files: Box<dyn LogFiles>,
    pub(super) config: FileConfig,
}

/// The writing half.
pub(super) struct Log {
    pub(super) segment: Segment,
    rotate_at: u64,
    /// The snapshot that is being written.
    pub(super) snapshot: Option<JoinHandle<()>>,
}

/// The answer that a submitted request will get.
pub(super) struct Answer(oneshot::Receiver<Result<u64, StorageError>>);

impl Answer {
    pub(super) async fn wait(self) -> Result<u64, StorageError> {
        let answer = self.0.await;
        answer.map_err(|gone| StorageError::unavailable("waiting for the log", gone))?
    }
}

impl Shared {
    pub(super) fn new(
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
    pub(super) fn submit(this: &Arc<Self>, request: Request) -> Result<Answer, StorageError> {
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

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let directory = self.directory.path();
        f.debug_struct("FileStorage").field("directory", &directory).finish_non_exhaustive()
    }
}
