//! The plugins of `plugin_batch` in a scheduler without a server.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use bowline::api::core::v1::{Node, Pod};
use bowline::apimachinery::dynamic::DynamicObject;
use bowline::apimachinery::meta::ObjectMeta;
use bowline::apimachinery::resource::Object;
use bowline::apimachinery::time::MicroTime;
use bowline::scheduler_framework::engine::{Attempt, Engine, EngineOptions};
use bowline::scheduler_framework::events::EventResource;
use bowline::scheduler_framework::plugin::Plugin;
use bowline::scheduler_framework::plugins::default_plugins;
use bowline::scheduler_framework::{Handle, Profile};
use bowline_examples::capacity::{Capacity, ElasticQuota, ElasticQuotaSpec};
use bowline_examples::coscheduling::{Coscheduling, GROUP, PodGroup, PodGroupSpec};
use bowline_examples::numa::NumaAware;
use serde_json::json;

const NOW: MicroTime = MicroTime::from_unix_micros(1_000_000_000);

fn engine(plugin: impl Fn(&Handle) -> Arc<dyn Plugin>) -> (Engine, Handle) {
    let handle = Handle::default();
    let mut plugins = default_plugins();
    // Its own preemption is tried first.
    let at = plugins.iter().position(|(it, _)| it.name() == "DefaultPreemption").unwrap();
    plugins.insert(at, (plugin(&handle), 1));
    let options = EngineOptions { waiting: handle.waiting.clone(), ..EngineOptions::default() };
    (Engine::new(options, [Profile::of("default-scheduler", plugins)]), handle)
}

fn node(engine: &mut Engine, name: &str, cpu: &str) {
    let allocatable = json!({"cpu": cpu, "memory": "64Gi", "pods": "110"});
    let node = json!({"metadata": {"name": name}, "status": {"allocatable": allocatable}});
    let node: Node = serde_json::from_value(node).unwrap();
    engine.apply_node(Arc::new(node), NOW);
}

fn pod(namespace: &str, name: &str, cpu: &str, group: Option<&str>, on: &str) -> Arc<Pod> {
    let labels = group.map(|group| json!({GROUP: group}));
    let requests = json!({"cpu": cpu, "memory": "1Gi"});
    let pod = json!({
        "metadata": {"name": name, "namespace": namespace, "uid": name, "labels": labels},
        "spec": {"schedulerName": "default-scheduler", "nodeName": on,
                 "containers": [{"name": "c", "resources": {"requests": requests}}]}
    });
    Arc::new(serde_json::from_value(pod).unwrap())
}

fn object<T: Object>(engine: &mut Engine, object: T) {
    engine.apply_object(EventResource::Other("x".into()), Arc::new(object), NOW);
}

/// Tries all that are due.
fn attempts(engine: &mut Engine) -> Vec<String> {
    let mut lines = Vec::new();
    while let Some(attempt) = engine.schedule_next(NOW) {
        lines.push(match attempt {
            Attempt::Bind(it) => format!("{} on {}", it.pod().name(), it.node()),
            Attempt::Failed(it) => match it.eviction {
                Some(eviction) => {
                    let victims: Vec<_> = eviction.victims.iter().map(|it| it.name()).collect();
                    format!("{} evicts {}", it.pod.name(), victims.join(", "))
                }
                None => format!("{}: {}", it.pod.name(), it.message),
            },
            Attempt::Skipped(..) => continue,
        });
    }
    lines
}

#[test]
fn a_group_waits_until_it_is_whole() {
    let (mut engine, handle) = engine(|handle| Arc::new(Coscheduling::new(handle)));
    node(&mut engine, "n", "4");
    let metadata = ObjectMeta::named("g").in_namespace("default");
    let spec = PodGroupSpec { min_member: 3, schedule_timeout_seconds: None };
    let group: PodGroup =
        serde_json::from_value(json!({"metadata": metadata, "spec": spec})).unwrap();
    object(&mut engine, group);
    for name in ["a", "b"] {
        engine.apply_pod(pod("default", name, "1", Some("g"), ""), NOW);
    }
    assert_eq!(attempts(&mut engine), ["a on n", "b on n"]);
    assert_eq!(handle.waiting.list().len(), 2);
    engine.apply_pod(pod("default", "c", "1", Some("g"), ""), NOW);
    assert_eq!(attempts(&mut engine), ["c on n"]);
    assert_eq!(handle.waiting.list().len(), 0);
}

#[test]
fn a_group_that_cannot_be_whole_gives_its_room_back() {
    let (mut engine, handle) = engine(|handle| Arc::new(Coscheduling::new(handle)));
    node(&mut engine, "n", "2");
    let metadata = ObjectMeta::named("g").in_namespace("default");
    let spec = PodGroupSpec { min_member: 3, schedule_timeout_seconds: None };
    let group: PodGroup =
        serde_json::from_value(json!({"metadata": metadata, "spec": spec})).unwrap();
    object(&mut engine, group);
    for name in ["a", "b", "c"] {
        engine.apply_pod(pod("default", name, "1", Some("g"), ""), NOW);
    }
    let lines = attempts(&mut engine);
    assert_eq!(lines[..2], ["a on n", "b on n"]);
    assert!(lines[2].starts_with("c: 0/1 nodes are available"), "{lines:?}");
    assert_eq!(handle.waiting.list().len(), 0);
}

fn quota(engine: &mut Engine, namespace: &str, min: i64, max: i64) {
    let metadata = ObjectMeta::named("quota").in_namespace(namespace);
    let spec = ElasticQuotaSpec { min_milli_cpu: min, max_milli_cpu: max };
    let quota: ElasticQuota =
        serde_json::from_value(json!({"metadata": metadata, "spec": spec})).unwrap();
    object(engine, quota);
}

#[test]
fn namespaces_lend_and_take_back() {
    let (mut engine, _) = engine(|_| Arc::new(Capacity));
    node(&mut engine, "n", "4");
    quota(&mut engine, "red", 2000, 3000);
    quota(&mut engine, "blue", 2000, 4000);
    engine.apply_pod(pod("red", "r1", "2", None, "n"), NOW);
    engine.apply_pod(pod("red", "r2", "1", None, "n"), NOW);
    engine.apply_pod(pod("red", "r3", "500m", None, ""), NOW);
    let lines = attempts(&mut engine);
    assert!(lines[0].contains("the elastic quota of the namespace is used up"), "{lines:?}");
    engine.apply_pod(pod("blue", "b1", "1", None, ""), NOW);
    assert_eq!(attempts(&mut engine), ["b1 on n"]);
    engine.apply_pod(pod("blue", "b1", "1", None, "n"), NOW);
    // What red has borrowed is blue's.
    engine.apply_pod(pod("blue", "b2", "1", None, ""), NOW);
    let lines = attempts(&mut engine);
    assert_eq!(lines[0], "b2 evicts r2", "{lines:?}");
}

#[test]
fn pods_must_fit_into_a_zone() {
    let (mut engine, _) = engine(|_| Arc::new(NumaAware));
    for (name, left) in [("split", ["2", "2"]), ("whole", ["0", "4"])] {
        node(&mut engine, name, "8");
        let zone = |left: &str| {
            let resource = |name: &str, all: &str, left: &str| json!({"name": name, "capacity": all, "allocatable": all, "available": left});
            json!({"type": "Node", "resources": [resource("cpu", "4", left),
                                                 resource("memory", "32Gi", "32Gi")]})
        };
        let topology = json!({
            "apiVersion": "topology.node.k8s.io/v1alpha2", "kind": "NodeResourceTopology",
            "metadata": {"name": name},
            "attributes": [{"name": "topologyManagerPolicy", "value": "single-numa-node"}],
            "zones": left.map(zone)
        });
        let topology: DynamicObject = serde_json::from_value(topology).unwrap();
        object(&mut engine, topology);
    }
    engine.apply_pod(pod("default", "wide", "3", None, ""), NOW);
    assert_eq!(attempts(&mut engine), ["wide on whole"]);
    engine.apply_pod(pod("default", "too-wide", "5", None, ""), NOW);
    let lines = attempts(&mut engine);
    assert!(lines[0].starts_with("too-wide: 0/2 nodes are available: 2 "), "{lines:?}");
    assert!(lines[0].contains("cannot align pod"), "{lines:?}");
}
