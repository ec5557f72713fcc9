//! Tests against real etcd servers.
//!
//! They run on each `etcd` binary that `BOWLINE_ETCD` names, separated by `:`, or on the one in
//! `PATH`. Without one they pass and say so, unless `BOWLINE_REAL=1` makes that a failure.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use tokio::time::timeout;

use super::{EtcdConfig, EtcdStorage};
use crate::storage::watch_cache::{Freshness, ListRequest, Scope, WatchCache, WatchCacheConfig};
use crate::storage::{KeyValue, RangeRequest, Storage, StorageError, WatchStream, conformance};

mod cluster;
mod server;

use server::Server;

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// The binaries to test with.
fn binaries() -> Vec<PathBuf> {
    let named = std::env::var_os("BOWLINE_ETCD");
    let named = named.map(|named| std::env::split_paths(&named).collect::<Vec<_>>());
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|directory| directory.join("etcd"));
    let binaries = named.unwrap_or_else(|| found.filter(|path| path.is_file()).take(1).collect());
    if binaries.is_empty() {
        let required = std::env::var_os("BOWLINE_REAL").is_some_and(|value| value == "1");
        assert!(!required, "no etcd binary: set BOWLINE_ETCD or put etcd into PATH");
        eprintln!("skipped: no etcd binary (BOWLINE_ETCD, PATH)");
    }
    binaries
}

async fn connect(url: &str) -> EtcdStorage {
    EtcdStorage::connect(EtcdConfig::new([url])).await.unwrap()
}

/// The revisions of the next `count` events.
async fn revisions(watch: &mut WatchStream, count: usize) -> Vec<u64> {
    let mut seen = Vec::new();
    while seen.len() < count {
        let event = timeout(PATIENCE, watch.next()).await.unwrap().unwrap().unwrap();
        if event.key().is_some() {
            seen.push(event.revision());
        }
    }
    seen
}

fn pods() -> WatchCacheConfig<KeyValue> {
    WatchCacheConfig::new("/registry/pods/", |kv: &KeyValue| Ok(Arc::new(kv.clone())))
}

async fn newest(cache: &WatchCache<KeyValue>) -> (usize, u64) {
    let request = ListRequest::new(Scope::Prefix("/registry/pods/"));
    let list = cache.list(request, Freshness::Newest).await.unwrap();
    (list.items.len(), list.revision)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn passes_conformance() {
    for binary in binaries() {
        let server = Server::start(&binary).await;
        let storage = Arc::new(connect(server.url()).await);
        for check in conformance::checks() {
            check.run(storage.clone()).await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn past_is_read_from_etcd_and_joins_the_present() {
    for binary in binaries() {
        let server = Server::start(&binary).await;
        let first = connect(server.url()).await;
        for number in 0..20 {
            first.create(&format!("/a/{number}"), "".into(), None).await.unwrap();
            first.create(&format!("/b/{number}"), "".into(), None).await.unwrap();
        }
        let second = connect(server.url()).await;
        let mut watch = second.watch("/a/", 4).await.unwrap();
        let mut from_elsewhere = second.watch("/a/", 5).await.unwrap();
        let live = first.create("/a/live", "".into(), None).await.unwrap();
        let want: Vec<_> = (6..42).step_by(2).chain([live]).collect();
        assert_eq!(revisions(&mut watch, want.len()).await, want);
        assert_eq!(revisions(&mut from_elsewhere, want.len()).await, want);

        first.compact(30).await.unwrap();
        let third = connect(server.url()).await;
        let mut watch = third.watch("/a/", 10).await.unwrap();
        let error = timeout(PATIENCE, watch.next()).await.unwrap().unwrap().unwrap_err();
        let told = matches!(error, StorageError::Compacted { requested: 10, compacted: 30 });
        assert!(told, "{error}");
        assert!(watch.next().await.is_none());
        let error = third.range(RangeRequest::prefix("/").at(10)).await.unwrap_err();
        let told = matches!(error, StorageError::Compacted { requested: 10, compacted: 30 });
        assert!(told, "{error}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn large_ranges_are_of_one_revision() {
    for binary in binaries() {
        let server = Server::start(&binary).await;
        let storage = connect(server.url()).await;
        let keys: Vec<_> = (0..10_500).map(|number| format!("/many/{number:05}")).collect();
        for some in keys.chunks(500) {
            let writes = some.iter().map(|key| storage.create(key, "".into(), None));
            for written in futures::future::join_all(writes).await {
                written.unwrap();
            }
        }
        let range = |request| storage.range(request);
        let page = range(RangeRequest::prefix("/many/")).await.unwrap();
        let held: Vec<_> = page.items.iter().map(|kv| kv.key.to_string()).collect();
        assert_eq!(held, keys);
        assert_eq!((page.count, page.more), (keys.len(), false));
        let page = range(RangeRequest::prefix("/many/").limit(10_200)).await.unwrap();
        assert_eq!((page.items.len(), page.count, page.more), (10_200, keys.len(), true));
        let page = range(RangeRequest::default().start_key("/many/10499")).await.unwrap();
        assert_eq!((page.items.len(), page.count), (1, 1));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn caches_of_two_servers_see_each_others_writes_at_once() {
    for binary in binaries() {
        let server = Server::start(&binary).await;
        let (first, second) = (connect(server.url()).await, connect(server.url()).await);
        let cache = WatchCache::start(Arc::new(second), pods());
        cache.ready().await.unwrap();
        for number in 0..100 {
            let key = format!("/registry/pods/default/{number}");
            let written = first.create(&key, "".into(), None).await.unwrap();
            assert_eq!(newest(&cache).await, (number + 1, written));
            let node = format!("/registry/minions/{number}");
            let elsewhere = first.create(&node, "".into(), None).await.unwrap();
            assert_eq!(newest(&cache).await, (number + 1, elsewhere));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn old_history_is_dropped_by_one_of_the_servers() {
    for binary in binaries() {
        let server = Server::start(&binary).await;
        let mut config = EtcdConfig::new([server.url()]);
        config.compaction_interval = Some(Duration::from_millis(200));
        let first = EtcdStorage::connect(config.clone()).await.unwrap();
        let second = EtcdStorage::connect(config).await.unwrap();
        let written = first.create("/a", "1".into(), None).await.unwrap();
        first.update("/a", "2".into(), written, None).await.unwrap();
        let dropped = async {
            loop {
                match second.range(RangeRequest::prefix("/").at(written)).await {
                    Ok(_) => tokio::time::sleep(Duration::from_millis(20)).await,
                    Err(error) => return error,
                }
            }
        };
        assert!(timeout(PATIENCE, dropped).await.unwrap().is_compacted());
        assert_eq!(second.get("/a").await.unwrap().kv.unwrap().value, "2");
        let key = second.get("compact_rev_key").await.unwrap().kv.unwrap();
        assert!(std::str::from_utf8(&key.value).unwrap().parse::<u64>().is_ok(), "{key:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn request_that_etcd_finds_too_large_is_named() {
    for binary in binaries() {
        let server = Server::start(&binary).await;
        let config = EtcdConfig { max_value_bytes: usize::MAX, ..EtcdConfig::new([server.url()]) };
        let storage = EtcdStorage::connect(config).await.unwrap();
        let value = vec![0; 2 << 20];
        let error = storage.create("/large", value.into(), None).await.unwrap_err();
        assert!(matches!(error, StorageError::ValueTooLarge { .. }), "{error}");
    }
}

#[tokio::test]
async fn endpoint_that_does_not_answer_is_named() {
    let mut config = EtcdConfig::new(["http://127.0.0.1:1"]);
    config.request_timeout = Duration::from_millis(200);
    let error = EtcdStorage::connect(config).await.unwrap_err();
    assert_eq!(error.to_string(), "etcd does not answer");
    let error = EtcdStorage::connect(EtcdConfig::new(["not a url"])).await.unwrap_err();
    assert_eq!(error.to_string(), "etcd endpoint \"not a url\" cannot be used");
    let error = EtcdStorage::connect(EtcdConfig::new([""; 0])).await.unwrap_err();
    assert_eq!(error.to_string(), "no etcd endpoint is configured");
}

fn data(directory: &Path) -> PathBuf {
    directory.join("data")
}
