//! A cluster comes up and runs what it is given.

use std::time::Duration;

use bowline::api::apps::v1::Deployment;
use bowline::api::core::v1::{ConfigMap, Namespace, Pod, Service, ServiceAccount};
use bowline::apimachinery::meta::ObjectMeta;
use bowline::apimachinery::resource::Object;
use bowline::client::Client;
use bowline::client::api::{DeleteParams, ListParams, Patch};
use bowline_tests::cluster::TestCluster;
use serde_json::json;

/// Waits until something holds.
pub(crate) async fn eventually<F: Future<Output = bool>>(what: &str, mut holds: impl FnMut() -> F) {
    let waiting = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    // Generous: it bounds a hang, and measures nothing.
    let limit = Duration::from_secs(120);
    tokio::time::timeout(limit, waiting).await.unwrap_or_else(|_| panic!("never: {what}"));
}

async fn ready(client: &Client, name: &str, replicas: i32) -> bool {
    let deployment = client.namespaced::<Deployment>("default").get(name).await.unwrap();
    deployment.status.observed_generation >= deployment.metadata.generation
        && deployment.status.available_replicas == replicas
        && deployment.status.replicas == replicas
}

fn deployment(replicas: i32) -> Deployment {
    serde_json::from_value(json!({
        "metadata": {"name": "web"},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": {"app": "web"}},
            "template": {
                "metadata": {"labels": {"app": "web"}},
                "spec": {"containers": [{"name": "web", "image": "web:1"}]},
            },
        },
    }))
    .unwrap()
}

#[tokio::test]
async fn a_deployment_runs_scales_and_goes() {
    let cluster = TestCluster::start();
    let client = cluster.client();
    let deployments = client.namespaced::<Deployment>("default");
    deployments.create(&deployment(3)).await.unwrap();
    eventually("three pods run", || ready(&client, "web", 3)).await;
    let pods = client.namespaced::<Pod>("default").list(&ListParams::default()).await.unwrap();
    assert!(pods.items.iter().all(|p| p.is_ready() && !p.spec.node_name.is_empty()));

    let patch = Patch::Merge(json!({"spec": {"replicas": 1}}));
    deployments.patch("web", &patch).await.unwrap();
    eventually("one pod is left", || ready(&client, "web", 1)).await;

    deployments.delete("web", &DeleteParams::foreground()).await.unwrap();
    eventually("everything goes with its owner", || async {
        let pods = client.namespaced::<Pod>("default").list(&ListParams::default()).await.unwrap();
        pods.items.is_empty() && deployments.get_opt("web").await.unwrap().is_none()
    })
    .await;
}

#[tokio::test]
async fn a_namespace_is_furnished_and_cleared() {
    let cluster = TestCluster::start();
    let client = cluster.client();
    let namespaces = client.cluster::<Namespace>();
    let namespace = Namespace { metadata: ObjectMeta::named("team"), ..Namespace::default() };
    namespaces.create(&namespace).await.unwrap();
    let accounts = client.namespaced::<ServiceAccount>("team");
    let maps = client.namespaced::<ConfigMap>("team");
    eventually("the default account is there", || async {
        accounts.get_opt("default").await.unwrap().is_some()
    })
    .await;
    eventually("the root certificate is published", || async {
        let map = maps.get_opt("kube-root-ca.crt").await.unwrap();
        map.is_some_and(|m| m.data["ca.crt"].starts_with("-----BEGIN CERTIFICATE"))
    })
    .await;
    namespaces.delete("team", &DeleteParams::default()).await.unwrap();
    eventually("the namespace is gone", || async {
        namespaces.get_opt("team").await.unwrap().is_none()
    })
    .await;
    assert!(maps.get_opt("kube-root-ca.crt").await.unwrap().is_none());
}

#[tokio::test]
async fn a_service_reaches_a_process_of_this_machine() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    let cluster = TestCluster::start();
    let client = cluster.client();
    let services = client.namespaced::<Service>("default");
    let service: Service = serde_json::from_value(json!({
        "metadata": {"name": "echo"},
        "spec": {"ports": [{"port": 8099, "protocol": "TCP"}]},
    }))
    .unwrap();
    let service = services.create(&service).await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let served = tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"hello").await;
        }
    });
    // Endpoints of a Service without selector are the user's to write.
    let slice = serde_json::from_value::<bowline::api::discovery::v1::EndpointSlice>(json!({
        "metadata": {"name": "echo-1", "labels": {"kubernetes.io/service-name": "echo"}},
        "addressType": "IPv4",
        "ports": [{"name": "", "port": port, "protocol": "TCP"}],
        "endpoints": [{"addresses": ["127.0.0.1"], "conditions": {"ready": true}}],
    }))
    .unwrap();
    client.namespaced("default").create(&slice).await.unwrap();
    let address = format!("{}:8099", service.spec.cluster_ip);
    eventually("the cluster address answers", || async {
        let Ok(mut stream) = tokio::net::TcpStream::connect(&address).await else { return false };
        let mut text = String::new();
        stream.read_to_string(&mut text).await.is_ok() && text == "hello"
    })
    .await;
    served.abort();
    assert_eq!(service.key().to_string(), "default/echo");
}
