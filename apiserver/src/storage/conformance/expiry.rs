//! Times to live.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::fixture::{Fixture, bytes};
use super::{Wrong, check_table, ensure, ensure_eq};
use crate::storage::key_value::WatchEvent;

check_table![
    expiry_deletes_the_key_as_a_request_would,
    expiry_is_in_order_of_the_times_to_live,
    expiry_is_replaced_by_updates,
    expiry_ends_with_the_key,
];

/// A time to live that every store can keep: etcd counts in seconds and may be late.
const SHORT: Duration = Duration::from_secs(2);

async fn expiry_deletes_the_key_as_a_request_would(fixture: Fixture) -> Result<(), Wrong> {
    let mut watch = fixture.watch("", 0).await?;
    let started = Instant::now();
    let created = fixture.storage.create(&fixture.key("a"), bytes("1"), Some(SHORT)).await?;
    fixture.create("stays", "1").await?;
    ensure_eq!(fixture.read(&mut watch, 2).await?.len(), 2, "creations");
    ensure_eq!(fixture.list("", None).await?, ["a=1", "stays=1"], "before the end");
    match fixture.next(&mut watch).await? {
        WatchEvent::Delete { prev, mod_revision } => {
            ensure_eq!(prev.mod_revision, created, "revision of the version that ended");
            ensure_eq!(prev.value, bytes("1"), "value of the version that ended");
            let current = fixture.storage.current_revision().await?;
            ensure_eq!(mod_revision, current, "the store's revision");
        }
        other => return Err(Wrong(format!("end of the key: {other:?}"))),
    }
    let lived = started.elapsed();
    ensure!(lived >= SHORT, "the key lived {lived:?} instead of {SHORT:?}");
    ensure_eq!(fixture.list("", None).await?, ["stays=1"], "after the end");
    Ok(())
}

async fn expiry_is_in_order_of_the_times_to_live(fixture: Fixture) -> Result<(), Wrong> {
    let mut watch = fixture.watch("", 0).await?;
    for (name, factor) in [("c", 3), ("a", 1), ("b", 2)] {
        let ttl = SHORT * factor;
        fixture.storage.create(&fixture.key(name), bytes(""), Some(ttl)).await?;
    }
    let events = fixture.read(&mut watch, 6).await?;
    let ends = events[3..].iter().filter_map(|event| event.split('@').next()).collect::<Vec<_>>();
    ensure_eq!(ends, ["delete a", "delete b", "delete c"], "ends");
    Ok(())
}

async fn expiry_is_replaced_by_updates(fixture: Fixture) -> Result<(), Wrong> {
    let storage = &fixture.storage;
    let (kept, renewed, limited) =
        (fixture.key("kept"), fixture.key("renewed"), fixture.key("limited"));
    let revision = storage.create(&kept, bytes("1"), Some(SHORT)).await?;
    storage.update(&kept, bytes("2"), revision, None).await?;
    let mut renewal = storage.create(&renewed, bytes("1"), Some(SHORT * 2)).await?;
    let revision = storage.create(&limited, bytes("1"), None).await?;
    storage.update(&limited, bytes("2"), revision, Some(SHORT)).await?;
    for _ in 0..6 {
        sleep(SHORT / 2).await;
        renewal = storage.update(&renewed, bytes("2"), renewal, Some(SHORT * 2)).await?;
    }
    let left = fixture.list("", None).await?;
    ensure_eq!(left, ["kept=2", "renewed=2"], "after three times the time to live");
    // It must not end in the middle of another check.
    storage.delete(&renewed, renewal).await?;
    Ok(())
}

async fn expiry_ends_with_the_key(fixture: Fixture) -> Result<(), Wrong> {
    let key = fixture.key("a");
    let first = fixture.storage.create(&key, bytes("1"), Some(SHORT)).await?;
    fixture.delete("a", first).await?;
    let second = fixture.create("a", "2").await?;
    sleep(SHORT * 3).await;
    let kv = fixture.get("a").await?.map(|kv| kv.mod_revision);
    ensure_eq!(kv, Some(second), "a key without a time to live, whose name had one before");
    Ok(())
}
