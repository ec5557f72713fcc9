//! Pods of files, and their mirrors in the API.

use std::path::Path;
use std::sync::Arc;

use bowline_api::core::v1::{Node, Pod};
use bowline_client::api::DeleteParams;
use bowline_kubelet_core::node_status::NodeConfig;
use bowline_kubelet_core::runtime::RuntimeService as _;
use bowline_kubelet_core::runtimes::hollow::{HollowConfig, HollowRuntime, PodCidr};
use bowline_kubelet_core::source::file::FileSource;
use bowline_kubelet_core::{Config, driver};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::cluster::Cluster;

struct Agent {
    shutdown: CancellationToken,
    task: JoinHandle<()>,
}

impl Agent {
    fn start(cluster: &Cluster, runtime: &Arc<HollowRuntime>, manifests: &Path) -> Self {
        let config = Config::new(NodeConfig::new("n", "10.0.0.1"), manifests.join(".root"));
        let client = cluster.client.clone();
        let (builder, events) = driver::kubelet(client, config, runtime.clone());
        let kubelet = builder.source(Box::new(FileSource::new(manifests, "n"))).build();
        let shutdown = cluster.shutdown.child_token();
        let stop = shutdown.clone();
        let task = tokio::spawn(async move {
            let (ran, ()) = tokio::join!(kubelet.run(stop.clone()), events.run(stop));
            ran.unwrap();
        });
        Self { shutdown, task }
    }

    /// Ends the agent; its containers stay.
    async fn stop(self) {
        self.shutdown.cancel();
        self.task.await.unwrap();
    }
}

fn runtime(cluster: &Cluster) -> Arc<HollowRuntime> {
    let pods = PodCidr::new("10.1.0.0/24".parse().unwrap());
    let clock = cluster.client.clock().clone();
    Arc::new(HollowRuntime::new(Arc::new(HollowConfig::default()), clock, pods))
}

fn manifest(image: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: web, labels: {{app: web}}}}\n\
         spec:\n  containers:\n  - {{name: main, image: {image}}}\n"
    )
}

fn shows<'a>(image: &'a str, not: &'a str) -> impl Fn(Option<&Pod>) -> bool + 'a {
    move |pod| {
        pod.is_some_and(|pod| {
            pod.is_ready() && pod.spec.containers[0].image == image && pod.metadata.uid != not
        })
    }
}

fn container(mirror: &Pod) -> &str {
    &mirror.status.container_statuses[0].container_id
}

#[tokio::test(start_paused = true)]
async fn a_file_is_a_pod_with_a_mirror_as_long_as_it_is_there() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("web.yaml");
    std::fs::write(&file, manifest("one")).unwrap();
    let cluster = Cluster::start().await;
    let runtime = runtime(&cluster);
    let agent = Agent::start(&cluster, &runtime, home.path());

    let first = cluster.until("web-n", shows("one", "")).await.unwrap();
    let node = cluster.client.cluster::<Node>().get("n").await.unwrap();
    let owner = &first.metadata.owner_references[0];
    assert_eq!((owner.kind.as_str(), &owner.uid), ("Node", &node.metadata.uid));
    assert_eq!(first.metadata.labels["app"], "web");
    let annotations = &first.metadata.annotations;
    assert_eq!(annotations["kubernetes.io/config.source"], "file");
    let hash = &annotations["kubernetes.io/config.hash"];
    assert_eq!(&annotations["kubernetes.io/config.mirror"], hash);

    std::fs::write(&file, manifest("another")).unwrap();
    let edited = cluster.until("web-n", shows("another", &first.metadata.uid)).await.unwrap();
    assert_ne!(container(&edited), container(&first));
    assert_eq!(runtime.observe_pods().await.unwrap().len(), 1, "the former pod is gone");

    // Whoever deletes the mirror deletes a picture.
    let pods = cluster.client.namespaced::<Pod>("default");
    pods.delete("web-n", &DeleteParams::default()).await.unwrap();
    let again = cluster.until("web-n", shows("another", &edited.metadata.uid)).await.unwrap();
    assert_eq!(container(&again), container(&edited));
    assert_eq!(again.status.start_time, edited.status.start_time);

    std::fs::remove_file(&file).unwrap();
    cluster.until("web-n", |pod| pod.is_none()).await;
    assert!(runtime.observe_pods().await.unwrap().is_empty());

    // The same text makes the same uid, and still a new pod.
    std::fs::write(&file, manifest("another")).unwrap();
    cluster.until("web-n", shows("another", &again.metadata.uid)).await;
    agent.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_file_that_is_taken_away_and_put_back_at_once_runs_again() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("web.yaml");
    std::fs::write(&file, manifest("one")).unwrap();
    let cluster = Cluster::start().await;
    let config = HollowConfig {
        stop_latency: std::time::Duration::from_secs(20),
        ..HollowConfig::default()
    };
    let pods = PodCidr::new("10.1.0.0/24".parse().unwrap());
    let clock = cluster.client.clock().clone();
    let runtime = Arc::new(HollowRuntime::new(Arc::new(config), clock, pods));
    let agent = Agent::start(&cluster, &runtime, home.path());
    let first = cluster.until("web-n", shows("one", "")).await.unwrap();

    std::fs::remove_file(&file).unwrap();
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    std::fs::write(&file, manifest("one")).unwrap();
    // The former pod takes its time to stop, and the new one waits for it.
    tokio::time::sleep(std::time::Duration::from_secs(5)).await;
    let observed = runtime.observe_pods().await.unwrap();
    assert_eq!(observed.len(), 1);
    assert_eq!(observed[0].containers.len(), 1);
    let later = |pod: Option<&Pod>| {
        let since = |pod: &Pod| {
            let running = pod.status.container_statuses[0].state.running.as_ref();
            running.and_then(|running| running.started_at)
        };
        pod.is_some_and(|pod| pod.is_ready() && since(pod) > since(&first))
    };
    cluster.until("web-n", later).await;
    agent.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_new_agent_keeps_what_is_as_its_file_and_ends_what_has_none() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("web.yaml");
    std::fs::write(&file, manifest("one")).unwrap();
    let cluster = Cluster::start().await;
    let runtime = runtime(&cluster);
    let agent = Agent::start(&cluster, &runtime, home.path());
    let first = cluster.until("web-n", shows("one", "")).await.unwrap();
    agent.stop().await;

    let agent = Agent::start(&cluster, &runtime, home.path());
    for _ in 0..20 {
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
        let now = cluster.get("web-n").await.unwrap();
        assert_eq!((&now.metadata.uid, now.is_ready()), (&first.metadata.uid, true));
        assert_eq!(container(&now), container(&first));
    }
    agent.stop().await;

    std::fs::remove_file(&file).unwrap();
    let agent = Agent::start(&cluster, &runtime, home.path());
    cluster.until("web-n", |pod| pod.is_none()).await;
    tokio::time::sleep(std::time::Duration::from_secs(5)).await;
    assert!(runtime.observe_pods().await.unwrap().is_empty());
    agent.stop().await;
}
