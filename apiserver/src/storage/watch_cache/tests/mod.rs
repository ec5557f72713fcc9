//! Tests of the watch cache over a memory store, under paused time.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;

use super::{CacheEvent, CacheWatch, WatchCache, WatchCacheConfig};
use crate::storage::{KeyValue, MemoryStorage, Storage};

mod faults;
mod lists;
mod threads;
mod watches;

const PODS: &str = "/registry/pods/";

/// A decoded item: `name=value@revision`, indexed by the value.
#[derive(Debug, PartialEq, Eq)]
struct Item {
    name: String,
    value: String,
    revision: u64,
}

fn config() -> WatchCacheConfig<Item> {
    WatchCacheConfig::new(PODS, |kv: &KeyValue| {
        let value = std::str::from_utf8(&kv.value)?.to_owned();
        let name = kv.key.strip_prefix(PODS).unwrap_or_default().to_owned();
        Ok(Arc::new(Item { name, value, revision: kv.mod_revision }))
    })
    .index(|item| Some(item.value.as_str().into()))
}

fn cache(storage: &MemoryStorage) -> WatchCache<Item> {
    WatchCache::start(Arc::new(storage.clone()), config())
}

async fn put(storage: &MemoryStorage, name: &str, value: &'static str) -> u64 {
    let key = format!("{PODS}{name}");
    match storage.get(&key).await.unwrap().kv {
        None => storage.create(&key, value.into(), None).await.unwrap(),
        Some(kv) => storage.update(&key, value.into(), kv.mod_revision, None).await.unwrap(),
    }
}

async fn delete(storage: &MemoryStorage, name: &str) -> u64 {
    let key = format!("{PODS}{name}");
    let kv = storage.get(&key).await.unwrap().kv.unwrap();
    storage.delete(&key, kv.mod_revision).await.unwrap()
}

/// A write that the cache does not hold.
async fn put_elsewhere(storage: &MemoryStorage, name: &str) -> u64 {
    storage.create(&format!("/registry/nodes/{name}"), "".into(), None).await.unwrap()
}

fn show(item: &Item) -> String {
    format!("{}={}@{}", item.name, item.value, item.revision)
}

fn shown(items: &[Arc<Item>]) -> Vec<String> {
    items.iter().map(|item| show(item)).collect()
}

fn show_event(event: &CacheEvent<Item>) -> String {
    match event {
        CacheEvent::Added(object) => format!("+ {}", show(object)),
        CacheEvent::Modified { object, prev } => format!("~ {} was {}", show(object), show(prev)),
        CacheEvent::Deleted { object, prev, revision } => {
            assert_eq!(object.revision, *revision, "the last state has the deletion's revision");
            format!("- {} was {}", show(object), show(prev))
        }
        CacheEvent::Bookmark { revision, initial_end: false } => format!("bookmark {revision}"),
        CacheEvent::Bookmark { revision, initial_end: true } => format!("initial end {revision}"),
    }
}

/// The next `count` messages of a watch, with errors as their text.
async fn read(watch: &mut CacheWatch<Item>, count: usize) -> Vec<String> {
    let mut seen = Vec::new();
    for _ in 0..count {
        let message = tokio::time::timeout(Duration::from_secs(600), watch.next()).await;
        seen.push(match message.expect("a message in time") {
            Some(Ok(event)) => show_event(&event),
            Some(Err(error)) => format!("error: {error}"),
            None => "end".to_owned(),
        });
    }
    seen
}
