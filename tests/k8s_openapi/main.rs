//! Types of `k8s_openapi` through our client, informer and server.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::sync::Arc;

use bowline::apimachinery::codec::MediaType;
use bowline::apimachinery::interop::K8sOpenapi;
use bowline::apimachinery::resource::{Object, Resource};
use bowline::apiserver::authentication::User;
use bowline::apiserver::storage::MemoryStorage;
use bowline::apiserver::{self, Server};
use bowline::client::api::{DeleteParams, ListParams, Patch, WatchParams};
use bowline::client::cache::Informer;
use bowline::client::{Client, WatchEvent};
use futures::StreamExt as _;
use k8s_openapi::api::core::v1::{Namespace, Node, Pod};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

async fn client() -> Client {
    let config = apiserver::Config::new(Arc::new(MemoryStorage::default()));
    let server = Server::builder(config).start().await.unwrap();
    Client::in_process(server.as_user(User::named("admin").group("system:masters")))
}

fn pod(name: &str) -> K8sOpenapi<Pod> {
    let pod: Pod = serde_json::from_value(json!({
        "metadata": { "name": name, "labels": { "app": "web" } },
        "spec": { "containers": [{ "name": "c", "image": "nginx" }] },
    }))
    .unwrap();
    pod.into()
}

#[tokio::test]
async fn pods_are_created_read_changed_and_deleted() {
    let client = client().await;
    let pods = client.namespaced::<K8sOpenapi<Pod>>("default");
    let made = pods.create(&pod("a")).await.unwrap();
    assert_eq!(made.metadata().namespace, "default");
    assert!(!made.metadata().uid.is_empty());
    // The wrapped object has the same, and what the server has filled in.
    assert_eq!(made.metadata.uid.as_ref(), Some(&Object::metadata(&made).uid));
    let spec = made.spec.as_ref().unwrap();
    assert_eq!(spec.restart_policy.as_deref(), Some("Always"));

    let mut changed = made.clone();
    Object::metadata_mut(&mut changed).labels.insert("tier".to_owned(), "front".to_owned());
    changed.edit(|pod| {
        let containers = &mut pod.spec.as_mut().unwrap().containers;
        containers[0].image = Some("nginx:2".to_owned());
        pod.metadata.annotations.get_or_insert_default().insert("a".to_owned(), "b".to_owned());
    });
    let changed = pods.update(&changed).await.unwrap();
    let inner = changed.into_inner();
    assert_eq!(inner.metadata.labels.unwrap()["tier"], "front");
    assert_eq!(inner.metadata.annotations.unwrap()["a"], "b");
    assert_eq!(inner.spec.unwrap().containers[0].image.as_deref(), Some("nginx:2"));

    let patch = Patch::Merge(json!({ "metadata": { "labels": { "tier": null } } }));
    let patched = pods.patch("a", &patch).await.unwrap();
    assert!(!Object::metadata(&patched).labels.contains_key("tier"));
    let listed = pods.list(&ListParams::default().labels("app=web")).await.unwrap();
    assert_eq!(listed.items.len(), 1);
    pods.delete("a", &DeleteParams::default().grace_period(0)).await.unwrap();
    assert!(pods.get_opt("a").await.unwrap().is_none());
}

#[tokio::test]
async fn a_watch_and_an_informer_see_pods() {
    let client = client().await;
    let pods = client.namespaced::<K8sOpenapi<Pod>>("default");
    let version = pods.list(&ListParams::default()).await.unwrap().metadata.resource_version;
    let mut watch = pods.watch(&WatchParams::default(), &version).await.unwrap();
    let informer = Informer::new(client.all::<K8sOpenapi<Pod>>());
    let (store, shutdown) = (informer.store(), CancellationToken::new());
    let running = tokio::spawn(informer.run(shutdown.clone()));
    for name in ["a", "b"] {
        pods.create(&pod(name)).await.unwrap();
    }
    for name in ["a", "b"] {
        match watch.next().await.unwrap().unwrap() {
            WatchEvent::Added(seen) => assert_eq!(seen.metadata.name.as_deref(), Some(name)),
            other => panic!("{other:?}"),
        }
    }
    let mut changes = store.subscribe();
    while store.len() < 2 {
        changes.next().await.expect("the informer runs");
    }
    let cached = store.get_by("default", "b").unwrap();
    assert_eq!(cached.spec.as_ref().unwrap().containers[0].name, "c");
    shutdown.cancel();
    running.await.unwrap();
}

#[tokio::test]
async fn kinds_of_the_cluster_are_served_too() {
    let client = client().await;
    let namespaces = client.cluster::<K8sOpenapi<Namespace>>();
    let names: Vec<_> = namespaces.list(&ListParams::default()).await.unwrap().items;
    assert!(names.iter().any(|n| Object::name(n) == "kube-system"));
    let resource = K8sOpenapi::<Node>::api_resource();
    assert_eq!(resource.path(""), "/api/v1/nodes");
}

#[test]
fn metadata_goes_both_ways_and_json_says_the_kind() {
    let text = json!({
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {
            "name": "p", "namespace": "n", "uid": "u", "resourceVersion": "7", "generation": 2,
            "creationTimestamp": "2026-01-02T03:04:05Z", "deletionTimestamp": "2026-01-02T03:04:06Z",
            "deletionGracePeriodSeconds": 30, "finalizers": ["a/b"],
            "labels": { "a": "b" }, "annotations": { "c": "d" },
            "ownerReferences": [{
                "apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "r", "uid": "x",
                "controller": true, "blockOwnerDeletion": false,
            }],
            "managedFields": [{
                "manager": "m", "operation": "Apply", "apiVersion": "v1", "fieldsType": "FieldsV1",
                "time": "2026-01-02T03:04:05Z", "fieldsV1": { "f:spec": {} }, "subresource": "status",
            }],
        },
        "spec": { "containers": [{ "name": "c" }] },
    });
    let object = K8sOpenapi::<Pod>::decode(text.to_string().as_bytes(), MediaType::Json).unwrap();
    assert_eq!(Object::metadata(&object).owner_references[0].controller, Some(true));
    let bytes = object.encode(MediaType::Json).unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), text);
    assert!(object.encode(MediaType::Protobuf).is_err());
}
