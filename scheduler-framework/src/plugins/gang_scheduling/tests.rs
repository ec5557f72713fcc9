//! Gangs in an engine.

use bowline_api::scheduling::v1alpha2::GangSchedulingPolicy;
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::time::{Duration as Span, MicroTime};

use super::*;
use crate::engine::{Attempt, Engine, EngineOptions};
use crate::plugin::Plugin;
use crate::plugins::default_plugins;
use crate::profile::Profile;
use crate::testing::{PodBuilder, node, pod};

struct Story {
    engine: Engine,
    handle: Handle,
    now: MicroTime,
}

impl Story {
    fn new(cpus: &[&str]) -> Self {
        let handle = Handle::default();
        let mut plugins = default_plugins();
        plugins.push((Arc::new(GangScheduling::new(&handle)), 0));
        let options = EngineOptions {
            waiting: handle.waiting.clone(),
            activations: handle.activations.clone(),
            pod_groups: handle.pod_groups.clone(),
            ..EngineOptions::default()
        };
        let engine = Engine::new(options, [Profile::of("default-scheduler", plugins)]);
        let mut story = Self { engine, handle, now: MicroTime::from_unix_micros(1_000_000_000) };
        for (index, cpu) in cpus.iter().enumerate() {
            let node = node(&format!("n{index}")).allocatable(&[("cpu", cpu)]).build();
            story.engine.apply_node(Arc::new(node), story.now);
        }
        story
    }

    fn group(&mut self, least: i32) {
        let metadata = ObjectMeta::named("g").in_namespace("default");
        let mut group = PodGroup { metadata, ..PodGroup::default() };
        group.spec.scheduling_policy.gang = Some(GangSchedulingPolicy { min_count: least });
        self.engine.apply_object(EventResource::PodGroup, Arc::new(group), self.now);
    }

    /// A pod comes, later than all others.
    fn pod(&mut self, pod: PodBuilder) {
        self.now = self.now.saturating_add(Span::from_secs(1));
        self.engine.apply_pod(Arc::new(pod.build()), self.now);
    }

    /// Tries all that are due; tells which have a node, and leaves their bindings waiting.
    fn attempts(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        while let Some(attempt) = self.engine.schedule_next(self.now) {
            lines.push(match attempt {
                Attempt::Bind(binding) => format!("{} has a node", binding.pod().name()),
                Attempt::Failed(failure) => format!("{} has none", failure.pod.name()),
                Attempt::Skipped(..) => continue,
            });
        }
        lines
    }

    fn waiting(&self) -> usize {
        self.handle.waiting.list().len()
    }
}

fn member(name: &str) -> PodBuilder {
    pod(name).requests(&[("cpu", "1")]).with(|pod| {
        let group = serde_json::json!({"podGroupName": "g"});
        pod.spec.scheduling_group = Some(serde_json::from_value(group).unwrap());
    })
}

#[test]
fn a_gang_enters_when_it_is_complete() {
    let mut story = Story::new(&["4"]);
    story.pod(member("a"));
    assert_eq!(story.attempts(), Vec::<String>::new());
    story.group(2);
    assert_eq!(story.attempts(), Vec::<String>::new());
    assert_eq!(story.engine.pending().gated, 1);
    story.pod(member("b"));
    // Both enter the queue at the same moment.
    let mut attempts = story.attempts();
    attempts.sort();
    assert_eq!(attempts, ["a has a node", "b has a node"]);
    assert_eq!(story.waiting(), 0);
}

#[test]
fn pods_wait_for_the_whole_gang_and_let_others_pass() {
    let mut story = Story::new(&["2"]);
    story.group(3);
    ["a", "b", "c"].into_iter().for_each(|name| story.pod(member(name)));
    assert_eq!(story.attempts(), ["a has a node", "b has a node", "c has none"]);
    assert_eq!(story.waiting(), 2);
    // Room for the third comes.
    let node = node("more").allocatable(&[("cpu", "1")]).build();
    story.engine.apply_node(Arc::new(node), story.now);
    story.now = story.now.saturating_add(Span::from_secs(20));
    story.engine.tick(story.now);
    assert_eq!(story.attempts(), ["c has a node"]);
    assert_eq!(story.waiting(), 0);
}

#[test]
fn when_one_gives_up_all_do() {
    let mut story = Story::new(&["2"]);
    story.group(3);
    ["a", "b", "c"].into_iter().for_each(|name| story.pod(member(name)));
    story.attempts();
    assert_eq!(story.waiting(), 2);
    let plugin = GangScheduling::new(&story.handle);
    plugin.unreserve(&mut CycleState::default(), &member("a").info(), "n0");
    // The one that gives up is taken out by the engine.
    assert_eq!(story.waiting(), 1);
}

#[test]
fn pods_of_no_gang_pass() {
    let mut story = Story::new(&["4"]);
    story.pod(pod("single"));
    let metadata = ObjectMeta::named("g").in_namespace("default");
    let group = PodGroup { metadata, ..PodGroup::default() };
    story.engine.apply_object(EventResource::PodGroup, Arc::new(group), story.now);
    story.pod(member("basic"));
    assert_eq!(story.attempts(), ["single has a node", "basic has a node"]);
    let mut at = ExtensionPoints::default();
    Arc::new(GangScheduling::default()).register(&mut at);
    assert_eq!(at.names(), ["PreEnqueue", "EnqueueExtensions", "Reserve", "Permit"]);
}

#[test]
fn only_siblings_and_their_group_help() {
    let waiting = member("p").info();
    let other = member("q").info();
    let stranger = pod("r").info();
    let told = |pod: &PodInfo| sibling_came(&waiting, &EventObjects::added(pod)).unwrap();
    assert_eq!((told(&other), told(&stranger)), (QueueingHint::Queue, QueueingHint::Skip));
    let of = |name: &str, least| {
        let metadata = ObjectMeta::named(name).in_namespace("default");
        let mut group = PodGroup { metadata, ..PodGroup::default() };
        group.spec.scheduling_policy.gang = Some(GangSchedulingPolicy { min_count: least });
        group
    };
    for (name, want) in [("g", QueueingHint::Queue), ("h", QueueingHint::Skip)] {
        assert_eq!(group_came(&waiting, &EventObjects::added(&of(name, 2))).unwrap(), want);
    }
    for (least, want) in [(1, QueueingHint::Queue), (3, QueueingHint::Skip)] {
        let (old, new) = (of("g", 2), of("g", least));
        assert_eq!(group_shrank(&waiting, &EventObjects::updated(&old, &new)).unwrap(), want);
    }
}
