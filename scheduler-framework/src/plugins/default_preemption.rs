//! `DefaultPreemption` evicts less important pods from a node so that a pod fits that would fit
//! nowhere else.

mod budget;
mod candidate;
mod dry_run;
mod eligibility;
mod extenders;

use std::sync::Arc;

use bowline_api::policy::v1::PodDisruptionBudget;
use bowline_apimachinery::random::Random;

use crate::config::DefaultPreemptionArgs;
use crate::cycle::{CycleError, FitError, NodeStatuses};
use crate::events::{ActionType, EventHint, EventResource, QueueingHint};
use crate::plugin::{
    EnqueueExtensions, ExtensionPoints, Nomination, Plugin, PostFilter, PostFilterCycle,
    PostFilterVerdict, PreEnqueue, Preemption,
};
use crate::pod_info::PodInfo;
use crate::preemptions::Preemptions;
use crate::snapshot::{NodeIndex, Objects};
use crate::verdict::{BoxError, Rejection, RejectionCode, Verdict};

pub use candidate::{Candidate, best_candidates};
pub use dry_run::{Victims, select_victims};
use extenders::ask_extenders;

pub use eligibility::{Ineligible, is_eligible};

/// What a node is said to be where evicting pods cannot help.
pub const REASON_NOT_HELPFUL: &str = "Preemption is not helpful for scheduling";
/// What a node is said to be where there is no pod to evict.
pub const REASON_NO_VICTIMS: &str = "No preemption victims found for incoming pod";
/// What the pod is told while its victims are being evicted.
pub const REASON_UNDER_WAY: &str = "waiting for the preemption for this pod to be finished";

/// The plugin. Upstream: `plugins/defaultpreemption`, `framework/preemption`.
#[derive(Clone, Debug, Default)]
pub struct DefaultPreemption {
    args: DefaultPreemptionArgs,
    under_way: Arc<Preemptions>,
}

/// What a search for nodes to preempt on came to.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Nodes with victims, those first where no disruption budget is violated.
    pub candidates: Vec<Candidate>,
    /// Why the other nodes that were tried will not do.
    pub statuses: NodeStatuses,
}

impl DefaultPreemption {
    /// The plugin with its arguments and the scheduler's book of preemptions under way.
    #[must_use]
    pub fn new(args: &DefaultPreemptionArgs, under_way: Arc<Preemptions>) -> Self {
        Self { args: args.clone(), under_way }
    }

    /// Tries nodes, from a random one on, until enough candidates are found.
    ///
    /// # Errors
    /// When a filter fails on a node and no candidate was found.
    pub fn search(
        &self,
        cycle: &PostFilterCycle<'_>,
        pod: &PodInfo,
        nodes: &[NodeIndex],
    ) -> Result<Search, CycleError> {
        let budgets = budgets(cycle.cycle.snapshot.objects());
        let (start, enough) = self.extent(nodes.len(), cycle.random);
        let (mut calm, mut violating) = (Vec::new(), Vec::new());
        let mut statuses = NodeStatuses::default();
        let mut fault = None;
        for index in nodes[start..].iter().chain(&nodes[..start]) {
            let node = cycle.cycle.snapshot.node_at(*index);
            match select_victims(&cycle.cycle, cycle.filters, pod, node, &budgets) {
                Ok(Ok(victims)) => {
                    let node = node.name().to_owned();
                    let list =
                        if victims.budget_violations == 0 { &mut calm } else { &mut violating };
                    list.push(Candidate { node, victims });
                    if !calm.is_empty() && calm.len() + violating.len() >= enough {
                        break;
                    }
                }
                Ok(Err(rejection)) => statuses.push(*index, rejection),
                Err(error) => fault = Some(error),
            }
        }
        calm.append(&mut violating);
        match fault {
            Some(error) if calm.is_empty() => Err(error),
            _ => Ok(Search { candidates: calm, statuses }),
        }
    }

    /// Where to start, and how many candidates are enough.
    fn extent(&self, nodes: usize, random: &dyn Random) -> (usize, usize) {
        let share = usize::try_from(self.args.min_candidate_nodes_percentage).unwrap_or(0);
        let least = usize::try_from(self.args.min_candidate_nodes_absolute).unwrap_or(0);
        let enough = (nodes * share / 100).max(least).min(nodes);
        let start = random.below(nodes as u64) as usize;
        (start, enough)
    }
}

fn budgets(objects: &Objects) -> Vec<Arc<PodDisruptionBudget>> {
    objects.list::<PodDisruptionBudget>().cloned().collect()
}

impl Plugin for DefaultPreemption {
    fn name(&self) -> &'static str {
        "DefaultPreemption"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.pre_enqueue(self.clone()).post_filter(self.clone()).enqueue_extensions(self);
    }
}

impl PreEnqueue for DefaultPreemption {
    fn pre_enqueue(&self, _: &Objects, pod: &PodInfo) -> Result<Verdict, BoxError> {
        if self.under_way.is_under_way(pod.uid()) {
            return Ok(Verdict::unresolvable(REASON_UNDER_WAY));
        }
        Ok(Verdict::Fits)
    }
}

impl PostFilter for DefaultPreemption {
    fn post_filter(
        &self,
        cycle: &PostFilterCycle<'_>,
        pod: &PodInfo,
        statuses: &NodeStatuses,
    ) -> Result<PostFilterVerdict, BoxError> {
        let snapshot = cycle.cycle.snapshot;
        if let Err(ineligible) = is_eligible(snapshot, pod, statuses) {
            let message = format!("preemption: {ineligible}");
            let nomination = Nomination::Keep;
            return Ok(PostFilterVerdict::Unschedulable { message, nomination });
        }
        let nodes = statuses.nodes_with(RejectionCode::Unschedulable, snapshot.node_count());
        let mut search = self.search(cycle, pod, &nodes)?;
        if !search.candidates.is_empty() {
            let left = ask_extenders(cycle, pod, search.candidates)?;
            if left.is_empty() {
                let message = "no candidate node for preemption".to_owned();
                let nomination = Nomination::Keep;
                return Ok(PostFilterVerdict::Unschedulable { message, nomination });
            }
            search.candidates = left;
        }
        let Some(best) = best_candidates(&search.candidates).first().copied() else {
            search.statuses.set_absent(Rejection::unresolvable(REASON_NOT_HELPFUL));
            let error = FitError::new(snapshot.node_count(), search.statuses);
            return Ok(PostFilterVerdict::Unschedulable {
                message: format!("preemption: {error}"),
                nomination: Nomination::Clear,
            });
        };
        let Candidate { node, victims } = search.candidates.swap_remove(best);
        let preemption = Preemption { node: node.clone(), victims: victims.pods };
        Ok(PostFilterVerdict::Schedulable { node, preemption: Some(preemption) })
    }
}

impl EnqueueExtensions for DefaultPreemption {
    /// The victims' leaving wakes the pod by the hints of the plugins that had rejected it; this
    /// registration only makes sure that their deletion is heard of.
    fn events_to_register(self: Arc<Self>) -> Vec<EventHint> {
        let pod = EventResource::Pod;
        vec![EventHint::when(pod, ActionType::DELETE, |_, _| Ok(QueueingHint::Skip))]
    }
}

#[cfg(test)]
mod tests;
