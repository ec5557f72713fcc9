//! A scheduler and an API server in one process, in virtual time.

use std::sync::Arc;
use std::time::Duration;

use bowline_api::core::v1::{ConditionStatus, Namespace, Node, Pod};
use bowline_api::scheduling::v1::PriorityClass;
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::random::SeededRandom;
use bowline_apiserver::authentication::User;
use bowline_apiserver::server::AsUser;
use bowline_apiserver::storage::MemoryStorage;
use bowline_apiserver::{Config as ServerConfig, Server};
use bowline_client::api::DeleteParams;
use bowline_client::{Client, TokioClock};
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::config::KubeSchedulerConfiguration;
use crate::plugin::{Cycle, ExtensionPoints, Filter, Plugin};
use crate::testing::{NodeBuilder, PodBuilder, node, pod};
use crate::{BoxError, NodeInfo, PodInfo, Verdict};

mod faults;
mod recovery;
mod shadows;

/// A fresh server with the namespace `default`.
struct Cluster {
    service: AsUser,
    client: Client,
}

impl Cluster {
    async fn new() -> Self {
        let start = "2026-01-01T00:00:00.000000Z".parse().unwrap();
        let clock = Arc::new(TokioClock::starting_at(start));
        let random = Arc::new(SeededRandom::new(1));
        let config = ServerConfig::new(Arc::new(MemoryStorage::default()))
            .clock(clock.clone())
            .random(random.clone());
        let server = Server::builder(config).build();
        let service = server.as_user(User::named("admin").group("system:masters"));
        let client = Client::in_process(service.clone()).with_clock(clock).with_random(random);
        let metadata = ObjectMeta::named("default");
        let namespace = Namespace { metadata, ..Namespace::default() };
        match client.cluster().create(&namespace).await {
            Err(error) if !error.is_already_exists() => panic!("{error}"),
            _ => Self { service, client },
        }
    }
}

async fn cluster() -> Client {
    Cluster::new().await.client
}

struct Running {
    shutdown: CancellationToken,
    task: JoinHandle<()>,
}

impl Running {
    fn start(client: &Client) -> Self {
        Self::with(Scheduler::builder(Config::default(), client.clone()))
    }

    fn with(builder: SchedulerBuilder) -> Self {
        let shutdown = CancellationToken::new();
        let scheduler = builder.build().unwrap();
        Self { task: tokio::spawn(scheduler.run(shutdown.clone())), shutdown }
    }

    async fn stop(self) {
        self.shutdown.cancel();
        self.task.await.unwrap();
    }
}

async fn add_node(client: &Client, node: NodeBuilder) {
    let node = node.build();
    let nodes = client.cluster::<Node>();
    let mut created = nodes.create(&node).await.unwrap();
    created.status = node.status;
    nodes.update_status(&created).await.unwrap();
}

async fn add_pod(client: &Client, pod: PodBuilder) {
    let pod = pod.with(|pod| {
        pod.metadata.uid.clear();
        pod.spec.containers[0].image = "image".into();
    });
    client.namespaced::<Pod>("default").create(&pod.build()).await.unwrap();
}

async fn get(client: &Client, name: &str) -> Pod {
    client.namespaced::<Pod>("default").get(name).await.unwrap()
}

/// The node of a pod, when it has one; waits in virtual time.
async fn placed(client: &Client, name: &str) -> String {
    for _ in 0..600 {
        let node = get(client, name).await.spec.node_name;
        if !node.is_empty() {
            return node;
        }
        sleep(Duration::from_millis(500)).await;
    }
    panic!("{name} has no node: {:?}", get(client, name).await.status);
}

fn big(name: &str) -> NodeBuilder {
    node(name).allocatable(&[("cpu", "4"), ("memory", "8Gi")])
}

fn cpu(name: &str, amount: &str) -> PodBuilder {
    pod(name).requests(&[("cpu", amount), ("memory", "64Mi")])
}

#[tokio::test(start_paused = true)]
async fn pods_are_bound_and_told_about() {
    let client = cluster().await;
    add_node(&client, big("a")).await;
    add_pod(&client, cpu("before", "1")).await;
    let running = Running::start(&client);
    add_pod(&client, cpu("after", "1")).await;
    assert_eq!(placed(&client, "before").await, "a");
    assert_eq!(placed(&client, "after").await, "a");
    let condition = get(&client, "after").await.status.condition("PodScheduled").cloned().unwrap();
    assert_eq!(condition.status, ConditionStatus::True);
    sleep(Duration::from_secs(5)).await;
    running.stop().await;
    let events = client.namespaced::<bowline_api::core::v1::Event>("default");
    let events = events.list(&Default::default()).await.unwrap();
    let mut told: Vec<_> = events.items.iter().map(|it| it.message.as_str()).collect();
    told.sort_unstable();
    let want = ["after", "before"].map(|it| format!("Successfully assigned default/{it} to a"));
    assert_eq!(told, want);
}

#[tokio::test(start_paused = true)]
async fn what_does_not_fit_says_why_and_is_placed_when_it_does() {
    let client = cluster().await;
    add_node(&client, big("a")).await;
    let running = Running::start(&client);
    add_pod(&client, cpu("huge", "6")).await;
    sleep(Duration::from_secs(3)).await;
    let condition = get(&client, "huge").await.status.condition("PodScheduled").cloned().unwrap();
    assert_eq!(
        (condition.status, condition.reason.as_str()),
        (ConditionStatus::False, "Unschedulable")
    );
    let want = "0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: \
                1 Preemption is not helpful for scheduling.";
    assert_eq!(condition.message, want);
    add_node(&client, big("b").allocatable(&[("cpu", "8")])).await;
    assert_eq!(placed(&client, "huge").await, "b");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn important_pods_displace_others() {
    let client = cluster().await;
    let class = PriorityClass {
        metadata: ObjectMeta::named("high"),
        value: 1000,
        ..PriorityClass::default()
    };
    client.cluster::<PriorityClass>().create(&class).await.unwrap();
    add_node(&client, big("a")).await;
    let running = Running::start(&client);
    add_pod(
        &client,
        cpu("victim", "3").with(|pod| {
            pod.spec.termination_grace_period_seconds = Some(0);
        }),
    )
    .await;
    assert_eq!(placed(&client, "victim").await, "a");
    let important = cpu("important", "3").with(|pod| {
        pod.spec.priority_class_name = "high".into();
        pod.spec.priority = Some(1000);
    });
    add_pod(&client, important).await;
    assert_eq!(placed(&client, "important").await, "a");
    let gone = client.namespaced::<Pod>("default").get_opt("victim").await.unwrap();
    assert!(gone.is_none_or(|pod| pod.metadata.deletion_timestamp.is_some()));
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn two_schedulers_share_a_cluster() {
    let client = cluster().await;
    for name in ["a", "b"] {
        add_node(&client, big(name)).await;
    }
    let both = [Running::start(&client), Running::start(&client)];
    for index in 0..20 {
        add_pod(&client, cpu(&format!("p{index}"), "250m")).await;
    }
    for index in 0..20 {
        placed(&client, &format!("p{index}")).await;
    }
    for running in both {
        running.stop().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_scheduler_that_starts_anew_goes_on() {
    let client = cluster().await;
    add_node(&client, big("a")).await;
    let first = Running::start(&client);
    add_pod(&client, cpu("p", "3")).await;
    assert_eq!(placed(&client, "p").await, "a");
    first.stop().await;
    add_pod(&client, cpu("q", "3")).await;
    let second = Running::start(&client);
    sleep(Duration::from_secs(5)).await;
    assert!(get(&client, "q").await.spec.node_name.is_empty());
    // No kubelet is there to let it end in peace.
    let now = DeleteParams::default().grace_period(0);
    client.namespaced::<Pod>("default").delete("p", &now).await.unwrap();
    assert_eq!(placed(&client, "q").await, "a");
    second.stop().await;
}

/// Keeps pods off nodes with an odd name, as a stranger's plugin would.
struct Even;

impl Plugin for Even {
    fn name(&self) -> &'static str {
        "Even"
    }
    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.filter(self);
    }
}

impl Filter for Even {
    fn filter(&self, _: &Cycle<'_>, _: &PodInfo, node: &NodeInfo) -> Result<Verdict, BoxError> {
        let odd = node.name().ends_with(['1', '3', '5', '7', '9']);
        Ok(if odd { Verdict::unschedulable("node(s) were odd") } else { Verdict::Fits })
    }
}

#[tokio::test(start_paused = true)]
async fn strangers_bring_plugins() {
    let client = cluster().await;
    for name in ["n1", "n2", "n3"] {
        add_node(&client, big(name)).await;
    }
    let configuration = KubeSchedulerConfiguration::from_text(
        "
apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
profiles:
- schedulerName: default-scheduler
- schedulerName: any-node
  plugins: {multiPoint: {disabled: [{name: Even}]}}
",
    );
    let builder = Scheduler::builder(configuration.unwrap().into(), client.clone());
    let running = Running::with(builder.plugin(Arc::new(Even), 0));
    for index in 0..3 {
        add_pod(&client, cpu(&format!("p{index}"), "1")).await;
        assert_eq!(placed(&client, &format!("p{index}")).await, "n2");
    }
    let other = cpu("other", "4").with(|pod| pod.spec.scheduler_name = "any-node".into());
    add_pod(&client, other).await;
    assert_ne!(placed(&client, "other").await, "n2");
    running.stop().await;
}
