//! Single writes: what they need, what they change, what they answer.

use bytes::Bytes;

use super::fixture::{Fixture, bytes};
use super::{Wrong, check_table, ensure, ensure_eq};
use crate::storage::errors::StorageError;

check_table![
    create_then_get,
    create_refuses_an_existing_key,
    update_replaces_the_value_and_keeps_the_creation,
    update_refuses_another_revision,
    update_refuses_a_missing_key,
    delete_needs_the_revision,
    create_after_delete_starts_anew,
    refused_writes_take_no_revision,
    values_are_any_bytes,
    empty_key_is_refused,
];

async fn create_then_get(fixture: Fixture) -> Result<(), Wrong> {
    let before = fixture.storage.current_revision().await?;
    ensure!(fixture.get("a").await?.is_none(), "a key that was never written exists");
    let revision = fixture.create("a", "1").await?;
    ensure!(revision > before, "the write got revision {revision}, the store was at {before}");
    let got = fixture.storage.get(&fixture.key("a")).await?;
    ensure!(got.revision >= revision, "get is as of {}, before the write", got.revision);
    let Some(kv) = got.kv else { return Err(Wrong("the created key is missing".to_owned())) };
    ensure_eq!(*kv.key, *fixture.key("a"), "key");
    ensure_eq!(kv.value, bytes("1"), "value");
    let numbers = (kv.create_revision, kv.mod_revision, kv.version);
    ensure_eq!(numbers, (revision, revision, 1), "revisions and version");
    ensure_eq!(fixture.storage.current_revision().await?, revision, "the store's revision");
    Ok(())
}

async fn create_refuses_an_existing_key(fixture: Fixture) -> Result<(), Wrong> {
    let revision = fixture.create("a", "1").await?;
    match fixture.create("a", "2").await {
        Err(StorageError::KeyExists { current }) => {
            ensure_eq!(current.mod_revision, revision, "revision of the present version");
            ensure_eq!(current.value, bytes("1"), "value of the present version");
        }
        other => return Err(Wrong(format!("second create: {other:?}"))),
    }
    ensure_eq!(fixture.list("", None).await?, ["a=1"], "after the refused create");
    Ok(())
}

async fn update_replaces_the_value_and_keeps_the_creation(fixture: Fixture) -> Result<(), Wrong> {
    let created = fixture.create("a", "1").await?;
    let first = fixture.update("a", "2", created).await?;
    let second = fixture.update("a", "3", first).await?;
    ensure!(created < first && first < second, "revisions: {created}, {first}, {second}");
    let kv = fixture.get("a").await?;
    let kv = kv.map(|kv| (kv.value.clone(), kv.create_revision, kv.mod_revision, kv.version));
    ensure_eq!(kv, Some((bytes("3"), created, second, 3)), "after two updates");
    Ok(())
}

async fn update_refuses_another_revision(fixture: Fixture) -> Result<(), Wrong> {
    let created = fixture.create("a", "1").await?;
    let updated = fixture.update("a", "2", created).await?;
    for stale in [created, updated + 1, 0] {
        match fixture.update("a", "3", stale).await {
            Err(StorageError::Conflict { expected, current }) => {
                ensure_eq!(expected, stale, "expected revision");
                ensure_eq!(current.mod_revision, updated, "revision of the present version");
                ensure_eq!(current.value, bytes("2"), "value of the present version");
            }
            other => return Err(Wrong(format!("update at {stale}: {other:?}"))),
        }
    }
    ensure_eq!(fixture.list("", None).await?, ["a=2"], "after refused updates");
    Ok(())
}

async fn update_refuses_a_missing_key(fixture: Fixture) -> Result<(), Wrong> {
    let key = fixture.key("a");
    let revision = fixture.create("a", "1").await?;
    fixture.delete("a", revision).await?;
    for (what, error) in [
        ("update", fixture.update("a", "2", revision).await),
        ("delete", fixture.delete("a", revision).await),
    ] {
        match error {
            Err(StorageError::KeyNotFound { key: missing, .. }) => {
                ensure_eq!(*missing, *key, "key of the {what}");
            }
            other => return Err(Wrong(format!("{what} of a deleted key: {other:?}"))),
        }
    }
    Ok(())
}

async fn delete_needs_the_revision(fixture: Fixture) -> Result<(), Wrong> {
    let created = fixture.create("a", "1").await?;
    let updated = fixture.update("a", "2", created).await?;
    match fixture.delete("a", created).await {
        Err(StorageError::Conflict { current, .. }) => {
            ensure_eq!(current.mod_revision, updated, "revision of the present version");
        }
        other => return Err(Wrong(format!("delete at a stale revision: {other:?}"))),
    }
    let deleted = fixture.delete("a", updated).await?;
    ensure!(deleted > updated, "a delete has a revision of its own");
    ensure!(fixture.get("a").await?.is_none(), "the deleted key exists");
    Ok(())
}

async fn create_after_delete_starts_anew(fixture: Fixture) -> Result<(), Wrong> {
    let mut watch = fixture.watch("", 0).await?;
    let first = fixture.create("a", "1").await?;
    let deleted = fixture.delete("a", first).await?;
    let second = fixture.create("a", "2").await?;
    let kv = fixture.get("a").await?;
    let numbers = kv.map(|kv| (kv.create_revision, kv.mod_revision, kv.version));
    ensure_eq!(numbers, Some((second, second, 1)), "the second life of the key");
    let want =
        [format!("put a=1@{first}"), format!("delete a@{deleted}"), format!("put a=2@{second}")];
    ensure_eq!(fixture.read(&mut watch, 3).await?, want, "events");
    Ok(())
}

async fn refused_writes_take_no_revision(fixture: Fixture) -> Result<(), Wrong> {
    let revision = fixture.create("a", "1").await?;
    let refused = [
        fixture.create("a", "2").await,
        fixture.update("a", "2", revision + 7).await,
        fixture.update("b", "2", revision).await,
        fixture.delete("b", revision).await,
    ];
    ensure!(refused.iter().all(Result::is_err), "a write was not refused: {refused:?}");
    ensure_eq!(fixture.storage.current_revision().await?, revision, "the store's revision");
    Ok(())
}

async fn values_are_any_bytes(fixture: Fixture) -> Result<(), Wrong> {
    let all: Bytes = (0..=255).collect::<Vec<u8>>().into();
    let large = Bytes::from(vec![0x6b; 1 << 20]);
    for (name, value) in [("empty", Bytes::new()), ("all", all), ("large", large)] {
        fixture.storage.create(&fixture.key(name), value.clone(), None).await?;
        let got = fixture.get(name).await?.map(|kv| kv.value.clone());
        ensure!(got == Some(value), "value {name} came back otherwise");
    }
    Ok(())
}

async fn empty_key_is_refused(fixture: Fixture) -> Result<(), Wrong> {
    let created = fixture.storage.create("", bytes("1"), None).await;
    ensure!(created.is_err(), "the empty key was written");
    Ok(())
}
