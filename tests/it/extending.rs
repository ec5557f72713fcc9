//! An operator with a kind of its own, and a scheduler with a plugin from outside the crate.

use std::sync::Arc;
use std::time::Duration;

use bowline::api::apps::v1::Deployment;
use bowline::api::core::v1::{Node, Pod};
use bowline::client::api::{DeleteParams, Patch};
use bowline::scheduler_framework::driver::{Config, Scheduler};
use bowline_examples::assembly::ClusterOptions;
use bowline_examples::hello::{Hello, HelloSpec};
use bowline_examples::prefer_label::PreferLabel;
use bowline_tests::cluster::TestCluster;
use serde_json::json;
use tokio_util::sync::CancellationToken;

const LIMIT: Duration = Duration::from_secs(120);

#[tokio::test]
async fn the_plugin_decides_among_equal_nodes() {
    let cluster =
        TestCluster::with(ClusterOptions { scheduler: false, ..ClusterOptions::default() });
    let client = cluster.client();
    let shutdown = CancellationToken::new();
    let plugin = Arc::new(PreferLabel("example.com/preferred".to_owned()));
    let scheduler = Scheduler::builder(Config::default(), client.clone()).plugin(plugin, 1000);
    let scheduling = tokio::spawn(scheduler.build().unwrap().run(shutdown.clone()));
    let nodes = client.cluster::<Node>();
    let pods = client.namespaced::<Pod>("default");
    let story = async {
        let patch = Patch::Merge(json!({"metadata": {"labels": {"example.com/preferred": "yes"}}}));
        while nodes.patch("hollow-1", &patch).await.is_err() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        // All nodes have to be ready, or there is no choice.
        for name in ["hollow-0", "hollow-1", "hollow-2"] {
            while nodes
                .get_opt(name)
                .await
                .unwrap()
                .is_none_or(|n| !n.spec.taints.is_empty() || n.status.conditions.is_empty())
            {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        let pod: Pod = serde_json::from_value(json!({
            "metadata": {"name": "one"}, "spec": {"containers": [{"name": "c", "image": "i"}]},
        }))
        .unwrap();
        pods.create(&pod).await.unwrap();
        loop {
            let node = pods.get("one").await.unwrap().spec.node_name;
            if !node.is_empty() {
                assert_eq!(node, "hollow-1");
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(LIMIT, story).await.expect("the story ends");
    shutdown.cancel();
    scheduling.await.unwrap();
}

#[tokio::test]
async fn the_operator_makes_its_deployment_and_tells_of_it() {
    let cluster = TestCluster::start();
    let client = cluster.client();
    let shutdown = CancellationToken::new();
    let operator = tokio::spawn(bowline_examples::hello::run(client.clone(), shutdown.clone()));
    let hellos = client.namespaced::<Hello>("default");
    let deployments = client.namespaced::<Deployment>("default");
    let story = async {
        let hello = Hello::new("world", HelloSpec { text: "hi".into(), replicas: 2 });
        // The kind is served soon after its definition is there.
        while hellos.create(&hello).await.is_err() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        loop {
            let ready = hellos.get("world").await.unwrap().status.map(|s| s.ready);
            if ready == Some(2) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let deployment = deployments.get("world").await.unwrap();
        assert_eq!(deployment.spec.template.spec.containers[0].env[0].value, "hi");
        hellos.delete("world", &DeleteParams::background()).await.unwrap();
        while hellos.get_opt("world").await.unwrap().is_some()
            || deployments.get_opt("world").await.unwrap().is_some()
        {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(LIMIT, story).await.expect("the story ends");
    shutdown.cancel();
    operator.await.unwrap().unwrap();
}
