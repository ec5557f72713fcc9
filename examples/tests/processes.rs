//! A cluster of separate processes: any of them may be killed, and any may run twice.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use bowline::api::apps::v1::{Deployment, ReplicaSet};
use bowline::api::core::v1::{Pod, Service};
use bowline::api::discovery::v1::EndpointSlice;
use bowline::client::Client;
use bowline::client::api::{ListParams, Patch};
use serde_json::json;

/// A program that is killed, without a chance to tidy up, when the value goes.
struct Process {
    command: Command,
    child: Child,
}

impl Process {
    fn start(program: &str, args: &[&str]) -> Self {
        let mut command = Command::new(path_of(program));
        command.args(args).env("RUST_LOG", "error").stdin(Stdio::null()).stdout(Stdio::null());
        let child = command.spawn().unwrap_or_else(|e| panic!("{program} starts: {e}"));
        Self { command, child }
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn restart(&mut self) {
        self.child = self.command.spawn().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Programs lie in the folder `examples` beside the one of this test.
fn path_of(program: &str) -> PathBuf {
    let this = std::env::current_exe().unwrap();
    let path = this.parent().and_then(Path::parent).unwrap().join("examples").join(program);
    assert!(path.is_file(), "{} is missing: cargo build --examples", path.display());
    path
}

/// An API server with a durable store, and a client of it.
struct Plane {
    folder: tempfile::TempDir,
    server: Process,
    client: Client,
}

impl Plane {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Free now; a restarted server must be found where it was.
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let data = folder.path().join("data");
        let kubeconfig = folder.path().join("kubeconfig");
        let (data, kubeconfig) = (data.to_str().unwrap(), kubeconfig.to_str().unwrap());
        let server = Process::start(
            "apiserver",
            &[
                "--bind",
                &address,
                "--data-dir",
                data,
                "--kubeconfig",
                kubeconfig,
                "--service-cluster-ip-range",
                "127.98.0.0/16",
            ],
        );
        eventually("the kubeconfig is written", || async { Path::new(kubeconfig).exists() }).await;
        let client = bowline_examples::connect(Path::new(kubeconfig)).unwrap();
        Self { folder, server, client }
    }

    fn run(&self, program: &str, more: &[&str]) -> Process {
        let kubeconfig = self.folder.path().join("kubeconfig");
        let args = [&["--kubeconfig", kubeconfig.to_str().unwrap()], more].concat();
        Process::start(program, &args)
    }

    async fn create(&self, replicas: i32) {
        let deployment: Deployment = serde_json::from_value(json!({
            "metadata": {"name": "web"},
            "spec": {
                "replicas": replicas,
                "selector": {"matchLabels": {"app": "web"}},
                "template": {
                    "metadata": {"labels": {"app": "web"}},
                    "spec": {
                        "terminationGracePeriodSeconds": 0,
                        "containers": [{"name": "web", "image": "web:1"}],
                    },
                },
            },
        }))
        .unwrap();
        let deployments = self.client.namespaced::<Deployment>("default");
        eventually("the deployment is created", || async {
            deployments.create(&deployment).await.is_ok()
                || deployments.get_opt("web").await.is_ok_and(|found| found.is_some())
        })
        .await;
    }

    async fn patch(&self, patch: serde_json::Value) {
        let deployments = self.client.namespaced::<Deployment>("default");
        eventually("the deployment is changed", || async {
            deployments.patch("web", &Patch::Merge(patch.clone())).await.is_ok()
        })
        .await;
    }

    async fn scale(&self, replicas: i32) {
        self.patch(json!({"spec": {"replicas": replicas}})).await;
    }

    /// Waits until exactly so many pods are there, and all of them ready.
    async fn settles(&self, replicas: usize) {
        let what = format!("{replicas} pods are ready");
        eventually(&what, || async {
            let pods = self.client.namespaced::<Pod>("default");
            let deployments = self.client.namespaced::<Deployment>("default");
            let (Ok(pods), Ok(deployment)) =
                (pods.list(&ListParams::default()).await, deployments.get("web").await)
            else {
                return false;
            };
            let status = &deployment.status;
            pods.items.len() == replicas
                && pods.items.iter().all(|pod| pod.is_ready() && !pod.spec.node_name.is_empty())
                && status.observed_generation >= deployment.metadata.generation
                && usize::try_from(status.available_replicas) == Ok(replicas)
        })
        .await;
    }
}

/// Waits until something holds.
async fn eventually<F: Future<Output = bool>>(what: &str, mut holds: impl FnMut() -> F) {
    let waiting = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    // Generous: it bounds a hang, and measures nothing.
    let limit = Duration::from_secs(180);
    tokio::time::timeout(limit, waiting).await.unwrap_or_else(|_| panic!("never: {what}"));
}

#[tokio::test]
async fn whatever_is_killed_heals_when_it_comes_back() {
    let mut plane = Plane::start().await;
    let mut controllers = plane.run("controller-manager", &["--leader-elect=false"]);
    let mut scheduler = plane.run("scheduler", &["--leader-elect=false"]);
    let mut kubelet = plane.run("kubelet", &["--hollow-nodes", "2"]);
    plane.create(2).await;
    plane.settles(2).await;

    plane.server.kill();
    plane.server.restart();
    plane.scale(4).await;
    plane.settles(4).await;

    for (process, replicas) in [(&mut controllers, 1), (&mut scheduler, 3), (&mut kubelet, 2)] {
        process.kill();
        plane.scale(replicas).await;
        process.restart();
        plane.settles(usize::try_from(replicas).unwrap()).await;
    }

    // All at once, in the middle of a rollout.
    plane.patch(json!({"spec": {"template": {"metadata": {"annotations": {"v": "2"}}}}})).await;
    for process in [&mut plane.server, &mut controllers, &mut scheduler, &mut kubelet] {
        process.kill();
    }
    for process in [&mut plane.server, &mut controllers, &mut scheduler, &mut kubelet] {
        process.restart();
    }
    plane.settles(2).await;
}

#[tokio::test]
async fn two_of_each_do_not_fight() {
    let plane = Plane::start().await;
    let _twice: Vec<Process> = (0..2)
        .flat_map(|_| {
            [
                plane.run("controller-manager", &["--leader-elect=false"]),
                plane.run("scheduler", &["--leader-elect=false"]),
            ]
        })
        .collect();
    let _kubelet = plane.run("kubelet", &["--hollow-nodes", "3"]);
    plane.create(3).await;
    plane.settles(3).await;
    for (round, replicas) in [8, 1, 5].into_iter().enumerate() {
        let template = json!({"metadata": {"annotations": {"round": round.to_string()}}});
        plane.patch(json!({"spec": {"replicas": replicas, "template": template}})).await;
        plane.settles(replicas).await;
    }
    let sets = plane.client.namespaced::<ReplicaSet>("default");
    let sets = sets.list(&ListParams::default()).await.unwrap();
    // One a template: none was made twice.
    assert_eq!(sets.items.len(), 4);
}

#[tokio::test]
async fn a_killed_proxy_makes_services_reachable_again() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    let plane = Plane::start().await;
    let mut proxy = plane.run("proxy", &[]);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let served = tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"hello").await;
        }
    });
    let service: Service = serde_json::from_value(json!({
        "metadata": {"name": "echo"},
        "spec": {"ports": [{"port": 8097, "protocol": "TCP"}]},
    }))
    .unwrap();
    let services = plane.client.namespaced::<Service>("default");
    eventually("the service is created", || async {
        services.create(&service).await.is_ok() || services.get("echo").await.is_ok()
    })
    .await;
    // Endpoints of a Service without selector are the user's to write.
    let slice: EndpointSlice = serde_json::from_value(json!({
        "metadata": {"name": "echo-1", "labels": {"kubernetes.io/service-name": "echo"}},
        "addressType": "IPv4",
        "ports": [{"name": "", "port": port, "protocol": "TCP"}],
        "endpoints": [{"addresses": ["127.0.0.1"], "conditions": {"ready": true}}],
    }))
    .unwrap();
    plane.client.namespaced("default").create(&slice).await.unwrap();
    let address = format!("{}:8097", services.get("echo").await.unwrap().spec.cluster_ip);
    let answers = || async {
        let Ok(mut stream) = tokio::net::TcpStream::connect(&address).await else { return false };
        let mut text = String::new();
        stream.read_to_string(&mut text).await.is_ok() && text == "hello"
    };
    eventually("the service answers", answers).await;
    proxy.kill();
    eventually("nobody answers", || async { !answers().await }).await;
    proxy.restart();
    eventually("the service answers again", answers).await;
    served.abort();
}

#[tokio::test]
async fn a_standby_takes_over_from_a_killed_leader() {
    let plane = Plane::start().await;
    let _kubelet = plane.run("kubelet", &["--hollow-nodes", "1"]);
    let mut leaders = [plane.run("controller-manager", &[]), plane.run("scheduler", &[])];
    plane.create(1).await;
    plane.settles(1).await;
    let _standbys = [plane.run("controller-manager", &[]), plane.run("scheduler", &[])];
    for leader in &mut leaders {
        leader.kill();
    }
    plane.scale(2).await;
    plane.settles(2).await;
}
