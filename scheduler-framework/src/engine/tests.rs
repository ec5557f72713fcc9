//! Stories of an engine, its changes and its answers, without a cluster.

use std::sync::Arc;

use async_trait::async_trait;
use bowline_api::core::v1::{PersistentVolume, PersistentVolumeClaim, Pod, PodStatus};
use bowline_apimachinery::time::{Duration, MicroTime};
use futures::FutureExt;
use parking_lot::Mutex;

use super::*;
use crate::api_calls::{ApiCalls, Note};
use crate::binding::Sleep;
use crate::plugin::{CycleMut, ExtensionPoints, Permit, PermitVerdict, Plugin, Reserve};
use crate::plugins::{DefaultPreemption, default_plugins};
use crate::profile::Profile;
use crate::testing::{NodeBuilder, PodBuilder, node, pod};
use crate::{BoxError, CycleState, PodInfo, Rejection, Verdict};

/// Writes down what is written, and refuses to bind the pods that are named.
#[derive(Debug, Default)]
struct Paper {
    lines: Mutex<Vec<String>>,
    refused: Mutex<Vec<String>>,
}

impl Paper {
    fn write(&self, line: String) {
        self.lines.lock().push(line);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.lines.lock())
    }
}

#[async_trait]
impl ApiCalls for Paper {
    fn record(&self, pod: &Pod, note: Note) {
        self.write(format!("event {} {}", pod.metadata.name, note.reason));
    }
    async fn bind(&self, pod: &Pod, node: &str) -> Result<(), BoxError> {
        if self.refused.lock().contains(&pod.metadata.name) {
            return Err("conflict".into());
        }
        self.write(format!("bind {} {node}", pod.metadata.name));
        Ok(())
    }
    async fn patch_pod_status(&self, pod: &Pod, status: &PodStatus) -> Result<(), BoxError> {
        let node = &status.nominated_node_name;
        self.write(format!("status {} {node:?}", pod.metadata.name));
        Ok(())
    }
    async fn delete_pod(&self, pod: &Pod) -> Result<(), BoxError> {
        self.write(format!("delete {}", pod.metadata.name));
        Ok(())
    }
    async fn update_volume(&self, _: &PersistentVolume) -> Result<PersistentVolume, BoxError> {
        Err("no volumes here".into())
    }
    async fn update_claim(
        &self,
        _: &PersistentVolumeClaim,
    ) -> Result<PersistentVolumeClaim, BoxError> {
        Err("no claims here".into())
    }
    async fn get_claim(&self, _: &str, _: &str) -> Result<PersistentVolumeClaim, BoxError> {
        Err("no claims here".into())
    }
}

struct Story {
    engine: Engine,
    paper: Arc<Paper>,
    now: MicroTime,
    /// Whether waiting takes for ever, or no time.
    patient: bool,
}

impl Story {
    fn new() -> Self {
        Self::with([])
    }

    fn with(more: impl IntoIterator<Item = Arc<dyn Plugin>>) -> Self {
        let options = EngineOptions::default();
        let preemption = DefaultPreemption::new(&Default::default(), options.preemptions.clone());
        let mut plugins = default_plugins();
        plugins.retain(|(plugin, _)| plugin.name() != preemption.name());
        plugins.push((Arc::new(preemption), 0));
        plugins.extend(more.into_iter().map(|plugin| (plugin, 0)));
        let profile = Profile::of("default-scheduler", plugins);
        Self {
            engine: Engine::new(options, [profile]),
            paper: Arc::default(),
            now: MicroTime::from_unix_micros(1_000_000_000),
            patient: false,
        }
    }

    fn node(&mut self, node: NodeBuilder) {
        self.engine.apply_node(Arc::new(node.build()), self.now);
    }

    fn pod(&mut self, pod: PodBuilder) {
        self.engine.apply_pod(Arc::new(pod.build()), self.now);
    }

    fn wait(&mut self, seconds: i64) {
        self.now = self.now.saturating_add(Duration::from_secs(seconds));
    }

    fn attempt(&mut self) -> Option<Attempt> {
        self.engine.schedule_next(self.now)
    }

    fn bind(&mut self, attempt: Option<Attempt>) -> Report {
        let Some(Attempt::Bind(binding)) = attempt else { panic!("no binding: {attempt:?}") };
        let patient = self.patient;
        let sleep: Sleep = Arc::new(move |_| match patient {
            true => futures::future::pending().boxed(),
            false => futures::future::ready(()).boxed(),
        });
        let outcome = binding.run(self.paper.clone(), &sleep).now_or_never().unwrap();
        self.engine.binding_done(outcome, self.now)
    }

    /// Tries the next pod and says what came of it.
    fn step(&mut self) -> String {
        match self.attempt() {
            None => "nothing".into(),
            Some(Attempt::Skipped(pod, note)) => {
                format!("{} skipped {}", pod.name(), note.map_or("", |it| it.reason))
            }
            Some(Attempt::Failed(failure)) => {
                let text = format!("{}: {}", failure.pod.name(), failure.message);
                if let Some(eviction) = failure.eviction {
                    let outcome = eviction.run(self.paper.clone(), self.now);
                    let outcome = outcome.now_or_never().unwrap();
                    self.engine.eviction_done(&outcome, self.now);
                }
                text
            }
            bind => match self.bind(bind) {
                Report::Scheduled { note, .. } => note.message,
                Report::Failed(failure) => {
                    format!("{}: {}", failure.pod.name(), failure.message)
                }
            },
        }
    }
}

fn big(name: &str) -> NodeBuilder {
    node(name).allocatable(&[("cpu", "4"), ("memory", "8Gi")])
}

fn cpu(name: &str, amount: &str) -> PodBuilder {
    pod(name).requests(&[("cpu", amount)])
}

#[test]
fn pods_find_nodes_and_take_their_room_at_once() {
    let mut story = Story::new();
    story.pod(cpu("early", "1"));
    assert_eq!(story.step(), "early: no nodes available to schedule pods");
    story.node(big("a"));
    for name in ["p", "q"] {
        story.pod(cpu(name, "3"));
    }
    assert_eq!(story.step(), "Successfully assigned default/p to a");
    assert!(story.step().starts_with("q: 0/1 nodes are available: 1 Insufficient cpu."));
    story.node(big("b"));
    // With nothing else to do, the backoff is not waited for.
    assert_eq!(story.step(), "Successfully assigned default/q to b");
    // After a fault it is.
    assert_eq!(story.step(), "nothing");
    story.wait(3);
    assert_eq!(story.step(), "Successfully assigned default/early to a");
    assert_eq!(story.paper.take(), ["bind p a", "bind q b", "bind early a"]);
}

#[test]
fn the_status_says_why_and_says_it_once() {
    let mut story = Story::new();
    story.node(big("a"));
    let stuck = cpu("p", "9");
    story.pod(stuck.clone());
    let Some(Attempt::Failed(failure)) = story.attempt() else { panic!() };
    let want = "0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: \
                1 Preemption is not helpful for scheduling.";
    assert_eq!(failure.message, want);
    assert_eq!(failure.note.reason, "FailedScheduling");
    let status = failure.status.unwrap();
    let condition = &status.conditions[0];
    assert_eq!(
        (condition.type_.as_str(), condition.reason.as_str()),
        ("PodScheduled", "Unschedulable")
    );
    story.pod(stuck.with(|pod| pod.status = status));
    story.node(big("b").allocatable(&[("cpu", "1")]));
    assert!(story.attempt().is_none());
    story.wait(400);
    story.engine.tick(story.now);
    story.wait(30);
    let Some(Attempt::Failed(failure)) = story.attempt() else { panic!() };
    assert!(failure.message.starts_with("0/2 nodes"));
    assert!(failure.status.is_some());
}

#[test]
fn what_the_api_server_refuses_is_undone() {
    let mut story = Story::new();
    story.node(big("a"));
    story.pod(cpu("p", "3"));
    story.paper.refused.lock().push("p".into());
    let want = "p: binding rejected: running Bind plugin \"DefaultBinder\": conflict";
    assert_eq!(story.step(), want);
    story.pod(cpu("q", "3"));
    assert_eq!(story.step(), "Successfully assigned default/q to a");
}

#[test]
fn another_scheduler_may_be_quicker() {
    let mut story = Story::new();
    story.node(big("a"));
    story.pod(cpu("p", "3"));
    story.paper.refused.lock().push("p".into());
    let attempt = story.attempt();
    // The watch shows the other's choice before our refusal is in.
    story.pod(cpu("p", "3").on("b"));
    let Report::Failed(failure) = story.bind(attempt) else { panic!() };
    assert!(failure.status.is_none());
    assert_eq!(story.engine.pending().unschedulable + story.engine.pending().backoff, 0);
    story.pod(cpu("q", "3"));
    assert_eq!(story.step(), "Successfully assigned default/q to a");
}

#[test]
fn preemption_makes_room() {
    let mut story = Story::new();
    story.node(big("a"));
    for name in ["v1", "v2"] {
        story.pod(cpu(name, "2").priority(1).on("a"));
    }
    let preemptor = || cpu("p", "4").priority(10);
    story.pod(preemptor());
    assert_eq!(story.step(), "p: 0/1 nodes are available: 1 Insufficient cpu.");
    let want = [
        "status v1 \"\"",
        "delete v1",
        "event v1 Preempted",
        "status v2 \"\"",
        "delete v2",
        "event v2 Preempted",
    ];
    assert_eq!(story.paper.take(), want);
    assert_eq!(story.engine.queue().nominator().node_of("p"), Some("a"));
    // A less important pod does not get the room meanwhile.
    story.engine.remove_pod("v1", story.now);
    story.pod(cpu("late", "1"));
    assert!(story.step().starts_with("late: 0/1 nodes are available: 1 Insufficient cpu."));
    story.engine.remove_pod("v2", story.now);
    assert_eq!(story.step(), "Successfully assigned default/p to a");
    assert!(story.engine.queue().nominator().is_empty());
}

#[test]
fn nobody_schedules_pods_of_others_or_pods_that_go() {
    let mut story = Story::new();
    story.node(big("a"));
    story.pod(pod("theirs").with(|pod| pod.spec.scheduler_name = "other".into()));
    assert_eq!(story.step(), "nothing");
    story.pod(pod("going").with(|pod| {
        pod.metadata.deletion_timestamp = Some(bowline_apimachinery::time::Time::ZERO);
    }));
    assert_eq!(story.step(), "going skipped FailedScheduling");
    story.pod(pod("gated").gate("g"));
    assert_eq!(story.step(), "nothing");
    story.pod(pod("gated"));
    assert_eq!(story.step(), "Successfully assigned default/gated to a");
    story.pod(pod("nameless").with(|pod| pod.spec.scheduler_name.clear()));
    assert_eq!(story.step(), "Successfully assigned default/nameless to a");
}

#[test]
fn a_pod_deleted_while_it_is_bound_leaves_nothing() {
    let mut story = Story::new();
    story.node(big("a"));
    story.pod(cpu("p", "3"));
    story.paper.refused.lock().push("p".into());
    let attempt = story.attempt();
    story.engine.remove_pod("p", story.now);
    let Report::Failed(failure) = story.bind(attempt) else { panic!() };
    assert!(failure.status.is_none());
    assert_eq!(story.engine.pending(), Default::default());
    assert_eq!(story.engine.cache().pod_counts(), (0, 0));
}

#[test]
fn a_node_that_goes_takes_its_room_along() {
    let mut story = Story::new();
    story.node(big("a"));
    story.pod(cpu("p", "3"));
    assert_eq!(story.step(), "Successfully assigned default/p to a");
    story.engine.remove_node(&Arc::new(big("a").build()), story.now);
    story.pod(cpu("q", "3"));
    assert_eq!(story.step(), "q: no nodes available to schedule pods");
    story.node(big("a"));
    story.wait(5);
    assert!(story.step().starts_with("q: 0/1 nodes are available: 1 Insufficient cpu."));
}

/// Reserves, and lets pods wait.
struct Gatekeeper(Mutex<Vec<String>>);

impl Plugin for Gatekeeper {
    fn name(&self) -> &'static str {
        "Gatekeeper"
    }
    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.reserve(self.clone()).permit(self);
    }
}

impl Reserve for Gatekeeper {
    fn reserve(&self, _: &mut CycleMut<'_>, pod: &PodInfo, _: &str) -> Result<Verdict, BoxError> {
        self.0.lock().push(format!("reserve {}", pod.name()));
        Ok(match pod.name() {
            "unlucky" => Verdict::unschedulable("out of luck"),
            _ => Verdict::Fits,
        })
    }
    fn unreserve(&self, _: &mut CycleState, pod: &PodInfo, _: &str) {
        self.0.lock().push(format!("unreserve {}", pod.name()));
    }
}

impl Permit for Gatekeeper {
    fn permit(
        &self,
        _: &mut CycleMut<'_>,
        pod: &PodInfo,
        _: &str,
    ) -> Result<PermitVerdict, BoxError> {
        Ok(match pod.name() {
            "waits" => PermitVerdict::Wait(std::time::Duration::from_secs(30)),
            _ => PermitVerdict::Allow,
        })
    }
}

#[test]
fn reservations_are_undone_when_a_later_step_fails() {
    let gatekeeper = Arc::new(Gatekeeper(Mutex::default()));
    let mut story = Story::with([gatekeeper.clone() as Arc<dyn Plugin>]);
    story.node(big("a"));
    story.pod(cpu("unlucky", "1"));
    assert_eq!(story.step(), "unlucky: 0/1 nodes are available: 1 out of luck.");
    assert_eq!(std::mem::take(&mut *gatekeeper.0.lock()), ["reserve unlucky", "unreserve unlucky"]);
    story.pod(cpu("waits", "1"));
    let want = "waits: 0/1 nodes are available: 1 rejected due to timeout after waiting 30s at \
                plugin Gatekeeper.";
    assert_eq!(story.step(), want);
    assert_eq!(*gatekeeper.0.lock(), ["reserve waits", "unreserve waits"]);
    assert_eq!(story.paper.take(), ["status waits \"a\""]);
    assert_eq!(story.engine.cache().pod_counts(), (0, 0));
}

#[test]
fn waiting_pods_are_bound_when_they_are_allowed() {
    let mut story = Story::with([Arc::new(Gatekeeper(Mutex::default())) as Arc<dyn Plugin>]);
    story.patient = true;
    story.node(big("a"));
    story.pod(cpu("waits", "1"));
    let attempt = story.attempt();
    assert_eq!(story.engine.pending().in_flight, 1);
    assert_eq!(story.engine.waiting().list()[0].node, "a");
    assert!(story.engine.waiting().allow("waits", "Gatekeeper"));
    assert!(matches!(story.bind(attempt), Report::Scheduled { .. }));
    story.pod(cpu("waits", "1").namespace("other").with(|pod| pod.metadata.uid = "2".into()));
    let attempt = story.attempt();
    assert!(story.engine.waiting().reject("2", Rejection::unschedulable("no").by("Gatekeeper")));
    assert!(matches!(story.bind(attempt), Report::Failed(_)));
    let pending = story.engine.pending();
    assert_eq!(pending.unschedulable + pending.backoff, 1);
}

#[test]
fn long_messages_are_cut() {
    let mut story = Story::new();
    for name in 0..60 {
        let taint = format!("resource-{name}.example.com/ünits");
        story.node(big(&format!("n{name}")).allocatable(&[("cpu", "1")]).label("x", &taint));
    }
    let names: Vec<_> = (0..60).map(|it| format!("example.com/resource-number-{it:02}")).collect();
    let asks: Vec<_> = names.iter().map(|name| (name.as_str(), "1")).collect();
    story.pod(pod("p").requests(&asks));
    let Some(Attempt::Failed(failure)) = story.attempt() else { panic!() };
    assert!(failure.message.len() > 1024);
    assert_eq!(failure.note.message.len(), 1024);
    assert!(failure.note.message.ends_with(" ..."));
}
