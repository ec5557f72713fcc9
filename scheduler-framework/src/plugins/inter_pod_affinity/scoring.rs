//! Preferred terms: of the pod, and of others towards it.
//!
//! Upstream: `plugins/interpodaffinity/scoring.go`.

use std::sync::Arc;

use super::super::topology_counts::{ClassSums, Sums, TopologyCounts};
use super::{InterPodAffinity, matches, with_namespaces};
use crate::node_info::NodeInfo;
use crate::plugin::{
    Cycle, CycleMut, MAX_NODE_SCORE, Normalization, PreScore, PreScoreVerdict, Score,
};
use crate::pod_info::{AffinityTerm, PodInfo};
use crate::snapshot::{Labels, NodeIndex, PodCounts, Snapshot, Topology};
use crate::verdict::BoxError;

/// Sums of weights by topology. A pair may be there although its sum is 0.
#[derive(Clone, Debug, Default)]
struct Weights {
    sums: TopologyCounts,
    any: bool,
}

impl Weights {
    fn add(&mut self, term: &AffinityTerm, node: &NodeInfo, weight: i64) {
        if let Some(value) = node.label(&term.topology_key) {
            self.sums.add(&term.topology_key, value, weight);
            self.any = true;
        }
    }
}

/// The pod's own preferences, and what counts of those of others.
struct Preferences {
    /// With weights; those of anti-affinity are negative.
    own: Vec<(i64, AffinityTerm)>,
    namespace_labels: Labels,
    hard_weight: i64,
}

impl Preferences {
    fn count_own(&self, other: &PodInfo, node: &NodeInfo, weights: &mut Weights) {
        for (weight, term) in &self.own {
            if matches(term, other.pod()) {
                weights.add(term, node, *weight);
            }
        }
    }

    fn count_others(&self, pod: &PodInfo, other: &PodInfo, node: &NodeInfo, sums: &mut Weights) {
        for (weight, term) in self.towards(pod, other) {
            sums.add(term, node, weight);
        }
    }

    fn by_walking(&self, pod: &PodInfo, snapshot: &Snapshot) -> Weights {
        let mut weights = Weights::default();
        // Only a pod with preferences of its own has to look at pods that have none.
        if self.own.is_empty() {
            for node in snapshot.nodes_with_affinity() {
                for other in node.pods_with_affinity() {
                    self.count_others(pod, other, node, &mut weights);
                }
            }
            return weights;
        }
        for node in snapshot.nodes() {
            for other in node.pods() {
                self.count_own(other, node, &mut weights);
            }
            for other in node.pods_with_affinity() {
                self.count_others(pod, other, node, &mut weights);
            }
        }
        weights
    }

    /// The terms of another pod that match this one, with their weights.
    fn towards<'a>(
        &'a self,
        pod: &'a PodInfo,
        other: &'a PodInfo,
    ) -> impl Iterator<Item = (i64, &'a AffinityTerm)> {
        let terms = other.affinity().ok().into_iter().flat_map(|affinity| {
            let hard = affinity.required.iter().map(|term| (self.hard_weight, term));
            let hard = hard.filter(|(weight, _)| *weight > 0);
            let preferred = affinity.preferred.iter().map(|(weight, term)| (*weight, term));
            let shunned = affinity.preferred_anti.iter().map(|(weight, term)| (-weight, term));
            hard.chain(preferred).chain(shunned)
        });
        terms.filter(|(_, term)| term.matches(pod.pod(), &self.namespace_labels))
    }

    /// Sums up classes of pods instead of walking over all of them; none if one of the labels in
    /// question is not counted by.
    fn by_class(&self, pod: &PodInfo, counts: &PodCounts) -> Option<Weights> {
        let mut sums = ClassSums::default();
        for class in counts.classes() {
            let own = self.own.iter().map(|(weight, term)| (*weight, term));
            let own = own.filter(|(_, term)| matches(term, class.pod.pod()));
            for (weight, term) in own.chain(self.towards(pod, &class.pod)) {
                let topology = counts.topology(&term.topology_key)?;
                sums.add(topology, class.counts(topology), weight);
            }
        }
        Some(Weights { any: sums.any, sums: sums.finish(counts) })
    }
}

impl PreScore for InterPodAffinity {
    fn pre_score(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        _: &[&NodeInfo],
    ) -> Result<PreScoreVerdict, BoxError> {
        let affinity = pod.affinity().map_err(Clone::clone)?;
        let preferred = affinity.preferred.iter().map(|(weight, term)| (*weight, term));
        let shunned = affinity.preferred_anti.iter().map(|(weight, term)| (-weight, term));
        let own: Vec<_> = preferred
            .chain(shunned)
            .map(|(weight, term)| (weight, with_namespaces(term, cycle.snapshot)))
            .collect();
        if own.is_empty() && self.args.ignore_preferred_terms_of_existing_pods {
            return Ok(PreScoreVerdict::Skip);
        }
        let preferences = Preferences {
            own,
            namespace_labels: cycle.snapshot.namespace_labels(pod.namespace()).clone(),
            hard_weight: i64::from(self.args.hard_pod_affinity_weight),
        };
        let counts = cycle.snapshot.pod_counts();
        let weights = counts.and_then(|counts| preferences.by_class(pod, counts));
        let weights = weights.unwrap_or_else(|| preferences.by_walking(pod, cycle.snapshot));
        if !weights.any {
            return Ok(PreScoreVerdict::Skip);
        }
        cycle.insert_for_search(weights);
        Ok(PreScoreVerdict::Continue)
    }

    fn needs_nodes(&self, _: &Cycle<'_>, _: &PodInfo) -> bool {
        false
    }
}

impl Score for InterPodAffinity {
    fn score(&self, cycle: &Cycle<'_>, _: &PodInfo, node: &NodeInfo) -> Result<i64, BoxError> {
        Ok(cycle.get::<Weights>().map_or(0, |weights| weights.sums.sum(|key| node.label(key))))
    }

    fn score_at(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        nodes: &[NodeIndex],
        scores: &mut [i64],
    ) -> Result<(), BoxError> {
        let Some(weights) = cycle.get::<Weights>() else { return Ok(()) };
        let numbered = cycle.snapshot.pod_counts().and_then(|counts| {
            let of_key = |key: &str| {
                let topology = counts.topology_at(counts.topology(key)?);
                Some((topology, weights.sums.sums(key).ok()??))
            };
            weights.sums.keys().map(of_key).collect::<Option<Vec<_>>>()
        });
        for (node, score) in nodes.iter().zip(scores) {
            *score = match &numbered {
                Some(sums) => {
                    let of_key = |(topology, sums): &(&Arc<Topology>, &Sums)| {
                        topology.at(*node).map_or(0, |number| sums.get(number))
                    };
                    sums.iter().map(of_key).sum()
                }
                None => self.score(cycle, pod, cycle.snapshot.node_at(*node))?,
            };
        }
        Ok(())
    }

    fn normalization(&self) -> Normalization {
        Normalization::ByScores
    }

    fn normalize(
        &self,
        _: &Cycle<'_>,
        _: &PodInfo,
        _: &[&NodeInfo],
        scores: &mut [i64],
    ) -> Result<(), BoxError> {
        let min = scores.iter().copied().min().unwrap_or(0);
        let max = scores.iter().copied().max().unwrap_or(0);
        for score in scores {
            *score = match max - min {
                0 => 0,
                range => (MAX_NODE_SCORE as f64 * ((*score - min) as f64 / range as f64)) as i64,
            };
        }
        Ok(())
    }
}
