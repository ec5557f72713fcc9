//! The storage trait and the shapes of its requests and answers.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures::Stream;

use super::errors::StorageError;
use super::key_value::{KeyValue, WatchEvent};

/// An ordered key space in which every write has a revision of its own.
///
/// Keys are ordered by their bytes. One revision counter serves the whole store: it starts at 1
/// for an empty store and each successful write adds one. A read that starts after a write was
/// acknowledged sees that write.
///
/// *Contract:* all methods may be called at once from any task. A write whose future is dropped
/// may or may not take effect; every other method is cancel-safe.
///
/// *Upstream:* the part of etcd v3 that `staging/src/k8s.io/apiserver/pkg/storage/etcd3` uses.
#[async_trait]
pub trait Storage: Send + Sync + 'static {
    /// The newest version of `key`.
    ///
    /// # Errors
    /// `Unavailable`.
    async fn get(&self, key: &str) -> Result<Got, StorageError>;

    /// The keys that begin with a prefix, in order, as of one revision.
    ///
    /// # Errors
    /// `Compacted`, `FutureRevision`, `Unavailable`.
    async fn range(&self, request: RangeRequest<'_>) -> Result<Page, StorageError>;

    /// Writes `key`, which must not exist, and returns the revision of the write.
    ///
    /// A key with a time to live is deleted when it ends, as if by a request.
    ///
    /// # Errors
    /// `KeyExists` with the present version, `ValueTooLarge`, `EmptyKey`, `Unavailable`.
    async fn create(
        &self,
        key: &str,
        value: Bytes,
        ttl: Option<Duration>,
    ) -> Result<u64, StorageError>;

    /// Replaces the value of `key`, which must be at `expected_mod_revision`, and returns the
    /// revision of the write.
    ///
    /// The time to live is replaced too: `None` makes the key permanent.
    ///
    /// # Errors
    /// `Conflict` with the present version, `KeyNotFound`, `ValueTooLarge`, `Unavailable`.
    async fn update(
        &self,
        key: &str,
        value: Bytes,
        expected_mod_revision: u64,
        ttl: Option<Duration>,
    ) -> Result<u64, StorageError>;

    /// Deletes `key`, which must be at `expected_mod_revision`, and returns the revision of the
    /// deletion.
    ///
    /// # Errors
    /// `Conflict` with the present version, `KeyNotFound`, `Unavailable`.
    async fn delete(&self, key: &str, expected_mod_revision: u64) -> Result<u64, StorageError>;

    /// Every change of keys that begin with `prefix`, strictly after `from_revision`, ordered by
    /// revision, none lost and none twice.
    ///
    /// 0 stands for the store's revision at the call. A revision in the future is allowed: earlier
    /// changes are left out. The stream ends after the first error; `SlowWatcher` ends a watch
    /// that was not read in time.
    ///
    /// # Errors
    /// `Compacted` (at the call or as the last item of the stream), `Unavailable`.
    async fn watch(&self, prefix: &str, from_revision: u64) -> Result<WatchStream, StorageError>;

    /// Drops every version that is not the newest at `revision` or later.
    ///
    /// Afterwards reads at, and watches from, revisions below `revision` fail with `Compacted`.
    ///
    /// # Errors
    /// `Compacted` when that was done already, `FutureRevision`, `Unavailable`.
    async fn compact(&self, revision: u64) -> Result<(), StorageError>;

    /// The revision of the newest write.
    ///
    /// # Errors
    /// `Unavailable`.
    async fn current_revision(&self) -> Result<u64, StorageError>;

    /// Makes each open watch of exactly `prefix` deliver [`WatchEvent::Progress`] with at least
    /// the revision the store has at the call.
    ///
    /// # Errors
    /// `Unavailable`.
    async fn request_progress(&self, prefix: &str) -> Result<(), StorageError>;

    /// The store's revision, and a bound on the newest change below `prefix`.
    ///
    /// A cache that holds everything up to `changed` is as fresh as `current`. The provided
    /// version knows no better bound than `current` and asks for progress, so that the cache
    /// gets there.
    ///
    /// # Errors
    /// `Unavailable`.
    async fn prefix_revision(&self, prefix: &str) -> Result<PrefixRevision, StorageError> {
        let current = self.current_revision().await?;
        self.request_progress(prefix).await?;
        Ok(PrefixRevision { current, changed: current })
    }
}

const _: Option<&dyn Storage> = None;

/// The answer of [`Storage::get`].
#[derive(Clone, Debug)]
pub struct Got {
    /// The newest version, or `None` if the key does not exist.
    pub kv: Option<Arc<KeyValue>>,
    /// The store's revision when it looked.
    pub revision: u64,
}

/// What [`Storage::range`] reads.
#[derive(Clone, Copy, Debug, Default)]
pub struct RangeRequest<'a> {
    /// Every key returned begins with this; empty stands for all keys.
    pub prefix: &'a str,
    /// The first key to return, inclusive; `None` starts at the prefix.
    pub start_key: Option<&'a str>,
    /// The largest number of items; 0 is no limit.
    pub limit: usize,
    /// The revision to read at; `None` is the newest.
    pub revision: Option<u64>,
}

impl<'a> RangeRequest<'a> {
    /// All keys that begin with `prefix`, at the newest revision.
    pub fn prefix(prefix: &'a str) -> Self {
        Self { prefix, ..Self::default() }
    }

    /// Starts at `key`, inclusive.
    pub fn start_key(mut self, key: &'a str) -> Self {
        self.start_key = Some(key);
        self
    }

    /// Returns no more than `limit` items.
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// Reads as of `revision`.
    pub fn at(mut self, revision: u64) -> Self {
        self.revision = Some(revision);
        self
    }
}

/// The answer of [`Storage::range`].
#[derive(Clone, Debug)]
pub struct Page {
    /// The versions found, ordered by key.
    pub items: Vec<Arc<KeyValue>>,
    /// Whether the limit left items out.
    pub more: bool,
    /// How many keys there are from the start key on, whatever the limit.
    pub count: usize,
    /// The revision the page was read at.
    pub revision: u64,
}

/// The answer of [`Storage::prefix_revision`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrefixRevision {
    /// The store's revision.
    pub current: u64,
    /// No key below the prefix changed after this revision, up to `current`.
    pub changed: u64,
}

/// The events of a [`Storage::watch`]; dropping it ends the watch.
pub struct WatchStream(Pin<Box<dyn Stream<Item = Result<WatchEvent, StorageError>> + Send>>);

impl WatchStream {
    /// Wraps the stream of a storage implementation.
    pub fn new(
        events: impl Stream<Item = Result<WatchEvent, StorageError>> + Send + 'static,
    ) -> Self {
        Self(Box::pin(events))
    }
}

impl Stream for WatchStream {
    type Item = Result<WatchEvent, StorageError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(cx)
    }
}

impl fmt::Debug for WatchStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WatchStream")
    }
}
