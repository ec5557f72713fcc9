//! Watches: from a revision, with the initial state, bookmarks, history bounds, slow readers.

use super::super::{CacheError, Freshness, ListRequest, Scope, WatchRequest, WatchStart};
use super::*;

fn after(revision: u64) -> WatchRequest<'static> {
    WatchRequest::new(Scope::Prefix(PODS), WatchStart::After(revision))
}

fn initial(freshness: Freshness) -> WatchRequest<'static> {
    WatchRequest::new(Scope::Prefix(PODS), WatchStart::Initial(freshness))
}

#[tokio::test(start_paused = true)]
async fn watch_from_a_revision_has_what_came_after_it_and_what_comes() {
    let storage = MemoryStorage::default();
    let cache = cache(&storage);
    cache.ready().await.unwrap();
    put(&storage, "default/a", "1").await;
    put(&storage, "default/b", "1").await;
    put(&storage, "default/a", "2").await;
    cache.wait_until(4).await.unwrap();
    let mut watch = cache.watch(after(2)).await.unwrap();
    delete(&storage, "default/a").await;
    put(&storage, "default/a", "3").await;
    assert_eq!(
        read(&mut watch, 4).await,
        [
            "+ default/b=1@3",
            "~ default/a=2@4 was default/a=1@2",
            "- default/a=2@5 was default/a=2@4",
            "+ default/a=3@6",
        ]
    );
    drop(cache);
    assert_eq!(read(&mut watch, 1).await, ["end"]);
}

#[tokio::test(start_paused = true)]
async fn watch_from_a_list_misses_nothing_and_repeats_nothing() {
    let storage = MemoryStorage::default();
    let cache = cache(&storage);
    put(&storage, "default/a", "1").await;
    put_elsewhere(&storage, "n1").await;
    let request = ListRequest::new(Scope::Prefix(PODS));
    let list = cache.list(request, Freshness::Newest).await.unwrap();
    assert_eq!(list.revision, 3);
    let mut watch = cache.watch(after(list.revision)).await.unwrap();
    put(&storage, "default/a", "2").await;
    assert_eq!(read(&mut watch, 1).await, ["~ default/a=2@4 was default/a=1@2"]);

    let mut future = cache.watch(after(6)).await.unwrap();
    for value in ["3", "4", "5"] {
        put(&storage, "default/a", value).await;
    }
    assert_eq!(read(&mut future, 1).await, ["~ default/a=5@7 was default/a=4@6"]);
}

#[tokio::test(start_paused = true)]
async fn initial_state_ends_with_a_bookmark_and_goes_on_live() {
    let storage = MemoryStorage::default();
    let cache = cache(&storage);
    put(&storage, "default/b", "1").await;
    put(&storage, "default/a", "1").await;
    put_elsewhere(&storage, "n1").await;
    let mut watch = cache.watch(initial(Freshness::Newest)).await.unwrap();
    put(&storage, "default/b", "2").await;
    assert_eq!(
        read(&mut watch, 4).await,
        [
            "+ default/a=1@3",
            "+ default/b=1@2",
            "initial end 4",
            "~ default/b=2@5 was default/b=1@2",
        ]
    );
    let error = cache.watch(initial(Freshness::NotOlderThan(9))).await.unwrap_err();
    assert!(matches!(error, CacheError::TooLargeResourceVersion { requested: 9, .. }), "{error}");
}

#[tokio::test(start_paused = true)]
async fn scopes_hear_only_of_their_own() {
    let storage = MemoryStorage::default();
    let cache = cache(&storage);
    cache.ready().await.unwrap();
    let watch = |scope| cache.watch(WatchRequest::new(scope, WatchStart::After(0)));
    let mut namespace = watch(Scope::Prefix("/registry/pods/a/")).await.unwrap();
    let mut key = watch(Scope::Key("/registry/pods/a/1")).await.unwrap();
    let mut node = watch(Scope::Indexed("x")).await.unwrap();
    put(&storage, "a/1", "x").await;
    put(&storage, "a/10", "y").await;
    put(&storage, "b/1", "x").await;
    put(&storage, "a/1", "y").await;
    delete(&storage, "b/1").await;
    put(&storage, "a/1", "z").await;
    delete(&storage, "a/10").await;
    put(&storage, "a/1", "x").await;
    let of_key = ["+ a/1=x@2", "~ a/1=y@5 was a/1=x@2", "~ a/1=z@7 was a/1=y@5"];
    assert_eq!(read(&mut key, 3).await, of_key);
    assert_eq!(read(&mut key, 1).await, ["~ a/1=x@9 was a/1=z@7"]);
    let of_node = [
        "+ a/1=x@2",
        "+ b/1=x@4",
        "~ a/1=y@5 was a/1=x@2",
        "- b/1=x@6 was b/1=x@4",
        "~ a/1=x@9 was a/1=z@7",
    ];
    assert_eq!(read(&mut node, 5).await, of_node);
    let of_namespace = read(&mut namespace, 6).await;
    assert_eq!(of_namespace[4], "- a/10=y@8 was a/10=y@3");
    // Resumed watches find the same in the history.
    let resume = WatchRequest::new(Scope::Indexed("x"), WatchStart::After(2));
    assert_eq!(read(&mut cache.watch(resume).await.unwrap(), 4).await, of_node[1..]);
}

#[tokio::test(start_paused = true)]
async fn history_is_kept_by_number_and_age() {
    let storage = MemoryStorage::default();
    let mut config = config();
    (config.min_history, config.max_history) = (2, 5);
    let cache = WatchCache::start(Arc::new(storage.clone()), config);
    cache.ready().await.unwrap();
    for _ in 0..6 {
        put(&storage, "default/a", "1").await;
    }
    cache.wait_until(7).await.unwrap();
    let error = cache.watch(after(1)).await.unwrap_err();
    assert!(matches!(error, CacheError::Expired { requested: 1, oldest: 2 }), "{error}");
    assert_eq!(error.to_string(), "too old resource version: 1 (2)");
    assert_eq!(read(&mut cache.watch(after(2)).await.unwrap(), 5).await.len(), 5);

    tokio::time::sleep(Duration::from_secs(76)).await;
    put(&storage, "default/a", "1").await;
    cache.wait_until(8).await.unwrap();
    assert!(cache.watch(after(5)).await.unwrap_err().is_expired());
    assert_eq!(read(&mut cache.watch(after(6)).await.unwrap(), 2).await.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn slow_watcher_is_ended_and_can_resume() {
    let storage = MemoryStorage::default();
    let mut config = config();
    config.watch_buffer = 3;
    let cache = WatchCache::start(Arc::new(storage.clone()), config);
    cache.ready().await.unwrap();
    let mut slow = cache.watch(after(0)).await.unwrap();
    for _ in 0..5 {
        put(&storage, "default/a", "1").await;
    }
    cache.wait_until(6).await.unwrap();
    let seen = read(&mut slow, 5).await;
    assert!(seen[2].starts_with("~ default/a=1@4"), "{seen:?}");
    assert_eq!(seen[3..], ["error: watch fell behind and was ended", "end"]);
    let resumed = read(&mut cache.watch(after(4)).await.unwrap(), 2).await;
    assert!(resumed[1].starts_with("~ default/a=1@6"), "{resumed:?}");
}

#[tokio::test(start_paused = true)]
async fn bookmarks_come_each_minute_and_on_request() {
    let storage = MemoryStorage::default();
    let cache = cache(&storage);
    cache.ready().await.unwrap();
    let mut watch = cache.watch(after(0).with_bookmarks()).await.unwrap();
    let mut silent = cache.watch(after(0)).await.unwrap();
    put(&storage, "default/a", "1").await;
    put_elsewhere(&storage, "n1").await;
    let started = tokio::time::Instant::now();
    assert_eq!(read(&mut watch, 2).await, ["+ default/a=1@2", "bookmark 3"]);
    assert_eq!(started.elapsed().as_secs(), 60);
    put_elsewhere(&storage, "n2").await;
    assert_eq!(read(&mut watch, 1).await, ["bookmark 4"]);
    assert_eq!(started.elapsed().as_secs(), 120);

    put(&storage, "default/a", "2").await;
    put_elsewhere(&storage, "n3").await;
    cache.wait_until(5).await.unwrap();
    silent.bookmark_requester().request().await;
    assert_eq!(
        read(&mut silent, 3).await,
        ["+ default/a=1@2", "~ default/a=2@5 was default/a=1@2", "bookmark 6"]
    );
    let ahead = cache.watch(after(9)).await.unwrap();
    ahead.bookmark_requester().request().await;
    assert_eq!(read(&mut { ahead }, 1).await, ["bookmark 9"], "never before the start");
}
