//! Whatever happens, an engine that keeps answers decides as one that does not.

use std::sync::Arc;

use async_trait::async_trait;
use bowline_api::core::v1::{
    Namespace, Node, PersistentVolume, PersistentVolumeClaim, Pod, PodStatus,
    TopologySpreadConstraint, UnsatisfiableConstraintAction,
};
use bowline_apimachinery::meta::{LabelSelector, ObjectMeta};
use bowline_apimachinery::random::{Random, SeededRandom};
use bowline_apimachinery::time::{Duration, MicroTime};
use futures::FutureExt;

use super::{Attempt, Engine, EngineOptions, Mode, Report};
use crate::api_calls::{ApiCalls, Note};
use crate::binding::Sleep;
use crate::cycle::{Choice, SchedulePod};
use crate::cycle_state::CycleState;
use crate::events::EventResource;
use crate::plugin::CycleMut;
use crate::plugins::default_plugins;
use crate::profile::Profile;
use crate::testing::{PodBuilder, node, pod};
use crate::{BoxError, PodInfo};

#[derive(Debug)]
struct Agreeable;

#[async_trait]
impl ApiCalls for Agreeable {
    fn record(&self, _: &Pod, _: Note) {}
    async fn bind(&self, _: &Pod, _: &str) -> Result<(), BoxError> {
        Ok(())
    }
    async fn patch_pod_status(&self, _: &Pod, _: &PodStatus) -> Result<(), BoxError> {
        Ok(())
    }
    async fn delete_pod(&self, _: &Pod) -> Result<(), BoxError> {
        Ok(())
    }
    async fn update_volume(&self, it: &PersistentVolume) -> Result<PersistentVolume, BoxError> {
        Ok(it.clone())
    }
    async fn update_claim(
        &self,
        it: &PersistentVolumeClaim,
    ) -> Result<PersistentVolumeClaim, BoxError> {
        Ok(it.clone())
    }
    async fn get_claim(&self, _: &str, _: &str) -> Result<PersistentVolumeClaim, BoxError> {
        Err("no claims here".into())
    }
}

/// Something that happens to the cluster.
#[derive(Clone)]
enum Change {
    Node(Box<Node>),
    NoNode(String),
    Pod(Box<Pod>),
    NoPod(String),
    Namespace(Box<Namespace>),
}

struct Dice(SeededRandom);

impl Dice {
    fn below(&self, limit: u64) -> u64 {
        self.0.below(limit)
    }

    fn one_in(&self, of: u64) -> bool {
        self.below(of) == 0
    }

    fn node(&self, name: &str) -> Node {
        let sizes = ["2", "4", "8"];
        let cpu = sizes[self.below(3) as usize];
        let mut made = node(name).allocatable(&[("cpu", cpu), ("memory", "8Gi")]);
        if !self.one_in(6) {
            let zone = format!("z{}", self.below(3));
            made = made.label("topology.kubernetes.io/zone", &zone);
        }
        if self.one_in(3) {
            made = made.label("disk", "ssd");
        }
        if self.one_in(6) {
            made = made.taint("soft", "", "PreferNoSchedule");
        }
        if self.one_in(8) {
            made = made.taint("hard", "", "NoSchedule");
        }
        if self.one_in(10) {
            made = made.unschedulable();
        }
        if self.one_in(4) {
            made = made.image("web:v1", 300 << 20);
        }
        made.build()
    }

    /// One of a few templates, so that kinds of pods come again.
    fn pod(&self, name: &str) -> PodBuilder {
        let template = self.below(14);
        let plain = |cpu: &str| {
            let made = pod(name).requests(&[("cpu", cpu), ("memory", "100Mi")]);
            made.label("app", &format!("a{}", template % 3))
        };
        match template {
            0 | 1 => plain("100m"),
            2 => plain("1").image("web:v1"),
            3 => plain("500m").node_selector("disk", "ssd"),
            4 => plain("200m").tolerates("hard", "NoSchedule"),
            5 => plain("100m").host_port(80),
            6 => plain("100m").anti_affinity_to("app=a0", "kubernetes.io/hostname"),
            7 => plain("100m").affinity_to("app=a1", "topology.kubernetes.io/zone"),
            8 => plain("100m").prefers_pods(10, "app=a2", "topology.kubernetes.io/zone"),
            9 => plain("100m").shuns_pods(10, "app=a0", "kubernetes.io/hostname"),
            10 => plain("3").with(|it| it.spec.priority = Some(10)),
            11 => plain("100m").with(|it| spread(it, true, "topology.kubernetes.io/zone")),
            12 => plain("100m").with(|it| {
                spread(it, false, "topology.kubernetes.io/zone");
                spread(it, false, "kubernetes.io/hostname");
            }),
            _ => plain("100m").with(|it| spread(it, true, "kubernetes.io/hostname")),
        }
    }

    /// Something that happens to one of so many nodes, or to a pod.
    fn change(&self, engine: &Engine, made: &mut u64, nodes: u64) -> Change {
        match self.below(24) {
            0 => Change::NoNode(format!("n{}", self.below(nodes))),
            1 => Change::Node(Box::new(self.node(&format!("n{}", self.below(nodes))))),
            2 | 9 => match engine.cache().node(&format!("n{}", self.below(nodes))) {
                // The order of nodes stays.
                Some(node) => {
                    let mut node = Node::clone(&node);
                    node.spec.unschedulable = self.one_in(3);
                    Change::Node(Box::new(node))
                }
                None => Change::NoNode(String::new()),
            },
            3..8 => {
                let mut placed = engine.cache().pod_uids();
                placed.sort_unstable();
                let index = self.below(placed.len().max(1) as u64) as usize;
                Change::NoPod(placed.get(index).cloned().unwrap_or_default())
            }
            8 => Change::Namespace(Box::new(Namespace {
                metadata: ObjectMeta::named("default").label("team", self.below(2).to_string()),
                ..Namespace::default()
            })),
            _ => {
                *made += 1;
                Change::Pod(Box::new(self.pod(&format!("p{made}")).build()))
            }
        }
    }
}

fn spread(pod: &mut Pod, hard: bool, key: &str) {
    pod.spec.topology_spread_constraints.push(TopologySpreadConstraint {
        max_skew: 2,
        topology_key: key.to_owned(),
        when_unsatisfiable: match hard {
            true => UnsatisfiableConstraintAction::DoNotSchedule,
            false => UnsatisfiableConstraintAction::ScheduleAnyway,
        },
        label_selector: Some(Box::new(LabelSelector {
            match_labels: pod.metadata.labels.clone(),
            ..LabelSelector::default()
        })),
        ..TopologySpreadConstraint::default()
    });
}

fn engine(mode: Mode, reuse: bool, percentage: i32) -> Engine {
    let options = EngineOptions {
        mode,
        reuse,
        percentage_of_nodes_to_score: percentage,
        random: Arc::new(SeededRandom::new(5)),
        ..EngineOptions::default()
    };
    Engine::new(options, [Profile::of("default-scheduler", default_plugins())])
}

fn tell(engine: &mut Engine, change: &Change, now: MicroTime) {
    match change.clone() {
        Change::Node(node) => engine.apply_node(Arc::from(node), now),
        Change::NoNode(name) => {
            if let Some(node) = engine.cache().node(&name) {
                engine.remove_node(&node, now);
            }
        }
        Change::Pod(pod) => engine.apply_pod(Arc::from(pod), now),
        Change::NoPod(uid) => engine.remove_pod(&uid, now),
        Change::Namespace(it) => {
            let of = EventResource::Other("namespaces.v1.".into());
            engine.apply_object(of, Arc::<Namespace>::from(it), now);
        }
    }
}

/// Tries the next pod, and says what came of it; none if none is due.
fn attempt(engine: &mut Engine, now: MicroTime) -> Option<Vec<String>> {
    let sleep: Sleep = Arc::new(|_| futures::future::pending().boxed());
    Some(match engine.schedule_next(now)? {
        Attempt::Bind(binding) => {
            let said = format!("{} on {}", binding.pod().name(), binding.node());
            let bound = Arc::clone(binding.pod().pod());
            let outcome = binding.run(Arc::new(Agreeable), &sleep).now_or_never().unwrap();
            let Report::Scheduled { .. } = engine.binding_done(outcome, now) else {
                panic!("not bound")
            };
            engine.apply_pod(bound, now);
            vec![said]
        }
        Attempt::Failed(failure) => {
            let mut said = vec![format!("{}: {}", failure.pod.name(), failure.message)];
            if let Some(eviction) = failure.eviction {
                let victims = eviction.victims.clone();
                let names: Vec<_> = victims.iter().map(|it| it.name()).collect();
                said.push(format!("instead of {names:?}"));
                let done = eviction.run(Arc::new(Agreeable), now).now_or_never().unwrap();
                engine.eviction_done(&done, now);
                victims.iter().for_each(|it| engine.remove_pod(it.uid(), now));
            }
            said
        }
        Attempt::Skipped(pod, _) => vec![format!("{} skipped", pod.name())],
    })
}

/// Tries all pods that are due, and says what came of each.
fn decide(engine: &mut Engine, now: MicroTime, mut look: impl FnMut(&mut Engine)) -> Vec<String> {
    let mut said = Vec::new();
    for _ in 0..60 {
        look(engine);
        let Some(mut more) = attempt(engine, now) else { break };
        said.append(&mut more);
    }
    said
}

fn moment(step: u64) -> MicroTime {
    MicroTime::from_unix_micros(0).saturating_add(Duration::from_secs(step as i64))
}

/// The same story for both, until the end or the first difference.
fn compare(seed: u64, mode: Mode, percentage: i32, nodes: u64, steps: u64) -> usize {
    let dice = Dice(SeededRandom::new(seed));
    let mut plain = engine(mode, false, percentage);
    let mut reusing = engine(mode, true, percentage);
    for index in 0..nodes {
        let change = Change::Node(Box::new(dice.node(&format!("n{index}"))));
        tell(&mut plain, &change, moment(0));
        tell(&mut reusing, &change, moment(0));
    }
    let (mut made, mut decisions, mut kinds) = (0, 0, 0);
    for step in 0..steps {
        let now = moment(step * 3);
        for _ in 0..1 + dice.below(6) {
            let change = dice.change(&plain, &mut made, 30);
            tell(&mut plain, &change, now);
            tell(&mut reusing, &change, now);
        }
        let want = decide(&mut plain, now, |_| {});
        let got = decide(&mut reusing, now, |_| {});
        assert_eq!(got, want, "seed {seed}, {mode:?}, {percentage} %, step {step}");
        decisions += want.len();
        kinds = kinds.max(reusing.reuse.kinds());
    }
    assert!(kinds > 5, "only {kinds}");
    decisions
}

#[test]
fn kept_answers_change_no_decision() {
    for seed in 0..3 {
        for (percentage, nodes) in [(100, 30), (0, 30), (1, 160), (100, 160)] {
            let decisions = compare(seed, Mode::Exact, percentage, nodes, 120);
            assert!(decisions > 150, "only {decisions}");
        }
        compare(seed, Mode::Fast, 0, 60, 100);
    }
}

/// After every operation, everything that is kept from one to the next is counted anew: sums of
/// nodes, marks, counts of pods, values of labels, and what plugins said of nodes.
fn recount(seed: u64, operations: u64) {
    let dice = Dice(SeededRandom::new(seed));
    let mut engine = engine(Mode::Exact, true, 100);
    engine.reuse.is_checked = true;
    let (mut made, mut decisions) = (0, 0);
    for step in 0..operations {
        let now = moment(step);
        if dice.one_in(2) {
            let change = match dice.change(&engine, &mut made, 9) {
                // The queue is to stay short.
                Change::Pod(_) if engine.queue().pods().count() > 3 => continue,
                change => change,
            };
            tell(&mut engine, &change, now);
        } else {
            decisions += attempt(&mut engine, now).map_or(0, |_| 1);
        }
        engine.snapshot().check();
        if step % 2000 == 1999 {
            // Pods that fit nowhere make room for others.
            let waiting: Vec<_> = engine.queue().pods().map(|it| it.pod.uid().to_owned()).collect();
            waiting.iter().for_each(|uid| engine.remove_pod(uid, now));
        }
    }
    assert!(decisions > operations / 10, "only {decisions}");
}

#[test]
fn a_recount_comes_to_the_same() {
    recount(1, 3_000);
}

/// `cargo test --release -p bowline-scheduler-framework --lib -- --ignored recounts`; fewer with
/// the number in `BOWLINE_RECOUNTS`.
#[test]
#[ignore = "takes minutes"]
fn a_million_recounts_come_to_the_same() {
    let number = std::env::var("BOWLINE_RECOUNTS").ok();
    recount(2, number.map_or(1_000_000, |it| it.parse().unwrap()));
}

/// Two hundred thousand decisions: `cargo test --release -- --ignored`.
#[test]
#[ignore = "takes minutes"]
fn kept_answers_change_no_decision_in_a_long_time() {
    let mut decisions = 0;
    for seed in 100.. {
        for (percentage, nodes) in [(100, 40), (0, 120), (1, 160)] {
            decisions += compare(seed, Mode::Exact, percentage, nodes, 1000);
            decisions += compare(seed, Mode::Fast, 0, nodes, 300);
        }
        if decisions > 200_000 {
            return;
        }
    }
}

/// The best nodes for the next pod, as exact mode sees all of them.
fn best(engine: &mut Engine, pod: &PodInfo) -> Option<Vec<String>> {
    engine.snapshot();
    let profile = Profile::of("default-scheduler", default_plugins());
    let search = SchedulePod {
        profile: &profile,
        pod,
        nominator: engine.queue().nominator(),
        start: engine.start,
        percentage_of_nodes_to_score: 100,
        choice: Choice::Upstreams,
    };
    let mut state = CycleState::default();
    let placement = search.run(&mut CycleMut::new(&mut state, &engine.snapshot)).0.ok()?;
    let name = |index: usize| engine.snapshot.node_at(index).name().to_owned();
    let best = placement.scores.totals.iter().max().copied();
    let feasible = placement.feasible.iter().enumerate();
    let best = feasible
        .filter(|(place, _)| best.is_none_or(|best| placement.scores.totals[*place] == best));
    Some(best.map(|(_, node)| name(*node)).collect())
}

#[test]
fn fast_mode_takes_one_of_the_best_nodes() {
    for seed in 0..4 {
        let dice = Dice(SeededRandom::new(seed));
        let mut fast = engine(Mode::Fast, true, 0);
        for index in 0..120 {
            fast.apply_node(Arc::new(dice.node(&format!("n{index}"))), moment(0));
        }
        let (mut made, mut checked) = (0, 0);
        for step in 0..150 {
            let now = moment(step * 3);
            for _ in 0..1 + dice.below(5) {
                let change = dice.change(&fast, &mut made, 30);
                tell(&mut fast, &change, now);
            }
            let mut expected = Vec::new();
            let said = decide(&mut fast, now, |engine| {
                // What could be taken for any pod that waits.
                let waiting: Vec<_> = engine.queue().pods().map(|it| it.pod.clone()).collect();
                let found = waiting.iter().map(|pod| (pod.name().to_owned(), best(engine, pod)));
                expected.push(found.collect::<Vec<_>>());
            });
            let mut attempts = expected.iter();
            for line in said.iter().filter(|line| !line.starts_with("instead of")) {
                let before = attempts.next().unwrap();
                let Some((name, node)) = line.split_once(" on ") else { continue };
                let best = before.iter().find(|(it, _)| it == name).unwrap().1.as_ref().unwrap();
                assert!(best.iter().any(|it| it == node), "{line}, not one of {best:?}");
                checked += 1;
            }
        }
        assert!(checked > 100, "only {checked}");
    }
}
