//! A store under check, with keys that are the check's own.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::StreamExt;

use super::Wrong;
use crate::storage::errors::StorageError;
use crate::storage::interfaces::{Page, RangeRequest, Storage, WatchStream};
use crate::storage::key_value::{KeyValue, WatchEvent};

/// How long an event may take to come.
const PATIENCE: Duration = Duration::from_secs(30);

/// See the module.
#[derive(Clone)]
pub(super) struct Fixture {
    pub(super) storage: Arc<dyn Storage>,
    root: String,
}

impl Fixture {
    pub(super) fn new(storage: Arc<dyn Storage>, name: &str) -> Self {
        Self { storage, root: format!("/registry/conformance/{name}") }
    }

    /// A key of this check; `""` and keys that end with `/` are prefixes.
    pub(super) fn key(&self, name: &str) -> String {
        format!("{}/{name}", self.root)
    }

    pub(super) async fn create(&self, name: &str, value: &str) -> Result<u64, StorageError> {
        self.storage.create(&self.key(name), bytes(value), None).await
    }

    pub(super) async fn update(
        &self,
        name: &str,
        value: &str,
        expected: u64,
    ) -> Result<u64, StorageError> {
        self.storage.update(&self.key(name), bytes(value), expected, None).await
    }

    pub(super) async fn delete(&self, name: &str, expected: u64) -> Result<u64, StorageError> {
        self.storage.delete(&self.key(name), expected).await
    }

    pub(super) async fn get(&self, name: &str) -> Result<Option<Arc<KeyValue>>, StorageError> {
        Ok(self.storage.get(&self.key(name)).await?.kv)
    }

    /// Everything below `name`, as `key=value` without the root, at `revision`.
    pub(super) async fn list(
        &self,
        name: &str,
        revision: Option<u64>,
    ) -> Result<Vec<String>, StorageError> {
        let prefix = self.key(name);
        let request = RangeRequest { revision, ..RangeRequest::prefix(&prefix) };
        Ok(self.show(&self.storage.range(request).await?))
    }

    /// The items of a page as `key=value` without the root.
    pub(super) fn show(&self, page: &Page) -> Vec<String> {
        page.items.iter().map(|kv| self.show_kv(kv)).collect()
    }

    pub(super) async fn watch(
        &self,
        name: &str,
        from_revision: u64,
    ) -> Result<WatchStream, StorageError> {
        self.storage.watch(&self.key(name), from_revision).await
    }

    /// The next event that is not progress.
    pub(super) async fn next(&self, watch: &mut WatchStream) -> Result<WatchEvent, Wrong> {
        loop {
            let event = next_or_progress(watch).await?;
            if event.key().is_some() {
                return Ok(event);
            }
        }
    }

    /// The next `count` events, each as `put key=value@revision` or `delete key@revision`.
    pub(super) async fn read(
        &self,
        watch: &mut WatchStream,
        count: usize,
    ) -> Result<Vec<String>, Wrong> {
        let mut seen = Vec::new();
        for _ in 0..count {
            seen.push(self.show_event(&self.next(watch).await?));
        }
        Ok(seen)
    }

    /// Every event up to the store's present revision; `name` is what is watched.
    pub(super) async fn drain(
        &self,
        name: &str,
        watch: &mut WatchStream,
    ) -> Result<Vec<WatchEvent>, Wrong> {
        let target = self.storage.current_revision().await?;
        self.storage.request_progress(&self.key(name)).await?;
        let mut events = Vec::new();
        loop {
            match next_or_progress(watch).await? {
                WatchEvent::Progress { revision } if revision >= target => return Ok(events),
                WatchEvent::Progress { .. } => {}
                event => events.push(event),
            }
        }
    }

    pub(super) fn show_event(&self, event: &WatchEvent) -> String {
        let revision = event.revision();
        match event {
            WatchEvent::Put { kv, .. } => format!("put {}@{revision}", self.show_kv(kv)),
            WatchEvent::Delete { prev, .. } => {
                format!("delete {}@{revision}", self.show_key(prev))
            }
            WatchEvent::Progress { .. } => format!("progress @{revision}"),
        }
    }

    fn show_kv(&self, kv: &KeyValue) -> String {
        format!("{}={}", self.show_key(kv), String::from_utf8_lossy(&kv.value))
    }

    fn show_key<'a>(&self, kv: &'a KeyValue) -> &'a str {
        let name = kv.key.strip_prefix(self.root.as_str());
        name.and_then(|name| name.strip_prefix('/')).unwrap_or(&kv.key)
    }
}

/// The next message of a watch, which must come.
async fn next_or_progress(watch: &mut WatchStream) -> Result<WatchEvent, Wrong> {
    match tokio::time::timeout(PATIENCE, watch.next()).await {
        Ok(Some(Ok(event))) => Ok(event),
        Ok(Some(Err(error))) => Err(Wrong(format!("watch failed: {error}"))),
        Ok(None) => Err(Wrong("watch ended".to_owned())),
        Err(_) => Err(Wrong(format!("watch had nothing to say in {PATIENCE:?}"))),
    }
}

pub(super) fn bytes(value: &str) -> Bytes {
    Bytes::copy_from_slice(value.as_bytes())
}
