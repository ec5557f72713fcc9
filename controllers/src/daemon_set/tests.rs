//! Nodes with daemons on them, round by round.

use std::collections::HashSet;
use std::sync::Arc;

use bowline_api::apps::v1::DaemonSet;
use bowline_api::core::v1::{Node, Pod};
use bowline_apimachinery::time::Time;
use serde_json::{Value, json};

use super::eligibility::pin;
use super::plan::{Observed, Why, plan};
use super::status::status;

const NOW: Time = Time::from_unix_seconds(1000);

fn set(rolling: Value) -> Arc<DaemonSet> {
    let strategy = match rolling {
        Value::Null => json!({"type": "OnDelete"}),
        rolling => json!({"type": "RollingUpdate", "rollingUpdate": rolling}),
    };
    let set = json!({"metadata": {"name": "d"}, "spec": {"updateStrategy": strategy}});
    Arc::new(serde_json::from_value(set).unwrap())
}

fn node(name: &str) -> Arc<Node> {
    let mut node = Node::default();
    node.metadata.name = name.into();
    Arc::new(node)
}

fn pod(name: &str, node: &str, hash: &str, ready: bool) -> Arc<Pod> {
    let status = if ready { "True" } else { "False" };
    let mut pod: Pod = serde_json::from_value(json!({
        "metadata": {"name": name, "labels": {"controller-revision-hash": hash}},
        "spec": {"nodeName": node},
        "status": {"phase": "Running", "conditions": [{"type": "Ready", "status": status}]}
    }))
    .unwrap();
    pod.metadata.uid = name.into();
    Arc::new(pod)
}

fn observed(set: Arc<DaemonSet>, nodes: &[&str], pods: Vec<Arc<Pod>>) -> Observed {
    let nodes = nodes.iter().map(|name| node(name)).collect();
    Observed { set, hash: "new".into(), nodes, pods, resting: HashSet::new() }
}

fn outcome(observed: &Observed) -> (Vec<String>, Vec<(String, Why)>) {
    let plan = plan(observed, NOW);
    let delete = plan.delete.iter().map(|(pod, why)| (pod.metadata.name.clone(), *why));
    (plan.create, delete.collect())
}

#[test]
fn every_node_gets_one_pod() {
    let pods =
        vec![pod("a1", "a", "new", true), pod("a2", "a", "new", true), pod("x", "x", "new", true)];
    let (create, delete) = outcome(&observed(set(Value::Null), &["a", "b"], pods));
    assert_eq!(create, ["b"]);
    assert_eq!(delete, [("a2".to_owned(), Why::Surplus)]);
}

#[test]
fn a_pod_pinned_to_a_lost_node_goes() {
    let mut waiting = Pod::default();
    waiting.metadata.name = "w".into();
    pin(&mut waiting.spec, "lost");
    let (_, delete) = outcome(&observed(set(Value::Null), &[], vec![Arc::new(waiting)]));
    assert_eq!(delete, [("w".to_owned(), Why::Surplus)]);
}

#[test]
fn failed_pods_go_unless_their_node_rests() {
    let mut failed = pod("f", "a", "new", false);
    Arc::make_mut(&mut failed).status.phase = "Failed".into();
    let mut observed = observed(set(Value::Null), &["a"], vec![failed]);
    assert_eq!(outcome(&observed).1, [("f".to_owned(), Why::Failed)]);
    observed.resting.insert("a".into());
    assert_eq!(outcome(&observed), (vec![], vec![]));
}

#[test]
fn old_pods_go_one_by_one_and_broken_ones_at_once() {
    let rolling = || set(json!({"maxUnavailable": 1}));
    let old = |name: &str, ready| pod(name, name, "old", ready);
    let nodes = ["a", "b", "c"];
    let all_old = vec![old("a", true), old("b", true), old("c", true)];
    assert_eq!(outcome(&observed(rolling(), &nodes, all_old)).1, [("a".to_owned(), Why::Outdated)]);
    let starting = vec![pod("a", "a", "new", false), old("b", true), old("c", true)];
    assert_eq!(outcome(&observed(rolling(), &nodes, starting)).1, []);
    let broken = vec![pod("a", "a", "new", true), old("b", true), old("c", false)];
    assert_eq!(outcome(&observed(rolling(), &nodes, broken)).1, [("c".to_owned(), Why::Outdated)]);
    let untouched = vec![old("a", true), old("b", true), old("c", true)];
    assert_eq!(outcome(&observed(set(Value::Null), &nodes, untouched)).1, []);
}

#[test]
fn a_surging_update_makes_the_new_pod_first() {
    let surging = || set(json!({"maxSurge": 1, "maxUnavailable": 0}));
    let nodes = ["a", "b"];
    let old = |name: &str| pod(name, name, "old", true);
    let (create, delete) = outcome(&observed(surging(), &nodes, vec![old("a"), old("b")]));
    assert_eq!((create, delete), (vec!["a".to_owned()], vec![]));
    let starting = vec![old("a"), pod("a-new", "a", "new", false), old("b")];
    assert_eq!(outcome(&observed(surging(), &nodes, starting)), (vec![], vec![]));
    let ready = vec![old("a"), pod("a-new", "a", "new", true), old("b")];
    let (create, delete) = outcome(&observed(surging(), &nodes, ready));
    assert_eq!((create, delete), (vec![], vec![("a".to_owned(), Why::Outdated)]));
}

#[test]
fn the_status_counts_nodes() {
    let pods = vec![pod("a", "a", "new", true), pod("b", "b", "old", false)];
    let status = status(&observed(set(Value::Null), &["a", "b", "c"], pods), NOW);
    assert_eq!(
        (status.desired_number_scheduled, status.current_number_scheduled, status.number_ready),
        (3, 2, 1)
    );
    assert_eq!((status.updated_number_scheduled, status.number_unavailable), (1, 2));
}
