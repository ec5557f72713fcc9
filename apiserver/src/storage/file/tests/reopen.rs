//! Closing, opening again, rotating.

use std::time::Duration;

use futures::StreamExt;
use tokio::time::{Instant, timeout};

use super::super::{Corruption, OpenError};
use super::*;

#[tokio::test(start_paused = true)]
async fn everything_is_there_again() {
    let directory = tempfile::tempdir().unwrap();
    let mut before = Vec::new();
    for round in 0..4 {
        let storage = open(directory.path()).await;
        if round > 0 {
            assert_eq!(dump(&storage).await, before, "round {round}");
        }
        let first = storage.current_revision().await.unwrap();
        for step in 0..30 {
            write(&storage, &format!("/registry/{}", step % 7), &format!("{round}")).await.unwrap();
        }
        assert_eq!(storage.current_revision().await.unwrap(), first + 30);
        before = dump(&storage).await;
        storage.close().await;
    }
}

#[tokio::test(start_paused = true)]
async fn history_and_compaction_survive() {
    let directory = tempfile::tempdir().unwrap();
    let storage = open(directory.path()).await;
    for value in ["1", "2", "3"] {
        write(&storage, "/a", value).await.unwrap();
    }
    storage.compact(3).await.unwrap();
    storage.close().await;
    let storage = open(directory.path()).await;
    let at = |revision| storage.range(RangeRequest::prefix("/").at(revision));
    assert_eq!(at(3).await.unwrap().items[0].value, "2");
    assert!(at(2).await.unwrap_err().is_compacted());
    let mut watch = storage.watch("/", 3).await.unwrap();
    assert_eq!(watch.next().await.unwrap().unwrap().revision(), 4);
}

#[tokio::test(start_paused = true)]
async fn time_to_live_starts_again() {
    let directory = tempfile::tempdir().unwrap();
    let storage = open(directory.path()).await;
    let ttl = Some(Duration::from_secs(100));
    storage.create("/ends", "".into(), ttl).await.unwrap();
    storage.create("/kept", "".into(), None).await.unwrap();
    tokio::time::sleep(Duration::from_secs(60)).await;
    storage.close().await;
    let storage = open(directory.path()).await;
    let started = Instant::now();
    let mut watch = storage.watch("/", 3).await.unwrap();
    let event = timeout(Duration::from_secs(600), watch.next()).await.unwrap();
    assert_eq!(&**event.unwrap().unwrap().key().unwrap(), "/ends");
    assert_eq!(started.elapsed().as_secs(), 100);
}

#[tokio::test(start_paused = true)]
async fn directory_has_one_store_at_a_time() {
    let directory = tempfile::tempdir().unwrap();
    let storage = open(directory.path()).await;
    let second = FileStorage::open(directory.path(), FileConfig::default()).await;
    assert!(matches!(second, Err(OpenError::Locked { .. })), "{second:?}");
    let mut watch = storage.watch("/", 0).await.unwrap();
    storage.close().await;
    assert!(matches!(watch.next().await, Some(Err(StorageError::Closed))));
    for error in [
        storage.create("/a", "".into(), None).await.map(drop),
        storage.watch("/", 0).await.map(drop),
        storage.compact(1).await,
    ] {
        assert!(matches!(error, Err(StorageError::Closed)), "{error:?}");
    }
    open(directory.path()).await;
}

#[tokio::test(start_paused = true)]
async fn close_waits_for_the_writes_that_were_begun() {
    let directory = tempfile::tempdir().unwrap();
    let storage = open(directory.path()).await;
    let keys: Vec<_> = (0..500).map(|number| format!("/{number}")).collect();
    let mut writes: Vec<_> = keys.iter().map(|key| storage.create(key, "".into(), None)).collect();
    // Polled once, a write is under way.
    for write in &mut writes {
        assert!(futures::poll!(write.as_mut()).is_pending());
    }
    storage.close().await;
    for write in writes {
        write.await.unwrap();
    }
    assert_eq!(dump(&open(directory.path()).await).await.len(), 501);
}

#[tokio::test(start_paused = true)]
async fn long_log_is_replaced_by_a_snapshot() {
    let directory = tempfile::tempdir().unwrap();
    let config = FileConfig { log_bytes: 2_000, ..FileConfig::default() };
    let storage = FileStorage::open(directory.path(), config.clone()).await.unwrap();
    let ttl = Some(Duration::from_secs(1_000_000));
    storage.create("/ttl", "".into(), ttl).await.unwrap();
    for step in 0..400 {
        write(&storage, &format!("/{}", step % 11), "some value").await.unwrap();
    }
    let before = dump(&storage).await;
    storage.close().await;
    assert_eq!(files(directory.path(), "snapshot-").len(), 1);
    assert!(files(directory.path(), "log-").len() <= 2);

    // A snapshot that a crash interrupted is removed.
    let unfinished = directory.path().join("snapshot-00000000000000000999.tmp");
    std::fs::write(&unfinished, "half").unwrap();
    let storage = FileStorage::open(directory.path(), config).await.unwrap();
    assert!(!unfinished.exists());
    assert_eq!(dump(&storage).await, before);
    assert!(storage.shared.mvcc.read().next_expiry().is_some(), "snapshots keep times to live");
    write(&storage, "/0", "after").await.unwrap();
    storage.close().await;

    // Old files that could not be removed do no harm; missing ones are noticed.
    let segments = files(directory.path(), "log-");
    let newest = segments.last().unwrap();
    let first: u64 = newest.to_str().unwrap().rsplit('-').next().unwrap().parse().unwrap();
    let gone = directory.path().join(format!("log-{:020}", first + 1));
    std::fs::rename(newest, &gone).unwrap();
    let error = FileStorage::open(directory.path(), FileConfig::default()).await.unwrap_err();
    let OpenError::Corrupt { what, .. } = &error else { panic!("{error}") };
    assert!(matches!(what, Corruption::Gap { .. }), "{error}");
}

#[tokio::test(start_paused = true)]
async fn snapshot_and_the_whole_log_may_both_be_there() {
    let directory = tempfile::tempdir().unwrap();
    let storage = open(directory.path()).await;
    for step in 0..50 {
        write(&storage, &format!("/{}", step % 11), "some value").await.unwrap();
    }
    // As a crash between the rename of a snapshot and the removal of the log leaves it.
    storage.shared.snapshot_now();
    for step in 0..20 {
        write(&storage, &format!("/{}", step % 5), "more").await.unwrap();
    }
    let before = dump(&storage).await;
    storage.close().await;
    assert_eq!(files(directory.path(), "snapshot-").len(), 1);
    assert_eq!(files(directory.path(), "log-").len(), 1);
    assert_eq!(dump(&open(directory.path()).await).await, before);
}

#[tokio::test(start_paused = true)]
async fn damaged_snapshot_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let storage = open(directory.path()).await;
    for step in 0..5 {
        write(&storage, &format!("/{step}"), "v").await.unwrap();
    }
    storage.shared.snapshot_now();
    storage.close().await;
    let path = &files(directory.path(), "snapshot-")[0];
    let whole = std::fs::read(path).unwrap();
    for position in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[position] ^= 0x10;
        std::fs::write(path, &damaged).unwrap();
        let error = FileStorage::open(directory.path(), FileConfig::default()).await.unwrap_err();
        assert!(matches!(error, OpenError::Corrupt { .. }), "byte {position}: {error}");
        std::fs::write(path, &whole[..position]).unwrap();
        let error = FileStorage::open(directory.path(), FileConfig::default()).await.unwrap_err();
        assert!(matches!(error, OpenError::Corrupt { .. }), "cut at {position}: {error}");
    }
    std::fs::write(path, &whole).unwrap();
    open(directory.path()).await;
}
