//! On which node the fewest and least important pods have to go.

use super::dry_run::{Victims, started};
use crate::pod_info::PodInfo;

/// A node and its victims, of which there is at least one.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The node.
    pub node: String,
    /// The pods to evict.
    pub victims: Victims,
}

impl Candidate {
    /// What is compared, in this order; less is better: budgets violated, the highest priority,
    /// the sum of priorities, the number of pods; at last the most important pods should have
    /// started late.
    fn cost(&self) -> (usize, i32, i64, usize, i64) {
        let pods = &self.victims.pods;
        let highest = pods.iter().map(|pod| pod.priority()).max().unwrap_or(i32::MIN);
        // Shifted, so that many pods of negative priority do not pass for few.
        let shifted = |pod: &PodInfo| i64::from(pod.priority()) + (1 << 31);
        let sum = pods.iter().map(|pod| shifted(pod)).sum();
        let top = pods.iter().filter(|pod| pod.priority() == highest);
        let earliest = top.map(|pod| started(pod)).min().unwrap_or(i64::MAX);
        (self.victims.budget_violations, highest, sum, pods.len(), -earliest)
    }
}

/// The candidates, by index, of which none is better than another: the first is taken.
///
/// Upstream (`pickOneNodeForPreemption`) takes any of them.
#[must_use]
pub fn best_candidates(candidates: &[Candidate]) -> Vec<usize> {
    let costs: Vec<_> = candidates.iter().map(Candidate::cost).collect();
    let Some(least) = costs.iter().min() else { return Vec::new() };
    let best = costs.iter().enumerate().filter(|(_, cost)| *cost == least);
    best.map(|(index, _)| index).collect()
}
