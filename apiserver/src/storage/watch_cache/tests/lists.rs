//! Lists: consistent, as of a revision, paged, filtered, indexed.

use proptest::prelude::*;
use tokio::time::Instant;

use super::super::{CacheError, Freshness, ListRequest, Scope};
use super::*;
use crate::storage::RangeRequest;

fn all() -> ListRequest<'static, Item> {
    ListRequest::new(Scope::Prefix(PODS))
}

#[tokio::test(start_paused = true)]
async fn newest_list_has_every_acknowledged_write() {
    let storage = MemoryStorage::default();
    let cache = cache(&storage);
    for round in 0..50 {
        let written = put(&storage, &format!("default/p{round:02}"), "a").await;
        let list = cache.list(all(), Freshness::Newest).await.unwrap();
        assert_eq!(list.items.len(), round + 1);
        assert_eq!(list.revision, written);
        let elsewhere = put_elsewhere(&storage, &format!("n{round}")).await;
        let list = cache.list(all(), Freshness::Newest).await.unwrap();
        assert_eq!(list.revision, elsewhere, "a list is as of the store's revision");
        let (item, revision) =
            cache.get(&format!("{PODS}default/p{round:02}"), Freshness::Newest).await.unwrap();
        assert_eq!((item.unwrap().revision, revision), (written, elsewhere));
    }
}

#[tokio::test(start_paused = true)]
async fn fresh_cache_of_a_quiet_resource_needs_no_waiting() {
    let storage = MemoryStorage::default();
    put(&storage, "default/a", "1").await;
    let cache = cache(&storage);
    cache.ready().await.unwrap();
    let started = Instant::now();
    let mut newest = 0;
    for node in 0..100 {
        newest = put_elsewhere(&storage, &format!("n{node}")).await;
        assert_eq!(cache.list(all(), Freshness::Newest).await.unwrap().revision, newest);
    }
    cache.wait_until(newest).await.unwrap();
    cache.list(all(), Freshness::NotOlderThan(newest)).await.unwrap();
    assert_eq!(started.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn revision_of_the_future_is_waited_for_and_then_refused() {
    let storage = MemoryStorage::default();
    let cache = cache(&storage);
    cache.ready().await.unwrap();
    let started = Instant::now();
    let error = cache.list(all(), Freshness::NotOlderThan(7)).await.unwrap_err();
    assert!(
        matches!(error, CacheError::TooLargeResourceVersion { requested: 7, current: 1 }),
        "{error}"
    );
    assert_eq!(started.elapsed(), Duration::from_secs(3));

    let list = async { cache.list(all(), Freshness::NotOlderThan(3)).await.unwrap() };
    let write = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        put(&storage, "default/a", "1").await;
        put_elsewhere(&storage, "n").await;
    };
    let (list, ()) = tokio::join!(list, write);
    assert_eq!((shown(&list.items), list.revision), (vec!["default/a=1@2".to_owned()], 3));
}

#[tokio::test(start_paused = true)]
async fn pages_filters_and_indexes() {
    let storage = MemoryStorage::default();
    for (name, value) in
        [("a/1", "x"), ("a/2", "y"), ("a/3", "x"), ("ab/1", "x"), ("b/1", "y"), ("b/2", "x")]
    {
        put(&storage, name, value).await;
    }
    let cache = cache(&storage);
    let request = ListRequest::new(Scope::Prefix("/registry/pods/a/"));
    let list = cache.list(request, Freshness::Any).await.unwrap();
    assert_eq!(shown(&list.items), ["a/1=x@2", "a/2=y@3", "a/3=x@4"]);

    let page = cache.list(all().limit(4), Freshness::Newest).await.unwrap();
    assert_eq!((page.items.len(), page.remaining), (4, 2));
    let next_key = page.next_key.unwrap();
    let page = cache.list(all().limit(4).start_key(&next_key), Freshness::Any).await.unwrap();
    assert_eq!(
        (shown(&page.items), page.next_key),
        (vec!["b/1=y@6".into(), "b/2=x@7".into()], None)
    );

    let is_x = |item: &Item| item.value == "x";
    let list = cache.list(all().filter(&is_x), Freshness::Any).await.unwrap();
    assert_eq!(shown(&list.items), ["a/1=x@2", "a/3=x@4", "ab/1=x@5", "b/2=x@7"]);
    let page = cache.list(all().filter(&is_x).limit(3), Freshness::Any).await.unwrap();
    assert_eq!(shown(&page.items), ["a/1=x@2", "a/3=x@4", "ab/1=x@5"]);
    let next_key = page.next_key.unwrap();
    let rest = all().filter(&is_x).limit(3).start_key(&next_key);
    let page = cache.list(rest, Freshness::Any).await.unwrap();
    assert_eq!((shown(&page.items), page.next_key), (vec!["b/2=x@7".into()], None));

    let indexed = ListRequest::new(Scope::Indexed("y"));
    let list = cache.list(indexed, Freshness::Any).await.unwrap();
    assert_eq!(shown(&list.items), ["a/2=y@3", "b/1=y@6"]);
    put(&storage, "a/2", "x").await;
    let list = cache.list(indexed, Freshness::Newest).await.unwrap();
    assert_eq!(shown(&list.items), ["b/1=y@6"]);
    let list = cache.list_at(indexed, 7).await.unwrap();
    assert_eq!(shown(&list.items), ["a/2=y@3", "b/1=y@6"]);
    let one = ListRequest::new(Scope::Key("/registry/pods/a/1"));
    assert_eq!(shown(&cache.list(one, Freshness::Any).await.unwrap().items), ["a/1=x@2"]);
}

#[tokio::test(start_paused = true)]
async fn list_at_a_revision_falls_back_to_the_store_and_then_expires() {
    let storage = MemoryStorage::default();
    put(&storage, "default/a", "1").await;
    put(&storage, "default/b", "1").await;
    put(&storage, "default/a", "2").await;
    let cache = cache(&storage);
    cache.ready().await.unwrap();
    put(&storage, "default/b", "2").await;
    let list = cache.list_at(all(), 3).await.unwrap();
    assert_eq!(shown(&list.items), ["default/a=1@2", "default/b=1@3"]);
    let page = cache.list_at(all().limit(1), 3).await.unwrap();
    assert_eq!((shown(&page.items), page.remaining), (vec!["default/a=1@2".into()], 1));
    let rest = all().limit(1).start_key(page.next_key.as_deref().unwrap());
    assert_eq!(shown(&cache.list_at(rest, 3).await.unwrap().items), ["default/b=1@3"]);
    let indexed = ListRequest::new(Scope::Indexed("1"));
    assert_eq!(cache.list_at(indexed, 3).await.unwrap().items.len(), 2);

    storage.compact(5).await.unwrap();
    let list = cache.list_at(all(), 4).await.unwrap();
    assert_eq!(shown(&list.items), ["default/a=2@4", "default/b=1@3"], "the cache still knows");
    let error = cache.list_at(all(), 3).await.unwrap_err();
    assert!(matches!(error, CacheError::Expired { requested: 3, oldest: 5 }), "{error}");
}

proptest! {
    #[test]
    fn every_held_revision_lists_as_the_store_does(
        writes in proptest::collection::vec((0..6_usize, 0..4_u8), 1..60)
    ) {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        runtime.enable_time().start_paused(true).build().unwrap().block_on(async {
            let storage = MemoryStorage::default();
            let cache = cache(&storage);
            cache.ready().await.unwrap();
            for (key, operation) in writes {
                let name = format!("default/{key}");
                let exists = storage.get(&format!("{PODS}{name}")).await.unwrap().kv.is_some();
                match operation {
                    0 if exists => delete(&storage, &name).await,
                    1 => put(&storage, &name, "x").await,
                    2 => put(&storage, &name, "y").await,
                    _ => storage.current_revision().await.unwrap(),
                };
            }
            let newest = storage.current_revision().await.unwrap();
            for revision in 1..=newest {
                let want = storage.range(RangeRequest::prefix(PODS).at(revision)).await.unwrap();
                let want: Vec<_> = want.items.iter().map(|kv| kv.mod_revision).collect();
                let got = cache.list_at(all(), revision).await.unwrap();
                let got: Vec<_> = got.items.iter().map(|item| item.revision).collect();
                assert_eq!(got, want, "at {revision}");
            }
        });
    }
}
