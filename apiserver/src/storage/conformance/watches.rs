//! Watches: where they begin, what they carry, progress.

use super::fixture::{Fixture, bytes};
use super::{Wrong, check_table, ensure, ensure_eq};
use crate::storage::key_value::WatchEvent;

check_table![
    watch_from_zero_begins_now,
    watch_from_a_revision_begins_after_it,
    watch_from_the_future_leaves_out_what_comes_before,
    watch_keeps_to_the_prefix,
    watch_events_carry_the_previous_version,
    watchers_are_independent,
    progress_follows_the_events_before_it,
    prefix_revision_bounds_the_last_change,
];

async fn watch_from_zero_begins_now(fixture: Fixture) -> Result<(), Wrong> {
    let a1 = fixture.create("a", "1").await?;
    let mut watch = fixture.watch("", 0).await?;
    let a2 = fixture.update("a", "2", a1).await?;
    ensure_eq!(fixture.read(&mut watch, 1).await?, [format!("put a=2@{a2}")], "first event");
    Ok(())
}

async fn watch_from_a_revision_begins_after_it(fixture: Fixture) -> Result<(), Wrong> {
    let a1 = fixture.create("a", "1").await?;
    let b1 = fixture.create("b", "1").await?;
    let a2 = fixture.update("a", "2", a1).await?;
    let b_deleted = fixture.delete("b", b1).await?;
    let mut watch = fixture.watch("", a1).await?;
    let a_deleted = fixture.delete("a", a2).await?;
    let want = [
        format!("put b=1@{b1}"),
        format!("put a=2@{a2}"),
        format!("delete b@{b_deleted}"),
        format!("delete a@{a_deleted}"),
    ];
    ensure_eq!(fixture.read(&mut watch, 4).await?, want, "after {a1}");
    let mut newest = fixture.watch("", a_deleted).await?;
    let a3 = fixture.create("a", "3").await?;
    ensure_eq!(fixture.read(&mut newest, 1).await?, [format!("put a=3@{a3}")], "from the newest");
    Ok(())
}

async fn watch_from_the_future_leaves_out_what_comes_before(fixture: Fixture) -> Result<(), Wrong> {
    let a1 = fixture.create("a", "1").await?;
    let mut watch = fixture.watch("", a1 + 2).await?;
    let a2 = fixture.update("a", "2", a1).await?;
    let a3 = fixture.update("a", "3", a2).await?;
    let a4 = fixture.update("a", "4", a3).await?;
    ensure_eq!(fixture.read(&mut watch, 1).await?, [format!("put a=4@{a4}")], "first event");
    Ok(())
}

async fn watch_keeps_to_the_prefix(fixture: Fixture) -> Result<(), Wrong> {
    let mut below = fixture.watch("b/", 0).await?;
    let mut beginning = fixture.watch("b", 0).await?;
    let mut want_below = Vec::new();
    let mut want_beginning = Vec::new();
    for name in ["a", "b", "b/1", "b0", "b/", "c", "b/1/2"] {
        let revision = fixture.create(name, "").await?;
        let event = format!("put {name}=@{revision}");
        if name.starts_with("b/") {
            want_below.push(event.clone());
        }
        if name.starts_with('b') {
            want_beginning.push(event);
        }
    }
    for (what, watch, want) in
        [("b/", &mut below, want_below), ("b", &mut beginning, want_beginning)]
    {
        let events = fixture.drain(what, watch).await?;
        let seen: Vec<_> = events.iter().map(|event| fixture.show_event(event)).collect();
        ensure_eq!(seen, want, "watch of {what}");
    }
    Ok(())
}

async fn watch_events_carry_the_previous_version(fixture: Fixture) -> Result<(), Wrong> {
    let mut watch = fixture.watch("", 0).await?;
    let created = fixture.create("a", "1").await?;
    let updated = fixture.update("a", "2", created).await?;
    let deleted = fixture.delete("a", updated).await?;
    match fixture.next(&mut watch).await? {
        WatchEvent::Put { kv, prev: None } => {
            ensure!(kv.is_created() && kv.version == 1, "created as {kv:?}");
        }
        other => return Err(Wrong(format!("creation: {other:?}"))),
    }
    match fixture.next(&mut watch).await? {
        WatchEvent::Put { kv, prev: Some(prev) } => {
            let numbers = (kv.create_revision, kv.mod_revision, kv.version);
            ensure_eq!(numbers, (created, updated, 2), "updated version");
            let before = (prev.value.clone(), prev.mod_revision);
            ensure_eq!(before, (bytes("1"), created), "version before the update");
        }
        other => return Err(Wrong(format!("update: {other:?}"))),
    }
    match fixture.next(&mut watch).await? {
        WatchEvent::Delete { prev, mod_revision } => {
            ensure_eq!(mod_revision, deleted, "revision of the deletion");
            let before = (prev.value.clone(), prev.mod_revision, prev.version);
            ensure_eq!(before, (bytes("2"), updated, 2), "version before the deletion");
        }
        other => return Err(Wrong(format!("deletion: {other:?}"))),
    }
    Ok(())
}

async fn watchers_are_independent(fixture: Fixture) -> Result<(), Wrong> {
    let mut first = fixture.watch("", 0).await?;
    let dropped = fixture.watch("", 0).await?;
    let mut want = vec![format!("put a=1@{}", fixture.create("a", "1").await?)];
    drop(dropped);
    let mut second = fixture.watch("", 0).await?;
    want.push(format!("put b=1@{}", fixture.create("b", "1").await?));
    ensure_eq!(fixture.read(&mut first, 2).await?, want, "first watch");
    ensure_eq!(fixture.read(&mut second, 1).await?, want[1..], "second watch");
    Ok(())
}

async fn progress_follows_the_events_before_it(fixture: Fixture) -> Result<(), Wrong> {
    let mut watch = fixture.watch("a/", 0).await?;
    fixture.create("a/1", "").await?;
    let elsewhere = fixture.create("b/1", "").await?;
    let events = fixture.drain("a/", &mut watch).await?;
    ensure_eq!(events.len(), 1, "events before the progress to {elsewhere}");
    let later = fixture.create("b/2", "").await?;
    let events = fixture.drain("a/", &mut watch).await?;
    ensure!(events.is_empty(), "events before the progress to {later}: {events:?}");
    Ok(())
}

async fn prefix_revision_bounds_the_last_change(fixture: Fixture) -> Result<(), Wrong> {
    let prefix = fixture.key("a/");
    for from_now in [false, true] {
        let watch = if from_now { Some(fixture.watch("a/", 0).await?) } else { None };
        let mut changed = 0;
        for round in 0..5 {
            let name = format!("a/{from_now}{round}");
            if round % 2 == 0 {
                changed = fixture.create(&name, "").await?;
            }
            let current = fixture.create(&format!("b/{from_now}{round}"), "").await?;
            let bound = fixture.storage.prefix_revision(&prefix).await?;
            ensure_eq!(bound.current, current, "the store's revision");
            let covered = (changed..=current).contains(&bound.changed);
            ensure!(covered, "the last change was {changed}, the bound is {bound:?}");
        }
        drop(watch);
    }
    Ok(())
}
