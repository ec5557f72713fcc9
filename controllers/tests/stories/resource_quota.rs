//! Quotas tell what is used.

use bowline_api::core::v1::{ConfigMap, Pod, ResourceQuota, Service};
use bowline_client::api::DeleteParams;
use serde_json::{Value, json};

use crate::cluster::{Cluster, Pods};

async fn used(cluster: &Cluster) -> Value {
    let status = cluster.get::<ResourceQuota>("q").await.status;
    status.used.iter().map(|(name, amount)| (name.clone(), json!(amount.to_string()))).collect()
}

#[tokio::test(start_paused = true)]
async fn what_is_used_follows_what_is_there() {
    let cluster = Cluster::start("resourcequota", Pods::Pend).await;
    cluster
        .create::<ResourceQuota>(json!({
            "apiVersion": "v1", "kind": "ResourceQuota",
            "metadata": {"name": "q", "namespace": "default"},
            "spec": {"hard": {"pods": "5", "requests.cpu": "1", "services": "2", "configmaps": "9",
                              "count/deployments.apps": "3"}},
        }))
        .await;
    let expect = async |want: Value| {
        cluster.until(&format!("{want} is used"), async || used(&cluster).await == want).await;
    };
    let of = |pods: &str, cpu: &str, services: &str, maps: &str| {
        json!({"pods": pods, "requests.cpu": cpu, "services": services, "configmaps": maps,
               "count/deployments.apps": "0"})
    };
    expect(of("0", "0", "0", "0")).await;
    cluster
        .create::<Pod>(json!({
            "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "default"},
            "spec": {"containers": [{"name": "c", "image": "i",
                                     "resources": {"requests": {"cpu": "250m"}}}]},
        }))
        .await;
    cluster
        .create::<Service>(json!({
            "apiVersion": "v1", "kind": "Service", "metadata": {"name": "s", "namespace": "default"},
            "spec": {"ports": [{"port": 80}]},
        }))
        .await;
    cluster
        .create::<ConfigMap>(json!({
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": {"name": "m", "namespace": "default"},
        }))
        .await;
    expect(of("1", "250m", "1", "1")).await;
    let pods = cluster.client.namespaced::<Pod>("default");
    pods.delete("p", &DeleteParams::default().grace_period(0)).await.expect("it can be deleted");
    expect(of("0", "0", "1", "1")).await;
}
