//! Soft constraints.
//!
//! Upstream: `plugins/podtopologyspread/scoring.go`.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use bowline_api::core::v1::UnsatisfiableConstraintAction as Action;
use bowline_apimachinery::labels::SelectorError;

use super::constraint::{Constraint, all_have_all_keys, has_all_keys};
use super::{HOSTNAME, PodTopologySpread};
use crate::node_info::NodeInfo;
use crate::plugin::{Cycle, CycleMut, MAX_NODE_SCORE, PreScore, PreScoreVerdict, Score};
use crate::plugins::topology_counts::Counted;
use crate::pod_info::PodInfo;
use crate::snapshot::{NodeIndex, PodCounts, Snapshot};
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
    /// they are scored, unless that was done by classes.
    counts: Option<Counted>,
    /// Evens out that a topology of many domains has few pods in each.
    weight: f64,
}

impl Weighted {
    fn is_by_node(&self) -> bool {
        self.constraint.topology_key == HOSTNAME
    }

    fn score(&self, pod: &PodInfo, node: &NodeInfo) -> Option<f64> {
        let value = node.label(&self.constraint.topology_key)?;
        let count = match (&self.counts, self.is_by_node()) {
            (Some(counts), false) => counts.get(value),
            _ => self.constraint.count(node, pod.namespace()),
        };
        Some(self.weigh(count))
    }

    /// The same for a node of the snapshot that it was counted on.
    fn score_at(&self, pod: &PodInfo, snapshot: &Snapshot, node: NodeIndex) -> Option<f64> {
        let Some(Counted::ByClass(topology, sums)) = &self.counts else {
            return self.score(pod, snapshot.node_at(node));
        };
        let number = topology.at(node)?;
        // Nodes that share a host name are counted one by one nevertheless.
        Some(self.weigh(match self.is_by_node() && topology.nodes_with(number) > 1 {
            true => self.constraint.count(snapshot.node_at(node), pod.namespace()),
            false => sums.get(number),
        }))
    }

    fn weigh(&self, count: i64) -> f64 {
        count as f64 * self.weight + (self.constraint.max_skew - 1) as f64
    }
}

impl State {
    fn weighted(constraint: Constraint, domains: usize, counts: Option<Counted>) -> Weighted {
        Weighted { constraint, counts, weight: ((domains + 2) as f64).ln() }
    }

    /// Sums up classes of pods instead of walking over all nodes; none if that does not give the
    /// whole answer.
    fn by_class(
        constraints: &[Constraint],
        counts: &PodCounts,
        pod: &PodInfo,
        nodes: &[NodeIndex],
    ) -> Option<Self> {
        if !all_have_all_keys(counts, constraints) {
            return None;
        }
        let of_constraint = |constraint: &Constraint| {
            let (topology, sums) = constraint.by_class(pod, counts)?;
            let domains = match constraint.topology_key == HOSTNAME {
                true => nodes.len(),
                false => {
                    let numbers = nodes.iter().filter_map(|node| topology.at(*node));
                    let mut numbers: Vec<_> = numbers.collect();
                    numbers.sort_unstable();
                    numbers.dedup();
                    numbers.len()
                }
            };
            let counted = Counted::ByClass(Arc::clone(topology), sums);
            Some(Self::weighted(constraint.clone(), domains, Some(counted)))
        };
        let constraints = constraints.iter().map(of_constraint).collect::<Option<_>>()?;
        Some(Self { constraints, ignored: BTreeSet::new() })
    }

    fn by_walking(
        constraints: Vec<Constraint>,
        snapshot: &Snapshot,
        pod: &PodInfo,
        nodes: &[&NodeInfo],
        needs_all_keys: bool,
    ) -> Self {
        let lacks = |node: &NodeInfo| needs_all_keys && !has_all_keys(node.labels(), &constraints);
        let ignored = nodes.iter().filter(|node| lacks(node));
        let ignored: BTreeSet<_> = ignored.map(|node| node.name().to_owned()).collect();
        let scored = || nodes.iter().filter(|node| !lacks(node));
        let by_value = |constraint: &Constraint| -> HashMap<String, i64> {
            if constraint.topology_key == HOSTNAME {
                return HashMap::new();
            }
            let value = |node: &NodeInfo| node.label(&constraint.topology_key).map(str::to_owned);
            scored().map(|node| (value(node).unwrap_or_default(), 0)).collect()
        };
        let mut counts: Vec<_> = constraints.iter().map(by_value).collect();
        for node in snapshot.nodes().filter(|node| !lacks(node)) {
            for (constraint, counts) in constraints.iter().zip(&mut counts) {
                let value = node.label(&constraint.topology_key).unwrap_or("");
                let Some(count) = counts.get_mut(value) else { continue };
                if constraint.includes(pod.pod(), node.node()) {
                    *count += constraint.count(node, pod.namespace());
                }
            }
        }
        let sizes = counts.iter().zip(&constraints).map(|(counts, constraint)| {
            match constraint.topology_key == HOSTNAME {
                true => scored().count(),
                false => counts.len(),
            }
        });
        let sizes: Vec<_> = sizes.collect();
        let weighted = constraints.into_iter().zip(counts).zip(sizes);
        let weighted = weighted.map(|((constraint, counts), size)| {
            let by_node = constraint.topology_key == HOSTNAME;
            let counts = (!by_node).then(|| Counted::Here(Arc::new(counts)));
            Self::weighted(constraint, size, counts)
        });
        Self { constraints: weighted.collect(), ignored }
    }
}

impl PodTopologySpread {
    fn soft(&self, snapshot: &Snapshot, pod: &PodInfo) -> Result<Vec<Constraint>, SelectorError> {
        self.constraints(snapshot.objects(), pod, &Action::ScheduleAnyway)
    }

    fn walk(
        &self,
        constraints: Vec<Constraint>,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        nodes: &[&NodeInfo],
    ) {
        let needs_all_keys =
            !self.system_defaults || !pod.pod().spec.topology_spread_constraints.is_empty();
        let snapshot = cycle.snapshot;
        let state = State::by_walking(constraints, snapshot, pod, nodes, needs_all_keys);
        cycle.insert_for_search(state);
    }
}

impl PreScore for PodTopologySpread {
    fn pre_score(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        nodes: &[&NodeInfo],
    ) -> Result<PreScoreVerdict, BoxError> {
        let constraints = self.soft(cycle.snapshot, pod)?;
        if constraints.is_empty() {
            return Ok(PreScoreVerdict::Skip);
        }
        let places = nodes.iter().map(|node| cycle.snapshot.index_of(node.name()));
        let places: Option<Vec<_>> = places.collect();
        let counts = cycle.snapshot.pod_counts().zip(places);
        let state =
            counts.and_then(|(counts, places)| State::by_class(&constraints, counts, pod, &places));
        match state {
            Some(state) => cycle.insert_for_search(state),
            None => self.walk(constraints, cycle, pod, nodes),
        }
        Ok(PreScoreVerdict::Continue)
    }

    fn pre_score_at(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        nodes: &[NodeIndex],
    ) -> Result<PreScoreVerdict, BoxError> {
        let constraints = self.soft(cycle.snapshot, pod)?;
        if constraints.is_empty() {
            return Ok(PreScoreVerdict::Skip);
        }
        let counts = cycle.snapshot.pod_counts();
        let state = counts.and_then(|counts| State::by_class(&constraints, counts, pod, nodes));
        match state {
            Some(state) => cycle.insert_for_search(state),
            None => {
                let snapshot = cycle.snapshot;
                let nodes: Vec<_> = nodes.iter().map(|node| snapshot.node_at(*node)).collect();
                self.walk(constraints, cycle, pod, &nodes);
            }
        }
        Ok(PreScoreVerdict::Continue)
    }

    fn needs_nodes(&self, cycle: &Cycle<'_>, pod: &PodInfo) -> bool {
        !self.soft(cycle.snapshot, pod).is_ok_and(|constraints| constraints.is_empty())
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

    fn score_at(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        nodes: &[NodeIndex],
        scores: &mut [i64],
    ) -> Result<(), BoxError> {
        let Some(state) = cycle.get::<State>() else { return Ok(()) };
        for (node, score) in nodes.iter().zip(scores) {
            let name = || cycle.snapshot.node_at(*node).name();
            if !state.ignored.is_empty() && state.ignored.contains(name()) {
                continue;
            }
            let scores = state.constraints.iter();
            let scores = scores.filter_map(|it| it.score_at(pod, cycle.snapshot, *node));
            *score = scores.fold(0.0, |sum, score| sum + score).round() as i64;
        }
        Ok(())
    }

    fn normalize(
        &self,
        cycle: &Cycle<'_>,
        _: &PodInfo,
        nodes: &[&NodeInfo],
        scores: &mut [i64],
    ) -> Result<(), BoxError> {
        let Some(state) = cycle.get::<State>() else { return Ok(()) };
        let counts =
            |node: &&NodeInfo| state.ignored.is_empty() || !state.ignored.contains(node.name());
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
