//! Group commit: while one group of writes is being synced, the next one gathers.
//!
//! A write is decided against the key space as it will be when the writes before it in the group
//! have taken effect. The group is one frame of the log; when that is durable its changes take
//! effect and its writers are answered.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use tokio::sync::oneshot;
use tokio::time::Instant;

use super::frame;
use super::record::Record;
use super::shared::Shared;
use crate::storage::errors::StorageError;
use crate::storage::key_value::KeyValue;
use crate::storage::mvcc::{Change, Mvcc, Write, decide};

/// Requests of one group at most; it bounds how long the first of them waits for the others.
const GROUP: usize = 4_096;
/// Bytes of keys and values after which a group takes no more.
const GROUP_BYTES: usize = 16 << 20;

/// What a writer asks for.
#[derive(Debug)]
pub(super) enum Request {
    Write(Write),
    Compact(u64),
}

/// A request whose writer waits for the revision.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) request: Request,
    pub(super) answer: oneshot::Sender<Result<u64, StorageError>>,
}

/// Requests that are not in a group yet.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: VecDeque<Waiting>,
    /// Whether some thread commits what waits.
    committing: bool,
    closed: bool,
}

impl Queue {
    /// Adds a request; true when the caller has to see to it that somebody commits it.
    pub(super) fn push(&mut self, waiting: Waiting) -> Result<Committer, StorageError> {
        if self.closed {
            return Err(StorageError::Closed);
        }
        self.waiting.push_back(waiting);
        let needed = !std::mem::replace(&mut self.committing, true);
        Ok(if needed { Committer::Needed } else { Committer::Present })
    }

    /// Takes no more requests.
    pub(super) fn close(&mut self) {
        self.closed = true;
    }

    /// Whether nobody commits.
    pub(super) fn is_idle(&self) -> bool {
        !self.committing
    }

    /// The next group; when there is none the caller's duty ends.
    fn next_group(&mut self) -> Option<Vec<Waiting>> {
        if self.waiting.is_empty() {
            self.committing = false;
            return None;
        }
        let mut bytes = 0;
        let fits = self.waiting.iter().take(GROUP).take_while(|waiting| {
            let room = bytes < GROUP_BYTES;
            bytes += waiting.request.bytes();
            room
        });
        let count = fits.count();
        Some(self.waiting.drain(..count).collect())
    }
}

/// Whether a thread has to be started that commits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Committer {
    Needed,
    Present,
}

impl Request {
    fn bytes(&self) -> usize {
        match self {
            Self::Write(write) => write.bytes(),
            Self::Compact(_) => 0,
        }
    }
}

/// The duty to commit: passed to the thread that does it, and given up however that ends.
pub(super) struct Duty {
    shared: Arc<Shared>,
    discharged: bool,
}

impl Duty {
    /// The duty of whoever was told that a committer is needed.
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared, discharged: false }
    }

    /// Commits group after group until nothing waits. Blocks.
    pub(super) fn discharge(mut self) {
        loop {
            let group = self.shared.queue.lock().next_group();
            let Some(group) = group else { break };
            commit(&self.shared, group);
        }
        // From here on the next request has a committer of its own.
        self.discharged = true;
    }
}

impl Drop for Duty {
    fn drop(&mut self) {
        if self.discharged {
            self.shared.idle.notify_waiters();
            return;
        }
        if std::thread::panicking() {
            // The log may end in the middle of a group; nothing must follow it.
            self.shared
                .log
                .lock()
                .segment
                .fail(std::io::Error::other("writer of the log panicked"));
        }
        let abandoned = {
            let mut queue = self.shared.queue.lock();
            queue.committing = false;
            std::mem::take(&mut queue.waiting)
        };
        // There is something only if the runtime ended: the writers learn it from their channels.
        drop(abandoned);
        self.shared.idle.notify_waiters();
    }
}

/// Commits one group.
fn commit(shared: &Arc<Shared>, group: Vec<Waiting>) {
    let mut log = shared.log.lock();
    let mvcc = shared.mvcc.read();
    let first_revision = mvcc.revision() + 1;
    let mut staging = Staging::new(&mvcc);
    let decided: Vec<_> = group
        .into_iter()
        .map(|waiting| (waiting.answer, staging.decide(waiting.request)))
        .collect();
    let records = staging.records;
    drop(mvcc);

    let mut written = Ok(());
    if !records.is_empty() {
        let mut buffer = Vec::new();
        let start = frame::begin(&mut buffer);
        for record in &records {
            record.encode(&mut buffer);
        }
        frame::finish(&mut buffer, start, first_revision, log.segment.length());
        written = log.segment.append(&buffer);
    }
    match written {
        Ok(()) => {
            shared.take_effect(records, Instant::now());
            for (answer, result) in decided {
                // A writer that gave up does not care.
                let _ = answer.send(result);
            }
            shared.rotate_if_long(&mut log);
        }
        Err(source) => {
            // Also a refused write may have been refused because of one that is lost now.
            let error = StorageError::Unavailable { doing: "writing to the log", source };
            for (answer, _) in decided {
                let _ = answer.send(Err(error.clone()));
            }
        }
    }
}

/// The key space as it will be when the writes decided so far have taken effect.
struct Staging<'a> {
    mvcc: &'a Mvcc,
    changed: HashMap<Arc<str>, Option<Arc<KeyValue>>>,
    revision: u64,
    compacted: u64,
    records: Vec<Record>,
}

impl<'a> Staging<'a> {
    fn new(mvcc: &'a Mvcc) -> Self {
        let (revision, compacted) = (mvcc.revision(), mvcc.compacted());
        Self { mvcc, changed: HashMap::new(), revision, compacted, records: Vec::new() }
    }

    /// The revision the request will have, or why it is refused.
    fn decide(&mut self, request: Request) -> Result<u64, StorageError> {
        match request {
            Request::Write(write) => {
                let current = match self.changed.get(&write.key) {
                    Some(current) => current.as_ref(),
                    None => self.mvcc.current(&write.key),
                };
                let change = decide(write, current, self.revision)?;
                let next = match &change {
                    Change::Put { kv, .. } => Some(kv.clone()),
                    Change::Delete { .. } => None,
                };
                self.changed.insert(change.key().clone(), next);
                self.revision = change.revision();
                self.records.push(Record::Change(change));
            }
            Request::Compact(requested) if requested > self.revision => {
                return Err(StorageError::FutureRevision { requested, current: self.revision });
            }
            Request::Compact(requested) if requested <= self.compacted => {
                return Err(StorageError::Compacted { requested, compacted: self.compacted });
            }
            Request::Compact(requested) => {
                self.compacted = requested;
                self.records.push(Record::Compact(requested));
            }
        }
        Ok(self.revision)
    }
}
