//! Soft constraints.
//!
//! Upstream: `plugins/podtopologyspread/scoring.go`.

use std::collections::{BTreeSet, HashMap};

use bowline_api::core::v1::UnsatisfiableConstraintAction as Action;

use super::constraint::{Constraint, all_have_all_keys, has_all_keys};
use super::{HOSTNAME, PodTopologySpread};
use crate::node_info::NodeInfo;
use crate::plugin::{Cycle, CycleMut, MAX_NODE_SCORE, PreScore, PreScoreVerdict, Score};
use crate::pod_info::PodInfo;
use crate::snapshot::{PodCounts, Snapshot};
use crate::verdict::BoxError;

#[derive(Clone, Debug)]
struct State {
    constraints: Vec<Weighted>,
    /// Nodes that are in no domain of some constraint.
    ignored: BTreeSet<String>,
}

#[derive(Clone, Debug)]
struct Weighted {
    constraint: Constraint,
    /// Matching pods in the domains of the nodes to be scored; nodes are counted one by one when
    /// they are scored.
    counts: HashMap<String, i64>,
    /// Evens out that a topology of many domains has few pods in each.
    weight: f64,
}

impl Weighted {
    fn is_by_node(&self) -> bool {
        self.constraint.topology_key == HOSTNAME
    }

    fn score(&self, pod: &PodInfo, node: &NodeInfo) -> Option<f64> {
        let value = node.label(&self.constraint.topology_key)?;
        let count = match self.is_by_node() {
            true => self.constraint.count(node, pod.namespace()),
            false => self.counts.get(value).copied().unwrap_or(0),
        };
        Some(count as f64 * self.weight + (self.constraint.max_skew - 1) as f64)
    }
}

impl State {
    fn new(constraints: Vec<Constraint>, nodes: &[&NodeInfo], needs_all_keys: bool) -> Self {
        let lacks =
            |node: &&&NodeInfo| needs_all_keys && !has_all_keys(node.labels(), &constraints);
        let ignored: BTreeSet<_> =
            nodes.iter().filter(lacks).map(|node| node.name().to_owned()).collect();
        let scored: Vec<_> = nodes.iter().filter(|node| !lacks(node)).collect();
        let weighted = constraints.iter().map(|constraint| {
            let by_node = constraint.topology_key == HOSTNAME;
            let value = |node: &&&NodeInfo| {
                (node.label(&constraint.topology_key).unwrap_or("").to_owned(), 0)
            };
            let counts: HashMap<_, _> =
                if by_node { HashMap::new() } else { scored.iter().map(value).collect() };
            let size = if by_node { scored.len() } else { counts.len() };
            let weight = ((size + 2) as f64).ln();
            Weighted { constraint: constraint.clone(), counts, weight }
        });
        Self { constraints: weighted.collect(), ignored }
    }

    /// Sums up classes of pods instead of walking over all nodes; nothing is done if that does not
    /// give the whole answer.
    fn count_by_class(&mut self, counts: &PodCounts, pod: &PodInfo) -> Option<()> {
        let constraints: Vec<_> = self.constraints.iter().map(|it| it.constraint.clone()).collect();
        if !all_have_all_keys(counts, &constraints) {
            return None;
        }
        let by_node = |it: &Weighted| it.is_by_node();
        let found: Vec<_> = (self.constraints.iter())
            .map(|it| {
                if by_node(it) { Some(None) } else { it.constraint.by_class(pod, counts).map(Some) }
            })
            .collect::<Option<_>>()?;
        for (weighted, found) in self.constraints.iter_mut().zip(found) {
            let Some((topology, sums)) = found else { continue };
            for (value, count) in &mut weighted.counts {
                let number = topology.number(value);
                *count = number.and_then(|it| sums.get(&it)).copied().unwrap_or(0);
            }
        }
        Some(())
    }

    fn count(&mut self, snapshot: &Snapshot, pod: &PodInfo, needs_all_keys: bool) {
        let counts = snapshot.pod_counts();
        if counts.is_some_and(|counts| self.count_by_class(counts, pod).is_some()) {
            return;
        }
        let keys: Vec<_> =
            self.constraints.iter().map(|it| it.constraint.topology_key.clone()).collect();
        for node in snapshot.nodes() {
            if needs_all_keys && !keys.iter().all(|key| node.label(key).is_some()) {
                continue;
            }
            for weighted in self.constraints.iter_mut().filter(|it| !it.is_by_node()) {
                let constraint = &weighted.constraint;
                let value = node.label(&constraint.topology_key).unwrap_or("");
                let Some(count) = weighted.counts.get_mut(value) else { continue };
                if constraint.includes(pod.pod(), node.node()) {
                    *count += constraint.count(node, pod.namespace());
                }
            }
        }
    }
}

impl PreScore for PodTopologySpread {
    fn pre_score(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        nodes: &[&NodeInfo],
    ) -> Result<PreScoreVerdict, BoxError> {
        let objects = cycle.snapshot.objects();
        let constraints = self.constraints(objects, pod, &Action::ScheduleAnyway)?;
        if constraints.is_empty() {
            return Ok(PreScoreVerdict::Skip);
        }
        let needs_all_keys =
            !self.system_defaults || !pod.pod().spec.topology_spread_constraints.is_empty();
        let mut state = State::new(constraints, nodes, needs_all_keys);
        state.count(cycle.snapshot, pod, needs_all_keys);
        cycle.insert(state);
        Ok(PreScoreVerdict::Continue)
    }
}

impl Score for PodTopologySpread {
    fn score(&self, cycle: &Cycle<'_>, pod: &PodInfo, node: &NodeInfo) -> Result<i64, BoxError> {
        let Some(state) = cycle.get::<State>() else { return Ok(0) };
        if state.ignored.contains(node.name()) {
            return Ok(0);
        }
        let scores = state.constraints.iter().filter_map(|it| it.score(pod, node));
        Ok(scores.fold(0.0, |sum, score| sum + score).round() as i64)
    }

    fn normalize(
        &self,
        cycle: &Cycle<'_>,
        _: &PodInfo,
        nodes: &[&NodeInfo],
        scores: &mut [i64],
    ) -> Result<(), BoxError> {
        let Some(state) = cycle.get::<State>() else { return Ok(()) };
        let counts = |node: &&NodeInfo| !state.ignored.contains(node.name());
        let counted = || nodes.iter().zip(scores.iter()).filter(|(node, _)| counts(node));
        let min = counted().map(|(_, score)| *score).min().unwrap_or(0);
        let max = counted().map(|(_, score)| *score).max().unwrap_or(0);
        for (node, score) in nodes.iter().zip(scores) {
            *score = match (counts(node), max) {
                (false, _) => 0,
                (true, 0) => MAX_NODE_SCORE,
                (true, max) => MAX_NODE_SCORE * (max + min - *score) / max,
            };
        }
        Ok(())
    }
}
