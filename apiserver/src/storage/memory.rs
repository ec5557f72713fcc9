//! Storage in memory: nothing outlives the process.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use tokio::time::Instant;

use super::DEFAULT_MAX_VALUE_BYTES;
use super::errors::StorageError;
use super::expiry::{Expire, ExpiryTask};
use super::interfaces::{Got, Page, PrefixRevision, RangeRequest, Storage, WatchStream};
use super::mvcc::{Mvcc, Operation, Precondition, Retention, SharedMvcc, Write, decide};

/// How a [`MemoryStorage`] behaves.
#[derive(Clone, Debug)]
pub struct MemoryConfig {
    /// How much history is kept.
    pub retention: Retention,
    /// Events a watch may leave unread before it is ended with `SlowWatcher`.
    pub watch_buffer: usize,
    /// The largest value accepted, in bytes with its key.
    pub max_value_bytes: usize,
}

impl Default for MemoryConfig {
    fn default() -> Self {
        Self {
            retention: Retention::default(),
            watch_buffer: 100_000,
            max_value_bytes: DEFAULT_MAX_VALUE_BYTES,
        }
    }
}

/// A [`Storage`] in memory; clones share one key space.
///
/// Time to live runs on tokio's clock, so it is virtual when that is paused.
///
/// ```
/// use bowline_apiserver::storage::{MemoryStorage, Storage};
///
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
/// let storage = MemoryStorage::default();
/// let revision = storage.create("/registry/pods/default/web", "{}".into(), None).await?;
/// assert_eq!(revision, 2, "an empty store is at revision 1");
/// let got = storage.get("/registry/pods/default/web").await?;
/// assert_eq!(got.kv.unwrap().mod_revision, revision);
/// # Ok::<(), bowline_apiserver::storage::StorageError>(()) }).unwrap();
/// ```
#[derive(Clone, Debug, Default)]
pub struct MemoryStorage {
    shared: Arc<Shared>,
    expiry: Arc<ExpiryTask>,
}

#[derive(Debug)]
struct Shared {
    max_value_bytes: usize,
    mvcc: SharedMvcc,
}

impl MemoryStorage {
    /// An empty store.
    pub fn new(config: MemoryConfig) -> Self {
        Self { shared: Arc::new(Shared::new(config)), expiry: Arc::default() }
    }

    fn write(&self, write: Write) -> Result<u64, StorageError> {
        write.validate(self.shared.max_value_bytes)?;
        let expires = matches!(write.operation, Operation::Put { ttl: Some(_), .. });
        let revision = self.shared.write(write, Instant::now())?;
        if expires {
            self.expiry.wake::<Shared>(&self.shared);
        }
        Ok(revision)
    }
}

impl Shared {
    fn new(config: MemoryConfig) -> Self {
        let mvcc = SharedMvcc::new(Mvcc::new(config.retention), config.watch_buffer);
        Self { max_value_bytes: config.max_value_bytes, mvcc }
    }

    fn write(&self, write: Write, now: Instant) -> Result<u64, StorageError> {
        let mut mvcc = self.mvcc.write();
        let current = mvcc.current(&write.key);
        let change = decide(write, current, mvcc.revision())?;
        mvcc.apply(change, now);
        Ok(mvcc.revision())
    }
}

impl Default for Shared {
    fn default() -> Self {
        Self::new(MemoryConfig::default())
    }
}

#[async_trait]
impl Expire for Shared {
    fn next_expiry(&self) -> Option<Instant> {
        self.mvcc.read().next_expiry()
    }

    async fn expire(self: Arc<Self>, now: Instant) -> Result<(), StorageError> {
        let mut mvcc = self.mvcc.write();
        for kv in mvcc.expired(now) {
            let write = Write {
                key: kv.key.clone(),
                precondition: Precondition::ModRevision(kv.mod_revision),
                operation: Operation::Delete,
            };
            let change = decide(write, Some(&kv), mvcc.revision())?;
            mvcc.apply(change, now);
        }
        Ok(())
    }
}

#[async_trait]
impl Storage for MemoryStorage {
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
        self.write(Write { key: key.into(), precondition: Precondition::Absent, operation })
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
        self.write(Write { key: key.into(), precondition, operation })
    }

    async fn delete(&self, key: &str, expected_mod_revision: u64) -> Result<u64, StorageError> {
        let precondition = Precondition::ModRevision(expected_mod_revision);
        self.write(Write { key: key.into(), precondition, operation: Operation::Delete })
    }

    async fn watch(&self, prefix: &str, from_revision: u64) -> Result<WatchStream, StorageError> {
        self.shared.mvcc.watch(prefix, from_revision)
    }

    async fn compact(&self, revision: u64) -> Result<(), StorageError> {
        self.shared.mvcc.write().compact(revision)
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

#[cfg(test)]
mod tests {
    use super::super::conformance;
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn passes_conformance_on_fresh_stores() {
        for check in conformance::checks() {
            check.run(Arc::new(MemoryStorage::default())).await.unwrap();
        }
    }

    #[tokio::test(start_paused = true)]
    async fn value_beyond_the_limit_is_refused() {
        let config = MemoryConfig { max_value_bytes: 10, ..MemoryConfig::default() };
        let storage = MemoryStorage::new(config);
        storage.create("/a", "12345678".into(), None).await.unwrap();
        let error = storage.update("/a", "123456789".into(), 2, None).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "key \"/a\" with its value has 11 bytes, more than the limit of 10"
        );
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn passes_conformance_on_one_store_with_many_threads() {
        let storage = Arc::new(MemoryStorage::default());
        let checks = conformance::checks().into_iter();
        for check in checks.filter(|check| !check.name().starts_with("expiry")) {
            check.run(storage.clone()).await.unwrap();
        }
    }
}
