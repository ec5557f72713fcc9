//! Points that choose among the nodes a pod fits: `PreScore`, `Score`.

use super::{Cycle, CycleMut, Normalization, Plugin, Reach};
use crate::node_info::NodeInfo;
use crate::pod_info::PodInfo;
use crate::snapshot::NodeIndex;
use crate::verdict::BoxError;

/// The best score of a node, before weights.
pub const MAX_NODE_SCORE: i64 = 100;
/// The worst score of a node.
pub const MIN_NODE_SCORE: i64 = 0;

/// Looks at the pod and all nodes it fits, before they are scored.
///
/// # Contract
/// Called once a cycle, if there are at least two nodes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not stand at `PreScore`",
    note = "implement `PreScore` before you register it there"
)]
pub trait PreScore: Plugin {
    /// Prepares scoring.
    ///
    /// # Errors
    /// When the plugin cannot tell; the attempt fails and the pod backs off.
    fn pre_score(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        nodes: &[&NodeInfo],
    ) -> Result<PreScoreVerdict, BoxError>;

    /// The same for nodes of the cycle's snapshot by their places.
    ///
    /// # Errors
    /// As [`pre_score`](Self::pre_score).
    fn pre_score_at(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        nodes: &[NodeIndex],
    ) -> Result<PreScoreVerdict, BoxError> {
        let nodes: Vec<_> = nodes.iter().map(|index| cycle.snapshot.node_at(*index)).collect();
        self.pre_score(cycle, pod, &nodes)
    }

    /// Whether it matters which nodes are given. If not, the framework may give none.
    fn needs_nodes(&self, cycle: &Cycle<'_>, pod: &PodInfo) -> bool {
        let _ = (cycle, pod);
        true
    }
}

/// What [`PreScore`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreScoreVerdict {
    /// Score the nodes.
    Continue,
    /// The plugin does not score for this pod: its `Score` is left out and counts nothing.
    Skip,
}

/// Says how good a node is for a pod.
///
/// # Contract
/// Pure. The scores of all nodes are handed to [`normalize`](Self::normalize) together; after it
/// each must be from [`MIN_NODE_SCORE`] to [`MAX_NODE_SCORE`]. Then they are multiplied by the
/// plugin's weight and added up.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not stand at `Score`",
    note = "implement `Score` before you register it there"
)]
pub trait Score: Plugin {
    /// The score of one node, in any range that `normalize` understands.
    ///
    /// # Errors
    /// When the plugin cannot tell; the attempt fails and the pod backs off.
    fn score(&self, cycle: &Cycle<'_>, pod: &PodInfo, node: &NodeInfo) -> Result<i64, BoxError>;

    /// The same for many nodes, so that what does not depend on the node is looked up once.
    ///
    /// # Errors
    /// As [`score`](Self::score).
    fn score_many(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        nodes: &[&NodeInfo],
        scores: &mut [i64],
    ) -> Result<(), BoxError> {
        for (node, score) in nodes.iter().zip(scores) {
            *score = self.score(cycle, pod, node)?;
        }
        Ok(())
    }

    /// The same for nodes of the cycle's snapshot by their places, which may be faster to tell.
    ///
    /// # Errors
    /// As [`score`](Self::score).
    fn score_at(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        nodes: &[NodeIndex],
        scores: &mut [i64],
    ) -> Result<(), BoxError> {
        let nodes: Vec<_> = nodes.iter().map(|index| cycle.snapshot.node_at(*index)).collect();
        self.score_many(cycle, pod, &nodes, scores)
    }

    /// What the score depends on before it is normalized, asked after `PreScore` in every cycle.
    /// Scores are kept for pods of the same kind if this says so and
    /// [`normalization`](Self::normalization) does not ask for nodes.
    fn reach(&self, cycle: &Cycle<'_>, pod: &PodInfo) -> Reach {
        let _ = (cycle, pod);
        Reach::Cluster
    }

    /// What [`normalize`](Self::normalize) depends on.
    fn normalization(&self) -> Normalization {
        Normalization::ByNodes
    }

    /// Brings the scores of all nodes into range.
    ///
    /// # Errors
    /// When the plugin cannot tell.
    fn normalize(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        nodes: &[&NodeInfo],
        scores: &mut [i64],
    ) -> Result<(), BoxError> {
        let _ = (cycle, pod, nodes, scores);
        Ok(())
    }
}

/// Stretches scores so that the greatest becomes [`MAX_NODE_SCORE`]; if `reverse`, 0 becomes the
/// greatest.
///
/// Upstream: `pkg/scheduler/framework/plugins/helper/normalize_score.go`.
pub fn normalize_to_max(scores: &mut [i64], reverse: Reverse) {
    let reverse = reverse == Reverse::Yes;
    let max = scores.iter().copied().max().unwrap_or(0).max(0);
    for score in scores {
        *score = match (max, reverse) {
            (0, false) => *score,
            (0, true) => MAX_NODE_SCORE,
            (max, false) => MAX_NODE_SCORE * *score / max,
            (max, true) => MAX_NODE_SCORE - MAX_NODE_SCORE * *score / max,
        };
    }
}

/// Whether low raw scores are the good ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reverse {
    /// High is good.
    No,
    /// Low is good.
    Yes,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_stretched_to_the_greatest() {
        let rows = [
            (vec![1, 2, 3, 4], Reverse::No, vec![25, 50, 75, 100]),
            (vec![1, 2, 3, 4], Reverse::Yes, vec![75, 50, 25, 0]),
            (vec![1000, 10, 20, 30], Reverse::No, vec![100, 1, 2, 3]),
            (vec![0, 0], Reverse::No, vec![0, 0]),
            (vec![0, 0], Reverse::Yes, vec![100, 100]),
            (vec![], Reverse::Yes, vec![]),
        ];
        for (mut scores, reverse, want) in rows {
            let name = format!("{scores:?} {reverse:?}");
            normalize_to_max(&mut scores, reverse);
            assert_eq!(scores, want, "{name}");
        }
    }
}
