//! Tables; many more cases are recorded in the golden vectors.

use bowline_apimachinery::meta::{LabelSelector, ObjectMeta};

use super::*;
use crate::cycle::{FilterRunner, run_pre_filters};
use crate::cycle_state::CycleState;
use crate::events::{EventObjects, QueueingHint};
use crate::node_info::NodeInfo;
use crate::plugin::{CycleMut, PreFilterExtensions};
use crate::profile::Profile;
use crate::queue::Nominator;
use crate::testing::{PodBuilder, node, pod, scores};

/// n0 and n1 in z1, n2 in z2, n3 nowhere.
fn cluster(pods: impl IntoIterator<Item = PodBuilder>) -> Snapshot {
    let zoned = |name, zone| node(name).label("zone", zone).build();
    let nodes = [zoned("n0", "z1"), zoned("n1", "z1"), zoned("n2", "z2"), node("n3").build()];
    Snapshot::of(nodes, pods.into_iter().map(PodBuilder::build))
}

/// The reasons of each node; nothing where the pod fits.
fn reasons(snapshot: &Snapshot, pod: PodBuilder) -> Vec<String> {
    let pod = pod.info();
    let profile = Profile::of("test", [(Arc::new(InterPodAffinity::default()) as Arc<_>, 0)]);
    let mut state = CycleState::default();
    let mut cycle = CycleMut::new(&mut state, snapshot);
    let found = run_pre_filters(&profile, &mut cycle, &pod).unwrap();
    let nominator = Nominator::default();
    let runner = FilterRunner::new(&profile, &found.skipped, &nominator);
    let nodes: Vec<_> = snapshot.nodes().collect();
    let verdicts = runner.filter_many(&cycle.read(), &pod, &nodes).unwrap();
    verdicts
        .into_iter()
        .map(|verdict| match verdict {
            crate::Verdict::Fits => String::new(),
            crate::Verdict::Rejected(rejection) => rejection.to_string(),
        })
        .collect()
}

#[test]
fn required_terms() {
    let web = |name| pod(name).label("app", "web");
    let (no, yes) = (REASON_AFFINITY, "");
    let (anti, existing) = (REASON_ANTI_AFFINITY, REASON_EXISTING_ANTI_AFFINITY);
    let rows = [
        ("no pods, no terms", vec![], pod("p"), [yes; 4]),
        (
            "together in a zone",
            vec![web("a").on("n0")],
            pod("p").affinity_to("app=web", "zone"),
            [yes, yes, no, no],
        ),
        (
            "together on a node",
            vec![web("a").on("n3")],
            pod("p").affinity_to("app=web", "kubernetes.io/hostname"),
            [no, no, no, yes],
        ),
        (
            "the first of its kind",
            vec![],
            web("p").affinity_to("app=web", "zone"),
            [yes, yes, yes, no],
        ),
        ("not of that kind", vec![], pod("p").affinity_to("app=web", "zone"), [no; 4]),
        (
            "another namespace",
            vec![web("a").on("n0").namespace("other")],
            pod("p").affinity_to("app=web", "zone"),
            [no; 4],
        ),
        (
            "no pod matches both",
            vec![web("a").on("n0"), pod("b").label("tier", "x").on("n0")],
            pod("p").affinity_to("app=web", "zone").affinity_to("tier=x", "zone"),
            [no; 4],
        ),
        (
            "apart in zones",
            vec![web("a").on("n0")],
            pod("p").anti_affinity_to("app=web", "zone"),
            [anti, anti, yes, yes],
        ),
        (
            "others keep apart",
            vec![pod("a").on("n0").anti_affinity_to("app=web", "zone")],
            web("p"),
            [existing, existing, yes, yes],
        ),
        (
            "others do not care",
            vec![pod("a").on("n0").anti_affinity_to("app=db", "zone")],
            web("p"),
            [yes; 4],
        ),
    ];
    for (name, pods, pod, want) in rows {
        assert_eq!(reasons(&cluster(pods), pod), want, "{name}");
    }
}

#[test]
fn namespaces_by_label() {
    let with_selector = |selector: LabelSelector| {
        pod("p").anti_affinity_to("app=web", "zone").with(|pod| {
            let affinity = pod.spec.affinity.as_mut().unwrap().pod_anti_affinity.as_mut().unwrap();
            let term = &mut affinity.required_during_scheduling_ignored_during_execution[0];
            term.namespace_selector = Some(Box::new(selector));
        })
    };
    let mut snapshot = cluster([pod("a").label("app", "web").namespace("other").on("n0")]);
    let metadata = ObjectMeta::named("other").label("team", "a");
    snapshot.objects_mut().apply(Arc::new(Namespace { metadata, ..Namespace::default() }));
    let team = |value: &str| LabelSelector {
        match_labels: [("team".to_owned(), value.to_owned())].into(),
        ..LabelSelector::default()
    };
    let anti = REASON_ANTI_AFFINITY;
    let rows = [
        ("its team", team("a"), [anti, anti, "", ""]),
        ("another team", team("b"), [""; 4]),
        ("all", LabelSelector::default(), [anti, anti, "", ""]),
    ];
    for (name, selector, want) in rows {
        assert_eq!(reasons(&snapshot, with_selector(selector)), want, "{name}");
    }
}

#[test]
fn adding_and_removing_pods_is_as_if_they_had_been_there() {
    let plugin = InterPodAffinity::default();
    let web = || pod("a").label("app", "web").anti_affinity_to("app=db", "zone").on("n0");
    let own = || pod("p").label("app", "db").anti_affinity_to("app=web", "zone");
    let (before, after) = (cluster([]), cluster([web()]));
    let pod = own().info();
    let check = |state: &CycleState, snapshot: &Snapshot| -> Vec<_> {
        let cycle = crate::plugin::Cycle::new(state, snapshot);
        let filter = |node: &NodeInfo| crate::plugin::Filter::filter(&plugin, &cycle, &pod, node);
        snapshot.nodes().map(|node| filter(node).unwrap()).collect()
    };
    let pre_filter = |snapshot: &Snapshot| {
        let mut state = CycleState::default();
        let mut cycle = CycleMut::new(&mut state, snapshot);
        crate::plugin::PreFilter::pre_filter(&plugin, &mut cycle, &pod).unwrap();
        state
    };
    let (mut empty, full) = (pre_filter(&before), pre_filter(&after));
    let mut cycle = CycleMut::new(&mut empty, &before);
    let added = web().info();
    plugin.add_pod(&mut cycle, &pod, &added, before.node_at(0)).unwrap();
    assert_eq!(check(&empty, &before), check(&full, &after));
    assert!(!check(&empty, &before)[1].fits());
    let mut cycle = CycleMut::new(&mut empty, &before);
    plugin.remove_pod(&mut cycle, &pod, &added, before.node_at(0)).unwrap();
    assert!(check(&empty, &before).iter().all(crate::Verdict::fits));
}

#[test]
fn preferences_weigh() {
    let web = |name| pod(name).label("app", "web");
    let rows = [
        ("nobody cares", vec![web("a").on("n0")], pod("p"), vec![], vec![]),
        (
            "its own",
            vec![web("a").on("n0"), web("b").on("n2")],
            pod("p").prefers_pods(5, "app=web", "zone").shuns_pods(
                3,
                "app=web",
                "kubernetes.io/hostname",
            ),
            vec![2, 5, 2, 0],
            vec![40, 100, 40, 0],
        ),
        (
            "that of others",
            vec![
                pod("a").prefers_pods(5, "app=web", "zone").on("n0"),
                pod("b").shuns_pods(3, "app=web", "zone").on("n2"),
            ],
            web("p"),
            vec![5, 5, -3, 0],
            vec![100, 100, 0, 37],
        ),
        (
            "what others require",
            vec![pod("a").affinity_to("app=web", "zone").on("n2")],
            web("p"),
            vec![0, 0, 1, 0],
            vec![0, 0, 100, 0],
        ),
        (
            "even out",
            vec![
                pod("a").prefers_pods(5, "app=web", "zone").on("n2"),
                pod("b").shuns_pods(5, "app=web", "zone").on("n2"),
            ],
            web("p"),
            vec![0; 4],
            vec![0; 4],
        ),
    ];
    for (name, pods, pod, raw, normalized) in rows {
        let got = scores(&InterPodAffinity::default(), &pod.info(), &cluster(pods));
        assert_eq!(got, (raw, normalized), "{name}");
    }
}

#[test]
fn arguments_change_what_others_count() {
    let args = |hard_pod_affinity_weight, ignore_preferred_terms_of_existing_pods| {
        InterPodAffinityArgs { hard_pod_affinity_weight, ignore_preferred_terms_of_existing_pods }
    };
    let pods = || [pod("a").affinity_to("app=web", "zone").on("n2")];
    let web = pod("p").label("app", "web").info();
    let rows = [
        ("more", args(9, false), vec![0, 0, 9, 0]),
        ("nothing", args(0, false), vec![]),
        ("ignored", args(9, true), vec![]),
    ];
    for (name, args, want) in rows {
        let got = scores(&InterPodAffinity::new(&args), &web, &cluster(pods())).0;
        assert_eq!(got, want, "{name}");
    }
}

#[test]
fn hints() {
    let hint = Arc::new(InterPodAffinity::default()).events_to_register().remove(0).hint.unwrap();
    let waiting = pod("p")
        .label("app", "db")
        .affinity_to("app=web", "zone")
        .anti_affinity_to("bad", "zone")
        .info();
    let (web, other) = (pod("a").label("app", "web").info(), pod("a").info());
    let bad = pod("a").label("bad", "").info();
    let hostile = pod("a").anti_affinity_to("app=db", "zone").info();
    let (yes, no) = (QueueingHint::Queue, QueueingHint::Skip);
    let rows = [
        ("a wanted pod comes", EventObjects::added(&web), yes),
        ("some pod comes", EventObjects::added(&other), no),
        ("an unwanted pod goes", EventObjects::deleted(&bad), yes),
        ("a wanted pod goes", EventObjects::deleted(&web), no),
        ("a hostile pod goes", EventObjects::deleted(&hostile), yes),
        ("a pod becomes wanted", EventObjects::updated(&other, &web), yes),
        ("a pod is no longer bad", EventObjects::updated(&bad, &other), yes),
        ("a pod becomes bad", EventObjects::updated(&other, &bad), no),
        ("the pod itself", EventObjects::updated(&waiting, &waiting), yes),
    ];
    for (name, objects, want) in rows {
        assert_eq!(hint(&waiting, &objects).unwrap(), want, "{name}");
    }
}
