//! Random clusters: what the plugins say is what models of them say that are slow, and simple
//! enough to be seen to be right.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "naive/cluster.rs"]
mod cluster;
#[path = "naive/filters.rs"]
mod filters;
#[path = "naive/scores.rs"]
mod scores;

use std::sync::Arc;

use bowline_apimachinery::random::SeededRandom;
use bowline_scheduler_framework::cycle::{
    FilterRunner, run_pre_filters, score_nodes, score_nodes_at,
};
use bowline_scheduler_framework::plugin::{CycleMut, Plugin};
use bowline_scheduler_framework::plugins::{
    ImageLocality, InterPodAffinity, NodeAffinity, NodePorts, NodeResourcesBalancedAllocation,
    NodeResourcesFit, NodeUnschedulable, PodTopologySpread, TaintToleration,
};
use bowline_scheduler_framework::queue::Nominator;
use bowline_scheduler_framework::{CycleState, PodInfo, Profile, Snapshot, Verdict};
use cluster::{Cluster, Dice};

const CLUSTERS: u64 = 400;

/// Runs one plugin on random clusters, with and without counts kept by the snapshot.
fn clusters(seed: u64, mut check: impl FnMut(&Cluster, &Snapshot, &PodInfo)) {
    let dice = Dice(SeededRandom::new(seed));
    for _ in 0..CLUSTERS {
        let cluster = Cluster::random(&dice);
        let mut snapshot = cluster.snapshot();
        let pod = PodInfo::from(cluster.pod.object());
        check(&cluster, &snapshot, &pod);
        snapshot.track_topologies(&pod);
        snapshot.track_topology(cluster::HOSTNAME);
        check(&cluster, &snapshot, &pod);
    }
}

/// The codes of a plugin's rejections, node by node.
fn filter(
    plugin: Arc<dyn Plugin>,
    snapshot: &Snapshot,
    pod: &PodInfo,
) -> Vec<Option<&'static str>> {
    let profile = Profile::of("alone", [(plugin, 1)]);
    let mut state = CycleState::default();
    let mut cycle = CycleMut::new(&mut state, snapshot);
    let found = run_pre_filters(&profile, &mut cycle, pod).unwrap();
    let nominator = Nominator::default();
    let runner = FilterRunner::new(&profile, &found.skipped, &nominator);
    let code = |verdict: &Verdict| match verdict {
        Verdict::Fits => None,
        Verdict::Rejected(rejection) => Some(rejection.code.as_str()),
    };
    let nodes: Vec<_> = snapshot.nodes().collect();
    let places: Vec<_> = (0..nodes.len()).collect();
    let many = runner.filter_many(&cycle.read(), pod, &nodes).unwrap();
    let at = runner.filter_at(&cycle.read(), pod, &places).unwrap();
    assert_eq!(many, at);
    many.iter().map(code).collect()
}

/// The normalized scores of a plugin, node by node; none if it does not score the pod.
fn score(plugin: Arc<dyn Plugin>, snapshot: &Snapshot, pod: &PodInfo) -> Option<Vec<i64>> {
    let profile = Profile::of("alone", [(plugin, 1)]);
    let nodes: Vec<_> = snapshot.nodes().collect();
    let places: Vec<_> = (0..nodes.len()).collect();
    let (mut state, mut other) = (CycleState::default(), CycleState::default());
    let scores =
        score_nodes(&profile, &mut CycleMut::new(&mut state, snapshot), pod, &nodes).unwrap();
    let at =
        score_nodes_at(&profile, &mut CycleMut::new(&mut other, snapshot), pod, &places).unwrap();
    assert_eq!(scores, at);
    scores.plugins.into_iter().next().map(|it| it.normalized)
}

macro_rules! filters {
    ($($test:ident: $plugin:expr, $model:path;)*) => {$(
        #[test]
        fn $test() {
            let mut rejected = 0;
            clusters(1, |cluster, snapshot, pod| {
                let want: Vec<_> =
                    (0..cluster.nodes.len()).map(|node| $model(cluster, node)).collect();
                let got = filter(Arc::new($plugin), snapshot, pod);
                assert_eq!(got, want, "{cluster:#?}");
                rejected += want.iter().flatten().count();
            });
            assert!(rejected > 100, "only {rejected}");
        }
    )*};
}

macro_rules! scores {
    ($($test:ident: $plugin:expr, $model:path;)*) => {$(
        #[test]
        fn $test() {
            let mut scored = 0;
            clusters(2, |cluster, snapshot, pod| {
                let want = $model(cluster);
                let got = score(Arc::new($plugin), snapshot, pod);
                match (&got, &want) {
                    // To leave a score out is to give all nodes the same.
                    (None, Some(want)) => {
                        assert!(want.iter().all(|it| *it == want[0]), "{want:?} {cluster:#?}");
                    }
                    _ => assert_eq!(got, want, "{cluster:#?}"),
                }
                scored += usize::from(got.is_some());
            });
            assert!(scored > 50, "only {scored}");
        }
    )*};
}

filters! {
    resources: NodeResourcesFit::default(), filters::resources;
    taints: TaintToleration, filters::taints;
    cordons: NodeUnschedulable, filters::cordon;
    node_affinity: NodeAffinity::default(), filters::node_affinity;
    ports: NodePorts, filters::ports;
    pod_affinity: InterPodAffinity::default(), filters::pod_affinity;
    spread: PodTopologySpread::default(), filters::spread;
}

scores! {
    least_allocated: NodeResourcesFit::default(), scores::least_allocated;
    balance: NodeResourcesBalancedAllocation::default(), scores::balance;
    soft_taints: TaintToleration, scores::taints;
    preferred_nodes: NodeAffinity::default(), scores::node_affinity;
    images: ImageLocality, scores::images;
    preferred_pods: InterPodAffinity::default(), scores::pod_affinity;
    soft_spread: PodTopologySpread::default(), scores::spread;
}
