//! The store.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures::{Stream, StreamExt, stream};
use parking_lot::Mutex;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};
use tonic::Status;

use super::client::{Client, revision_of, to_i64};
use super::compactor;
use super::config::EtcdConfig;
use super::errors::{ConnectError, Meaning, meaning, unavailable};
use super::feed::Feed;
use super::follow::{self, Ended, key_value};
use super::leases::Leases;
use super::proto;
use crate::storage::errors::StorageError;
use crate::storage::interfaces::{Got, Page, PrefixRevision, RangeRequest, Storage, WatchStream};
use crate::storage::key_value::WatchEvent;
use crate::storage::mvcc::{Operation, Precondition, Write};

/// Keys read in one request where no limit is given.
const PAGE: usize = 10_000;

/// A [`Storage`] in an etcd cluster; clones share their connections.
///
/// Keys and values are laid out as upstream lays them out. A time to live is rounded up to whole
/// seconds, and keys that are written about the same time end together, up to 5 % later.
#[derive(Clone, Debug)]
pub struct EtcdStorage {
    shared: Arc<Shared>,
    /// They end with the last handle.
    _tasks: Arc<JoinSet<()>>,
}

/// What the handles and the task share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) client: Client,
    pub(super) feed: Mutex<Feed>,
    /// The feed's revision.
    pub(super) reached: watch::Sender<u64>,
    leases: Leases,
    config: EtcdConfig,
}

impl EtcdStorage {
    /// Connects to a cluster. Tasks of the current tokio runtime follow its changes and compact it.
    ///
    /// # Errors
    /// When an endpoint is malformed, or none answers.
    pub async fn connect(config: EtcdConfig) -> Result<Self, ConnectError> {
        let client = Client::new(&config)?;
        let revision = client.current_revision().await;
        let revision = revision
            .map_err(|status| ConnectError::Unavailable(unavailable("connecting", status)))?;
        let shared = Arc::new(Shared {
            client,
            feed: Mutex::new(Feed::new(revision, config.history.clone())),
            reached: watch::Sender::new(revision),
            leases: Leases::default(),
            config,
        });
        let mut tasks = JoinSet::new();
        tasks.spawn(follow::run(shared.clone()));
        if let Some(interval) = shared.config.compaction_interval {
            tasks.spawn(compactor::run(shared.clone(), interval));
        }
        Ok(Self { shared, _tasks: Arc::new(tasks) })
    }
}

impl Shared {
    async fn current_revision(&self) -> Result<u64, StorageError> {
        let revision = self.client.current_revision().await;
        revision.map_err(|status| unavailable("reading the revision", status))
    }

    /// Waits until the feed has seen what etcd has now, and returns etcd's revision.
    async fn catch_up(&self) -> Result<u64, StorageError> {
        let deadline = Instant::now() + self.config.request_timeout;
        let revision = self.current_revision().await?;
        let mut reached = self.reached.subscribe();
        match timeout_at(deadline, reached.wait_for(|reached| *reached >= revision)).await {
            Ok(_) => Ok(revision),
            Err(late) => Err(StorageError::unavailable("waiting for the watch of etcd", late)),
        }
    }

    async fn write(&self, write: Write) -> Result<u64, StorageError> {
        write.validate(self.config.max_value_bytes)?;
        if let Precondition::ModRevision(0) = write.precondition {
            // No version has this revision, and etcd takes it for absence.
            let got = self.get(&write.key).await?;
            return Err(refused(&write, got));
        }
        let mut lease_lost = false;
        loop {
            let lease = match &write.operation {
                Operation::Put { ttl: Some(ttl), .. } => {
                    let lease = self.leases.lease(&self.client, *ttl).await;
                    lease.map_err(|status| unavailable("granting a lease", status))?
                }
                _ => 0,
            };
            return match self.client.txn(txn(&write, lease)).await {
                Ok(response) if response.succeeded => Ok(revision_of(response.header)),
                Ok(response) => {
                    let revision = revision_of(response.header);
                    let found = response.responses.into_iter().find_map(|response| response.range);
                    let kv = found.and_then(|range| range.kvs.into_iter().find_map(key_value));
                    Err(refused(&write, Got { kv: kv.map(Arc::new), revision }))
                }
                Err(status) => match meaning(&status) {
                    Meaning::LeaseNotFound if !lease_lost => {
                        self.leases.forget();
                        lease_lost = true;
                        continue;
                    }
                    Meaning::TooLarge => Err(StorageError::ValueTooLarge {
                        key: write.key.clone(),
                        bytes: write.bytes(),
                        limit: self.config.max_value_bytes.min(write.bytes()),
                    }),
                    _ => Err(unavailable("writing", status)),
                },
            };
        }
    }

    async fn get(&self, key: &str) -> Result<Got, StorageError> {
        let request = proto::RangeRequest { key: key.as_bytes().to_vec(), ..Default::default() };
        let response = self.client.range(request).await;
        let response = response.map_err(|status| unavailable("reading a key", status))?;
        let kv = response.kvs.into_iter().find_map(key_value).map(Arc::new);
        Ok(Got { kv, revision: revision_of(response.header) })
    }

    async fn range(&self, request: RangeRequest<'_>) -> Result<Page, StorageError> {
        let start = request.start_key.map_or(request.prefix, |key| key.max(request.prefix));
        let mut key = if start.is_empty() { b"\0".to_vec() } else { start.as_bytes().to_vec() };
        let range_end = prefix_end(request.prefix);
        if key >= range_end && range_end != b"\0" {
            // etcd calls a range without keys an error; the revision is still checked.
            key.clone_from(&range_end);
        }
        let mut page = Page { items: Vec::new(), more: false, count: 0, revision: 0 };
        let mut revision = request.revision;
        loop {
            let wanted = if request.limit == 0 { PAGE } else { request.limit - page.items.len() };
            let part = proto::RangeRequest {
                key,
                range_end: range_end.clone(),
                limit: to_i64(wanted.min(PAGE) as u64),
                revision: revision.map_or(0, to_i64),
                ..Default::default()
            };
            let part = match self.client.range(part).await {
                Ok(part) => part,
                Err(status) => return Err(self.range_error(status, revision).await),
            };
            let at = revision.unwrap_or_else(|| revision_of(part.header));
            if revision.is_none() || page.revision == 0 {
                page.count = usize::try_from(part.count).unwrap_or_default();
                page.revision = at;
            }
            revision = Some(at);
            let last = part.kvs.last().map(|kv| kv.key.clone());
            page.items.extend(part.kvs.into_iter().filter_map(key_value).map(Arc::new));
            page.more = part.more;
            match last {
                Some(last) if part.more && page.items.len() != request.limit => {
                    key = [&last[..], b"\0"].concat();
                }
                _ => return Ok(page),
            }
        }
    }

    async fn range_error(&self, status: Status, revision: Option<u64>) -> StorageError {
        let requested = revision.unwrap_or_default();
        match meaning(&status) {
            Meaning::Compacted => {
                let compacted = self.compacted(requested).await;
                StorageError::Compacted { requested, compacted }
            }
            Meaning::FutureRevision => {
                let current = self.current_revision().await.unwrap_or_default();
                StorageError::FutureRevision { requested, current }
            }
            _ => unavailable("reading a range", status),
        }
    }

    /// The oldest revision that can be read, knowing that `requested` cannot; only watches tell.
    async fn compacted(&self, requested: u64) -> u64 {
        let told = async {
            let mut responses = self.client.watch_all(requested).await.ok()?;
            loop {
                let response = responses.message().await.ok()??;
                match follow::read(response) {
                    Ok((events, _)) if events.is_empty() => {}
                    Err(Ended::Compacted(compacted)) => return Some(compacted),
                    Ok(_) | Err(Ended::Failed(_)) => return None,
                }
            }
        };
        let told = tokio::time::timeout(self.config.request_timeout, told).await;
        told.ok().flatten().unwrap_or(requested + 1)
    }
}

/// The transaction that makes a write, or tells what stood in its way.
fn txn(write: &Write, lease: i64) -> proto::TxnRequest {
    let key = write.key.as_bytes().to_vec();
    let expected = match write.precondition {
        Precondition::Absent => 0,
        Precondition::ModRevision(expected) => to_i64(expected),
    };
    let target = proto::CompareTarget::Mod.into();
    let compare =
        proto::Compare { target, key: key.clone(), version: None, mod_revision: Some(expected) };
    let success = match &write.operation {
        Operation::Put { value, .. } => {
            let (key, value) = (key.clone(), value.clone());
            proto::Request::Put(proto::PutRequest { key, value, lease })
        }
        Operation::Delete => {
            proto::Request::DeleteRange(proto::DeleteRangeRequest { key: key.clone() })
        }
    };
    let failure = proto::Request::Range(proto::RangeRequest { key, ..Default::default() });
    let operation = |request| vec![proto::RequestOp { request: Some(request) }];
    proto::TxnRequest {
        compare: vec![compare],
        success: operation(success),
        failure: operation(failure),
    }
}

/// Why `write` was refused by what etcd holds.
fn refused(write: &Write, got: Got) -> StorageError {
    match (got.kv, write.precondition) {
        (Some(current), Precondition::Absent) => StorageError::KeyExists { current },
        (Some(current), Precondition::ModRevision(expected)) => {
            StorageError::Conflict { expected, current }
        }
        (None, _) => StorageError::KeyNotFound { key: write.key.clone(), revision: got.revision },
    }
}

/// The first key, as bytes, after all that begin with `prefix`; a zero byte where there is none.
fn prefix_end(prefix: &str) -> Vec<u8> {
    let mut end = prefix.as_bytes().to_vec();
    while let Some(last) = end.pop() {
        if last < 0xff {
            end.push(last + 1);
            return end;
        }
    }
    b"\0".to_vec()
}

/// Events below `prefix` after `after` and up to `until`, read from etcd.
fn history(
    shared: Arc<Shared>,
    prefix: Arc<str>,
    after: u64,
    until: u64,
) -> impl Stream<Item = Result<WatchEvent, StorageError>> + Send {
    let read = async move {
        let mut responses = match shared.client.watch_all(after + 1).await {
            Ok(responses) => responses,
            Err(status) => return vec![Err(unavailable("reading past events", status))],
        };
        let mut past = Vec::new();
        loop {
            let response = match responses.message().await {
                Ok(Some(response)) => response,
                Ok(None) => {
                    let status = Status::unavailable("stream ended");
                    return vec![Err(unavailable("reading past events", status))];
                }
                Err(status) => return vec![Err(unavailable("reading past events", status))],
            };
            match follow::read(response) {
                Ok((events, last)) => {
                    let wanted = events.into_iter().filter(|event| event.revision() <= until);
                    let below = wanted
                        .filter(|event| event.key().is_some_and(|key| key.starts_with(&*prefix)));
                    past.extend(below.map(Ok));
                    // The store had an event of this very revision, so it comes.
                    if last >= until {
                        return past;
                    }
                }
                Err(Ended::Compacted(compacted)) => {
                    return vec![Err(StorageError::Compacted { requested: after, compacted })];
                }
                Err(Ended::Failed(status)) => {
                    return vec![Err(unavailable("reading past events", status))];
                }
            }
        }
    };
    stream::once(read).flat_map(stream::iter)
}

/// Ends a stream after its first error.
fn until_error(
    events: impl Stream<Item = Result<WatchEvent, StorageError>> + Send + Unpin,
) -> impl Stream<Item = Result<WatchEvent, StorageError>> + Send {
    stream::unfold(Some(events), |events| async {
        let mut events = events?;
        let event = events.next().await?;
        let rest = event.is_ok().then_some(events);
        Some((event, rest))
    })
}

#[async_trait]
impl Storage for EtcdStorage {
    async fn get(&self, key: &str) -> Result<Got, StorageError> {
        self.shared.get(key).await
    }

    async fn range(&self, request: RangeRequest<'_>) -> Result<Page, StorageError> {
        self.shared.range(request).await
    }

    async fn create(
        &self,
        key: &str,
        value: Bytes,
        ttl: Option<Duration>,
    ) -> Result<u64, StorageError> {
        let operation = Operation::Put { value, ttl };
        let precondition = Precondition::Absent;
        self.shared.write(Write { key: key.into(), precondition, operation }).await
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
        self.shared.write(Write { key: key.into(), precondition, operation }).await
    }

    async fn delete(&self, key: &str, expected_mod_revision: u64) -> Result<u64, StorageError> {
        let precondition = Precondition::ModRevision(expected_mod_revision);
        let operation = Operation::Delete;
        self.shared.write(Write { key: key.into(), precondition, operation }).await
    }

    async fn watch(&self, prefix: &str, from_revision: u64) -> Result<WatchStream, StorageError> {
        let after = match from_revision {
            0 => self.shared.current_revision().await?,
            revision => revision,
        };
        let capacity = self.shared.config.watch_buffer;
        let mut feed = self.shared.feed.lock();
        let until = match feed.watch(prefix, after, capacity) {
            Ok(events) => return Ok(WatchStream::new(events)),
            Err(until) => until,
        };
        let Ok(live) = feed.watch(prefix, until, capacity) else {
            return Err(StorageError::Compacted { requested: after, compacted: until });
        };
        drop(feed);
        let past = history(self.shared.clone(), prefix.into(), after, until);
        Ok(WatchStream::new(until_error(Box::pin(past).chain(live))))
    }

    async fn compact(&self, revision: u64) -> Result<(), StorageError> {
        match self.shared.client.compact(to_i64(revision)).await {
            Ok(()) => {
                self.shared.feed.lock().compact(revision);
                Ok(())
            }
            Err(status) => Err(self.shared.range_error(status, Some(revision)).await),
        }
    }

    async fn current_revision(&self) -> Result<u64, StorageError> {
        self.shared.current_revision().await
    }

    async fn request_progress(&self, prefix: &str) -> Result<(), StorageError> {
        self.shared.catch_up().await?;
        self.shared.feed.lock().send_progress(prefix);
        Ok(())
    }

    async fn prefix_revision(&self, prefix: &str) -> Result<PrefixRevision, StorageError> {
        let current = self.shared.catch_up().await?;
        // What changed since is newer than what was asked about, and bounds it all the same.
        let feed = self.shared.feed.lock();
        Ok(PrefixRevision { current: current.max(feed.revision()), changed: feed.changed(prefix) })
    }
}
