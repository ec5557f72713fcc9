//! Services and where their traffic goes; ranges of addresses.

use std::collections::BTreeSet;

use bowline_api::core::v1::{Endpoints, Node, Pod, Service};
use bowline_api::discovery::v1::EndpointSlice;
use bowline_apimachinery::meta::ObjectMeta;
use bowline_client::api::{DeleteParams, Patch};
use bowline_controllers::node_ipam::PodRanges;
use bowline_controllers::{Config, ControllerManager};
use serde_json::{Value, json};

use crate::cluster::{Cluster, Pods};

async fn service(cluster: &Cluster, selector: Value) {
    cluster
        .create::<Service>(json!({
            "apiVersion": "v1", "kind": "Service",
            "metadata": {"name": "web", "namespace": "default"},
            "spec": {"selector": selector, "clusterIP": "10.96.0.9", "clusterIPs": ["10.96.0.9"],
                     "ports": [{"port": 80, "targetPort": 8080, "protocol": "TCP"}]},
        }))
        .await;
}

/// The addresses that slices and Endpoints give.
async fn told(cluster: &Cluster) -> (BTreeSet<String>, BTreeSet<String>) {
    let slices = cluster.list::<EndpointSlice>().await;
    let endpoints = slices.into_iter().flat_map(|slice| slice.endpoints);
    let ready = endpoints.filter(|endpoint| endpoint.conditions.ready != Some(false));
    let in_slices = ready.flat_map(|endpoint| endpoint.addresses).collect();
    let subsets = cluster.list::<Endpoints>().await.into_iter().flat_map(|e| e.subsets);
    let in_endpoints =
        subsets.flat_map(|subset| subset.addresses).map(|address| address.ip).collect();
    (in_slices, in_endpoints)
}

async fn expect(cluster: &Cluster, want: &[&str]) {
    let want: BTreeSet<String> = want.iter().map(|ip| (*ip).to_owned()).collect();
    let what = format!("traffic goes to {want:?}");
    cluster.until(&what, async || told(cluster).await == (want.clone(), want.clone())).await;
}

async fn run_pod(cluster: &Cluster, name: &str, ip: &str) {
    cluster
        .create::<Pod>(json!({
            "apiVersion": "v1", "kind": "Pod",
            "metadata": {"name": name, "namespace": "default", "labels": {"app": "web"}},
            "spec": {"nodeName": "n", "containers": [{"name": "c", "image": "i"}]},
        }))
        .await;
    let status = json!({"status": {"phase": "Running", "podIP": ip, "podIPs": [{"ip": ip}],
                                   "conditions": [{"type": "Ready", "status": "True"}]}});
    let pods = cluster.client.namespaced::<Pod>("default");
    pods.patch_status(name, &Patch::Merge(status)).await.expect("the pod is there");
}

#[tokio::test(start_paused = true)]
async fn traffic_goes_to_the_pods_that_are_ready() {
    let cluster = Cluster::start("endpointslice,endpoint,endpointslicemirroring", Pods::Pend).await;
    let node = Node { metadata: ObjectMeta::named("n"), ..Node::default() };
    cluster.client.cluster().create(&node).await.expect("the node is new");
    service(&cluster, json!({"app": "web"})).await;
    expect(&cluster, &[]).await;
    run_pod(&cluster, "a", "10.1.0.1").await;
    run_pod(&cluster, "b", "10.1.0.2").await;
    expect(&cluster, &["10.1.0.1", "10.1.0.2"]).await;
    let pods = cluster.client.namespaced::<Pod>("default");
    let unready = json!({"status": {"conditions": [{"type": "Ready", "status": "False"}]}});
    pods.patch_status("a", &Patch::Merge(unready)).await.expect("the pod is there");
    expect(&cluster, &["10.1.0.2"]).await;
    pods.delete("b", &DeleteParams::default().grace_period(0)).await.expect("it can be deleted");
    expect(&cluster, &[]).await;
    assert_eq!(cluster.list::<EndpointSlice>().await.len(), 1, "nothing is mirrored");
    let services = cluster.client.namespaced::<Service>("default");
    services.delete("web", &DeleteParams::default()).await.expect("it can be deleted");
    cluster
        .until("its endpoints are gone", async || cluster.list::<Endpoints>().await.is_empty())
        .await;
}

#[tokio::test(start_paused = true)]
async fn endpoints_that_a_user_writes_are_mirrored() {
    let cluster = Cluster::start("endpointslice,endpoint,endpointslicemirroring", Pods::Pend).await;
    service(&cluster, json!({})).await;
    cluster
        .create::<Endpoints>(json!({
            "apiVersion": "v1", "kind": "Endpoints",
            "metadata": {"name": "web", "namespace": "default"},
            "subsets": [{"addresses": [{"ip": "192.0.2.1"}], "ports": [{"port": 9, "protocol": "TCP"}]}],
        }))
        .await;
    expect(&cluster, &["192.0.2.1"]).await;
    let patch = json!({"subsets": [{"addresses": [{"ip": "192.0.2.2"}, {"ip": "192.0.2.3"}],
                                    "ports": [{"port": 9, "protocol": "TCP"}]}]});
    cluster.patch::<Endpoints>("web", patch).await;
    expect(&cluster, &["192.0.2.2", "192.0.2.3"]).await;
    assert_eq!(cluster.list::<EndpointSlice>().await.len(), 1);
    let endpoints = cluster.client.namespaced::<Endpoints>("default");
    endpoints.delete("web", &DeleteParams::default()).await.expect("it can be deleted");
    cluster
        .until("nothing is mirrored", async || cluster.list::<EndpointSlice>().await.is_empty())
        .await;
}

#[tokio::test(start_paused = true)]
async fn each_node_gets_a_range_of_its_own() {
    let mut cluster = Cluster::without_controllers().await;
    let mut config = Config::default();
    config.controllers = "nodeipam,ttl".to_owned();
    config.pod_ranges = PodRanges {
        cluster: vec!["10.244.0.0/16".parse().expect("a range")],
        ..PodRanges::default()
    };
    cluster.run(ControllerManager::builder(cluster.client.clone(), config));
    for name in ["a", "b", "c"] {
        let node = Node { metadata: ObjectMeta::named(name), ..Node::default() };
        cluster.client.cluster().create(&node).await.expect("the node is new");
    }
    let nodes = async || {
        let params = bowline_client::api::ListParams::default();
        cluster.client.cluster::<Node>().list(&params).await.expect("nodes").items
    };
    cluster
        .until("each has a range", async || {
            let ranges: BTreeSet<_> =
                nodes().await.into_iter().flat_map(|node| node.spec.pod_cidrs).collect();
            ranges.iter().map(String::as_str).collect::<Vec<_>>()
                == ["10.244.0.0/24", "10.244.1.0/24", "10.244.2.0/24"]
        })
        .await;
    let ttl = |node: &Node| node.metadata.annotations["node.alpha.kubernetes.io/ttl"].clone();
    cluster.pass(1).await;
    assert!(nodes().await.iter().all(|node| ttl(node) == "0"));
}
