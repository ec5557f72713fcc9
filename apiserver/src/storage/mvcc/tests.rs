//! The versioned key space against a model that copies everything.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use proptest::prelude::*;
use tokio::time::Instant;

use super::{Mvcc, Operation, Precondition, Retention, Write, decide};
use crate::storage::errors::StorageError;
use crate::storage::interfaces::RangeRequest;

fn put(store: &mut Mvcc, key: &str, now: Instant) -> u64 {
    let current = store.current(key);
    let precondition =
        current.map_or(Precondition::Absent, |kv| Precondition::ModRevision(kv.mod_revision));
    let operation = Operation::Put { value: Bytes::new(), ttl: None };
    let write = Write { key: key.into(), precondition, operation };
    let change = decide(write, current, store.revision()).unwrap();
    store.apply(change, now);
    store.revision()
}

fn delete(store: &mut Mvcc, key: &str, now: Instant) -> Result<u64, StorageError> {
    let current = store.current(key);
    let precondition = Precondition::ModRevision(current.map_or(1, |kv| kv.mod_revision));
    let write = Write { key: key.into(), precondition, operation: Operation::Delete };
    let change = decide(write, current, store.revision())?;
    store.apply(change, now);
    Ok(store.revision())
}

/// Keys with their modification revisions.
fn list(store: &Mvcc, prefix: &str, revision: u64) -> Result<Vec<(Arc<str>, u64)>, StorageError> {
    let page = store.range(&RangeRequest::prefix(prefix).at(revision))?;
    assert_eq!((page.count, page.more), (page.items.len(), false));
    Ok(page.items.iter().map(|kv| (kv.key.clone(), kv.mod_revision)).collect())
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Put(u8),
    Delete(u8),
    /// Compacts at this many revisions before the newest.
    Compact(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..8_u8).prop_map(Step::Put),
        2 => (0..8_u8).prop_map(Step::Delete),
        1 => (0..12_u64).prop_map(Step::Compact),
    ]
}

proptest! {
    #[test]
    fn every_held_revision_reads_as_the_model(steps in proptest::collection::vec(step(), 1..80)) {
        let now = Instant::now();
        let mut store = Mvcc::new(Retention::UNLIMITED);
        let mut model: BTreeMap<Arc<str>, u64> = BTreeMap::new();
        let mut snapshots = BTreeMap::from([(1, model.clone())]);
        let mut compacted = 0;
        for step in steps {
            match step {
                Step::Put(key) => {
                    let key: Arc<str> = format!("/{}/{key}", key % 3).into();
                    let revision = put(&mut store, &key, now);
                    model.insert(key, revision);
                }
                Step::Delete(key) => {
                    let key: Arc<str> = format!("/{}/{key}", key % 3).into();
                    let deleted = delete(&mut store, &key, now);
                    prop_assert_eq!(deleted.is_ok(), model.remove(&key).is_some());
                }
                Step::Compact(before) => {
                    let revision = store.revision().saturating_sub(before);
                    let refused = revision <= compacted;
                    prop_assert_eq!(store.compact(revision).is_err(), refused);
                    compacted = compacted.max(revision);
                }
            }
            snapshots.insert(store.revision(), model.clone());
            for (revision, snapshot) in &snapshots {
                for prefix in ["", "/1/"] {
                    let got = list(&store, prefix, *revision);
                    if *revision < compacted {
                        prop_assert!(got.unwrap_err().is_compacted());
                        continue;
                    }
                    let want = snapshot.iter().filter(|(key, _)| key.starts_with(prefix));
                    let want: Vec<_> = want.map(|(key, at)| (key.clone(), *at)).collect();
                    prop_assert_eq!(got.unwrap(), want, "{:?} at {}", prefix, revision);
                }
            }
        }
        let newest = store.revision();
        if newest > compacted {
            store.compact(newest).unwrap();
        }
        prop_assert_eq!(store.held_versions(), model.len(), "compaction leaves nothing behind");
    }
}

#[test]
fn retention_keeps_the_last_revisions_and_minutes() {
    let start = Instant::now();
    let mut store =
        Mvcc::new(Retention { max_revisions: Some(3), max_age: Some(Duration::from_secs(60)) });
    for _ in 0..6 {
        put(&mut store, "/a", start);
    }
    assert_eq!(store.revision(), 7);
    assert!(list(&store, "", 3).unwrap_err().is_compacted());
    assert_eq!(list(&store, "", 4).unwrap(), [("/a".into(), 4)]);

    let later = start + Duration::from_secs(30);
    put(&mut store, "/b", later);
    let end = start + Duration::from_secs(60);
    assert!(store.retention_due(end));
    store.retain(end);
    assert!(!store.retention_due(end));
    assert!(list(&store, "", 6).unwrap_err().is_compacted());
    assert_eq!(list(&store, "", 7).unwrap(), [("/a".into(), 7)]);
    store.retain(start + Duration::from_secs(90));
    assert!(list(&store, "", 7).unwrap_err().is_compacted());
    assert_eq!(list(&store, "", 8).unwrap(), [("/a".into(), 7), ("/b".into(), 8)]);
    assert_eq!(store.held_versions(), 2);
}

#[test]
fn dropped_watches_are_forgotten() {
    let mut store = Mvcc::new(Retention::UNLIMITED);
    let kept = store.watch("/kept/", 0, 10).unwrap();
    for number in 0..10_000 {
        drop(store.watch(&format!("/{number}/"), 0, 10).unwrap());
    }
    assert!(store.watch_count() < 200, "{} watches are held", store.watch_count());
    drop(kept);
}
