//! `NodeResourcesBalancedAllocation` prefers nodes whose resources the pod brings into balance,
//! so that none is left over for want of another.

use std::sync::Arc;

use super::resource_allocation::{Counting, ScoredResources};
use crate::config::NodeResourcesBalancedAllocationArgs;
use crate::node_info::NodeInfo;
use crate::plugin::{
    Cycle, CycleMut, ExtensionPoints, MAX_NODE_SCORE, Normalization, Plugin, PreScore,
    PreScoreVerdict, Reach, Score,
};
use crate::pod_info::PodInfo;
use crate::verdict::BoxError;

/// The plugin. Upstream: `plugins/noderesources/balanced_allocation.go`.
#[derive(Clone, Debug)]
pub struct NodeResourcesBalancedAllocation {
    scored: ScoredResources,
}

/// What the pod requests of each scored resource.
#[derive(Clone, Debug)]
struct Requests(Vec<i64>);

impl NodeResourcesBalancedAllocation {
    /// The plugin with its arguments.
    #[must_use]
    pub fn new(args: &NodeResourcesBalancedAllocationArgs) -> Self {
        Self { scored: ScoredResources::new(&args.resources, Counting::Requested) }
    }

    /// Half the range for how balanced the node will be, half for how much the pod changes that.
    fn rate(&self, node: &NodeInfo, requests: &[i64]) -> i64 {
        let (mut with, mut without) = (Balance::default(), Balance::default());
        for usage in self.scored.usage(node, requests) {
            let share = |requested: i64| (requested as f64 / usage.allocatable as f64).min(1.0);
            with.push(share(usage.requested));
            without.push(share(usage.requested - usage.by_pod));
        }
        let half = MAX_NODE_SCORE / 2;
        half + (half + with.score() - without.score()) / 2
    }
}

impl Default for NodeResourcesBalancedAllocation {
    fn default() -> Self {
        Self::new(&NodeResourcesBalancedAllocationArgs::default())
    }
}

impl Plugin for NodeResourcesBalancedAllocation {
    fn name(&self) -> &'static str {
        "NodeResourcesBalancedAllocation"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.pre_score(self.clone()).score(self);
    }
}

impl PreScore for NodeResourcesBalancedAllocation {
    fn pre_score(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        _: &[&NodeInfo],
    ) -> Result<PreScoreVerdict, BoxError> {
        let requests = self.scored.requests(pod.requests());
        if requests.iter().all(|amount| *amount == 0) {
            return Ok(PreScoreVerdict::Skip);
        }
        cycle.insert(Requests(requests));
        Ok(PreScoreVerdict::Continue)
    }

    fn needs_nodes(&self, _: &Cycle<'_>, _: &PodInfo) -> bool {
        false
    }
}

impl Score for NodeResourcesBalancedAllocation {
    fn score(&self, cycle: &Cycle<'_>, pod: &PodInfo, node: &NodeInfo) -> Result<i64, BoxError> {
        Ok(match cycle.get::<Requests>() {
            Some(requests) => self.rate(node, &requests.0),
            None => self.rate(node, &self.scored.requests(pod.requests())),
        })
    }

    fn reach(&self, _: &Cycle<'_>, _: &PodInfo) -> Reach {
        Reach::NODE
    }

    fn normalization(&self) -> Normalization {
        Normalization::None
    }
}

/// The shares in use of a node's resources, in their order; a few.
#[derive(Default)]
struct Balance {
    shares: [f64; 2],
    more: Vec<f64>,
    len: usize,
}

impl Balance {
    fn push(&mut self, share: f64) {
        match self.shares.get_mut(self.len) {
            Some(place) => *place = share,
            None => self.more.push(share),
        }
        self.len += 1;
    }

    /// 100 if all shares are alike, less the more they deviate.
    fn score(&self) -> i64 {
        ((1.0 - self.deviation()) * MAX_NODE_SCORE as f64) as i64
    }

    fn deviation(&self) -> f64 {
        match self.len {
            0 | 1 => 0.0,
            2 => (self.shares[0] - self.shares[1]).abs() / 2.0,
            len => {
                let shares = || self.shares.iter().chain(&self.more);
                let total = shares().fold(0.0, |sum, share| sum + share);
                let mean = total / len as f64;
                let squares = shares().fold(0.0, |sum, it| sum + (it - mean) * (it - mean));
                (squares / len as f64).sqrt()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_scores, node, pod};

    #[test]
    fn balance_is_rewarded() {
        let sized = |name, cpu, memory| node(name).allocatable(&[("cpu", cpu), ("memory", memory)]);
        let nodes = || vec![sized("n0", "4", "4Gi"), sized("n1", "4", "8Gi"), node("n2")];
        let asks = |cpu, memory| pod("p").requests(&[("cpu", cpu), ("memory", memory)]);
        let rows = [
            ("nothing asked", pod("p"), nodes(), vec![], vec![]),
            (
                "in step with the first",
                asks("2", "2Gi"),
                nodes(),
                vec![75, 68, 75],
                vec![75, 68, 75],
            ),
            (
                "in step with the second",
                asks("2", "4Gi"),
                nodes(),
                vec![62, 75, 75],
                vec![62, 75, 75],
            ),
            ("only one", asks("4", "0"), nodes(), vec![50, 50, 75], vec![50, 50, 75]),
        ];
        check_scores(&NodeResourcesBalancedAllocation::default(), rows);
    }

    #[test]
    fn deviation_of_several() {
        let of = |shares: &[f64]| {
            let mut balance = Balance::default();
            shares.iter().for_each(|share| balance.push(*share));
            balance.score()
        };
        assert_eq!(of(&[]), 100);
        assert_eq!(of(&[0.3]), 100);
        assert_eq!(of(&[0.2, 0.6]), 80);
        assert_eq!(of(&[0.5, 0.5, 0.5]), 100);
        assert_eq!(of(&[0.0, 0.0, 1.0]), 52);
    }
}
