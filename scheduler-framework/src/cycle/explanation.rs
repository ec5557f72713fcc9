//! Why a pod goes where it goes, or nowhere: every node, every plugin.

use std::collections::BTreeMap;

use super::{CycleError, FilterRunner, run_pre_filters, score_nodes, select_host};
use crate::cycle_state::CycleState;
use crate::node_info::NodeInfo;
use crate::plugin::CycleMut;
use crate::pod_info::PodInfo;
use crate::profile::Profile;
use crate::queue::Nominator;
use crate::snapshot::Snapshot;
use crate::verdict::{Rejection, Verdict};

/// What the plugins of a profile say about a pod.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The pod was turned down before any node was examined; then there are no nodes.
    pub rejected: Option<Rejection>,
    /// All nodes, in the order of the snapshot.
    pub nodes: Vec<NodeExplanation>,
    /// The node with the best score, as an index into `nodes`; of equals the one that is chosen
    /// when the search begins with the first node.
    pub best: Option<usize>,
}

/// What they say about one node.
#[derive(Clone, Debug)]
pub struct NodeExplanation {
    /// The node.
    pub node: String,
    /// What each filter says, whatever those before it said; filters that were skipped are
    /// missing.
    pub verdicts: Vec<(&'static str, Verdict)>,
    /// What each plugin adds to the score, with its weight; empty if the pod does not fit, or is
    /// to be scored by nobody.
    pub scores: Vec<NodeScore>,
}

/// What one plugin adds to the score of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeScore {
    /// The plugin.
    pub plugin: &'static str,
    /// Its weight.
    pub weight: i64,
    /// What it said first.
    pub raw: i64,
    /// The same brought into the range of all scores, before the weight.
    pub normalized: i64,
}

impl NodeExplanation {
    /// Whether the pod fits.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.verdicts.iter().all(|(_, verdict)| verdict.fits())
    }

    /// The weighted sum of the scores.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.scores.iter().map(|score| score.normalized * score.weight).sum()
    }
}

impl Explanation {
    /// On how many nodes each plugin has each reason to turn the pod down. Unlike in events, a
    /// node counts for all its reasons, not only for the first.
    #[must_use]
    pub fn why_not(&self) -> BTreeMap<(&'static str, String), usize> {
        let verdicts = self.nodes.iter().flat_map(|node| &node.verdicts);
        let mut counts = BTreeMap::new();
        for (plugin, verdict) in verdicts {
            let Verdict::Rejected(rejection) = verdict else { continue };
            for reason in rejection.reasons.iter() {
                *counts.entry((*plugin, reason.to_owned())).or_default() += 1;
            }
        }
        counts
    }
}

/// Asks all plugins of a profile about all nodes.
///
/// # Errors
/// When a plugin fails.
pub fn explain(
    profile: &Profile,
    snapshot: &Snapshot,
    nominator: &Nominator,
    pod: &PodInfo,
) -> Result<Explanation, CycleError> {
    let mut state = CycleState::default();
    let mut cycle = CycleMut::new(&mut state, snapshot);
    let found = run_pre_filters(profile, &mut cycle, pod)?;
    if found.rejected.is_some() {
        return Ok(Explanation { rejected: found.rejected, nodes: Vec::new(), best: None });
    }
    let runner = FilterRunner::new(profile, &found.skipped, nominator);
    let mut nodes = Vec::with_capacity(snapshot.node_count());
    for node in snapshot.nodes() {
        let mut verdicts = runner.filter_each(&cycle.read(), pod, node)?;
        let left_out = found.only_nodes.as_ref().is_some_and(|only| !only.contains(node.name()));
        if left_out && verdicts.iter().all(|(_, verdict)| verdict.fits()) {
            let plugin = found.narrowed_by.first().copied().unwrap_or_default();
            verdicts.push((plugin, Verdict::unresolvable("node is filtered out by the prefilter")));
        }
        nodes.push(NodeExplanation { node: node.name().to_owned(), verdicts, scores: Vec::new() });
    }
    let fitting: Vec<_> = (0..nodes.len()).filter(|index| nodes[*index].fits()).collect();
    let infos: Vec<&NodeInfo> = fitting.iter().map(|index| snapshot.node_at(*index)).collect();
    let mut best = fitting.first().copied();
    if infos.len() > 1 {
        let scores = score_nodes(profile, &mut cycle, pod, &infos)?;
        best = select_host(&scores.totals).map(|place| fitting[place]);
        for plugin in &scores.plugins {
            for (place, index) in fitting.iter().enumerate() {
                nodes[*index].scores.push(NodeScore {
                    plugin: plugin.plugin,
                    weight: plugin.weight,
                    raw: plugin.raw[place],
                    normalized: plugin.normalized[place],
                });
            }
        }
    }
    Ok(Explanation { rejected: None, nodes, best })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plugins::default_plugins;
    use crate::testing::{node, pod};

    #[test]
    fn every_reason_of_every_node_is_told() {
        let profile = Profile::of("default-scheduler", default_plugins());
        let nodes = [
            node("small").allocatable(&[("cpu", "1"), ("memory", "1Gi")]),
            node("closed").allocatable(&[("cpu", "1"), ("memory", "1Gi")]).unschedulable(),
            node("idle").allocatable(&[("cpu", "8"), ("memory", "8Gi")]),
            node("busy").allocatable(&[("cpu", "8"), ("memory", "8Gi")]),
        ];
        let busy = pod("busy").requests(&[("cpu", "4"), ("memory", "4Gi")]).on("busy").build();
        let snapshot = Snapshot::of(nodes.map(|node| node.build()), [busy]);
        let nominator = Nominator::default();
        let big = pod("big").requests(&[("cpu", "2"), ("memory", "1Gi")]).info();
        let told = explain(&profile, &snapshot, &nominator, &big).unwrap();
        assert_eq!(told.best, Some(2));
        let why_not = told.why_not();
        assert_eq!(why_not[&("NodeResourcesFit", "Insufficient cpu".to_owned())], 2);
        let closed = ("NodeUnschedulable", "node(s) were unschedulable".to_owned());
        assert_eq!((why_not[&closed], why_not.len()), (1, 2));
        let [small, _, idle, busy] = &told.nodes[..] else { panic!("{told:?}") };
        assert!(!small.fits() && small.scores.is_empty());
        assert!(idle.total() > busy.total());
        let nowhere = pod("p").node_field("nowhere").info();
        let told = explain(&profile, &snapshot, &nominator, &nowhere).unwrap();
        assert!(told.best.is_none() && told.nodes.iter().all(|node| !node.fits()));
    }
}
