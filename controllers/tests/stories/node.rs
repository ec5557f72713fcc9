//! Nodes come, fall silent and come back.

use bowline_api::coordination::v1::Lease;
use bowline_api::core::v1::{Node, Pod};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::time::Time;
use bowline_client::api::Patch;
use serde_json::{Value, json};
use tokio::time::{Duration, Instant, sleep};

use crate::cluster::{Cluster, Pods};

async fn register(cluster: &Cluster, name: &str, ready: Option<&str>) {
    let node = Node { metadata: ObjectMeta::named(name), ..Node::default() };
    cluster.client.cluster().create(&node).await.expect("the node is new");
    if let Some(ready) = ready {
        say(cluster, name, ready).await;
    }
}

/// Has a node report its readiness.
async fn say(cluster: &Cluster, name: &str, ready: &str) {
    let now: Time = cluster.client.clock().now().into();
    let condition = json!({"type": "Ready", "status": ready, "lastHeartbeatTime": now});
    let patch = Patch::Strategic(json!({"status": {"conditions": [condition]}}));
    let nodes = cluster.client.cluster::<Node>();
    nodes.patch_status(name, &patch).await.expect("the node is there");
}

async fn taints(cluster: &Cluster, name: &str) -> Vec<String> {
    let node = cluster.client.cluster::<Node>().get(name).await.expect("the node is there");
    let short = |key: &str| key.trim_start_matches("node.kubernetes.io/").to_owned();
    node.spec.taints.iter().map(|t| format!("{}:{}", short(&t.key), t.effect)).collect()
}

/// How long it takes until a node has these taints.
async fn until_tainted(cluster: &Cluster, name: &str, want: &[&str]) -> Duration {
    let start = Instant::now();
    while taints(cluster, name).await != want {
        assert!(start.elapsed() < Duration::from_secs(600), "{:?}", taints(cluster, name).await);
        sleep(Duration::from_millis(1)).await;
    }
    start.elapsed()
}

/// Renews a node's lease for a while.
async fn live(cluster: &Cluster, name: &str, seconds: u64) {
    let leases = cluster.client.namespaced::<Lease>("kube-node-lease");
    for _ in 0..seconds.div_ceil(10) {
        let now = cluster.client.clock().now();
        let lease: Lease = serde_json::from_value(json!({
            "metadata": {"name": name, "namespace": "kube-node-lease"},
            "spec": {"holderIdentity": name, "renewTime": now},
        }))
        .expect("as the test says");
        if leases.create(&lease).await.is_err() {
            let renewal = Patch::Merge(json!({"spec": {"renewTime": now}}));
            leases.patch(name, &renewal).await.expect("the lease is there");
        }
        sleep(Duration::from_secs(10)).await;
    }
}

async fn pod(cluster: &Cluster, name: &str, node: &str, tolerations: Value) {
    cluster
        .create::<Pod>(json!({
            "apiVersion": "v1", "kind": "Pod",
            "metadata": {"name": name, "namespace": "default"},
            "spec": {
                "nodeName": node, "tolerations": tolerations, "terminationGracePeriodSeconds": 0,
                "containers": [{"name": "c", "image": "i"}],
            }
        }))
        .await;
}

async fn names(cluster: &Cluster) -> Vec<String> {
    cluster.list::<Pod>().await.into_iter().map(|pod| pod.metadata.name).collect()
}

#[tokio::test(start_paused = true)]
async fn a_node_that_becomes_ready_loses_its_taint_at_once() {
    let cluster = Cluster::start("node-lifecycle-controller", Pods::Pend).await;
    register(&cluster, "n1", None).await;
    assert!(until_tainted(&cluster, "n1", &["not-ready:NoSchedule"]).await.as_millis() < 50);
    for _ in 0..3 {
        say(&cluster, "n1", "True").await;
        assert!(until_tainted(&cluster, "n1", &[]).await.as_millis() < 50);
        say(&cluster, "n1", "False").await;
        assert!(until_tainted(&cluster, "n1", &["not-ready:NoSchedule"]).await.as_millis() < 50);
    }
}

#[tokio::test(start_paused = true)]
async fn pods_leave_a_silent_node_when_their_time_is_up() {
    let cluster =
        Cluster::start("nodelifecycle,taint-eviction-controller", Pods::BecomeReady).await;
    let leases = json!({"metadata": {"name": "kube-node-lease"}});
    let leases = serde_json::from_value(leases).expect("as the test says");
    let namespaces = cluster.client.cluster::<bowline_api::core::v1::Namespace>();
    namespaces.create(&leases).await.expect("the namespace of leases");
    register(&cluster, "alive", Some("True")).await;
    register(&cluster, "silent", Some("True")).await;
    until_tainted(&cluster, "silent", &[]).await;
    pod(&cluster, "elsewhere", "alive", json!([])).await;
    pod(&cluster, "intolerant", "silent", json!([])).await;
    let unreachable = "node.kubernetes.io/unreachable";
    let tolerates = |seconds: Option<i64>| {
        json!([{"key": unreachable, "operator": "Exists", "effect": "NoExecute",
                "tolerationSeconds": seconds}])
    };
    pod(&cluster, "patient", "silent", tolerates(Some(30))).await;
    pod(&cluster, "stoic", "silent", tolerates(None)).await;
    live(&cluster, "alive", 60).await;
    assert_eq!(
        taints(&cluster, "silent").await,
        ["unreachable:NoSchedule", "unreachable:NoExecute"]
    );
    assert_eq!(names(&cluster).await, ["elsewhere", "patient", "stoic"]);
    let stoic = cluster.get::<Pod>("stoic").await;
    assert!(!stoic.is_ready(), "nobody knows whether it is");
    live(&cluster, "alive", 30).await;
    assert_eq!(names(&cluster).await, ["elsewhere", "stoic"]);
    let told = cluster.events("Node").await;
    assert!(
        told.contains(&("NodeNotReady".into(), "Node silent status is now: NodeNotReady".into()))
    );
    let told = cluster.events("Pod").await;
    let marked = "Marking for deletion Pod default/intolerant";
    assert!(told.contains(&("TaintManagerEviction".into(), marked.into())), "{told:?}");
}

#[tokio::test(start_paused = true)]
async fn nobody_is_driven_out_when_everything_is_silent() {
    let cluster = Cluster::start("nodelifecycle,taint-eviction-controller", Pods::Pend).await;
    register(&cluster, "n1", Some("True")).await;
    register(&cluster, "n2", Some("True")).await;
    pod(&cluster, "p", "n1", json!([])).await;
    cluster.pass(300).await;
    assert_eq!(taints(&cluster, "n1").await, ["unreachable:NoSchedule"]);
    assert_eq!(names(&cluster).await, ["p"]);
}
