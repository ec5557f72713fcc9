//! Daemon sets put a pod on every node.

use std::collections::BTreeSet;

use bowline_api::apps::v1::{ControllerRevision, DaemonSet};
use bowline_api::core::v1::{Node, Pod};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_client::api::DeleteParams;
use bowline_controllers::daemon_set::eligibility::target_node;
use serde_json::json;

use crate::cluster::{Cluster, Pods};

async fn add_node(cluster: &Cluster, name: &str) {
    let node = Node { metadata: ObjectMeta::named(name), ..Node::default() };
    cluster.client.cluster().create(&node).await.expect("the node");
}

/// The images by node.
async fn images(cluster: &Cluster) -> BTreeSet<(String, String)> {
    let pods = cluster.list::<Pod>().await;
    let pair = |pod: &Pod| {
        let node = target_node(pod).unwrap_or_default().to_owned();
        (node, pod.spec.containers[0].image.clone())
    };
    pods.iter().map(pair).collect()
}

fn want(pairs: &[(&str, &str)]) -> BTreeSet<(String, String)> {
    pairs.iter().map(|(node, image)| ((*node).to_owned(), (*image).to_owned())).collect()
}

async fn settled(cluster: &Cluster, nodes: i32) {
    cluster
        .until("all daemons are ready and new", async || {
            let DaemonSet { metadata, status, .. } = cluster.get("log").await;
            status.observed_generation == metadata.generation
                && status.desired_number_scheduled == nodes
                && status.updated_number_scheduled == nodes
                && status.number_available == nodes
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn each_node_has_a_daemon_and_updates_roll() {
    let cluster = Cluster::start("daemonset", Pods::BecomeReady).await;
    add_node(&cluster, "a").await;
    add_node(&cluster, "b").await;
    let template = |image: &str| {
        json!({
            "metadata": {"labels": {"app": "log"}},
            "spec": {"containers": [{"name": "c", "image": image}]}
        })
    };
    cluster
        .create::<DaemonSet>(json!({
            "apiVersion": "apps/v1", "kind": "DaemonSet",
            "metadata": {"name": "log", "namespace": "default"},
            "spec": {
                "selector": {"matchLabels": {"app": "log"}}, "template": template("v1"),
                "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1}}
            }
        }))
        .await;
    settled(&cluster, 2).await;
    assert_eq!(images(&cluster).await, want(&[("a", "v1"), ("b", "v1")]));
    let pods = cluster.list::<Pod>().await;
    let tolerated = |pod: &Pod| {
        pod.spec.tolerations.iter().any(|t| t.key == "node.kubernetes.io/unschedulable")
    };
    assert!(pods.iter().all(tolerated));

    add_node(&cluster, "c").await;
    settled(&cluster, 3).await;
    cluster.patch::<DaemonSet>("log", json!({"spec": {"template": template("v2")}})).await;
    settled(&cluster, 3).await;
    assert_eq!(images(&cluster).await, want(&[("a", "v2"), ("b", "v2"), ("c", "v2")]));
    let mut revisions: Vec<_> =
        cluster.list::<ControllerRevision>().await.iter().map(|r| r.revision).collect();
    revisions.sort_unstable();
    assert_eq!(revisions, [1, 2]);

    cluster.client.cluster::<Node>().delete("c", &DeleteParams::default()).await.expect("deleted");
    cluster
        .until("the daemon of the lost node is gone", async || {
            images(&cluster).await == want(&[("a", "v2"), ("b", "v2")])
        })
        .await;
}
