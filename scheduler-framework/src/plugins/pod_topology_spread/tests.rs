//! Tables; many more cases are recorded in the golden vectors.

use bowline_api::apps::v1::ReplicaSet;
use bowline_api::core::v1::Service;
use bowline_apimachinery::meta::{LabelSelector, ObjectMeta, OwnerReference};
use bowline_apimachinery::time::Time;

use super::*;
use crate::cycle::{FilterRunner, run_pre_filters};
use crate::cycle_state::CycleState;
use crate::events::{EventObjects, QueueingHint};
use crate::plugin::CycleMut;
use crate::profile::Profile;
use crate::queue::Nominator;
use crate::snapshot::Snapshot;
use crate::testing::{PodBuilder, node, pod, scores};
use crate::verdict::Verdict;

/// n0 and n1 in z1, n2 in z2, n3 nowhere.
fn cluster(pods: impl IntoIterator<Item = PodBuilder>) -> Snapshot {
    let zoned = |name, zone| node(name).label(ZONE, zone).build();
    let nodes = [zoned("n0", "z1"), zoned("n1", "z1"), zoned("n2", "z2"), node("n3").build()];
    Snapshot::of(nodes, pods.into_iter().map(PodBuilder::build))
}

fn web(name: &str) -> PodBuilder {
    pod(name).label("app", "web")
}

fn constraint(key: &str, max_skew: i32, action: Action) -> TopologySpreadConstraint {
    TopologySpreadConstraint {
        label_selector: Some(Box::new(LabelSelector {
            match_labels: [("app".to_owned(), "web".to_owned())].into(),
            ..LabelSelector::default()
        })),
        when_unsatisfiable: action,
        ..soft(key, max_skew)
    }
}

fn spread(pod: PodBuilder, constraint: TopologySpreadConstraint) -> PodBuilder {
    pod.with(|pod| pod.spec.topology_spread_constraints.push(constraint))
}

fn hard(key: &str, max_skew: i32) -> TopologySpreadConstraint {
    constraint(key, max_skew, Action::DoNotSchedule)
}

/// The reasons of each node; nothing where the pod fits.
fn reasons(snapshot: &Snapshot, pod: PodBuilder) -> Vec<String> {
    let pod = pod.info();
    let profile = Profile::of("test", [(Arc::new(PodTopologySpread::default()) as Arc<_>, 0)]);
    let mut state = CycleState::default();
    let mut cycle = CycleMut::new(&mut state, snapshot);
    let found = run_pre_filters(&profile, &mut cycle, &pod).unwrap();
    let nominator = Nominator::default();
    let runner = FilterRunner::new(&profile, &found.skipped, &nominator);
    let nodes: Vec<_> = snapshot.nodes().collect();
    let verdicts = runner.filter_many(&cycle.read(), &pod, &nodes).unwrap();
    let text = |verdict| match verdict {
        Verdict::Fits => String::new(),
        Verdict::Rejected(rejection) => rejection.to_string(),
    };
    verdicts.into_iter().map(text).collect()
}

#[test]
fn hard_constraints() {
    let two = || vec![web("a").on("n0"), web("b").on("n1")];
    let terminating = |pod: PodBuilder| {
        pod.with(|pod| pod.metadata.deletion_timestamp = Some(Time::from_unix_seconds(0)))
    };
    let (skew, label) = (REASON_SKEW, REASON_LABEL);
    let with = |change: fn(&mut TopologySpreadConstraint)| {
        let mut constraint = hard(ZONE, 1);
        change(&mut constraint);
        spread(web("p"), constraint)
    };
    let rows = [
        ("no pods", vec![], spread(web("p"), hard(ZONE, 1)), ["", "", "", label]),
        ("too many in z1", two(), spread(web("p"), hard(ZONE, 1)), [skew, skew, "", label]),
        ("not too many", two(), spread(web("p"), hard(ZONE, 3)), ["", "", "", label]),
        ("the pod is not of the kind", two(), spread(pod("p"), hard(ZONE, 2)), ["", "", "", label]),
        (
            "over nodes",
            vec![web("a").on("n0"), web("b").on("n1"), web("c").on("n2")],
            spread(web("p"), hard(HOSTNAME, 1)),
            [skew, skew, skew, ""],
        ),
        (
            "those being deleted do not count",
            two().into_iter().map(terminating).collect(),
            spread(web("p"), hard(ZONE, 1)),
            ["", "", "", label],
        ),
        (
            "nor those elsewhere",
            vec![web("a").on("n0").namespace("x"), web("b").on("n0").namespace("x")],
            spread(web("p"), hard(ZONE, 1)),
            ["", "", "", label],
        ),
        (
            "too few domains",
            vec![web("a").on("n0"), web("b").on("n2")],
            with(|it| it.min_domains = Some(3)),
            [skew, skew, skew, label],
        ),
        (
            "a zone that is not selected",
            two(),
            with(|_| ()).node_selector(ZONE, "z1"),
            ["", "", "", label],
        ),
        (
            "a zone that is not selected but counts",
            two(),
            with(|it| it.node_affinity_policy = Some("Ignore".into())).node_selector(ZONE, "z1"),
            [skew, skew, "", label],
        ),
        (
            "another revision",
            two(),
            with(|it| it.match_label_keys = vec!["rev".into()]).label("rev", "2"),
            ["", "", "", label],
        ),
    ];
    for (name, pods, pod, want) in rows {
        assert_eq!(reasons(&cluster(pods), pod), want, "{name}");
    }
}

#[test]
fn taints_count_if_they_are_honored() {
    let nodes = [
        node("n0").label(ZONE, "z1").build(),
        node("n1").label(ZONE, "z2").taint("x", "", "NoSchedule").build(),
    ];
    let snapshot = Snapshot::of(nodes, [web("a").on("n0").build()]);
    let mut honoring = hard(ZONE, 1);
    honoring.node_taints_policy = Some(NodeInclusionPolicy::Honor);
    assert_eq!(reasons(&snapshot, spread(web("p"), hard(ZONE, 1))), [REASON_SKEW, ""]);
    assert_eq!(reasons(&snapshot, spread(web("p"), honoring))[0], "");
}

#[test]
fn soft_constraints() {
    let pods = || vec![web("a").on("n0"), web("b").on("n0"), web("c").on("n2")];
    let soft = |key, skew| constraint(key, skew, Action::ScheduleAnyway);
    let rows = [
        ("none", pods(), web("p"), vec![], vec![]),
        ("hard only", pods(), spread(web("p"), hard(ZONE, 1)), vec![], vec![]),
        (
            "over zones",
            pods(),
            spread(web("p"), soft(ZONE, 1)),
            vec![3, 3, 1, 0],
            vec![33, 33, 100, 0],
        ),
        (
            "over nodes",
            pods(),
            spread(web("p"), soft(HOSTNAME, 1)),
            vec![4, 0, 2, 0],
            vec![0, 100, 50, 100],
        ),
        ("no pods", vec![], spread(web("p"), soft(ZONE, 1)), vec![0; 4], vec![100, 100, 100, 0]),
    ];
    for (name, pods, pod, raw, normalized) in rows {
        let got = scores(&PodTopologySpread::default(), &pod.info(), &cluster(pods));
        assert_eq!(got, (raw, normalized), "{name}");
    }
}

#[test]
fn pods_of_a_service_or_set_are_spread_by_default() {
    let mut snapshot = cluster([web("a").on("n0"), web("b").on("n1")]);
    let plugin = PodTopologySpread::default();
    let of_set = web("p").with(|pod| {
        pod.metadata.owner_references.push(OwnerReference {
            api_version: "apps/v1".into(),
            kind: "ReplicaSet".into(),
            name: "rs".into(),
            controller: Some(true),
            ..OwnerReference::default()
        });
    });
    assert!(scores(&plugin, &of_set.clone().info(), &snapshot).0.is_empty());

    let metadata = ObjectMeta::named("rs").in_namespace("default");
    let mut set = ReplicaSet { metadata, ..ReplicaSet::default() };
    let app = [("app".to_owned(), "web".to_owned())];
    set.spec.selector.get_or_insert_default().match_labels = app.clone().into();
    snapshot.objects_mut().apply(Arc::new(set));
    // 2 + 4 where a pod is on the node and two in the zone.
    let want = (vec![11, 11, 6, 2], vec![18, 18, 63, 100]);
    assert_eq!(scores(&plugin, &of_set.info(), &snapshot), want);

    assert!(scores(&plugin, &web("p").info(), &snapshot).0.is_empty());
    let metadata = ObjectMeta::named("s").in_namespace("default");
    let mut service = Service { metadata, ..Service::default() };
    service.spec.selector = app.into();
    snapshot.objects_mut().apply(Arc::new(service));
    assert_eq!(scores(&plugin, &web("p").info(), &snapshot), want);

    let none = PodTopologySpread::new(&PodTopologySpreadArgs {
        defaulting_type: PodTopologySpreadDefaulting::List,
        ..PodTopologySpreadArgs::default()
    });
    assert!(scores(&none, &web("p").info(), &snapshot).0.is_empty());
}

#[test]
fn hints() {
    let events = Arc::new(PodTopologySpread::default()).events_to_register();
    let hint = events[0].hint.as_ref().unwrap();
    let waiting = spread(web("p"), hard(ZONE, 1)).info();
    let (same, other) = (web("a").info(), pod("a").info());
    let elsewhere = web("a").namespace("x").info();
    let (yes, no) = (QueueingHint::Queue, QueueingHint::Skip);
    let rows = [
        ("a pod of the kind goes", EventObjects::deleted(&same), yes),
        ("a pod of the kind comes", EventObjects::added(&same), yes),
        ("another pod goes", EventObjects::deleted(&other), no),
        ("elsewhere", EventObjects::deleted(&elsewhere), no),
        ("it becomes of the kind", EventObjects::updated(&other, &same), yes),
        ("nothing changes", EventObjects::updated(&same, &same), no),
    ];
    for (name, objects, want) in rows {
        assert_eq!(hint(&waiting, &objects).unwrap(), want, "{name}");
    }
    let hint = events[1].hint.as_ref().unwrap();
    let (zoned, bare) = (node("n").label(ZONE, "z1").build(), node("n").build());
    let moved = node("n").label(ZONE, "z2").build();
    let rows = [
        ("a node comes into a zone", EventObjects::added(&zoned), yes),
        ("a node comes", EventObjects::added(&bare), no),
        ("a node goes from a zone", EventObjects::deleted(&zoned), yes),
        ("a node moves", EventObjects::updated(&zoned, &moved), yes),
        ("nothing changes", EventObjects::updated(&zoned, &zoned), no),
    ];
    for (name, objects, want) in rows {
        assert_eq!(hint(&waiting, &objects).unwrap(), want, "{name}");
    }
}
