//! A cluster whose state is in etcd outlives its API server.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use bowline::api::apps::v1::Deployment;
use bowline::client::Client;
use bowline_examples::assembly::ClusterOptions;
use bowline_tests::cluster::TestCluster;

use crate::kubectl::{Running, find};

/// An etcd of this test, with its files in a folder.
fn start(folder: &Path) -> Option<(Running, String)> {
    let program = find("etcd")?;
    let url = || {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        format!("http://{port}")
    };
    let (client, peer) = (url(), url());
    let child = Command::new(program)
        .arg("--data-dir")
        .arg(folder)
        .args(["--listen-client-urls", &client, "--advertise-client-urls", &client])
        .args(["--listen-peer-urls", &peer, "--initial-advertise-peer-urls", &peer])
        .args(["--initial-cluster", &format!("default={peer}"), "--log-level", "error"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let etcd = Running(child);
    let address = client.trim_start_matches("http://");
    for _ in 0..200 {
        if std::net::TcpStream::connect(address).is_ok() {
            return Some((etcd, client));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("etcd does not listen on {client}");
}

async fn available(client: &Client, replicas: i32) {
    let deployments = client.namespaced::<Deployment>("default");
    let waiting = async {
        while deployments.get("web").await.unwrap().status.available_replicas != replicas {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(120), waiting).await.unwrap();
}

#[tokio::test]
async fn state_in_etcd_outlives_the_api_server() {
    let folder = tempfile::tempdir().unwrap();
    let Some((_etcd, url)) = start(&folder.path().join("etcd")) else { return };
    let options = || {
        let mut options = ClusterOptions::default();
        options.plane.etcd_servers = vec![url.clone()];
        // The keys: tokens and certificates hold across restarts as well.
        options.plane.data_dir = Some(folder.path().join("keys"));
        options
    };
    let cluster = TestCluster::with(options());
    let client = cluster.client();
    let deployment: Deployment = serde_json::from_value(serde_json::json!({
        "metadata": {"name": "web"},
        "spec": {
            "replicas": 2,
            "selector": {"matchLabels": {"app": "web"}},
            "template": {
                "metadata": {"labels": {"app": "web"}},
                "spec": {"containers": [{"name": "web", "image": "web:1"}]},
            },
        },
    }))
    .unwrap();
    let deployments = client.namespaced::<Deployment>("default");
    let created = deployments.create(&deployment).await.unwrap();
    available(&client, 2).await;
    drop(cluster);

    let cluster = TestCluster::with(options());
    let client = cluster.client();
    let deployments = client.namespaced::<Deployment>("default");
    let mut found = deployments.get("web").await.unwrap();
    assert_eq!(found.metadata.uid, created.metadata.uid);
    found.spec.replicas = Some(3);
    deployments.update(&found).await.unwrap();
    available(&client, 3).await;
}
