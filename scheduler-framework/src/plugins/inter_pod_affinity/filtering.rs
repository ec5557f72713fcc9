//! Required terms: of the pod, and of others against it.
//!
//! Upstream: `plugins/interpodaffinity/filtering.go`.

use super::super::topology_counts::{ClassSums, Sums, TopologyCounts};
use super::{
    InterPodAffinity, REASON_AFFINITY, REASON_ANTI_AFFINITY, REASON_EXISTING_ANTI_AFFINITY,
    matches, matches_all, with_namespaces,
};
use crate::node_info::NodeInfo;
use crate::plugin::{Cycle, CycleMut, Filter, PreFilter, PreFilterExtensions, PreFilterVerdict};
use crate::pod_info::{AffinityTerm, PodInfo};
use crate::snapshot::{Labels, NodeIndex, PodCounts, Topology};
use crate::verdict::{BoxError, Rejection, Verdict};

/// What the filter needs to know of all pods in the cluster.
#[derive(Clone, Debug, Default)]
struct State {
    affinity: Vec<AffinityTerm>,
    anti_affinity: Vec<AffinityTerm>,
    /// Labels of the pod's namespace.
    namespace_labels: Labels,
    /// Terms of other pods' required anti-affinity that match the pod.
    existing_anti_affinity: TopologyCounts,
    /// Pods that match all of the pod's required affinity, by each of its topologies.
    matching: TopologyCounts,
    /// Pods that match a term of the pod's required anti-affinity.
    anti_matching: TopologyCounts,
}

impl State {
    fn new(cycle: &CycleMut<'_>, pod: &PodInfo) -> Result<Self, Rejection> {
        let own = pod
            .affinity()
            .map_err(|error| Rejection::unresolvable(format!("parsing pod: {error}")))?;
        let resolve = |terms: &[AffinityTerm]| -> Vec<_> {
            terms.iter().map(|term| with_namespaces(term, cycle.snapshot)).collect()
        };
        let mut state = Self {
            affinity: resolve(&own.required),
            anti_affinity: resolve(&own.required_anti),
            namespace_labels: cycle.snapshot.namespace_labels(pod.namespace()).clone(),
            ..Self::default()
        };
        let counts = cycle.snapshot.pod_counts();
        if counts.is_some_and(|counts| state.count_by_class(pod, counts).is_some()) {
            return Ok(state);
        }
        for node in cycle.snapshot.nodes_with_required_anti_affinity() {
            for other in node.pods_with_required_anti_affinity() {
                state.count_existing(pod, other, node, 1);
            }
        }
        if !state.affinity.is_empty() || !state.anti_affinity.is_empty() {
            for node in cycle.snapshot.nodes() {
                node.pods().iter().for_each(|other| state.count_matching(other, node, 1));
            }
        }
        Ok(state)
    }

    /// Sums up classes of pods instead of walking over all of them; nothing is done if one of the
    /// labels in question is not counted by.
    fn count_by_class(&mut self, pod: &PodInfo, counts: &PodCounts) -> Option<()> {
        let (mut existing, mut matching, mut anti_matching) =
            (ClassSums::default(), ClassSums::default(), ClassSums::default());
        for class in counts.classes() {
            let other = &class.pod;
            if let Ok(affinity) = other.affinity() {
                for term in &affinity.required_anti {
                    if term.matches(pod.pod(), &self.namespace_labels) {
                        let topology = counts.topology(&term.topology_key)?;
                        existing.add(topology, class.counts(topology), 1);
                    }
                }
            }
            if matches_all(&self.affinity, other.pod()) {
                for term in &self.affinity {
                    let topology = counts.topology(&term.topology_key)?;
                    matching.add(topology, class.counts(topology), 1);
                }
            }
            for term in self.anti_affinity.iter().filter(|term| matches(term, other.pod())) {
                let topology = counts.topology(&term.topology_key)?;
                anti_matching.add(topology, class.counts(topology), 1);
            }
        }
        self.existing_anti_affinity = existing.finish(counts);
        self.matching = matching.finish(counts);
        self.anti_matching = anti_matching.finish(counts);
        Some(())
    }

    fn is_void(&self) -> bool {
        self.existing_anti_affinity.is_empty()
            && self.affinity.is_empty()
            && self.anti_affinity.is_empty()
    }

    fn count_existing(&mut self, pod: &PodInfo, other: &PodInfo, node: &NodeInfo, amount: i64) {
        let Ok(affinity) = other.affinity() else { return };
        for term in &affinity.required_anti {
            if let Some(value) = node.label(&term.topology_key)
                && term.matches(pod.pod(), &self.namespace_labels)
            {
                self.existing_anti_affinity.add(&term.topology_key, value, amount);
            }
        }
    }

    fn count_matching(&mut self, other: &PodInfo, node: &NodeInfo, amount: i64) {
        if matches_all(&self.affinity, other.pod()) {
            for term in &self.affinity {
                if let Some(value) = node.label(&term.topology_key) {
                    self.matching.add(&term.topology_key, value, amount);
                }
            }
        }
        for term in self.anti_affinity.iter().filter(|term| matches(term, other.pod())) {
            if let Some(value) = node.label(&term.topology_key) {
                self.anti_matching.add(&term.topology_key, value, amount);
            }
        }
    }

    fn affinity_holds(&self, pod: &PodInfo, node: &NodeInfo) -> bool {
        let mut together = true;
        for term in &self.affinity {
            let Some(value) = node.label(&term.topology_key) else { return false };
            together &= self.matching.get(&term.topology_key, value) > 0;
        }
        // The first of a group of pods that want to be together has to start somewhere.
        together || self.matching.is_empty() && matches_all(&self.affinity, pod.pod())
    }

    fn anti_affinity_holds(&self, node: &NodeInfo) -> bool {
        self.anti_matching.is_empty()
            || self.anti_affinity.iter().all(|term| {
                let value = node.label(&term.topology_key);
                value.is_none_or(|value| self.anti_matching.get(&term.topology_key, value) <= 0)
            })
    }

    fn existing_anti_affinity_holds(&self, node: &NodeInfo) -> bool {
        self.existing_anti_affinity.keys().all(|key| {
            let value = node.label(key);
            value.is_none_or(|value| self.existing_anti_affinity.get(key, value) <= 0)
        })
    }

    fn check(&self, pod: &PodInfo, node: &NodeInfo) -> Verdict {
        if !self.affinity_holds(pod, node) {
            Verdict::unresolvable(REASON_AFFINITY)
        } else if !self.anti_affinity_holds(node) {
            Verdict::unschedulable(REASON_ANTI_AFFINITY)
        } else if !self.existing_anti_affinity_holds(node) {
            Verdict::unschedulable(REASON_EXISTING_ANTI_AFFINITY)
        } else {
            Verdict::Fits
        }
    }
}

/// The same by numbers of values, for nodes of the snapshot.
struct Numbered<'a> {
    affinity: Vec<(&'a Topology, Option<&'a Sums>)>,
    /// Whether the pod may be the first of a group of pods that want to be together.
    starts: bool,
    anti_affinity: Vec<(&'a Topology, &'a Sums)>,
    existing_anti_affinity: Vec<(&'a Topology, &'a Sums)>,
}

impl<'a> Numbered<'a> {
    /// None if something was not counted by classes.
    fn new(state: &'a State, pod: &PodInfo, counts: &'a PodCounts) -> Option<Self> {
        let topology = |key: &str| Some(&**counts.topology_at(counts.topology(key)?));
        let with_sums = |keys: &mut dyn Iterator<Item = &str>, of: &'a TopologyCounts| {
            let found = keys.map(|key| Some((topology(key)?, of.sums(key).ok()?)));
            found.collect::<Option<Vec<_>>>()
        };
        let counted = |list: Vec<(&'a Topology, Option<&'a Sums>)>| {
            list.into_iter().filter_map(|(topology, sums)| Some((topology, sums?))).collect()
        };
        let keys = |terms: &'a [AffinityTerm]| terms.iter().map(|it| it.topology_key.as_str());
        let existing = &state.existing_anti_affinity;
        let affinity = with_sums(&mut keys(&state.affinity), &state.matching)?;
        let starts = || state.matching.is_empty() && matches_all(&state.affinity, pod.pod());
        let starts = !affinity.is_empty() && starts();
        let anti_affinity = with_sums(&mut keys(&state.anti_affinity), &state.anti_matching)?;
        Some(Self {
            affinity,
            starts,
            anti_affinity: counted(anti_affinity),
            existing_anti_affinity: counted(with_sums(&mut existing.keys(), existing)?),
        })
    }

    fn check(&self, node: NodeIndex) -> Verdict {
        let mut together = true;
        for (topology, sums) in &self.affinity {
            let Some(number) = topology.at(node) else {
                return Verdict::unresolvable(REASON_AFFINITY);
            };
            together = together && sums.is_some_and(|sums| sums.get(number) > 0);
        }
        if !together && !self.starts {
            return Verdict::unresolvable(REASON_AFFINITY);
        }
        let there = |(topology, sums): &(&Topology, &Sums)| {
            topology.at(node).is_some_and(|number| sums.get(number) > 0)
        };
        if self.anti_affinity.iter().any(there) {
            Verdict::unschedulable(REASON_ANTI_AFFINITY)
        } else if self.existing_anti_affinity.iter().any(there) {
            Verdict::unschedulable(REASON_EXISTING_ANTI_AFFINITY)
        } else {
            Verdict::Fits
        }
    }
}

/// `PreFilter` did not run.
#[derive(Debug, thiserror::Error)]
#[error("no state of InterPodAffinity in the cycle")]
struct NoState;

impl PreFilter for InterPodAffinity {
    fn pre_filter(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
    ) -> Result<PreFilterVerdict, BoxError> {
        let state = match State::new(cycle, pod) {
            Ok(state) => state,
            Err(rejection) => return Ok(rejection.into()),
        };
        if state.is_void() {
            return Ok(PreFilterVerdict::Skip);
        }
        cycle.insert_for_search(state);
        Ok(PreFilterVerdict::Continue)
    }

    fn extensions(&self) -> Option<&dyn PreFilterExtensions> {
        Some(self)
    }
}

impl PreFilterExtensions for InterPodAffinity {
    fn add_pod(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        added: &PodInfo,
        node: &NodeInfo,
    ) -> Result<(), BoxError> {
        let state = cycle.state.get_mut::<State>().ok_or(NoState)?;
        state.count_existing(pod, added, node, 1);
        state.count_matching(added, node, 1);
        Ok(())
    }

    fn remove_pod(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        removed: &PodInfo,
        node: &NodeInfo,
    ) -> Result<(), BoxError> {
        let state = cycle.state.get_mut::<State>().ok_or(NoState)?;
        state.count_existing(pod, removed, node, -1);
        state.count_matching(removed, node, -1);
        Ok(())
    }
}

impl Filter for InterPodAffinity {
    fn filter(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        node: &NodeInfo,
    ) -> Result<Verdict, BoxError> {
        Ok(cycle.get::<State>().ok_or(NoState)?.check(pod, node))
    }

    fn filter_many(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        nodes: &[&NodeInfo],
        verdicts: &mut [Verdict],
    ) -> Result<(), BoxError> {
        let state = cycle.get::<State>().ok_or(NoState)?;
        for (node, verdict) in nodes.iter().zip(verdicts) {
            *verdict = state.check(pod, node);
        }
        Ok(())
    }

    fn filter_at(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        nodes: &[NodeIndex],
        verdicts: &mut [Verdict],
    ) -> Result<(), BoxError> {
        let state = cycle.get::<State>().ok_or(NoState)?;
        let counts = cycle.snapshot.pod_counts();
        let numbered = counts.and_then(|counts| Numbered::new(state, pod, counts));
        for (node, verdict) in nodes.iter().zip(verdicts) {
            *verdict = match &numbered {
                Some(numbered) => numbered.check(*node),
                None => state.check(pod, cycle.snapshot.node_at(*node)),
            };
        }
        Ok(())
    }
}
