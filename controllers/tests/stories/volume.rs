//! Claims find volumes, and both stay while they are needed.

use bowline_api::core::v1::{PersistentVolume, PersistentVolumeClaim, Pod};
use bowline_client::api::DeleteParams;
use serde_json::{Value, json};

use crate::cluster::{Cluster, Pods};

const CONTROLLERS: &str = "persistentvolume-binder,pvc-protection,pv-protection,ephemeral-volume";

async fn volume(cluster: &Cluster, name: &str, size: &str) {
    let volume: PersistentVolume = serde_json::from_value(json!({
        "metadata": {"name": name},
        "spec": {
            "capacity": {"storage": size}, "accessModes": ["ReadWriteOnce"],
            "hostPath": {"path": "/data"}, "persistentVolumeReclaimPolicy": "Retain",
        }
    }))
    .expect("as the test says");
    cluster.client.cluster().create(&volume).await.expect("the volume is new");
}

fn claim_spec(size: &str) -> Value {
    json!({"accessModes": ["ReadWriteOnce"], "storageClassName": "",
           "resources": {"requests": {"storage": size}}})
}

async fn claim(cluster: &Cluster, name: &str, size: &str) {
    cluster
        .create::<PersistentVolumeClaim>(json!({
            "apiVersion": "v1", "kind": "PersistentVolumeClaim",
            "metadata": {"name": name, "namespace": "default"}, "spec": claim_spec(size),
        }))
        .await;
}

async fn phase(cluster: &Cluster, name: &str) -> String {
    let volume = cluster.client.cluster::<PersistentVolume>().get(name).await;
    volume.expect("the volume is there").status.phase.as_str().to_owned()
}

async fn bound_to(cluster: &Cluster, name: &str) -> String {
    let claim = cluster.get::<PersistentVolumeClaim>(name).await;
    match claim.status.phase.as_str() {
        "Bound" => claim.spec.volume_name,
        other => other.to_owned(),
    }
}

#[tokio::test(start_paused = true)]
async fn each_claim_gets_the_smallest_volume_that_suits() {
    let cluster = Cluster::start(CONTROLLERS, Pods::Pend).await;
    claim(&cluster, "early", "3Gi").await;
    cluster.pass(1).await;
    assert_eq!(bound_to(&cluster, "early").await, "Pending");
    for (name, size) in [("big", "10Gi"), ("small", "1Gi"), ("fit", "5Gi")] {
        volume(&cluster, name, size).await;
    }
    claim(&cluster, "late", "3Gi").await;
    cluster
        .until("both are bound", async || {
            let names = [bound_to(&cluster, "early").await, bound_to(&cluster, "late").await];
            names.contains(&"fit".to_owned()) && names.contains(&"big".to_owned())
        })
        .await;
    assert_eq!(phase(&cluster, "small").await, "Available");
    assert_eq!(phase(&cluster, "fit").await, "Bound");
    let told = cluster.events("PersistentVolumeClaim").await;
    assert!(told.iter().any(|(reason, _)| reason == "FailedBinding"), "{told:?}");
}

#[tokio::test(start_paused = true)]
async fn a_claim_in_use_stays_and_its_volume_is_released_after_it() {
    let cluster = Cluster::start(CONTROLLERS, Pods::Pend).await;
    volume(&cluster, "v", "1Gi").await;
    claim(&cluster, "c", "1Gi").await;
    cluster
        .create::<Pod>(json!({
            "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "default"},
            "spec": {
                "nodeName": "n", "containers": [{"name": "c", "image": "i"}],
                "volumes": [{"name": "d", "persistentVolumeClaim": {"claimName": "c"}}],
            }
        }))
        .await;
    cluster.until("it is bound", async || bound_to(&cluster, "c").await == "v").await;
    let claims = cluster.client.namespaced::<PersistentVolumeClaim>("default");
    claims.delete("c", &DeleteParams::default()).await.expect("it can be deleted");
    cluster.pass(60).await;
    assert!(cluster.get::<PersistentVolumeClaim>("c").await.metadata.is_terminating());
    let pods = cluster.client.namespaced::<Pod>("default");
    pods.delete("p", &DeleteParams::default().grace_period(0)).await.expect("it can be deleted");
    cluster
        .until("the claim is gone", async || {
            cluster.list::<PersistentVolumeClaim>().await.is_empty()
        })
        .await;
    cluster.until("it is released", async || phase(&cluster, "v").await == "Released").await;
}

#[tokio::test(start_paused = true)]
async fn a_pod_gets_claims_of_its_own() {
    let cluster = Cluster::start(CONTROLLERS, Pods::Pend).await;
    volume(&cluster, "v", "1Gi").await;
    cluster
        .create::<Pod>(json!({
            "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "default"},
            "spec": {
                "containers": [{"name": "c", "image": "i"}],
                "volumes": [{"name": "own", "ephemeral": {
                    "volumeClaimTemplate": {"spec": claim_spec("1Gi")}}}],
            }
        }))
        .await;
    cluster
        .until("its claim is bound", async || {
            let claims = cluster.list::<PersistentVolumeClaim>().await;
            claims.iter().any(|c| c.metadata.name == "p-own" && c.spec.volume_name == "v")
        })
        .await;
}
