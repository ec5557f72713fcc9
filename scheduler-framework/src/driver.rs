//! A scheduler over an API server: the only file here that knows the client.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bowline_api::core::v1::{
    ConditionStatus, Event, EventSource, Namespace, Node, ObjectReference, Pod, PodPhase, Service,
};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::resource::Object;
use bowline_apimachinery::time::Time;
use bowline_client::api::Patch;
use bowline_client::cache::{Delta, Informer};
use bowline_client::{Client, Error};
use serde_json::json;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::{debug, warn};

use crate::cycle::{ScheduleError, SchedulePod};
use crate::plugin::{CycleMut, Plugin};
use crate::plugins::default_plugins;
use crate::queue::{Nominator, QueuedPod, SchedulingQueue};
use crate::verdict::Verdict;
use crate::{CycleState, NodeInfo, PodInfo, Profile, Snapshot};

/// The name of the scheduler that pods have unless they name another.
const DEFAULT_NAME: &str = "default-scheduler";
/// Bindings under way at once.
const BINDINGS: usize = 64;

/// How a scheduler runs.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// `spec.schedulerName` of the pods it places.
    pub scheduler_name: String,
    /// How many nodes that fit are enough, in percent; 0 to adapt as upstream does.
    pub percentage_of_nodes_to_score: i32,
}

impl Default for Config {
    fn default() -> Self {
        Self { scheduler_name: DEFAULT_NAME.to_owned(), percentage_of_nodes_to_score: 0 }
    }
}

/// A scheduler, ready to run.
#[derive(Debug)]
pub struct Scheduler {
    config: Config,
    client: Client,
    plugins: Vec<(Arc<dyn Plugin>, i64)>,
}

impl Scheduler {
    /// A scheduler with the plugins of the default profile.
    #[must_use]
    pub fn new(config: Config, client: Client) -> Self {
        Self { config, client, plugins: default_plugins() }
    }

    /// Adds a plugin behind the others; a weight of 0 counts as 1 where it scores.
    #[must_use]
    pub fn plugin(mut self, plugin: Arc<dyn Plugin>, weight: i64) -> Self {
        self.plugins.push((plugin, weight));
        self
    }

    /// Replaces all plugins.
    #[must_use]
    pub fn plugins(mut self, plugins: Vec<(Arc<dyn Plugin>, i64)>) -> Self {
        self.plugins = plugins;
        self
    }

    /// Places pods until told to stop.
    pub async fn run(self, shutdown: CancellationToken) {
        let Self { config, client, plugins } = self;
        let profile = Arc::new(Profile::of(config.scheduler_name.clone(), plugins));
        let (sender, changes) = mpsc::unbounded_channel();
        let mut informers = JoinSet::new();
        {
            let cluster = client.cluster::<Node>();
            follow(&mut informers, Informer::new(cluster), &sender, &shutdown, Change::Node);
            let pods = client.all::<Pod>();
            follow(&mut informers, Informer::new(pods), &sender, &shutdown, Change::Pod);
            let namespaces = client.cluster::<Namespace>();
            follow(
                &mut informers,
                Informer::new(namespaces),
                &sender,
                &shutdown,
                Change::Namespace,
            );
            let services = client.all::<Service>();
            follow(&mut informers, Informer::new(services), &sender, &shutdown, Change::Service);
        }
        let order = profile.clone();
        let state = State {
            queue: SchedulingQueue::new(move |a, b| match &order.queue_sort {
                Some(sort) => sort.less(a, b),
                None => a.timestamp < b.timestamp,
            }),
            config,
            client,
            profile,
            snapshot: Snapshot::default(),
            placed: HashMap::new(),
            nominator: Nominator::default(),
            start: 0,
            unsynced: 4,
        };
        state.run(changes, &shutdown).await;
        informers.shutdown().await;
    }
}

/// A change of the cluster.
enum Change {
    Node(Delta<Node>),
    Pod(Delta<Pod>),
    Namespace(Delta<Namespace>),
    Service(Delta<Service>),
}

fn follow<K: Object>(
    tasks: &mut JoinSet<()>,
    informer: Informer<K>,
    sender: &mpsc::UnboundedSender<Change>,
    shutdown: &CancellationToken,
    wrap: fn(Delta<K>) -> Change,
) {
    let sender = sender.clone();
    informer.on_delta(move |delta| {
        // The loop is gone when the scheduler stops.
        let _ = sender.send(wrap(delta.clone()));
    });
    tasks.spawn(informer.run(shutdown.clone()));
}

/// How a binding ended.
struct Bound {
    queued: QueuedPod,
    node: String,
    outcome: Result<(), Error>,
}

struct State {
    config: Config,
    client: Client,
    profile: Arc<Profile>,
    queue: SchedulingQueue,
    /// The cluster, with pods that are placed but whose binding is not back yet.
    snapshot: Snapshot,
    /// The node of every pod that has one, by uid; nodes may be unknown yet.
    placed: HashMap<String, (Arc<PodInfo>, String)>,
    nominator: Nominator,
    start: usize,
    /// Kinds that have not been read once: nothing is placed before all are.
    unsynced: usize,
}

impl State {
    async fn run(
        mut self,
        mut changes: mpsc::UnboundedReceiver<Change>,
        shutdown: &CancellationToken,
    ) {
        let mut bindings: JoinSet<Bound> = JoinSet::new();
        let mut reports: JoinSet<()> = JoinSet::new();
        loop {
            while let Ok(change) = changes.try_recv() {
                self.take(change);
            }
            while let Some(ended) = bindings.try_join_next() {
                self.bound(ended, &mut reports);
            }
            while reports.try_join_next().is_some() {}
            let now = self.client.clock().now();
            let room = bindings.len() < BINDINGS;
            if self.unsynced == 0
                && room
                && let Some(queued) = self.queue.pop(now)
            {
                self.schedule(queued, &mut bindings, &mut reports);
                // Others on this executor have a turn between two pods.
                tokio::task::yield_now().await;
                continue;
            }
            let wait = self.queue.next_deadline().map(|at| at.since(now).to_std());
            let tick = async {
                match wait {
                    Some(wait) => tokio::time::sleep(wait.max(Duration::from_millis(1))).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = shutdown.cancelled() => break,
                change = changes.recv() => match change {
                    Some(change) => self.take(change),
                    None => break,
                },
                Some(ended) = bindings.join_next(), if !bindings.is_empty() => {
                    self.bound(ended, &mut reports);
                }
                () = tick => {}
            }
        }
        // What was decided is said before the end.
        while bindings.join_next().await.is_some() {}
        reports.shutdown().await;
    }

    fn take(&mut self, change: Change) {
        let now = self.client.clock().now();
        match change {
            Change::Node(Delta::Applied { new, .. }) => {
                let mut info = match self.snapshot.node(&new.metadata.name) {
                    Some(known) => {
                        let mut info = known.clone();
                        info.set_node(new.clone());
                        info
                    }
                    None => {
                        let mut info = NodeInfo::new(new.clone());
                        let here = self.placed.values().filter(|(_, n)| *n == new.metadata.name);
                        here.for_each(|(pod, _)| info.add_pod(pod.clone()));
                        info
                    }
                };
                info.set_node(new);
                self.snapshot.add_node(info);
                self.queue.move_all(now);
            }
            Change::Node(Delta::Deleted { last, .. }) => {
                self.snapshot.remove_node(&last.metadata.name);
                self.queue.move_all(now);
            }
            Change::Pod(Delta::Applied { new, .. }) => self.pod(&new),
            Change::Pod(Delta::Deleted { last, .. }) => {
                self.forget(&last.metadata.uid);
                self.queue.remove(&last.metadata.uid);
                self.queue.move_all(now);
            }
            Change::Namespace(Delta::Applied { new, .. }) => {
                self.snapshot.objects_mut().apply(new);
                self.queue.move_all(now);
            }
            Change::Namespace(Delta::Deleted { last, .. }) => {
                self.snapshot.objects_mut().remove::<Namespace>("", &last.metadata.name);
            }
            Change::Service(Delta::Applied { new, .. }) => {
                self.snapshot.objects_mut().apply(new);
                self.queue.move_all(now);
            }
            Change::Service(Delta::Deleted { last, .. }) => {
                let (namespace, name) = (&last.metadata.namespace, &last.metadata.name);
                self.snapshot.objects_mut().remove::<Service>(namespace, name);
            }
            Change::Node(Delta::Synced)
            | Change::Pod(Delta::Synced)
            | Change::Namespace(Delta::Synced)
            | Change::Service(Delta::Synced) => self.unsynced = self.unsynced.saturating_sub(1),
            Change::Node(Delta::Replaced)
            | Change::Pod(Delta::Replaced)
            | Change::Namespace(Delta::Replaced)
            | Change::Service(Delta::Replaced) => {}
        }
    }

    fn pod(&mut self, pod: &Arc<Pod>) {
        let uid = &pod.metadata.uid;
        let now = self.client.clock().now();
        let over = matches!(pod.status.phase, PodPhase::Succeeded | PodPhase::Failed);
        if over {
            // It holds nothing any more.
            self.forget(uid);
            self.queue.remove(uid);
            self.queue.move_all(now);
        } else if !pod.spec.node_name.is_empty() {
            self.queue.remove(uid);
            let freed = pod.metadata.is_terminating();
            self.place(Arc::new(PodInfo::new(pod.clone())), pod.spec.node_name.clone());
            if freed {
                self.queue.move_all(now);
            }
        } else if pod.spec.scheduler_name == self.config.scheduler_name
            || (pod.spec.scheduler_name.is_empty() && self.config.scheduler_name == DEFAULT_NAME)
        {
            if pod.metadata.is_terminating() {
                self.queue.remove(uid);
                return;
            }
            // A binding of ours is on its way; the pod will come back with its node.
            if self.placed.contains_key(uid) {
                return;
            }
            let info = Arc::new(PodInfo::new(pod.clone()));
            let gate = self.gate(&info);
            self.queue.add(info, gate, now);
        }
    }

    /// The plugin that keeps the pod out of the queue.
    fn gate(&self, pod: &PodInfo) -> Option<&'static str> {
        let objects = self.snapshot.objects();
        self.profile.pre_enqueue.iter().find_map(|plugin| match plugin.pre_enqueue(objects, pod) {
            Ok(Verdict::Fits) => None,
            Ok(Verdict::Rejected(_)) => Some(plugin.name()),
            Err(error) => {
                warn!(pod = pod.name(), plugin = plugin.name(), %error, "pre-enqueue failed");
                Some(plugin.name())
            }
        })
    }

    fn place(&mut self, pod: Arc<PodInfo>, node: String) {
        let uid = pod.pod().metadata.uid.clone();
        self.forget(&uid);
        self.snapshot.add_pod((*pod).clone(), &node);
        self.placed.insert(uid, (pod, node));
    }

    fn forget(&mut self, uid: &str) {
        if let Some((_, node)) = self.placed.remove(uid) {
            self.snapshot.remove_pod(uid, &node);
        }
        self.nominator.remove(uid);
    }

    /// One cycle: a node for the pod, or the reason why there is none.
    fn schedule(
        &mut self,
        queued: QueuedPod,
        bindings: &mut JoinSet<Bound>,
        reports: &mut JoinSet<()>,
    ) {
        let pod = queued.pod.clone();
        let mut state = CycleState::default();
        let mut cycle = CycleMut::new(&mut state, &self.snapshot);
        let search = SchedulePod {
            profile: &self.profile,
            pod: &pod,
            nominator: &self.nominator,
            start: self.start,
            percentage_of_nodes_to_score: self.config.percentage_of_nodes_to_score,
        };
        let (outcome, next) = search.run(&mut cycle);
        self.start = next;
        let now = self.client.clock().now();
        match outcome {
            Ok(placement) => {
                let node = self.snapshot.node_at(placement.node).name().to_owned();
                self.place(pod.clone(), node.clone());
                let client = self.client.clone();
                bindings.spawn(async move {
                    let api = client.namespaced::<Pod>(&pod.pod().metadata.namespace);
                    let outcome = api.bind(pod.pod(), &node).await;
                    if outcome.is_ok() {
                        let key = pod.pod().key();
                        let note = format!("Successfully assigned {key} to {node}");
                        report(&client, pod.pod(), "Normal", "Scheduled", note).await;
                    }
                    Bound { queued, node, outcome }
                });
            }
            Err(error) => {
                let rejected = !matches!(error, ScheduleError::Fault(_));
                let reason = if rejected { "Unschedulable" } else { "SchedulerError" };
                let message = error.to_string();
                self.queue.failed(queued, rejected, now);
                let client = self.client.clone();
                reports.spawn(async move { unplaced(&client, pod.pod(), reason, message).await });
            }
        }
    }

    fn bound(&mut self, ended: Result<Bound, tokio::task::JoinError>, reports: &mut JoinSet<()>) {
        let Ok(Bound { queued, node, outcome }) = ended else { return };
        let pod = queued.pod.pod().clone();
        let uid = &pod.metadata.uid;
        match outcome {
            Ok(()) => self.queue.done(uid),
            Err(error) => {
                debug!(pod = %pod.key(), node, %error, "binding failed");
                self.forget(uid);
                let now = self.client.clock().now();
                if error.is_not_found() {
                    self.queue.remove(uid);
                    return;
                }
                // Somebody else may have bound it: the cache will tell, and the queue forgets it.
                self.queue.failed(queued, false, now);
                self.queue.move_all(now);
                let client = self.client.clone();
                let message = error.to_string();
                reports.spawn(async move {
                    unplaced(&client, &pod, "SchedulerError", message).await;
                });
            }
        }
    }
}

/// Tells the world why a pod has no node: an event, and a condition if it says something new.
async fn unplaced(client: &Client, pod: &Pod, reason: &str, message: String) {
    report(client, pod, "Warning", "FailedScheduling", message.clone()).await;
    let known = pod.status.conditions.iter().any(|c| {
        c.type_ == "PodScheduled"
            && c.status == ConditionStatus::False
            && c.reason == reason
            && c.message == message
    });
    if known {
        return;
    }
    let now: Time = client.clock().now().into();
    let condition = json!({
        "type": "PodScheduled", "status": "False", "reason": reason, "message": message,
        "lastTransitionTime": now,
        "observedGeneration": pod.metadata.generation,
    });
    let patch = Patch::Strategic(json!({
        "metadata": {"uid": pod.metadata.uid},
        "status": {"conditions": [condition]},
    }));
    let api = client.namespaced::<Pod>(&pod.metadata.namespace);
    match api.patch_status(&pod.metadata.name, &patch).await {
        Err(error) if !error.is_not_found() => {
            debug!(pod = %pod.key(), %error, "condition not written");
        }
        _ => {}
    }
}

async fn report(client: &Client, pod: &Pod, ty: &str, reason: &str, message: String) {
    let now: Time = client.clock().now().into();
    let suffix = client.random().next_u64();
    let namespace = &pod.metadata.namespace;
    let event = Event {
        metadata: ObjectMeta::named(format!("{}.{suffix:016x}", pod.metadata.name))
            .in_namespace(namespace),
        involved_object: ObjectReference {
            kind: "Pod".to_owned(),
            api_version: "v1".to_owned(),
            namespace: namespace.clone(),
            name: pod.metadata.name.clone(),
            uid: pod.metadata.uid.clone(),
            resource_version: pod.metadata.resource_version.clone(),
            ..ObjectReference::default()
        },
        reason: reason.to_owned(),
        message,
        source: EventSource { component: DEFAULT_NAME.to_owned(), ..EventSource::default() },
        first_timestamp: Some(now),
        last_timestamp: Some(now),
        count: 1,
        type_: ty.to_owned(),
        reporting_component: DEFAULT_NAME.to_owned(),
        ..Event::default()
    };
    if let Err(error) = client.namespaced::<Event>(namespace).create(&event).await {
        debug!(pod = %pod.key(), reason, %error, "event not written");
    }
}
