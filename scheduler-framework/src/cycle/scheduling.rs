//! One pod, one snapshot: which node?

use std::sync::Arc;

use super::extending::{EXTENDER, filter_by_extenders};
use super::filtering::{Candidates, bracketed};
use super::reuse::{Chosen, Search};
use super::{
    Choice, CycleError, Feasibility, FilterRunner, FitError, NodeStatuses, PreFiltered, Reuse,
    Scores, nodes_to_find, run_pre_filters, score_nodes_at,
};
use crate::extenders::Extender;
use crate::plugin::{Cycle, CycleMut};
use crate::pod_info::PodInfo;
use crate::profile::Profile;
use crate::queue::Nominator;
use crate::snapshot::NodeIndex;
use crate::verdict::Rejection;

/// The search of a node for one pod.
#[derive(Clone, Copy, Debug)]
pub struct SchedulePod<'a> {
    /// The plugins.
    pub profile: &'a Profile,
    /// The pod.
    pub pod: &'a PodInfo,
    /// Pods nominated for nodes.
    pub nominator: &'a Nominator,
    /// Where in the order of nodes the search starts.
    pub start: usize,
    /// How many nodes are enough, in percent; 0 to adapt. The profile's own number goes before.
    pub percentage_of_nodes_to_score: i32,
    /// Which of the best nodes is taken. If it is the first, all nodes are examined, and the next
    /// search starts behind the chosen one.
    pub choice: Choice,
}

/// A node for the pod.
#[derive(Clone, Debug)]
pub struct Placement {
    /// The node.
    pub node: NodeIndex,
    /// How many nodes were examined.
    pub evaluated: usize,
    /// The nodes that fit; empty if kept answers made it needless to list them.
    pub feasible: Vec<NodeIndex>,
    /// Their scores; empty if there was no choice, or they were not listed.
    pub scores: Scores,
}

/// Why there is no node.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ScheduleError {
    /// There are no nodes at all.
    #[error("no nodes available to schedule pods")]
    NoNodes,
    /// There are, but the pod fits on none.
    #[error("{0}")]
    Unfit(Box<Unfit>),
    /// The search broke off.
    #[error(transparent)]
    Fault(#[from] CycleError),
}

/// The pod fits nowhere; what preemption needs to go on.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct Unfit {
    /// The reasons.
    pub error: FitError,
    /// What was found before nodes were examined.
    pub pre_filtered: PreFiltered,
}

impl SchedulePod<'_> {
    /// Searches, scores and chooses. The second result is where the next search is to start.
    ///
    /// # Errors
    /// When the pod fits on no node, or a plugin fails.
    pub fn run(&self, cycle: &mut CycleMut<'_>) -> (Result<Placement, ScheduleError>, usize) {
        let mut next = self.start;
        (self.search(cycle, None, &mut next), next)
    }

    /// The same with answers kept from earlier searches.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn run_reusing(
        &self,
        cycle: &mut CycleMut<'_>,
        reuse: &mut Reuse,
    ) -> (Result<Placement, ScheduleError>, usize) {
        let mut next = self.start;
        (self.search(cycle, Some(reuse), &mut next), next)
    }

    fn search(
        &self,
        cycle: &mut CycleMut<'_>,
        reuse: Option<&mut Reuse>,
        next: &mut usize,
    ) -> Result<Placement, ScheduleError> {
        let node_count = cycle.snapshot.node_count();
        if node_count == 0 {
            return Err(ScheduleError::NoNodes);
        }
        let pre_filtered = run_pre_filters(self.profile, cycle, self.pod)?;
        let runner = FilterRunner::new(self.profile, &pre_filtered.skipped, self.nominator);
        if let Some(rejection) = &pre_filtered.rejected {
            let mut error = FitError::new(node_count, NodeStatuses::all(rejection.clone()));
            error.pre_filter_message = rejection.to_string();
            error.unschedulable_plugins.extend(&pre_filtered.narrowed_by);
            return Err(ScheduleError::Unfit(Box::new(Unfit { error, pre_filtered })));
        }
        if let Some(node) = self.nominated_node(&cycle.read(), &runner)? {
            return Ok(Placement::only(node, 1));
        }
        let nodes = self.candidates(&cycle.read(), &pre_filtered);
        let enough = self.enough(nodes.len());
        if let (Some(reuse), Candidates::All(_)) = (reuse, &nodes) {
            let search = Search {
                profile: self.profile,
                pod: self.pod,
                runner: &runner,
                start: self.start,
                enough,
                choice: self.choice,
            };
            // If a plugin fails, the plain search tells who and where.
            if let Ok(Some(Chosen { node, evaluated })) = reuse.search(cycle, &search) {
                *next = self.next(node, evaluated, node_count);
                return Ok(Placement { feasible: Vec::new(), ..Placement::only(node, evaluated) });
            }
        }
        let found =
            Feasibility::search(&runner, &cycle.read(), self.pod, &nodes, self.start, enough)?;
        let evaluated = found.nodes.len() + found.statuses.len();
        *next = (self.start + evaluated) % node_count;
        let Feasibility { nodes: found, mut statuses } = found;
        let before = found.len();
        let found =
            filter_by_extenders(self.profile, cycle.snapshot, self.pod, found, &mut statuses)?;
        let extenders_object = found.len() != before;
        let placement = match found.as_slice() {
            [] => {
                let mut error = unfit(node_count, statuses, &pre_filtered);
                if extenders_object {
                    error.unschedulable_plugins.insert(EXTENDER);
                }
                return Err(ScheduleError::Unfit(Box::new(Unfit { error, pre_filtered })));
            }
            [only] => Placement::only(*only, evaluated),
            feasible => self.choose(cycle, feasible, evaluated)?,
        };
        *next = self.next(placement.node, evaluated, node_count);
        Ok(placement)
    }

    /// Where the next search starts.
    fn next(&self, chosen: NodeIndex, evaluated: usize, node_count: usize) -> usize {
        match self.choice {
            Choice::Upstreams => (self.start + evaluated) % node_count,
            Choice::First => (chosen + 1) % node_count,
        }
    }

    /// A node that was made free for the pod is taken without looking at others.
    fn nominated_node(
        &self,
        cycle: &Cycle<'_>,
        runner: &FilterRunner<'_>,
    ) -> Result<Option<NodeIndex>, CycleError> {
        let nominated = &self.pod.pod().status.nominated_node_name;
        let Some(index) = cycle.snapshot.index_of(nominated) else { return Ok(None) };
        let node = cycle.snapshot.node_at(index);
        if !runner.filter_with_nominated(cycle, self.pod, node)?.fits() {
            return Ok(None);
        }
        let mut ignored = NodeStatuses::default();
        let only = vec![index];
        let left = filter_by_extenders(self.profile, cycle.snapshot, self.pod, only, &mut ignored)?;
        Ok(left.first().copied())
    }

    fn candidates(&self, cycle: &Cycle<'_>, pre_filtered: &PreFiltered) -> Candidates {
        match &pre_filtered.only_nodes {
            None => Candidates::All(cycle.snapshot.node_count()),
            Some(names) => {
                let known = names.iter().filter_map(|name| cycle.snapshot.index_of(name));
                let mut nodes: Vec<_> = known.collect();
                nodes.sort_unstable();
                Candidates::Only(nodes)
            }
        }
    }

    fn enough(&self, node_count: usize) -> usize {
        let counts = |it: &Arc<dyn Extender>| it.filters() || it.prioritizes();
        if self.profile.score.is_empty() && !self.profile.extenders.iter().any(counts) {
            return 1;
        }
        if self.choice == Choice::First {
            return node_count;
        }
        let own = self.profile.percentage_of_nodes_to_score;
        nodes_to_find(node_count, own.unwrap_or(self.percentage_of_nodes_to_score))
    }

    fn choose(
        &self,
        cycle: &mut CycleMut<'_>,
        feasible: &[NodeIndex],
        evaluated: usize,
    ) -> Result<Placement, ScheduleError> {
        let scores = score_nodes_at(self.profile, cycle, self.pod, feasible)?;
        let chosen = self.choice.of(&scores.totals).expect("there are at least two nodes");
        Ok(Placement { node: feasible[chosen], evaluated, feasible: feasible.to_vec(), scores })
    }
}

impl Placement {
    fn only(node: NodeIndex, evaluated: usize) -> Self {
        Self { node, evaluated, feasible: vec![node], scores: Scores::default() }
    }
}

fn unfit(node_count: usize, mut statuses: NodeStatuses, pre_filtered: &PreFiltered) -> FitError {
    if pre_filtered.only_nodes.is_some() {
        let plugins = bracketed(&pre_filtered.narrowed_by);
        let reason = format!("node(s) didn't satisfy plugin(s) {plugins}");
        statuses.set_absent(Rejection::unresolvable(reason));
    }
    let mut error = FitError::new(node_count, statuses);
    error.unschedulable_plugins.extend(&pre_filtered.narrowed_by);
    error
}
