//! Many writers and watchers at once.

use std::collections::BTreeMap;

use tokio::task::JoinSet;

use super::fixture::Fixture;
use super::{Wrong, check_table, ensure, ensure_eq};
use crate::storage::errors::StorageError;
use crate::storage::interfaces::RangeRequest;
use crate::storage::key_value::WatchEvent;

check_table![
    one_of_many_creates_wins,
    one_of_many_updates_wins,
    concurrent_writes_are_watched_in_order_and_completely,
    range_then_watch_has_no_gap,
];

const WRITERS: usize = 8;
const ROUNDS: usize = 25;

async fn one_of_many_creates_wins(fixture: Fixture) -> Result<(), Wrong> {
    for round in 0..ROUNDS {
        let mut writers = JoinSet::new();
        for writer in 0..WRITERS {
            let fixture = fixture.clone();
            writers.spawn(async move {
                fixture.create(&format!("{round}"), &format!("{writer}")).await
            });
        }
        let mut winners = Vec::new();
        for outcome in writers.join_all().await {
            match outcome {
                Ok(revision) => winners.push(revision),
                Err(StorageError::KeyExists { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let kv = fixture.get(&format!("{round}")).await?.map(|kv| kv.mod_revision);
        ensure!(winners.len() == 1 && kv == Some(winners[0]), "winners {winners:?} of {kv:?}");
    }
    Ok(())
}

async fn one_of_many_updates_wins(fixture: Fixture) -> Result<(), Wrong> {
    let mut revision = fixture.create("a", "").await?;
    for _ in 0..ROUNDS {
        let mut writers = JoinSet::new();
        for writer in 0..WRITERS {
            let fixture = fixture.clone();
            writers.spawn(async move {
                if writer % 4 == 3 {
                    return fixture.create("a", "").await;
                }
                fixture.update("a", &format!("{writer}"), revision).await
            });
        }
        let mut winners = Vec::new();
        for outcome in writers.join_all().await {
            match outcome {
                Ok(revision) => winners.push(revision),
                Err(StorageError::Conflict { expected, .. }) => {
                    ensure_eq!(expected, revision, "expected revision of a conflict");
                }
                Err(StorageError::KeyExists { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        ensure_eq!(winners.len(), 1, "number of updates that won");
        revision = winners[0];
    }
    ensure_eq!(fixture.get("a").await?.map(|kv| kv.version), Some(1 + ROUNDS as u64), "version");
    Ok(())
}

/// Writes to a few shared keys until `ROUNDS` writes went through; returns their revisions.
async fn contend(fixture: Fixture, writer: usize) -> Result<Vec<u64>, StorageError> {
    let mut written = Vec::new();
    let mut step = writer;
    while written.len() < ROUNDS {
        step += 1;
        let name = format!("{}", step % 5);
        let outcome = match fixture.get(&name).await? {
            None => fixture.create(&name, &format!("{writer}")).await,
            Some(kv) if step.is_multiple_of(7) => fixture.delete(&name, kv.mod_revision).await,
            Some(kv) => fixture.update(&name, &format!("{writer}"), kv.mod_revision).await,
        };
        match outcome {
            Ok(revision) => written.push(revision),
            Err(StorageError::Unavailable { .. } | StorageError::Closed) => {
                outcome?;
            }
            Err(_) => tokio::task::yield_now().await,
        }
    }
    Ok(written)
}

async fn concurrent_writes_are_watched_in_order_and_completely(
    fixture: Fixture,
) -> Result<(), Wrong> {
    let mut watch = fixture.watch("", 0).await?;
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        writers.spawn(contend(fixture.clone(), writer));
    }
    let mut acknowledged = Vec::new();
    for written in writers.join_all().await {
        acknowledged.extend(written?);
    }
    acknowledged.sort_unstable();
    let events = fixture.drain("", &mut watch).await?;
    let seen: Vec<_> = events.iter().map(WatchEvent::revision).collect();
    ensure_eq!(seen, acknowledged, "revisions watched against revisions acknowledged");
    let mut held = BTreeMap::new();
    for event in events {
        let (before, after) = match &event {
            WatchEvent::Put { kv, prev } => (prev.clone(), Some(kv.clone())),
            WatchEvent::Delete { prev, .. } => (Some(prev.clone()), None),
            WatchEvent::Progress { .. } => continue,
        };
        let key = event.key().cloned().unwrap_or_default();
        ensure_eq!(held.remove(&key), before, "version before the event at {}", event.revision());
        if let Some(after) = after {
            held.insert(key, after);
        }
    }
    let prefix = fixture.key("");
    let page = fixture.storage.range(RangeRequest::prefix(&prefix)).await?;
    ensure_eq!(page.items, held.into_values().collect::<Vec<_>>(), "store against events");
    Ok(())
}

async fn range_then_watch_has_no_gap(fixture: Fixture) -> Result<(), Wrong> {
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        writers.spawn(contend(fixture.clone(), writer));
    }
    let mut watches = Vec::new();
    for _ in 0..ROUNDS {
        let prefix = fixture.key("");
        let page = fixture.storage.range(RangeRequest::prefix(&prefix)).await?;
        let watch = fixture.storage.watch(&prefix, page.revision).await?;
        watches.push((page, watch));
        tokio::task::yield_now().await;
    }
    for written in writers.join_all().await {
        written?;
    }
    let want = fixture.list("", None).await?;
    for (mut page, mut watch) in watches {
        let mut held: BTreeMap<_, _> =
            page.items.drain(..).map(|kv| (kv.key.clone(), kv)).collect();
        for event in fixture.drain("", &mut watch).await? {
            match event {
                WatchEvent::Put { kv, .. } => drop(held.insert(kv.key.clone(), kv)),
                WatchEvent::Delete { prev, .. } => drop(held.remove(&prev.key)),
                WatchEvent::Progress { .. } => {}
            }
        }
        let from = page.revision;
        page.items = held.into_values().collect();
        ensure_eq!(fixture.show(&page), want, "range at {from} and the events after it");
    }
    Ok(())
}
