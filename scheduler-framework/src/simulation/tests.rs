//! Small clusters whose story can be told by hand, and a large one told twice.

use bowline_apimachinery::random::SeededRandom;

use super::*;
use crate::config::{KubeSchedulerConfiguration, profiles};
use crate::engine::{Engine, EngineOptions};
use crate::registry::{Handle, Registry};
use crate::testing::{NodeBuilder, PodBuilder, node, pod};
use bowline_apimachinery::time::Duration;

fn engine(strategy: &str) -> Engine {
    let text = format!(
        "
apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
profiles:
- schedulerName: default-scheduler
  pluginConfig:
  - name: NodeResourcesFit
    args: {{scoringStrategy: {{type: {strategy}, resources: [{{name: cpu, weight: 1}}]}}}}
"
    );
    let configuration = KubeSchedulerConfiguration::from_text(&text).unwrap();
    let handle = Handle::default();
    let made = profiles(&configuration, &Registry::in_tree(), &handle).unwrap();
    let options = EngineOptions {
        waiting: handle.waiting.clone(),
        preemptions: handle.preemptions.clone(),
        ..EngineOptions::default()
    };
    Engine::new(options, made)
}

fn secs(seconds: i64) -> Duration {
    Duration::from_secs(seconds)
}

fn joins(at: i64, node: NodeBuilder) -> (Duration, NodeEvent) {
    let node = node.allocatable(&[("cpu", "4"), ("memory", "8Gi")]).build();
    (secs(at), NodeEvent::Joins(Box::new(node)))
}

fn job(at: i64, pod: PodBuilder, runs: i64) -> Job {
    Job { arrives: secs(at), pod: pod.build(), runs: Some(secs(runs)) }
}

fn cpu(name: &str, amount: &str) -> PodBuilder {
    pod(name).requests(&[("cpu", amount)])
}

fn told(engine: Engine, scenario: Scenario) -> (Vec<String>, Report) {
    let mut lines = Vec::new();
    let mut log = |entry: &LogEntry| lines.push(serde_json::to_string(entry).unwrap());
    let report = simulate(engine, scenario, secs(1_000_000), &mut log).unwrap();
    (lines, report)
}

fn story(scenario: Scenario) -> (Vec<String>, Report) {
    let mut lines = Vec::new();
    let mut log = |entry: &LogEntry| {
        let LogEntry { micros, event, pod, node, .. } = entry;
        let pod = pod.strip_prefix("default/").unwrap_or(pod);
        lines.push(format!("{} {event} {pod} {node}", micros / 1_000_000).trim_end().to_owned());
    };
    let report = simulate(engine("LeastAllocated"), scenario, secs(1_000_000), &mut log).unwrap();
    (lines, report)
}

#[test]
fn pods_wait_for_room_run_and_leave() {
    let (lines, report) = story(Scenario {
        nodes: vec![joins(0, node("a"))],
        jobs: vec![job(10, cpu("first", "3"), 60), job(20, cpu("second", "3"), 30)],
        timing: Timing { binding: secs(1), start: secs(2) },
    });
    let want = [
        "0 joined  a",
        "10 arrived first",
        "11 assigned first a",
        "13 started first a",
        "20 arrived second",
        "20 rejected second",
        "73 ended first a",
        "74 assigned second a",
        "76 started second a",
        "106 ended second a",
    ];
    assert_eq!(lines, want);
    assert_eq!(report.queueing_delays(), [secs(1), secs(54)]);
    assert_eq!(report.completion_times(), [secs(63), secs(86)]);
    assert_eq!((report.makespan, report.unassigned()), (secs(106), 0));
    // Three cores of four from 11 to 73 and from 74 to 106.
    assert!((report.utilisation.cpu - 0.75 * 94.0 / 106.0).abs() < 1e-9);
}

#[test]
fn what_a_node_loses_begins_anew_elsewhere() {
    let fails = (secs(30), NodeEvent::Fails("a".to_owned()));
    let (lines, report) = story(Scenario {
        nodes: vec![joins(0, node("a")), fails, joins(40, node("b"))],
        jobs: vec![job(0, cpu("p", "3"), 100)],
        timing: Timing::default(),
    });
    assert_eq!(lines.last().unwrap(), "140 ended p b");
    let history = &report.pods["default/p"];
    assert_eq!((history.restarts, history.wasted), (1, secs(30)));
    assert!(lines.contains(&"30 lost p a".to_owned()), "{lines:?}");
}

#[test]
fn important_pods_displace_others() {
    let (lines, report) = story(Scenario {
        nodes: vec![joins(0, node("a"))],
        jobs: vec![job(0, cpu("small", "3"), 100), job(10, cpu("important", "3").priority(10), 20)],
        timing: Timing::default(),
    });
    assert_eq!(report.preemptions, 1);
    assert!(lines.contains(&"10 preempted small a".to_owned()), "{lines:?}");
    let ended = |name: &str| report.pods[name].ended.unwrap().unix_micros() / 1_000_000;
    assert!(ended("default/important") < ended("default/small"));
}

#[test]
fn the_same_seed_tells_the_same_story_and_policies_differ() {
    let scenario = || {
        let random = SeededRandom::new(5);
        let nodes = (0..20).map(|index| joins(0, node(&format!("n{index}"))));
        let mut jobs = Vec::new();
        for (name, amount) in [("small", "500m"), ("large", "3")] {
            let template = cpu(name, amount).build();
            jobs.extend(poisson(&template, 150, secs(4), secs(20), &random));
        }
        Scenario { nodes: nodes.collect(), jobs, timing: Timing::default() }
    };
    let (first, spread) = told(engine("LeastAllocated"), scenario());
    let (second, _) = told(engine("LeastAllocated"), scenario());
    assert_eq!(first, second);
    let (_, packed) = told(engine("MostAllocated"), scenario());
    assert_eq!((spread.unassigned(), packed.unassigned()), (0, 0));
    let nodes = |report: &Report| {
        let used = report.pods.values().map(|pod| pod.node.clone());
        used.collect::<std::collections::BTreeSet<_>>().len()
    };
    assert!(nodes(&packed) < nodes(&spread));
}
