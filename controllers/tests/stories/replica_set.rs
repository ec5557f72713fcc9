//! Replica sets keep their number of pods.

use bowline_api::apps::v1::ReplicaSet;
use bowline_api::core::v1::Pod;
use bowline_client::api::DeleteParams;
use serde_json::{Value, json};

use crate::cluster::{Cluster, Pods};

fn replica_set(replicas: i32) -> Value {
    json!({
        "apiVersion": "apps/v1", "kind": "ReplicaSet",
        "metadata": {"name": "web", "namespace": "default"},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": {"app": "web"}},
            "template": {
                "metadata": {"labels": {"app": "web"}},
                "spec": {"containers": [{"name": "c", "image": "i"}]}
            }
        }
    })
}

async fn ready(cluster: &Cluster, count: i32) {
    cluster
        .until("all pods are ready", async || {
            let status = cluster.get::<ReplicaSet>("web").await.status;
            status.ready_replicas == count && status.replicas == count
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn pods_are_made_replaced_and_deleted() {
    let cluster = Cluster::start("replicaset", Pods::BecomeReady).await;
    cluster.create::<ReplicaSet>(replica_set(3)).await;
    ready(&cluster, 3).await;
    let pods = cluster.list::<Pod>().await;
    assert_eq!(pods.len(), 3);
    assert!(pods.iter().all(|pod| pod.metadata.name.starts_with("web-")));
    assert!(pods.iter().all(|pod| pod.metadata.controller().is_some()));

    let pods_api = cluster.client.namespaced::<Pod>("default");
    pods_api
        .delete(&pods[0].metadata.name, &DeleteParams::default())
        .await
        .expect("as the test says");
    cluster.pass(1).await;
    ready(&cluster, 3).await;

    cluster.patch::<ReplicaSet>("web", json!({"spec": {"replicas": 1}})).await;
    ready(&cluster, 1).await;
    assert_eq!(cluster.list::<Pod>().await.len(), 1);
    cluster.pass(60).await;
    let reasons: Vec<_> = cluster.events("ReplicaSet").await.into_iter().map(|e| e.0).collect();
    assert_eq!(reasons.iter().filter(|r| *r == "SuccessfulCreate").count(), 4, "{reasons:?}");
    assert_eq!(reasons.iter().filter(|r| *r == "SuccessfulDelete").count(), 2, "{reasons:?}");
}

#[tokio::test(start_paused = true)]
async fn orphans_are_adopted_and_strangers_released() {
    let cluster = Cluster::start("replicaset", Pods::BecomeReady).await;
    let orphan = json!({
        "metadata": {"name": "orphan", "namespace": "default", "labels": {"app": "web"}},
        "spec": {"containers": [{"name": "c", "image": "i"}]}
    });
    cluster.create::<Pod>(orphan).await;
    cluster.create::<ReplicaSet>(replica_set(2)).await;
    ready(&cluster, 2).await;
    let orphan = cluster.get::<Pod>("orphan").await;
    assert!(orphan.metadata.controller().is_some_and(|owner| owner.name == "web"));

    cluster.patch::<Pod>("orphan", json!({"metadata": {"labels": {"app": "other"}}})).await;
    cluster
        .until("the pod is released", async || {
            cluster.get::<Pod>("orphan").await.metadata.owner_references.is_empty()
        })
        .await;
    ready(&cluster, 2).await;
    assert_eq!(cluster.list::<Pod>().await.len(), 3);
}

#[tokio::test(start_paused = true)]
async fn availability_comes_with_time() {
    let cluster = Cluster::start("replicaset", Pods::BecomeReady).await;
    let mut set = replica_set(1);
    set["spec"]["minReadySeconds"] = json!(30);
    cluster.create::<ReplicaSet>(set).await;
    ready(&cluster, 1).await;
    assert_eq!(cluster.get::<ReplicaSet>("web").await.status.available_replicas, 0);
    cluster.pass(31).await;
    assert_eq!(cluster.get::<ReplicaSet>("web").await.status.available_replicas, 1);
}
