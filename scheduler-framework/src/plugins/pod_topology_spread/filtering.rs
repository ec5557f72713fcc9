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
use crate::plugins::topology_counts::{Counted, Sums};
use crate::pod_info::PodInfo;
use crate::snapshot::{NodeIndex, PodCounts, Snapshot, Topology};
use crate::verdict::{BoxError, Verdict};

#[derive(Clone, Debug)]
struct State {
    constraints: Arc<[Constraint]>,
    domains: Vec<Domains>,
}

/// The matching pods by domain of one constraint.
#[derive(Clone, Debug)]
struct Domains {
    counted: Counted,
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
    /// Of equals, those that come first by name.
    fn of<'a>(counts: impl Iterator<Item = (&'a str, i64)>) -> Self {
        let mut two: [Option<(i64, &str)>; 2] = [None, None];
        for (value, count) in counts {
            let it = Some((count, value));
            if two[0].is_none() || it < two[0] {
                two = [it, two[0]];
            } else if two[1].is_none() || it < two[1] {
                two[1] = it;
            }
        }
        let mut least = Self::default();
        for (place, found) in least.0.iter_mut().zip(two) {
            if let Some((count, value)) = found {
                *place = (value.to_owned(), count);
            }
        }
        least
    }

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
        let least = Least::of(counted.iter().map(|(value, count)| (value.as_str(), *count)));
        let len = counted.len();
        Self { counted: Counted::Here(Arc::new(counted)), changed: HashMap::new(), least, len }
    }

    fn by_class(topology: &Arc<Topology>, sums: Sums) -> Self {
        let least = Least::of(topology.values().map(|(number, value)| (value, sums.get(number))));
        let counted = Counted::ByClass(Arc::clone(topology), sums);
        Self { counted, changed: HashMap::new(), least, len: topology.len() }
    }

    fn get(&self, value: &str) -> i64 {
        self.changed.get(value).copied().unwrap_or_else(|| self.counted.get(value))
    }

    fn add(&mut self, value: &str, amount: i64) {
        let count = self.get(value) + amount;
        if !self.counted.contains(value) && !self.changed.contains_key(value) {
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
        let domains = counted.unwrap_or_else(|| {
            let counts = by_walking(&constraints, cycle.snapshot, pod);
            counts.into_iter().map(Domains::new).collect()
        });
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

    /// What [`check`](Self::check) compares, by numbers of values; none if something was not
    /// counted by classes, or has changed since.
    fn numbered<'a>(&'a self, own: &[i64]) -> Option<Vec<Numbered<'a>>> {
        let of_constraint = |constraint: &Constraint, domains: &'a Domains, own: i64| {
            let Counted::ByClass(topology, sums) = &domains.counted else { return None };
            let most = constraint.max_skew + domains.minimum(constraint.min_domains) - own;
            domains.changed.is_empty().then_some(Numbered { topology, sums, most })
        };
        let constraints = self.constraints.iter().zip(&self.domains).zip(own);
        constraints.map(|((it, domains), own)| of_constraint(it, domains, *own)).collect()
    }

    /// For each constraint, whether the pod itself counts.
    fn own(&self, pod: &PodInfo) -> Vec<i64> {
        let labels = &pod.pod().metadata.labels;
        self.constraints.iter().map(|it| i64::from(it.selector.matches(labels))).collect()
    }
}

/// One constraint by numbers of values.
struct Numbered<'a> {
    topology: &'a Topology,
    sums: &'a Sums,
    /// So many pods may be where another comes to.
    most: i64,
}

fn check_numbered(constraints: &[Numbered<'_>], node: NodeIndex) -> Verdict {
    for Numbered { topology, sums, most } in constraints {
        let Some(number) = topology.at(node) else {
            return Verdict::unresolvable(REASON_LABEL);
        };
        if sums.get(number) > *most {
            return Verdict::unschedulable(REASON_SKEW);
        }
    }
    Verdict::Fits
}

/// Matching pods by domain, constraint by constraint; none if they have to be looked for.
fn by_class(constraints: &[Constraint], counts: &PodCounts, pod: &PodInfo) -> Option<Vec<Domains>> {
    // Nodes that are in domains of some constraints only count for none.
    if constraints.len() > 1 && !all_have_all_keys(counts, constraints) {
        return None;
    }
    let of_constraint = |constraint: &Constraint| {
        let (topology, sums) = constraint.by_class(pod, counts)?;
        Some(Domains::by_class(topology, sums))
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
        cycle.insert_for_search(state);
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

    fn filter_at(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        nodes: &[NodeIndex],
        verdicts: &mut [Verdict],
    ) -> Result<(), BoxError> {
        let state = cycle.get::<State>().ok_or(NoState)?;
        let own = state.own(pod);
        let numbered = state.numbered(&own);
        for (node, verdict) in nodes.iter().zip(verdicts) {
            *verdict = match &numbered {
                Some(numbered) => check_numbered(numbered, *node),
                None => state.check(&own, cycle.snapshot.node_at(*node)),
            };
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
