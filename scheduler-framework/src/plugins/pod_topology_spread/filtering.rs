//! Hard constraints.
//!
//! Upstream: `plugins/podtopologyspread/filtering.go`.

use std::collections::HashMap;
use std::sync::Arc;

use bowline_api::core::v1::UnsatisfiableConstraintAction as Action;

use super::constraint::{Constraint, all_have_all_keys, has_all_keys};
use super::{PodTopologySpread, REASON_LABEL, REASON_SKEW};
use crate::node_info::NodeInfo;
use crate::plugin::{Cycle, CycleMut, Filter, PreFilter, PreFilterExtensions, PreFilterVerdict};
use crate::pod_info::PodInfo;
use crate::snapshot::{PodCounts, Snapshot};
use crate::verdict::{BoxError, Verdict};

#[derive(Clone, Debug)]
struct State {
    constraints: Arc<[Constraint]>,
    domains: Vec<Domains>,
}

/// The matching pods by domain of one constraint.
#[derive(Clone, Debug)]
struct Domains {
    counted: Arc<HashMap<String, i64>>,
    /// What differs since the count.
    changed: HashMap<String, i64>,
    least: Least,
    /// How many domains there are.
    len: usize,
}

/// The two domains with the fewest pods, which are enough to know the minimum while pods are
/// added and removed one node at a time.
#[derive(Clone, Debug)]
struct Least([(String, i64); 2]);

impl Default for Least {
    fn default() -> Self {
        let none = || (String::new(), i64::from(i32::MAX));
        Self([none(), none()])
    }
}

impl Least {
    fn update(&mut self, value: &str, count: i64) {
        let [first, second] = &mut self.0;
        if first.0 == value || second.0 == value {
            let own = if first.0 == value { &mut *first } else { &mut *second };
            own.1 = count;
            if first.1 > second.1 {
                std::mem::swap(first, second);
            }
        } else if count < first.1 {
            *second = std::mem::replace(first, (value.to_owned(), count));
        } else if count < second.1 {
            *second = (value.to_owned(), count);
        }
    }
}

impl Domains {
    fn new(counted: HashMap<String, i64>) -> Self {
        let mut least = Least::default();
        let mut ordered: Vec<_> = counted.iter().collect();
        ordered.sort_unstable();
        ordered.into_iter().for_each(|(value, count)| least.update(value, *count));
        let len = counted.len();
        Self { counted: Arc::new(counted), changed: HashMap::new(), least, len }
    }

    fn get(&self, value: &str) -> i64 {
        self.changed.get(value).or_else(|| self.counted.get(value)).copied().unwrap_or(0)
    }

    fn add(&mut self, value: &str, amount: i64) {
        let count = self.get(value) + amount;
        if !self.counted.contains_key(value) && !self.changed.contains_key(value) {
            self.len += 1;
        }
        self.changed.insert(value.to_owned(), count);
        self.least.update(value, count);
    }

    fn minimum(&self, min_domains: usize) -> i64 {
        if self.len < min_domains { 0 } else { self.least.0[0].1 }
    }
}

impl State {
    fn new(constraints: Vec<Constraint>, cycle: &CycleMut<'_>, pod: &PodInfo) -> Self {
        let counts = cycle.snapshot.pod_counts();
        let counted = counts.and_then(|counts| by_class(&constraints, counts, pod));
        let counts = counted.unwrap_or_else(|| by_walking(&constraints, cycle.snapshot, pod));
        let domains = counts.into_iter().map(Domains::new).collect();
        Self { constraints: constraints.into(), domains }
    }

    fn update(&mut self, pod: &PodInfo, other: &PodInfo, node: &NodeInfo, amount: i64) {
        if other.namespace() != pod.namespace() || !has_all_keys(node.labels(), &self.constraints) {
            return;
        }
        for (constraint, domains) in self.constraints.iter().zip(&mut self.domains) {
            if constraint.selector.matches(&other.pod().metadata.labels)
                && constraint.includes(pod.pod(), node.node())
            {
                domains.add(&node.labels()[&constraint.topology_key], amount);
            }
        }
    }

    fn check(&self, own: &[i64], node: &NodeInfo) -> Verdict {
        for ((constraint, domains), own) in self.constraints.iter().zip(&self.domains).zip(own) {
            let Some(value) = node.label(&constraint.topology_key) else {
                return Verdict::unresolvable(REASON_LABEL);
            };
            let skew = domains.get(value) + own - domains.minimum(constraint.min_domains);
            if skew > constraint.max_skew {
                return Verdict::unschedulable(REASON_SKEW);
            }
        }
        Verdict::Fits
    }

    /// For each constraint, whether the pod itself counts.
    fn own(&self, pod: &PodInfo) -> Vec<i64> {
        let labels = &pod.pod().metadata.labels;
        self.constraints.iter().map(|it| i64::from(it.selector.matches(labels))).collect()
    }
}

/// Matching pods by domain, constraint by constraint; none if they have to be looked for.
fn by_class(
    constraints: &[Constraint],
    counts: &PodCounts,
    pod: &PodInfo,
) -> Option<Vec<HashMap<String, i64>>> {
    // Nodes that are in domains of some constraints only count for none.
    if constraints.len() > 1 && !all_have_all_keys(counts, constraints) {
        return None;
    }
    let of_constraint = |constraint: &Constraint| {
        let (topology, sums) = constraint.by_class(pod, counts)?;
        let count = |number| sums.get(&number).copied().unwrap_or(0);
        let values = topology.values();
        Some(values.map(|(number, value)| (value.to_owned(), count(number))).collect())
    };
    constraints.iter().map(of_constraint).collect()
}

fn by_walking(
    constraints: &[Constraint],
    snapshot: &Snapshot,
    pod: &PodInfo,
) -> Vec<HashMap<String, i64>> {
    let mut counts = vec![HashMap::<String, i64>::new(); constraints.len()];
    for node in snapshot.nodes() {
        if !has_all_keys(node.labels(), constraints) {
            continue;
        }
        for (constraint, counts) in constraints.iter().zip(&mut counts) {
            if !constraint.includes(pod.pod(), node.node()) {
                continue;
            }
            let value = &node.labels()[&constraint.topology_key];
            let count = constraint.count(node, pod.namespace());
            match counts.get_mut(value) {
                Some(sum) => *sum += count,
                None => drop(counts.insert(value.clone(), count)),
            }
        }
    }
    counts
}

/// `PreFilter` did not run.
#[derive(Debug, thiserror::Error)]
#[error("no state of PodTopologySpread in the cycle")]
struct NoState;

impl PreFilter for PodTopologySpread {
    fn pre_filter(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
    ) -> Result<PreFilterVerdict, BoxError> {
        let objects = cycle.snapshot.objects();
        let constraints = self.constraints(objects, pod, &Action::DoNotSchedule)?;
        if constraints.is_empty() {
            return Ok(PreFilterVerdict::Skip);
        }
        let state = State::new(constraints, cycle, pod);
        cycle.insert(state);
        Ok(PreFilterVerdict::Continue)
    }

    fn extensions(&self) -> Option<&dyn PreFilterExtensions> {
        Some(self)
    }
}

impl PreFilterExtensions for PodTopologySpread {
    fn add_pod(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        added: &PodInfo,
        node: &NodeInfo,
    ) -> Result<(), BoxError> {
        cycle.state.get_mut::<State>().ok_or(NoState)?.update(pod, added, node, 1);
        Ok(())
    }

    fn remove_pod(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        removed: &PodInfo,
        node: &NodeInfo,
    ) -> Result<(), BoxError> {
        cycle.state.get_mut::<State>().ok_or(NoState)?.update(pod, removed, node, -1);
        Ok(())
    }
}

impl Filter for PodTopologySpread {
    fn filter(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        node: &NodeInfo,
    ) -> Result<Verdict, BoxError> {
        let state = cycle.get::<State>().ok_or(NoState)?;
        Ok(state.check(&state.own(pod), node))
    }

    fn filter_many(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        nodes: &[&NodeInfo],
        verdicts: &mut [Verdict],
    ) -> Result<(), BoxError> {
        let state = cycle.get::<State>().ok_or(NoState)?;
        let own = state.own(pod);
        for (node, verdict) in nodes.iter().zip(verdicts) {
            *verdict = state.check(&own, node);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_minimum_follows_changes() {
        let counts = [("a", 3), ("b", 1), ("c", 2)].map(|(it, count)| (it.to_owned(), count));
        let mut domains = Domains::new(counts.into());
        assert_eq!((domains.minimum(1), domains.minimum(4)), (1, 0));
        domains.add("b", 1);
        assert_eq!(domains.minimum(3), 2);
        domains.add("a", -3);
        assert_eq!(domains.minimum(3), 0);
        domains.add("d", 1);
        assert_eq!((domains.len, domains.get("d"), domains.get("e")), (4, 1, 0));
        let nowhere = Domains::new(HashMap::new());
        assert_eq!((nowhere.minimum(0), nowhere.minimum(1)), (i64::from(i32::MAX), 0));
    }
}
