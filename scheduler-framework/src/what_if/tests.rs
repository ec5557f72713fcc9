//! Small clusters.

use super::*;
use crate::plugins::default_plugins;
use crate::testing::{NodeBuilder, PodBuilder, node, pod};

fn big(name: &str) -> NodeBuilder {
    node(name).allocatable(&[("cpu", "4"), ("memory", "8Gi")])
}

fn cpu(name: &str, amount: &str) -> PodBuilder {
    pod(name).requests(&[("cpu", amount), ("memory", "1Gi")])
}

fn cluster(
    nodes: impl IntoIterator<Item = NodeBuilder>,
    pods: impl IntoIterator<Item = PodBuilder>,
) -> WhatIf {
    let profile = Profile::of("default-scheduler", default_plugins());
    let nodes = nodes.into_iter().map(NodeBuilder::build);
    WhatIf::new(profile, nodes, pods.into_iter().map(PodBuilder::build))
}

fn placed(cluster: &mut WhatIf) -> Vec<String> {
    let outcomes = cluster.schedule().unwrap().into_iter();
    let lines = outcomes.map(|(pod, outcome)| match outcome {
        Outcome::Placed { node } => format!("{} on {node}", pod.name()),
        Outcome::Unplaced { message } => format!("{}: {message}", pod.name()),
    });
    lines.collect()
}

#[test]
fn drained_nodes_give_their_pods_to_others() {
    let pods = || [cpu("a", "1").on("n1"), cpu("b", "3").on("n1"), cpu("c", "2").on("n2")];
    let now = cluster([big("n1"), big("n2")], pods());
    let mut drained = now.clone();
    assert!(drained.drain("n1") && !drained.drain("nowhere"));
    let want = "b: 0/2 nodes are available: 1 Insufficient cpu, 1 node(s) were unschedulable.";
    assert_eq!(placed(&mut drained), ["a on n2", want]);
    let mut with_more = now.clone();
    with_more.drain("n1");
    with_more.add_node(big("n3").build());
    assert_eq!(placed(&mut with_more).len(), 2);
    assert!(with_more.snapshot().node("n1").unwrap().pods().is_empty());
    let mut without = now;
    assert!(without.remove_pod("default", "c") && !without.remove_pod("default", "c"));
    without.drain("n1");
    assert_eq!(placed(&mut without), ["a on n2", "b on n2"]);
}

#[test]
fn pods_of_daemons_stay_on_drained_nodes() {
    let daemon = cpu("d", "1").on("n1").with(|pod| {
        let owner = serde_json::json!({"apiVersion": "apps/v1", "kind": "DaemonSet", "name": "d",
                                       "uid": "u", "controller": true});
        pod.metadata.owner_references.push(serde_json::from_value(owner).unwrap());
    });
    let mut drained = cluster([big("n1")], [daemon]);
    drained.drain("n1");
    assert_eq!(placed(&mut drained), Vec::<String>::new());
    assert_eq!(drained.snapshot().node("n1").unwrap().pods().len(), 1);
}

#[test]
fn the_important_are_placed_first_and_the_rest_waits() {
    let mut cluster = cluster([big("n1")], [cpu("low", "3"), cpu("high", "3").priority(5)]);
    let placed = placed(&mut cluster);
    assert_eq!(placed[0], "high on n1");
    assert!(placed[1].starts_with("low: 0/1 nodes are available"), "{placed:?}");
    cluster.add_node(big("n2").build());
    assert_eq!(super::tests::placed(&mut cluster), ["low on n2"]);
}

#[test]
fn the_smallest_change_is_told() {
    let cluster = cluster(
        [
            big("full"),
            big("tainted").taint("gpu", "yes", "NoSchedule"),
            big("closed").unschedulable(),
        ],
        [cpu("filler", "3").on("full")],
    );
    let told = |pod: PodBuilder| {
        let changes = cluster.smallest_change(&pod.info()).unwrap();
        changes.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(told(cpu("fits", "500m")), Vec::<String>::new());
    let want = [
        "if it requested at most 1000m of cpu and 7168Mi (on full)",
        "if it tolerated the taint gpu=yes (on tainted)",
        "if it tolerated the taint node.kubernetes.io/unschedulable (on closed)",
    ];
    assert_eq!(told(cpu("large", "2")), want);
    let want = ["without its node selector and node affinity (on full)"];
    assert_eq!(told(cpu("choosy", "500m").node_selector("disk", "ssd")), want);
    let pairs = told(cpu("large-and-choosy", "2").node_selector("disk", "ssd"));
    assert_eq!(pairs.len(), 3, "{pairs:?}");
    assert!(pairs[0].contains(" and without its node selector"), "{pairs:?}");
}
