//! Watching collections.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Api, Events};

const MAPS: &str = "/api/v1/namespaces/default/configmaps";

/// What `Events::brief` tells, with the version counted in writes of the test.
fn event(api: &Api, kind: &str, name: &str, version: u64) -> (String, String, String) {
    (kind.to_owned(), name.to_owned(), api.version(version))
}

async fn silent(events: &mut Events) {
    let waited = tokio::time::timeout(Duration::from_secs(5), events.next()).await;
    assert!(waited.is_err(), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_watch_tells_of_every_change() {
    let api = Api::new().await;
    api.post(MAPS, &json!({ "metadata": { "name": "a" } })).await.expect(201);
    let mut all = api.watch(&format!("{MAPS}?watch=true")).await;
    assert_eq!(all.brief().await, event(&api, "ADDED", "a", 2));
    let mut later =
        api.watch(&format!("{MAPS}?watch=true&resourceVersion={}", api.version(2))).await;
    let mut elsewhere = api.watch("/api/v1/namespaces/kube-public/configmaps?watch=1").await;
    api.post(MAPS, &json!({ "metadata": { "name": "b" } })).await.expect(201);
    api.merge(&format!("{MAPS}/a"), &json!({ "data": { "x": "y" } })).await.expect(200);
    api.delete(&format!("{MAPS}/a"), &Value::Null).await.expect(200);
    for events in [&mut all, &mut later] {
        assert_eq!(events.brief().await, event(&api, "ADDED", "b", 3));
        assert_eq!(events.brief().await, event(&api, "MODIFIED", "a", 4));
        let gone = events.next().await.unwrap();
        assert_eq!(gone["type"], "DELETED");
        assert_eq!(gone["object"]["metadata"]["resourceVersion"], api.version(5));
        assert_eq!(gone["object"]["data"], json!({ "x": "y" }));
        assert_eq!(gone["object"]["kind"], "ConfigMap");
    }
    silent(&mut elsewhere).await;
}

#[tokio::test(start_paused = true)]
async fn leaving_and_entering_a_selection_is_deletion_and_addition() {
    let api = Api::new().await;
    let mut events = api
        .watch(&format!(
            "{MAPS}?watch=1&labelSelector=tier%3Dfront&resourceVersion={}",
            api.version(1)
        ))
        .await;
    let uri = format!("{MAPS}/a");
    let label = |tier: &str| json!({ "metadata": { "labels": { "tier": tier } } });
    let mut object = label("front");
    object["metadata"]["name"] = "a".into();
    api.post(MAPS, &object).await.expect(201);
    api.merge(&uri, &label("back")).await.expect(200);
    api.merge(&uri, &json!({ "data": { "un": "seen" } })).await.expect(200);
    api.merge(&uri, &label("front")).await.expect(200);
    assert_eq!(events.brief().await, event(&api, "ADDED", "a", 2));
    let left = events.next().await.unwrap();
    assert_eq!(left["type"], "DELETED");
    assert_eq!(left["object"]["metadata"]["labels"]["tier"], "front", "as it was last seen");
    assert_eq!(left["object"]["metadata"]["resourceVersion"], api.version(3));
    assert_eq!(events.brief().await, event(&api, "ADDED", "a", 5));
}

#[tokio::test(start_paused = true)]
async fn one_object_can_be_watched() {
    let api = Api::new().await;
    let mut by_field = api
        .watch(&format!(
            "{MAPS}?watch=1&fieldSelector=metadata.name%3Db&resourceVersion={}",
            api.version(1)
        ))
        .await;
    let mut by_path = api
        .watch(&format!(
            "/api/v1/watch/namespaces/default/configmaps/b?resourceVersion={}",
            api.version(1)
        ))
        .await;
    for name in ["a", "b"] {
        api.post(MAPS, &json!({ "metadata": { "name": name } })).await.expect(201);
    }
    assert_eq!(by_field.brief().await, event(&api, "ADDED", "b", 3));
    assert_eq!(by_path.brief().await, event(&api, "ADDED", "b", 3));
}

#[tokio::test(start_paused = true)]
async fn initial_events_end_with_a_bookmark() {
    let api = Api::new().await;
    api.post(MAPS, &json!({ "metadata": { "name": "a" } })).await.expect(201);
    let uri = format!(
        "{MAPS}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"
    );
    let mut events = api.watch(&uri).await;
    assert_eq!(events.brief().await, event(&api, "ADDED", "a", 2));
    let mark = events.next().await.unwrap();
    assert_eq!(mark["type"], "BOOKMARK");
    assert_eq!(mark["object"]["kind"], "ConfigMap");
    let metadata = &mark["object"]["metadata"];
    assert_eq!(metadata["annotations"], json!({ "k8s.io/initial-events-end": "true" }));
    assert_eq!(metadata["resourceVersion"], api.version(2));
    let refused = api.get(&format!("{MAPS}?watch=1&sendInitialEvents=true")).await;
    assert_eq!(refused.code, 422);
}

#[tokio::test(start_paused = true)]
async fn watches_end_at_their_time_with_a_last_bookmark() {
    let api = Api::new().await;
    let uri = format!(
        "{MAPS}?watch=1&resourceVersion={}&timeoutSeconds=10&allowWatchBookmarks=true",
        api.version(1)
    );
    let mut events = api.watch(&uri).await;
    let start = tokio::time::Instant::now();
    assert_eq!(events.brief().await, event(&api, "BOOKMARK", "", 1));
    assert_eq!(start.elapsed(), Duration::from_secs(8));
    assert_eq!(events.next().await, None);
    assert_eq!(start.elapsed(), Duration::from_secs(10));
}

#[tokio::test(start_paused = true)]
async fn what_is_too_old_is_told_in_the_stream() {
    let api = Api::new().await;
    for name in ["a", "b", "c"] {
        api.post(MAPS, &json!({ "metadata": { "name": name } })).await.expect(201);
    }
    let storage = api.server.registry().environment().storage.clone();
    let now = storage.current_revision().await.unwrap();
    storage.compact(now).await.unwrap();
    let other = Api::over(storage).await;
    let mut events =
        other.watch(&format!("{MAPS}?watch=1&resourceVersion={}", api.version(1))).await;
    let error = events.next().await.unwrap();
    assert_eq!(error["type"], "ERROR");
    assert_eq!(
        (&error["object"]["code"], &error["object"]["reason"]),
        (&json!(410), &json!("Expired"))
    );
    assert_eq!(events.next().await, None);
}

#[tokio::test(start_paused = true)]
async fn watches_can_be_tables_or_bare_metadata() {
    let api = Api::new().await;
    let uri = format!("{MAPS}?watch=1&resourceVersion={}", api.version(1));
    let mut tables = api.watch_as(&uri, "application/json;as=Table;v=v1;g=meta.k8s.io").await;
    let bare = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";
    let mut bare = api.watch_as(&uri, bare).await;
    for name in ["a", "b"] {
        api.post(MAPS, &json!({ "metadata": { "name": name }, "data": { "k": "v" } }))
            .await
            .expect(201);
    }
    let first = tables.next().await.unwrap();
    assert_eq!(first["object"]["columnDefinitions"].as_array().unwrap().len(), 3);
    assert_eq!(first["object"]["rows"][0]["cells"], json!(["a", 1, "0s"]));
    let second = tables.next().await.unwrap();
    assert_eq!(second["object"]["columnDefinitions"], json!([]));
    let object = &bare.next().await.unwrap()["object"];
    assert_eq!(object["kind"], "PartialObjectMetadata");
    assert!(object.get("data").is_none());
}
