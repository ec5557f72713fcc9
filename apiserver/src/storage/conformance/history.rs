//! Earlier revisions, and their end by compaction.

use futures::StreamExt;

use super::fixture::Fixture;
use super::{Wrong, check_table, ensure, ensure_eq};
use crate::storage::errors::StorageError;
use crate::storage::interfaces::RangeRequest;

check_table![
    earlier_revisions_read_as_they_were,
    future_revision_is_refused,
    compaction_refuses_what_is_older_and_keeps_the_rest,
    compaction_needs_a_new_and_present_revision,
    compaction_leaves_open_watches_alone,
];

async fn earlier_revisions_read_as_they_were(fixture: Fixture) -> Result<(), Wrong> {
    let a1 = fixture.create("a", "1").await?;
    let b1 = fixture.create("b", "1").await?;
    let a2 = fixture.update("a", "2", a1).await?;
    let b_deleted = fixture.delete("b", b1).await?;
    let b2 = fixture.create("b", "2").await?;
    for (revision, want) in [
        (a1 - 1, &[][..]),
        (a1, &["a=1"]),
        (b1, &["a=1", "b=1"]),
        (a2, &["a=2", "b=1"]),
        (b_deleted, &["a=2"]),
        (b2, &["a=2", "b=2"]),
    ] {
        ensure_eq!(fixture.list("", Some(revision)).await?, want, "at {revision}");
    }
    Ok(())
}

async fn future_revision_is_refused(fixture: Fixture) -> Result<(), Wrong> {
    let revision = fixture.create("a", "1").await?;
    match fixture.list("", Some(revision + 1)).await {
        Err(StorageError::FutureRevision { requested, .. }) => {
            ensure_eq!(requested, revision + 1, "revision asked for");
        }
        other => return Err(Wrong(format!("range in the future: {other:?}"))),
    }
    Ok(())
}

async fn compaction_refuses_what_is_older_and_keeps_the_rest(
    fixture: Fixture,
) -> Result<(), Wrong> {
    let a1 = fixture.create("a", "1").await?;
    let b1 = fixture.create("b", "1").await?;
    let b_deleted = fixture.delete("b", b1).await?;
    let a2 = fixture.update("a", "2", a1).await?;
    let c1 = fixture.create("c", "1").await?;
    fixture.storage.compact(a2).await?;

    for revision in [a1, b1, b_deleted] {
        match fixture.list("", Some(revision)).await {
            Err(StorageError::Compacted { requested, .. }) => {
                ensure_eq!(requested, revision, "revision asked for");
            }
            other => return Err(Wrong(format!("range at compacted {revision}: {other:?}"))),
        }
    }
    ensure_eq!(fixture.list("", Some(a2)).await?, ["a=2"], "at the compacted revision");
    ensure_eq!(fixture.list("", Some(c1)).await?, ["a=2", "c=1"], "after it");
    ensure_eq!(fixture.list("", None).await?, ["a=2", "c=1"], "now");

    let refused = match fixture.watch("", a1).await {
        Err(error) => Some(error),
        Ok(mut watch) => watch.next().await.and_then(Result::err),
    };
    ensure!(
        matches!(refused, Some(StorageError::Compacted { .. })),
        "watch from a compacted revision: {refused:?}"
    );
    let mut watch = fixture.watch("", a2).await?;
    let seen = fixture.read(&mut watch, 1).await?;
    ensure_eq!(seen, [format!("put c=1@{c1}")], "watch from the compacted revision");

    let kv = fixture.get("a").await?;
    let numbers = kv.map(|kv| (kv.create_revision, kv.mod_revision, kv.version));
    ensure_eq!(numbers, Some((a1, a2, 2)), "a key that was compacted");
    Ok(())
}

async fn compaction_needs_a_new_and_present_revision(fixture: Fixture) -> Result<(), Wrong> {
    let first = fixture.create("a", "1").await?;
    let second = fixture.update("a", "2", first).await?;
    fixture.storage.compact(second).await?;
    for revision in [first, second] {
        let again = fixture.storage.compact(revision).await;
        ensure!(
            matches!(again, Err(StorageError::Compacted { .. })),
            "compaction at {revision} after {second}: {again:?}"
        );
    }
    let future = fixture.storage.compact(second + 1).await;
    ensure!(
        matches!(future, Err(StorageError::FutureRevision { .. })),
        "compaction in the future: {future:?}"
    );
    let prefix = fixture.key("");
    let page = fixture.storage.range(RangeRequest::prefix(&prefix)).await?;
    ensure_eq!(fixture.show(&page), ["a=2"], "after compaction");
    Ok(())
}

async fn compaction_leaves_open_watches_alone(fixture: Fixture) -> Result<(), Wrong> {
    let mut watch = fixture.watch("", 0).await?;
    let a1 = fixture.create("a", "1").await?;
    let a2 = fixture.update("a", "2", a1).await?;
    // Once read, nothing of the past is owed to the watch.
    let seen = fixture.read(&mut watch, 2).await?;
    ensure_eq!(seen, [format!("put a=1@{a1}"), format!("put a=2@{a2}")], "before");
    fixture.storage.compact(a2).await?;
    let deleted = fixture.delete("a", a2).await?;
    ensure_eq!(fixture.read(&mut watch, 1).await?, [format!("delete a@{deleted}")], "after");
    Ok(())
}
