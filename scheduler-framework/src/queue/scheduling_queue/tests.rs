//! Stories of pods that wait, with time as an argument.

use super::*;
use crate::events::{ActionType, ClusterEvent, EventResource};
use crate::plugins::{NodeAffinity, NodeResourcesFit, PrioritySort, SchedulingGates};
use crate::testing::{PodBuilder, node, pod};

struct Story {
    queue: SchedulingQueue,
    objects: Objects,
    now: MicroTime,
}

impl Story {
    fn new() -> Self {
        let plugins: [Arc<dyn crate::plugin::Plugin>; 4] = [
            Arc::new(PrioritySort),
            Arc::new(SchedulingGates),
            Arc::new(NodeAffinity::default()),
            Arc::new(NodeResourcesFit::default()),
        ];
        let profile = Profile::of("default-scheduler", plugins.map(|plugin| (plugin, 0)));
        let queue = SchedulingQueue::new(QueueOptions::default(), &[Arc::new(profile)]);
        Self { queue, objects: Objects::default(), now: MicroTime::from_unix_micros(0) }
    }

    fn act<R>(&mut self, act: impl FnOnce(&mut SchedulingQueue, &Setting<'_>) -> R) -> R {
        let at = Setting { now: self.now, objects: &self.objects };
        act(&mut self.queue, &at)
    }

    fn wait(&mut self, millis: i64) -> &mut Self {
        self.now = self.now.saturating_add(Duration::from_nanos(millis * 1_000_000));
        self
    }

    fn add(&mut self, pod: PodBuilder) {
        let info = Arc::new(pod.info());
        self.act(|queue, at| queue.add(info, at));
    }

    fn pop(&mut self) -> Option<QueuedPod> {
        self.act(|queue, at| queue.pop(at))
    }

    fn pop_name(&mut self) -> Option<String> {
        let pod = self.pop()?;
        self.queue.done(pod.pod.uid());
        Some(pod.pod.name().to_owned())
    }

    fn reject(&mut self, mut pod: QueuedPod, plugin: &'static str) {
        pod.unschedulable_plugins.insert(plugin);
        self.act(|queue, at| queue.add_unschedulable(pod, at));
    }

    fn fail(&mut self, pod: QueuedPod) {
        self.act(|queue, at| queue.add_unschedulable(pod, at));
    }

    fn node_comes(&mut self, cpu: &str) {
        let node = Arc::new(node("n").allocatable(&[("cpu", cpu)]).build());
        let event = ClusterEvent::new(EventResource::Node, ActionType::ADD);
        let event = EventRecord::new(event, None, Some(node));
        self.act(|queue, at| queue.move_all(&event, at));
    }

    fn counts(&self) -> (usize, usize, usize, usize) {
        let counts = self.queue.counts();
        (counts.active, counts.backoff, counts.unschedulable, counts.gated)
    }
}

fn cpu(name: &str) -> PodBuilder {
    pod(name).requests(&[("cpu", "2")])
}

#[test]
fn important_pods_come_first_and_others_as_they_came() {
    let mut story = Story::new();
    for (name, priority) in [("a", 0), ("b", 5), ("c", 0), ("d", 5)] {
        story.add(pod(name).priority(priority));
    }
    story.add(pod("a"));
    let order: Vec<_> = std::iter::from_fn(|| story.pop_name()).collect();
    assert_eq!(order, ["b", "d", "a", "c"]);
}

#[test]
fn a_rejected_pod_waits_for_what_may_help() {
    let mut story = Story::new();
    story.add(cpu("p"));
    let tried = story.pop().unwrap();
    story.reject(tried, "NodeResourcesFit");
    assert_eq!(story.counts(), (0, 0, 1, 0));
    story.node_comes("1");
    assert_eq!(story.counts(), (0, 0, 1, 0));
    story.node_comes("4");
    assert_eq!(story.counts(), (0, 1, 0, 0));
    story.wait(2000).act(|queue, at| queue.flush(at));
    assert_eq!(story.counts(), (1, 0, 0, 0));
    assert_eq!(story.pop().unwrap().attempts, 2);
}

#[test]
fn what_happens_during_an_attempt_counts() {
    let mut story = Story::new();
    story.add(cpu("p"));
    story.add(cpu("q"));
    let (p, q) = (story.pop().unwrap(), story.pop().unwrap());
    story.node_comes("4");
    story.reject(p, "NodeResourcesFit");
    story.reject(q, "NodeAffinity");
    // A new node helps both plugins' pods, since neither was on it before.
    assert_eq!(story.counts(), (0, 2, 0, 0));
    let mut story = Story::new();
    story.add(cpu("p"));
    let p = story.pop().unwrap();
    story.node_comes("1");
    story.reject(p, "NodeResourcesFit");
    assert_eq!(story.counts(), (0, 0, 1, 0));
}

#[test]
fn an_idle_scheduler_does_not_wait_for_backoffs() {
    let mut story = Story::new();
    story.add(cpu("p"));
    let tried = story.pop().unwrap();
    story.reject(tried, "NodeResourcesFit");
    story.node_comes("4");
    assert_eq!(story.pop_name().as_deref(), Some("p"));
}

#[test]
fn after_a_fault_the_backoff_is_kept() {
    let mut story = Story::new();
    story.add(pod("p"));
    let tried = story.pop().unwrap();
    story.fail(tried);
    assert_eq!(story.counts(), (0, 1, 0, 0));
    assert!(story.pop().is_none());
    assert_eq!(story.queue.next_flush(), Some(MicroTime::from_unix_micros(2_000_000)));
    assert!(story.wait(1999).pop().is_none());
    let tried = story.wait(1).pop().unwrap();
    assert_eq!(tried.consecutive_errors, 1);
    story.fail(tried);
    assert!(story.wait(2999).pop().is_none());
    assert!(story.wait(1).pop().is_some());
}

#[test]
fn nothing_waits_for_ever() {
    let mut story = Story::new();
    story.add(cpu("p"));
    let tried = story.pop().unwrap();
    story.reject(tried, "NodeResourcesFit");
    assert!(story.wait(5 * 60 * 1000).pop().is_none());
    assert_eq!(story.queue.next_flush(), Some(story.now.saturating_add(Duration::from_secs(30))));
    assert!(story.wait(30 * 1000).pop().is_some());
}

#[test]
fn gates_keep_pods_out_until_they_are_gone() {
    let mut story = Story::new();
    let gated = Arc::new(pod("p").gate("g").info());
    story.act(|queue, at| queue.add(Arc::clone(&gated), at));
    assert_eq!(story.counts(), (0, 0, 0, 1));
    story.node_comes("4");
    let labelled = Arc::new(pod("p").gate("g").label("app", "web").info());
    story.act(|queue, at| queue.update(&gated, Arc::clone(&labelled), at));
    assert_eq!(story.counts(), (0, 0, 0, 1));
    let free = Arc::new(pod("p").label("app", "web").info());
    story.act(|queue, at| queue.update(&labelled, free, at));
    assert_eq!(story.counts(), (1, 0, 0, 0));
    assert_eq!(story.pop_name().as_deref(), Some("p"));
}

#[test]
fn updates_find_the_pod_wherever_it_is() {
    let mut story = Story::new();
    let old = Arc::new(cpu("p").info());
    story.act(|queue, at| queue.add(Arc::clone(&old), at));
    story.add(cpu("q"));
    let important = Arc::new(cpu("p").priority(9).nominated("n").info());
    story.act(|queue, at| queue.update(&old, Arc::clone(&important), at));
    assert_eq!(story.queue.nominator().node_of("p"), Some("n"));
    let tried = story.pop().unwrap();
    assert_eq!(tried.pod.priority(), 9);
    // It shrinks while it is being tried.
    let smaller = Arc::new(pod("p").requests(&[("cpu", "1")]).info());
    story.act(|queue, at| queue.update(&important, smaller, at));
    story.reject(tried, "NodeResourcesFit");
    assert_eq!(story.counts(), (1, 1, 0, 0));
    assert_eq!(story.queue.delete("p").as_deref(), Some("n"));
    assert!(!story.queue.contains("p") && story.queue.nominator().is_empty());
}

#[test]
fn activation_skips_the_line() {
    let mut story = Story::new();
    story.add(cpu("p"));
    let tried = story.pop().unwrap();
    story.reject(tried, "NodeResourcesFit");
    story.act(|queue, at| queue.activate(["p", "unknown"], at));
    assert_eq!(story.counts(), (1, 0, 0, 0));
    let tried = story.pop().unwrap();
    story.act(|queue, at| queue.activate(["p"], at));
    story.reject(tried, "NodeResourcesFit");
    assert_eq!(story.counts(), (0, 1, 0, 0));
}

/// Random histories: no pod is lost, and none is in two places.
#[test]
fn every_pod_is_somewhere_once() {
    use bowline_apimachinery::random::{Random, SeededRandom};
    use std::collections::BTreeSet;
    for seed in 0..30 {
        let random = SeededRandom::new(seed);
        let mut story = Story::new();
        let mut known = BTreeSet::new();
        let mut tried: Vec<QueuedPod> = Vec::new();
        for step in 0..400 {
            let name = format!("p{}", random.below(20));
            match random.below(8) {
                0 | 1 => {
                    if known.insert(name.clone()) {
                        story.add(if random.below(4) == 0 {
                            cpu(&name).gate("g")
                        } else {
                            cpu(&name)
                        });
                    }
                }
                2 => {
                    story.queue.delete(&name);
                    if tried.iter().all(|it| it.pod.name() != name) {
                        known.remove(&name);
                    }
                }
                3 | 4 => tried.extend(story.pop()),
                5 => {
                    if let Some(pod) = tried.pop() {
                        match random.below(3) {
                            0 => story.fail(pod),
                            1 => story.reject(pod, "NodeResourcesFit"),
                            _ => {
                                story.queue.done(pod.pod.uid());
                                known.remove(pod.pod.name());
                            }
                        }
                    }
                }
                6 => story.node_comes(if random.below(2) == 0 { "1" } else { "4" }),
                _ => drop(story.wait(i64::try_from(random.below(5000)).unwrap())),
            }
            let mut there: Vec<_> =
                story.queue.pods().chain(&tried).map(|it| it.pod.name().to_owned()).collect();
            there.sort_unstable();
            let known: Vec<_> = known.iter().cloned().collect();
            assert_eq!(there, known, "seed {seed}, step {step}");
            assert_eq!(story.queue.places.len(), story.queue.pods().count());
        }
    }
}
