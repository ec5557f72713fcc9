//! Deployments roll out, roll back and recreate.

use bowline_api::apps::v1::{Deployment, ReplicaSet};
use bowline_api::core::v1::Pod;
use serde_json::{Value, json};

use crate::cluster::{Cluster, Pods};

fn deployment(replicas: i32, strategy: Value) -> Value {
    json!({
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "default"},
        "spec": {
            "replicas": replicas, "strategy": strategy, "progressDeadlineSeconds": 600,
            "selector": {"matchLabels": {"app": "web"}},
            "template": template("v1"),
        }
    })
}

fn rolling() -> Value {
    let limits = json!({"maxSurge": "25%", "maxUnavailable": "25%"});
    json!({"type": "RollingUpdate", "rollingUpdate": limits})
}

fn template(image: &str) -> Value {
    json!({
        "metadata": {"labels": {"app": "web"}},
        "spec": {"containers": [{"name": "c", "image": image}]}
    })
}

/// What `kubectl rollout status` waits for.
async fn rolled_out(cluster: &Cluster) {
    cluster
        .until("the rollout is done", async || {
            let Deployment { metadata, spec, status } = cluster.get("web").await;
            let replicas = spec.replicas.unwrap_or(1);
            status.observed_generation >= metadata.generation
                && status.updated_replicas == replicas
                && status.replicas == replicas
                && status.available_replicas == replicas
        })
        .await;
}

async fn set_image(cluster: &Cluster, image: &str) {
    let template = template(image);
    cluster.patch::<Deployment>("web", json!({"spec": {"template": template}})).await;
}

#[tokio::test(start_paused = true)]
async fn a_new_template_is_rolled_out_and_back() {
    let cluster = Cluster::start("deployment,replicaset", Pods::BecomeReady).await;
    cluster.create::<Deployment>(deployment(4, rolling())).await;
    rolled_out(&cluster).await;
    set_image(&cluster, "v2").await;
    rolled_out(&cluster).await;
    let images = async || {
        let pods = cluster.list::<Pod>().await.into_iter();
        pods.map(|pod| pod.spec.containers[0].image.clone()).collect::<Vec<_>>()
    };
    assert_eq!(images().await, ["v2"; 4]);
    let revision = async || {
        let deployment = cluster.get::<Deployment>("web").await;
        deployment.metadata.annotations["deployment.kubernetes.io/revision"].clone()
    };
    assert_eq!(revision().await, "2");
    assert_eq!(cluster.list::<ReplicaSet>().await.len(), 2);

    set_image(&cluster, "v1").await;
    rolled_out(&cluster).await;
    assert_eq!((images().await, revision().await), (vec!["v1".to_owned(); 4], "3".to_owned()));
    assert_eq!(cluster.list::<ReplicaSet>().await.len(), 2);
    cluster.pass(5).await;
    let status = cluster.get::<Deployment>("web").await.status;
    let reasons: Vec<_> = status.conditions.iter().map(|c| (&*c.type_, &*c.reason)).collect();
    assert_eq!(
        reasons,
        [("Available", "MinimumReplicasAvailable"), ("Progressing", "NewReplicaSetAvailable")]
    );
    let events = cluster.events("Deployment").await;
    assert!(events[0].1.starts_with("Scaled up replica set web-"), "{events:?}");
    assert!(events[0].1.ends_with(" from 0 to 4"), "{events:?}");
}

#[tokio::test(start_paused = true)]
async fn recreation_never_mixes_templates() {
    let cluster = Cluster::start("deployment,replicaset", Pods::BecomeReady).await;
    cluster.create::<Deployment>(deployment(2, json!({"type": "Recreate"}))).await;
    rolled_out(&cluster).await;
    set_image(&cluster, "v2").await;
    cluster
        .until("new pods are there", async || {
            let pods = cluster.list::<Pod>().await;
            let new = pods.iter().filter(|pod| pod.spec.containers[0].image == "v2").count();
            assert!(new == 0 || new == pods.len(), "old and new pods at once");
            new > 0
        })
        .await;
    rolled_out(&cluster).await;
}

#[tokio::test(start_paused = true)]
async fn a_rollout_that_cannot_go_on_is_reported_late() {
    let cluster = Cluster::start("deployment,replicaset", Pods::Pend).await;
    let mut object = deployment(1, rolling());
    object["spec"]["progressDeadlineSeconds"] = json!(60);
    cluster.create::<Deployment>(object).await;
    cluster.pass(70).await;
    let status = cluster.get::<Deployment>("web").await.status;
    let progressing =
        status.conditions.iter().find(|c| c.type_ == "Progressing").expect("as the test says");
    assert_eq!(progressing.reason, "ProgressDeadlineExceeded");
}
