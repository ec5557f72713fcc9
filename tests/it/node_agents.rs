//! Node agents in processes of their own.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use bowline::api::core::v1::{Node, Pod, ServiceAccount};
use bowline::client::Client;
use bowline::client::api::{DeleteParams, ListParams, LogParams};
use bowline::client::config::{Authentication, Config, Secret};
use bowline_examples::assembly::ClusterOptions;
use bowline_examples::node::{NodeOptions, ProcessNode};
use bowline_examples::node_access::{DelegatedAuth, node_tls};
use bowline_tests::cluster::TestCluster;
use serde_json::json;

use crate::bring_up::eventually;

/// Where a process that is to be a node agent finds its files.
const HOME: &str = "BOWLINE_TEST_NODE_HOME";

/// A node agent that can be killed: this very program, told to run one test only.
struct Agent(Child);

impl Agent {
    fn start(home: &Path) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--ignored", "--exact", "node_agents::an_agent_of_its_own"]);
        command.env(HOME, home).stdin(Stdio::null()).stdout(Stdio::null());
        Self(command.spawn().unwrap())
    }

    /// Kills it with no chance to do anything about it.
    fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        // A test that fails leaves no agent behind.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
#[ignore = "a program of its own, which other tests start"]
async fn an_agent_of_its_own() {
    let Some(home) = std::env::var_os(HOME).map(PathBuf::from) else { return };
    let kubeconfig = home.join("config");
    let client = bowline_examples::connect(&kubeconfig).unwrap();
    let authority = bowline_examples::authority(&kubeconfig).unwrap();
    let tls = node_tls("host", "127.0.0.1", &authority).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let options = NodeOptions {
        name: "host".to_owned(),
        address: "127.0.0.1".to_owned(),
        port: listener.local_addr().unwrap().port(),
        root: home.join("node"),
        manifests: Some(home.join("manifests")),
        manifest_url: None,
    };
    let node = ProcessNode::open(client.clone(), options).await.unwrap();
    let server = node.server();
    let auth = std::sync::Arc::new(DelegatedAuth::new(client, "host"));
    let serve = server.serve(listener, Some(tls.into()), auth);
    let (ran, served) = tokio::join!(node.run(Default::default()), serve);
    ran.unwrap();
    served.unwrap();
}

/// An agent's files. What its containers still run ends with them.
struct Home(tempfile::TempDir);

impl Home {
    fn of(cluster: &TestCluster) -> Self {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("manifests")).unwrap();
        cluster.write_kubeconfig(&home.path().join("config"));
        Self(home)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let containers = std::fs::read_dir(self.path().join("node/runtime/containers"));
        for container in containers.into_iter().flatten().flatten() {
            if let Ok(pid) = std::fs::read_to_string(container.path().join("shim/pid")) {
                let group = format!("-{}", pid.trim());
                // Most have ended by now.
                let mut kill = Command::new("kill");
                drop(kill.args(["-9", "--", &group]).stderr(Stdio::null()).status());
            }
        }
    }
}

fn pod(name: &str, script: &str) -> Pod {
    serde_json::from_value(json!({
        "metadata": {"name": name},
        "spec": {
            "nodeName": "host",
            "terminationGracePeriodSeconds": 5,
            "containers": [{"name": "main", "image": "sh", "command": ["/bin/sh", "-c", script]}],
        },
    }))
    .unwrap()
}

async fn get(client: &Client, name: &str) -> Option<Pod> {
    client.namespaced::<Pod>("default").get_opt(name).await.unwrap()
}

async fn is_ready(client: &Client, name: &str) -> bool {
    get(client, name).await.is_some_and(|pod| pod.is_ready())
}

fn container(pod: &Pod) -> (String, i32) {
    let status = &pod.status.container_statuses[0];
    (status.container_id.clone(), status.restart_count)
}

/// Ends what the node still runs, and waits until it does.
async fn clear(client: &Client, names: &[&str]) {
    for name in names {
        let pods = client.namespaced::<Pod>("default");
        pods.delete_if_present(name, &DeleteParams::default()).await.unwrap();
        eventually("the pod is gone", || async { get(client, name).await.is_none() }).await;
    }
}

#[tokio::test]
async fn a_killed_agent_comes_back_to_its_running_pods() {
    let options = ClusterOptions { hollow_nodes: 0, ..ClusterOptions::default() };
    let cluster = TestCluster::with(options);
    let (client, home) = (cluster.client(), Home::of(&cluster));
    let manifest = home.path().join("manifests/static.yaml");
    let script = "while true; do sleep 0.1; done";
    let mut fixed = pod("static", script);
    fixed.spec.node_name.clear();
    let mut text = serde_json::to_value(&fixed).unwrap();
    text["kind"] = "Pod".into();
    std::fs::write(&manifest, text.to_string()).unwrap();
    let agent = Agent::start(home.path());
    let pods = client.namespaced::<Pod>("default");
    let talk = "i=0; while true; do i=$((i+1)); echo line $i; sleep 0.05; done";
    pods.create(&pod("talker", talk)).await.unwrap();
    eventually("both pods run", || async {
        is_ready(&client, "talker").await && is_ready(&client, "static-host").await
    })
    .await;
    let talker = get(&client, "talker").await.unwrap();
    let fixed = get(&client, "static-host").await.unwrap();

    // The log comes from the agent's own server, by way of the API server.
    eventually("it has said two lines", || async {
        let beginning = LogParams { limit_bytes: Some(14), ..LogParams::default() };
        pods.logs("talker", &beginning).await.unwrap() == "line 1\nline 2\n"
    })
    .await;

    agent.kill();
    pods.create(&pod("meanwhile", script)).await.unwrap();
    pods.create(&pod("ends", "exit 0")).await.unwrap();
    let agent = Agent::start(home.path());
    eventually("the new pod runs", || is_ready(&client, "meanwhile")).await;
    for before in [&talker, &fixed] {
        let name = before.metadata.name.as_str();
        let after = get(&client, name).await.unwrap();
        assert_eq!(after.metadata.uid, before.metadata.uid, "{name}");
        assert_eq!(container(&after), container(before), "{name}: not started anew");
        assert!(after.is_ready(), "{name}");
    }
    eventually("it still talks, and nothing it said is lost", || async {
        // Until the node has told its new port, the old one is asked in vain.
        let Ok(log) = pods.logs("talker", &LogParams::default()).await else { return false };
        let lines: Vec<&str> = log.lines().collect();
        let whole = lines.iter().enumerate().all(|(i, l)| *l == format!("line {}", i + 1));
        assert!(whole, "{log}");
        lines.len() > 50
    })
    .await;

    // What a killed agent leaves to do is done by the next.
    agent.kill();
    std::fs::remove_file(&manifest).unwrap();
    pods.delete("talker", &DeleteParams::default()).await.unwrap();
    let agent = Agent::start(home.path());
    eventually("both are gone", || async {
        get(&client, "talker").await.is_none() && get(&client, "static-host").await.is_none()
    })
    .await;
    clear(&client, &["meanwhile", "ends"]).await;
    agent.kill();
}

#[tokio::test]
async fn strangers_get_nothing_from_an_agent() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    let options = ClusterOptions { hollow_nodes: 0, ..ClusterOptions::default() };
    let cluster = TestCluster::with(options);
    let (client, home) = (cluster.client(), Home::of(&cluster));
    let agent = Agent::start(home.path());
    let nodes = client.cluster::<Node>();
    eventually("the node tells its port", || async {
        let node = nodes.get_opt("host").await.unwrap();
        node.is_some_and(|n| n.status.daemon_endpoints.kubelet_endpoint.port != 0)
    })
    .await;
    let node = nodes.get("host").await.unwrap();
    let port = u16::try_from(node.status.daemon_endpoints.kubelet_endpoint.port).unwrap();

    let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    stream.write_all(b"GET /pods HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    // Whether it hangs up or breaks off is all the same.
    let _ = stream.read_to_end(&mut answer).await;
    assert!(!answer.starts_with(b"HTTP"), "{}", String::from_utf8_lossy(&answer));

    let connect = |authentication: Authentication| {
        let mut config = Config::new(format!("https://127.0.0.1:{port}"));
        config.insecure_skip_tls_verify = true;
        config.authentication = authentication;
        Client::new(config).unwrap()
    };
    let everything = ListParams::default();
    let nobody = connect(Authentication::None).cluster::<Node>();
    assert!(nobody.list_all(&everything).await.unwrap_err().is_unauthorized());
    let accounts = client.namespaced::<ServiceAccount>("default");
    eventually("the account is there", || async {
        accounts.get_opt("default").await.unwrap().is_some()
    })
    .await;
    let token = accounts.create_token("default", &Default::default()).await.unwrap().status.token;
    let pod = connect(Authentication::Token(Secret::new(token))).cluster::<Node>();
    assert!(pod.list_all(&everything).await.unwrap_err().is_forbidden());
    agent.kill();
}
