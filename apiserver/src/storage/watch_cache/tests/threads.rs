//! Writers, readers and watchers on several threads.

use std::collections::BTreeMap;

use tokio::task::JoinSet;

use super::super::{Freshness, ListRequest, Scope, WatchRequest, WatchStart};
use super::*;

const WRITES: usize = 400;

type Held = BTreeMap<String, u64>;

fn held(items: &[Arc<Item>]) -> Held {
    items.iter().map(|item| (item.name.clone(), item.revision)).collect()
}

/// Applies events to `held` up to the deletion of the key `end`, checking each against it.
async fn follow(mut held: Held, mut watch: CacheWatch<Item>) -> Held {
    let mut at = 0;
    loop {
        let (name, revision, now, before) = match watch.next().await.unwrap().unwrap() {
            CacheEvent::Added(object) => (object.name.clone(), object.revision, true, None),
            CacheEvent::Modified { object, prev } => {
                (object.name.clone(), object.revision, true, Some(prev.revision))
            }
            CacheEvent::Deleted { prev, revision, .. } => {
                (prev.name.clone(), revision, false, Some(prev.revision))
            }
            CacheEvent::Bookmark { initial_end, .. } => {
                assert!(initial_end);
                // The initial objects came by key, what follows comes by revision.
                at = held.values().copied().max().unwrap_or_default();
                continue;
            }
        };
        assert!(revision > at || before.is_none(), "{revision} after {at}");
        assert_eq!(held.remove(&name), before, "before {name} at {revision}");
        at = at.max(revision);
        if now {
            held.insert(name, revision);
        } else if name == "end" {
            return held;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_watch_ends_with_what_the_store_holds() {
    let storage = MemoryStorage::default();
    let mut config = config();
    config.watch_buffer = 100_000;
    let cache = WatchCache::start(Arc::new(storage.clone()), config);
    put(&storage, "end", "").await;
    let mut writers = JoinSet::new();
    for writer in 0..4 {
        let storage = storage.clone();
        writers.spawn(async move {
            for step in 0..WRITES {
                let name = format!("{writer}/{}", step % 9);
                let exists = storage.get(&format!("{PODS}{name}")).await.unwrap().kv.is_some();
                if step % 5 == 4 && exists {
                    delete(&storage, &name).await;
                } else {
                    put(&storage, &name, "v").await;
                }
                tokio::task::yield_now().await;
            }
        });
    }
    let mut watches = JoinSet::new();
    for number in 0..60 {
        let scope = Scope::Prefix(PODS);
        if number % 2 == 0 {
            let list = cache.list(ListRequest::new(scope), Freshness::Newest).await.unwrap();
            let start = WatchStart::After(list.revision);
            let watch = cache.watch(WatchRequest::new(scope, start)).await.unwrap();
            watches.spawn(follow(held(&list.items), watch));
        } else {
            let start = WatchStart::Initial(Freshness::Newest);
            let watch = cache.watch(WatchRequest::new(scope, start)).await.unwrap();
            watches.spawn(follow(Held::new(), watch));
        }
        tokio::task::yield_now().await;
    }
    writers.join_all().await;
    delete(&storage, "end").await;
    let request = ListRequest::new(Scope::Prefix(PODS));
    let want = held(&cache.list(request, Freshness::Newest).await.unwrap().items);
    assert!(!want.is_empty());
    for got in watches.join_all().await {
        assert_eq!(got, want);
    }
}
