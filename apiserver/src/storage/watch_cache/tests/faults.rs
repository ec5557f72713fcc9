//! What happens when the store cuts the cache off, or holds what cannot be decoded.

use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use bytes::Bytes;

use super::super::{Freshness, ListRequest, Scope, WatchRequest, WatchStart};
use super::*;
use crate::storage::{
    Got, MemoryConfig, Page, RangeRequest, StorageError, WatchEvent, WatchStream,
};

/// A store whose watches fail, and which refuses to watch from the past, once told so.
struct Flaky {
    inner: MemoryStorage,
    forget: Arc<AtomicBool>,
}

#[async_trait]
impl Storage for Flaky {
    async fn get(&self, key: &str) -> Result<Got, StorageError> {
        self.inner.get(key).await
    }

    async fn range(&self, request: RangeRequest<'_>) -> Result<Page, StorageError> {
        self.inner.range(request).await
    }

    async fn create(
        &self,
        key: &str,
        value: Bytes,
        ttl: Option<Duration>,
    ) -> Result<u64, StorageError> {
        self.inner.create(key, value, ttl).await
    }

    async fn update(
        &self,
        key: &str,
        value: Bytes,
        expected_mod_revision: u64,
        ttl: Option<Duration>,
    ) -> Result<u64, StorageError> {
        self.inner.update(key, value, expected_mod_revision, ttl).await
    }

    async fn delete(&self, key: &str, expected_mod_revision: u64) -> Result<u64, StorageError> {
        self.inner.delete(key, expected_mod_revision).await
    }

    async fn watch(&self, prefix: &str, from_revision: u64) -> Result<WatchStream, StorageError> {
        let events = self.inner.watch(prefix, from_revision).await?;
        let forget = self.forget.clone();
        Ok(WatchStream::new(events.map(move |event| {
            if forget.swap(false, Ordering::SeqCst) {
                return Err(StorageError::Compacted { requested: from_revision, compacted: 99 });
            }
            event
        })))
    }

    async fn compact(&self, revision: u64) -> Result<(), StorageError> {
        self.inner.compact(revision).await
    }

    async fn current_revision(&self) -> Result<u64, StorageError> {
        self.inner.current_revision().await
    }

    async fn request_progress(&self, prefix: &str) -> Result<(), StorageError> {
        self.inner.request_progress(prefix).await
    }
}

fn watch_after(revision: u64) -> WatchRequest<'static> {
    WatchRequest::new(Scope::Prefix(PODS), WatchStart::After(revision))
}

#[tokio::test(start_paused = true)]
async fn lost_history_expires_watches_and_fills_the_cache_anew() {
    let inner = MemoryStorage::default();
    let forget = Arc::new(AtomicBool::new(false));
    let flaky = Flaky { inner: inner.clone(), forget: forget.clone() };
    let cache = WatchCache::start(Arc::new(flaky), config());
    cache.ready().await.unwrap();
    put(&inner, "default/a", "1").await;
    put(&inner, "default/b", "1").await;
    cache.wait_until(3).await.unwrap();
    let mut watch = cache.watch(watch_after(2)).await.unwrap();
    forget.store(true, Ordering::SeqCst);
    delete(&inner, "default/a").await;
    put(&inner, "default/c", "1").await;
    let request = ListRequest::new(Scope::Prefix(PODS));
    let list = cache.list(request, Freshness::Newest).await.unwrap();
    assert_eq!(
        (shown(&list.items), list.revision),
        (vec!["default/b=1@3".to_owned(), "default/c=1@5".to_owned()], 5)
    );
    assert_eq!(
        read(&mut watch, 3).await,
        ["+ default/b=1@3", "error: too old resource version: 3 (5)", "end"]
    );
    assert!(cache.watch(watch_after(3)).await.unwrap_err().is_expired());
    let mut watch = cache.watch(watch_after(5)).await.unwrap();
    put(&inner, "default/d", "1").await;
    assert_eq!(read(&mut watch, 1).await, ["+ default/d=1@6"]);
}

#[tokio::test(start_paused = true)]
async fn progress_of_a_store_without_bounds_keeps_lists_consistent() {
    let inner = MemoryStorage::default();
    let flaky = Flaky { inner: inner.clone(), forget: Arc::default() };
    let cache = WatchCache::start(Arc::new(flaky), config());
    cache.ready().await.unwrap();
    for round in 0..20 {
        let newest = put_elsewhere(&inner, &format!("n{round}")).await;
        let request = ListRequest::new(Scope::Prefix(PODS));
        assert_eq!(cache.list(request, Freshness::Newest).await.unwrap().revision, newest);
    }
}

#[tokio::test(start_paused = true)]
async fn slow_cache_resumes_without_its_watchers_noticing() {
    let memory = MemoryConfig { watch_buffer: 2, ..MemoryConfig::default() };
    let storage = MemoryStorage::new(memory);
    let cache = cache(&storage);
    cache.ready().await.unwrap();
    // The reflector has to be at its watch before it can fall behind.
    tokio::time::sleep(Duration::from_millis(1)).await;
    let mut watch = cache.watch(watch_after(1)).await.unwrap();
    for _ in 0..9 {
        put(&storage, "default/a", "1").await;
    }
    let mut raw = storage.watch(PODS, 1).await.unwrap();
    for revision in 2..=10 {
        let event = raw.next().await.unwrap().unwrap();
        assert!(matches!(event, WatchEvent::Put { .. }));
        assert_eq!(event.revision(), revision);
        let seen = read(&mut watch, 1).await;
        assert!(seen[0].contains(&format!("default/a=1@{revision}")), "{seen:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn undecodable_object_is_left_out_and_hides_nothing_else() {
    let storage = MemoryStorage::default();
    let bad = Bytes::from_static(&[0xff]);
    storage.create(&format!("{PODS}default/bad"), bad.clone(), None).await.unwrap();
    put(&storage, "default/a", "1").await;
    let cache = cache(&storage);
    let request = ListRequest::new(Scope::Prefix(PODS));
    let list = cache.list(request, Freshness::Newest).await.unwrap();
    assert_eq!(shown(&list.items), ["default/a=1@3"]);
    let mut watch = cache.watch(watch_after(0)).await.unwrap();
    storage.update(&format!("{PODS}default/a"), bad, 3, None).await.unwrap();
    put(&storage, "default/a", "2").await;
    assert_eq!(read(&mut watch, 2).await, ["- default/a=1@4 was default/a=1@3", "+ default/a=2@5"]);
}
