//! Jobs run to completion.

use bowline_api::batch::v1::Job;
use bowline_api::core::v1::Pod;
use bowline_client::api::Patch;
use serde_json::{Value, json};

use crate::cluster::{Cluster, Pods};

fn job(spec: Value) -> Value {
    let mut job = json!({
        "apiVersion": "batch/v1", "kind": "Job",
        "metadata": {"name": "work", "namespace": "default"},
        "spec": {
            "manualSelector": true,
            "selector": {"matchLabels": {"job": "work"}},
            "template": {
                "metadata": {"labels": {"job": "work"}},
                "spec": {"restartPolicy": "Never", "containers": [{"name": "c", "image": "i"}]}
            }
        }
    });
    for (key, value) in spec.as_object().expect("as the test says") {
        job["spec"][key] = value.clone();
    }
    job
}

/// Ends all running pods.
async fn end_pods(cluster: &Cluster, phase: &str) {
    for pod in cluster.list::<Pod>().await {
        if pod.is_active() {
            let status = Patch::Merge(json!({"status": {"phase": phase}}));
            let pods = cluster.client.namespaced::<Pod>("default");
            pods.patch_status(&pod.metadata.name, &status).await.expect("as the test says");
        }
    }
}

async fn condition(cluster: &Cluster) -> String {
    let conditions = cluster.get::<Job>("work").await.status.conditions;
    let ended = conditions.iter().find(|c| c.type_ == "Complete" || c.type_ == "Failed");
    ended.map(|c| format!("{} {}", c.type_, c.reason)).unwrap_or_default()
}

#[tokio::test(start_paused = true)]
async fn enough_successes_complete_a_job() {
    let cluster = Cluster::start("job", Pods::BecomeReady).await;
    cluster.create::<Job>(job(json!({"completions": 3, "parallelism": 2}))).await;
    cluster
        .until("the job is complete", async || {
            end_pods(&cluster, "Succeeded").await;
            condition(&cluster).await == "Complete CompletionsReached"
        })
        .await;
    let status = cluster.get::<Job>("work").await.status;
    assert_eq!((status.succeeded, status.failed, status.active), (3, 0, 0));
    let pods = cluster.list::<Pod>().await;
    assert_eq!(pods.len(), 3);
    assert!(pods.iter().all(|pod| pod.metadata.finalizers.is_empty()));
    cluster.pass(1).await;
    let reasons: Vec<_> = cluster.events("Job").await.into_iter().map(|e| e.0).collect();
    assert_eq!(reasons.last().map(String::as_str), Some("Completed"), "{reasons:?}");
}

#[tokio::test(start_paused = true)]
async fn too_many_failures_fail_it() {
    let cluster = Cluster::start("job", Pods::BecomeReady).await;
    cluster.create::<Job>(job(json!({"backoffLimit": 1}))).await;
    cluster
        .until("the job has failed", async || {
            end_pods(&cluster, "Failed").await;
            condition(&cluster).await == "Failed BackoffLimitExceeded"
        })
        .await;
    let status = cluster.get::<Job>("work").await.status;
    assert_eq!((status.succeeded, status.failed), (0, 2));
}

#[tokio::test(start_paused = true)]
async fn indexed_pods_know_their_index() {
    let cluster = Cluster::start("job", Pods::BecomeReady).await;
    let spec = json!({"completions": 2, "parallelism": 2, "completionMode": "Indexed"});
    cluster.create::<Job>(job(spec)).await;
    cluster
        .until("both pods run", async || cluster.get::<Job>("work").await.status.ready == Some(2))
        .await;
    let mut names: Vec<_> =
        cluster.list::<Pod>().await.into_iter().map(|pod| pod.spec.hostname).collect();
    names.sort();
    assert_eq!(names, ["work-0", "work-1"]);
    end_pods(&cluster, "Succeeded").await;
    cluster.until("the job is complete", async || !condition(&cluster).await.is_empty()).await;
    assert_eq!(cluster.get::<Job>("work").await.status.completed_indexes, "0,1");
}

#[tokio::test(start_paused = true)]
async fn pods_of_a_deleted_job_can_go() {
    let cluster = Cluster::start("job", Pods::BecomeReady).await;
    cluster.create::<Job>(job(json!({}))).await;
    cluster
        .until("the pod runs", async || cluster.get::<Job>("work").await.status.ready == Some(1))
        .await;
    let jobs = cluster.client.namespaced::<Job>("default");
    let params = bowline_client::api::DeleteParams::background();
    jobs.delete("work", &params).await.expect("as the test says");
    cluster
        .until("the pod is free", async || {
            cluster.list::<Pod>().await.iter().all(|pod| pod.metadata.finalizers.is_empty())
        })
        .await;
}
