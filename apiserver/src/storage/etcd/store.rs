//! The store.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures::StreamExt;
use parking_lot::Mutex;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};

use super::client::{Client, to_i64};
use super::compactor;
use super::config::EtcdConfig;
use super::errors::{ConnectError, unavailable};
use super::feed::Feed;
use super::follow;
use super::history::{history, until_error};
use super::leases::Leases;
use crate::storage::errors::StorageError;
use crate::storage::interfaces::{Got, Page, PrefixRevision, RangeRequest, Storage, WatchStream};
use crate::storage::mvcc::{Operation, Precondition, Write};

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
    pub(super) leases: Leases,
    pub(super) config: EtcdConfig,
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
    pub(super) async fn current_revision(&self) -> Result<u64, StorageError> {
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
