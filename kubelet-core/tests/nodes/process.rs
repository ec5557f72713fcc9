//! A node whose containers are processes of this host.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bowline_api::core::v1::{
    ConfigMap, ConfigMapKeySelector, ConfigMapVolumeSource, EnvVar, EnvVarSource, ExecAction,
    Lifecycle, LifecycleHandler, Pod, PodPhase, Probe, RestartPolicy, Volume, VolumeMount,
};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_client::api::DeleteParams;
use bowline_kubelet_core::handler::NodeHandler;
use bowline_kubelet_core::node_status::NodeConfig;
use bowline_kubelet_core::runtimes::process::{ProcessConfig, ProcessRuntime};
use bowline_kubelet_core::server::{KubeletHandler, PodLogOptions};
use bowline_kubelet_core::streaming::{ContainerTarget, StreamOptions, Streamer};
use bowline_kubelet_core::{Config, driver};
use futures::StreamExt as _;
use tokio::io::AsyncReadExt as _;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::cluster::{Cluster, container, pod};

struct Node {
    handler: Arc<NodeHandler>,
    runtime: Arc<ProcessRuntime>,
    shutdown: CancellationToken,
    task: JoinHandle<()>,
}

impl Node {
    async fn start(cluster: &Cluster, home: &Path) -> Self {
        let process = ProcessConfig {
            root: home.join("runtime"),
            pod_ip: "127.0.0.1".to_owned(),
            rotation: Default::default(),
        };
        let clock = cluster.client.clock().clone();
        let runtime = Arc::new(ProcessRuntime::open(process, clock).await.unwrap());
        let config = Config::new(NodeConfig::new("host", "127.0.0.1"), home.join("kubelet"));
        let (builder, events) = driver::kubelet(cluster.client.clone(), config, runtime.clone());
        let kubelet = builder.build();
        let (handler, shutdown) = (kubelet.handler(), cluster.shutdown.child_token());
        let stop = shutdown.clone();
        let task = tokio::spawn(async move {
            let (ran, ()) = tokio::join!(kubelet.run(stop.clone()), events.run(stop));
            ran.unwrap();
        });
        Self { handler, runtime, shutdown, task }
    }

    /// Stops the agent; containers run on.
    async fn stop(self) {
        self.shutdown.cancel();
        self.task.await.unwrap();
        drop(self.handler);
        self.runtime.close().await;
    }

    async fn target(&self, pod: &str) -> ContainerTarget {
        let pod = self.handler.pod("default", pod).await.unwrap();
        ContainerTarget { pod, container: "main".to_owned() }
    }

    async fn log(&self, pod: &str, options: PodLogOptions) -> String {
        let target = self.target(pod).await;
        let mut log = self.handler.container_logs(&target, options).await.unwrap();
        let mut text = String::new();
        while let Some(piece) = log.next().await {
            text.push_str(std::str::from_utf8(&piece.unwrap()).unwrap());
        }
        text
    }

    async fn exec(&self, pod: &str, command: &[&str]) -> (String, i32) {
        let words: Vec<String> = command.iter().map(|word| (*word).to_owned()).collect();
        let options = StreamOptions { stdout: true, ..StreamOptions::default() };
        let target = self.target(pod).await;
        let mut session = self.handler.exec(&target, &words, options).await.unwrap();
        let mut out = String::new();
        session.stdout.take().unwrap().read_to_string(&mut out).await.unwrap();
        (out, session.exit.await.unwrap())
    }
}

async fn settings(cluster: &Cluster, greeting: &str) {
    let map = ConfigMap {
        metadata: ObjectMeta::named("settings").in_namespace("default"),
        data: [("greeting".to_owned(), greeting.to_owned())].into(),
        ..ConfigMap::default()
    };
    cluster.client.namespaced::<ConfigMap>("default").create(&map).await.unwrap();
}

/// A pod that greets, is ready once it has greeted, and says good-bye.
fn greeter() -> Pod {
    let mut greeter = pod("greeter", "host", RestartPolicy::Always);
    let main = &mut greeter.spec.containers[0];
    let script = "cat /etc/settings/greeting; echo \" $GREETING\"; touch $BOWLINE_ROOT/greeted; \
                  trap 'exit 0' TERM; while true; do sleep 0.1; done";
    main.command = ["/bin/sh", "-c", script].map(str::to_owned).into();
    main.volume_mounts = vec![VolumeMount {
        name: "settings".into(),
        mount_path: "/etc/settings".into(),
        ..VolumeMount::default()
    }];
    main.env = vec![EnvVar {
        name: "GREETING".into(),
        value_from: Some(EnvVarSource {
            config_map_key_ref: Some(Box::new(ConfigMapKeySelector {
                name: "settings".into(),
                key: "greeting".into(),
                optional: None,
            })),
            ..EnvVarSource::default()
        }),
        ..EnvVar::default()
    }];
    let exec = |script: &str| {
        let command = ["/bin/sh", "-c", script].map(str::to_owned).into();
        Some(ExecAction { command })
    };
    main.readiness_probe = Some(Box::new(Probe {
        exec: exec("test -e $BOWLINE_ROOT/greeted"),
        period_seconds: 1,
        ..Probe::default()
    }));
    main.lifecycle = Some(Lifecycle {
        pre_stop: Some(Box::new(LifecycleHandler {
            exec: exec("echo bye > $BOWLINE_ROOT/bye"),
            ..LifecycleHandler::default()
        })),
        ..Lifecycle::default()
    });
    greeter.spec.volumes = vec![Volume {
        name: "settings".into(),
        config_map: Some(Box::new(ConfigMapVolumeSource {
            name: "settings".into(),
            ..ConfigMapVolumeSource::default()
        })),
        ..Volume::default()
    }];
    greeter.spec.termination_grace_period_seconds = Some(10);
    greeter
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_has_volumes_variables_probes_logs_and_commands() {
    let home = tempfile::tempdir().unwrap();
    let cluster = Cluster::start().await;
    let node = Node::start(&cluster, home.path()).await;
    cluster.create(greeter()).await;
    let waits = |pod: Option<&Pod>| {
        pod.is_some_and(|pod| pod.status.conditions.iter().any(|c| c.type_ == "Initialized"))
    };
    cluster.until("greeter", waits).await;
    // The volume's config map is missing so far: the pod has to wait for it.
    assert!(!cluster.get("greeter").await.unwrap().is_ready());
    settings(&cluster, "hello").await;

    let greeter = cluster.until("greeter", |pod| pod.is_some_and(Pod::is_ready)).await.unwrap();
    assert_eq!(greeter.status.phase, PodPhase::Running);
    assert_eq!(greeter.status.pod_ip, "127.0.0.1");
    assert!(greeter.status.container_statuses[0].image_id.starts_with("not-pulled:"));
    assert_eq!(node.log("greeter", PodLogOptions::default()).await, "hello hello\n");
    let (out, code) = node.exec("greeter", &["/bin/sh", "-c", "echo $GREETING; exit 3"]).await;
    assert_eq!((out.as_str(), code), ("hello\n", 3));

    let pods = cluster.client.namespaced::<Pod>("default");
    pods.delete("greeter", &DeleteParams::default()).await.unwrap();
    cluster.until("greeter", |pod| pod.is_none()).await;
    let uid = &greeter.metadata.uid;
    for _ in 0..200 {
        if !home.path().join("kubelet/pods").join(uid).exists() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(!home.path().join("kubelet/pods").join(uid).exists(), "volumes are left behind");
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_agent_finds_its_pods_running_and_ready() {
    let home = tempfile::tempdir().unwrap();
    let cluster = Cluster::start().await;
    settings(&cluster, "hello").await;
    let node = Node::start(&cluster, home.path()).await;
    cluster.create(greeter()).await;
    let before = cluster.until("greeter", |pod| pod.is_some_and(Pod::is_ready)).await.unwrap();
    node.stop().await;

    let node = Node::start(&cluster, home.path()).await;
    for _ in 0..40 {
        let now = cluster.get("greeter").await.unwrap();
        assert!(now.is_ready(), "it must not seem unready: {:?}", now.status.conditions);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let after = cluster.get("greeter").await.unwrap();
    let id = |pod: &Pod| pod.status.container_statuses[0].container_id.clone();
    assert_eq!(id(&before), id(&after), "the container was not made anew");
    assert_eq!(node.log("greeter", PodLogOptions::default()).await, "hello hello\n");

    let pods = cluster.client.namespaced::<Pod>("default");
    pods.delete("greeter", &DeleteParams::default()).await.unwrap();
    cluster.until("greeter", |pod| pod.is_none()).await;
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_job_leaves_its_log_and_message() {
    let home = tempfile::tempdir().unwrap();
    let cluster = Cluster::start().await;
    let node = Node::start(&cluster, home.path()).await;
    let mut job = pod("job", "host", RestartPolicy::Never);
    let script = "echo working; echo failed > /dev/termination-log; exit 9";
    job.spec.containers = vec![container("main", &["/bin/sh", "-c", script])];
    cluster.create(job).await;
    let job = cluster.until("job", |pod| pod.is_some_and(Pod::is_terminal)).await.unwrap();
    assert_eq!(job.status.phase, PodPhase::Failed);
    let ended = job.status.container_statuses[0].state.terminated.as_ref().unwrap();
    assert_eq!((ended.exit_code, ended.message.as_str()), (9, "failed\n"));
    assert_eq!(node.log("job", PodLogOptions::default()).await, "working\n");
    node.stop().await;
}
