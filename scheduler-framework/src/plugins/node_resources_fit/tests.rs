//! Tables of the plugin as a whole; of the curves beside them.

use super::*;
use crate::config::{
    RequestedToCapacityRatioParam, ResourceSpec, ScoringStrategy, ScoringStrategyType,
    UtilizationShapePoint,
};
use crate::events::{EventObjects, QueueingHint};
use crate::testing::{NodeBuilder, check_filter, check_scores, node, pod, scores};

const GPU: &str = "example.com/gpu";

fn big() -> NodeBuilder {
    node("n").allocatable(&[("cpu", "4"), ("memory", "4Gi"), (GPU, "2")])
}

#[test]
fn requests_must_fit_beside_others() {
    let half = || big().with([pod("a").requests(&[("cpu", "2"), ("memory", "2Gi"), (GPU, "1")])]);
    let full = || node("n").allocatable(&[("pods", "1"), ("cpu", "1")]).with([pod("a")]);
    let cpu = |amount| pod("p").requests(&[("cpu", amount)]);
    let (no, never) = ("Unschedulable", "UnschedulableAndUnresolvable");
    check_filter(
        &NodeResourcesFit::default(),
        [
            ("nothing", pod("p"), half(), None),
            ("just enough", cpu("2"), half(), None),
            ("too much now", cpu("2001m"), half(), Some((no, "Insufficient cpu"))),
            ("too much ever", cpu("4001m"), half(), Some((never, "Insufficient cpu"))),
            ("too many", pod("p"), full(), Some((no, "Too many pods"))),
            (
                "too many and too much",
                cpu("2"),
                full(),
                Some((never, "Too many pods, Insufficient cpu")),
            ),
            (
                "several",
                pod("p").requests(&[("cpu", "3"), ("memory", "3Gi"), (GPU, "2")]),
                half(),
                Some((no, "Insufficient cpu, Insufficient memory, Insufficient example.com/gpu")),
            ),
            (
                "none of it here",
                pod("p").requests(&[("example.com/fpga", "1")]),
                half(),
                Some((never, "Insufficient example.com/fpga")),
            ),
            ("zero of it", pod("p").requests(&[("example.com/fpga", "0")]), half(), None),
        ],
    );
}

#[test]
fn resources_can_be_ignored() {
    let args = |resource: &str, group: &str| NodeResourcesFitArgs {
        ignored_resources: vec![resource.into()],
        ignored_resource_groups: vec![group.into()],
        ..NodeResourcesFitArgs::default()
    };
    for (resource, group) in [(GPU, ""), ("", "example.com")] {
        let plugin = NodeResourcesFit::new(&args(resource, group));
        check_filter(&plugin, [("ignored", pod("p").requests(&[(GPU, "9")]), big(), None)]);
    }
}

#[test]
fn freer_nodes_score_higher() {
    let sized = |name, cpu, memory| node(name).allocatable(&[("cpu", cpu), ("memory", memory)]);
    let nodes = || vec![sized("n0", "4", "10Gi"), sized("n1", "6", "10Gi"), node("n2")];
    let three = || pod("p").requests(&[("cpu", "3"), ("memory", "5Gi")]);
    check_scores(
        &NodeResourcesFit::default(),
        [
            ("with requests", three(), nodes(), vec![37, 50, 0], vec![37, 50, 0]),
            ("with defaults", pod("p"), nodes(), vec![97, 98, 0], vec![97, 98, 0]),
        ],
    );
}

#[test]
fn other_strategies() {
    let strategy = |type_, resources: &[(&str, i64)], shape: &[(i32, i32)]| ScoringStrategy {
        type_,
        resources: resources
            .iter()
            .map(|(name, weight)| ResourceSpec { name: (*name).into(), weight: *weight })
            .collect(),
        requested_to_capacity_ratio: Some(RequestedToCapacityRatioParam {
            shape: shape
                .iter()
                .map(|(utilization, score)| UtilizationShapePoint {
                    utilization: *utilization,
                    score: *score,
                })
                .collect(),
        }),
    };
    let nodes = [("n0", "4"), ("n1", "6")];
    let nodes =
        nodes.map(|(name, cpu)| node(name).allocatable(&[("cpu", cpu), (GPU, "8")]).build());
    let snapshot = crate::snapshot::Snapshot::of(nodes, []);
    use ScoringStrategyType::{MostAllocated, RequestedToCapacityRatio};
    let rows = [
        ("most", strategy(MostAllocated, &[("cpu", 1)], &[]), vec![75, 50]),
        ("most, weighted", strategy(MostAllocated, &[("cpu", 1), (GPU, 3)], &[]), vec![37, 31]),
        (
            "a falling curve",
            strategy(RequestedToCapacityRatio, &[("cpu", 1)], &[(0, 10), (100, 0)]),
            vec![25, 50],
        ),
        (
            "a weight of zero is one",
            strategy(RequestedToCapacityRatio, &[("cpu", 0), (GPU, 0)], &[(0, 0), (100, 10)]),
            vec![50, 38],
        ),
    ];
    let pod = pod("p").requests(&[("cpu", "3"), (GPU, "2")]).info();
    for (name, scoring_strategy, want) in rows {
        let args = NodeResourcesFitArgs { scoring_strategy, ..Default::default() };
        assert_eq!(scores(&NodeResourcesFit::new(&args), &pod, &snapshot).0, want, "{name}");
    }
}

#[test]
fn hints_about_pods() {
    let hint = Arc::new(NodeResourcesFit::default()).events_to_register().remove(0).hint.unwrap();
    let waiting = pod("p").requests(&[("cpu", "1")]).info();
    let other = |name, cpu, memory| pod(name).requests(&[("cpu", cpu), ("memory", memory)]);
    let gone = other("a", "1", "1Gi").on("n").info();
    let never_ran = other("a", "1", "1Gi").info();
    let nominated = other("a", "1", "1Gi").nominated("n").info();
    let less_cpu = other("a", "500m", "1Gi").on("n").info();
    let less_memory = other("a", "1", "1Mi").on("n").info();
    let own_before = other("p", "2", "1Gi").info();
    let own_after = other("p", "2", "1Mi").info();
    let (yes, no) = (QueueingHint::Queue, QueueingHint::Skip);
    let rows = [
        ("a pod goes", EventObjects::deleted(&gone), yes),
        ("one that never ran", EventObjects::deleted(&never_ran), no),
        ("one that was nominated", EventObjects::deleted(&nominated), yes),
        ("it shrinks", EventObjects::updated(&gone, &less_cpu), yes),
        ("it shrinks elsewhere", EventObjects::updated(&gone, &less_memory), no),
        ("the pod itself shrinks", EventObjects::updated(&own_before, &own_after), yes),
    ];
    for (name, objects, want) in rows {
        assert_eq!(hint(&waiting, &objects).unwrap(), want, "{name}");
    }
}

#[test]
fn hints_about_nodes() {
    let hint = Arc::new(NodeResourcesFit::default()).events_to_register().remove(1).hint.unwrap();
    let waiting = pod("p").requests(&[("cpu", "2")]).info();
    let sized = |cpu, memory| node("n").allocatable(&[("cpu", cpu), ("memory", memory)]).build();
    let (small, large) = (sized("1", "1Gi"), sized("4", "1Gi"));
    let larger = sized("5", "1Gi");
    let roomier = sized("4", "9Gi");
    let (yes, no) = (QueueingHint::Queue, QueueingHint::Skip);
    let rows = [
        ("a node comes", EventObjects::added(&large), yes),
        ("a small one comes", EventObjects::added(&small), no),
        ("it grows", EventObjects::updated(&large, &larger), yes),
        ("it grows elsewhere", EventObjects::updated(&large, &roomier), no),
        ("it stays too small", EventObjects::updated(&small, &small), no),
    ];
    for (name, objects, want) in rows {
        assert_eq!(hint(&waiting, &objects).unwrap(), want, "{name}");
    }
}
