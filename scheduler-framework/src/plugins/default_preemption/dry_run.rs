//! Which pods would have to go from one node.

use std::cmp::Reverse;
use std::sync::Arc;

use bowline_api::policy::v1::PodDisruptionBudget;

use super::{REASON_NO_VICTIMS, budget};
use crate::cycle::{CycleError, FilterRunner};
use crate::cycle_state::CycleState;
use crate::node_info::NodeInfo;
use crate::plugin::{Cycle, CycleMut};
use crate::pod_info::PodInfo;
use crate::snapshot::Snapshot;
use crate::verdict::{Rejection, Verdict};

/// Pods to evict from a node.
#[derive(Clone, Debug)]
pub struct Victims {
    /// The pods, most important first.
    pub pods: Vec<Arc<PodInfo>>,
    /// How many of them a disruption budget protects.
    pub budget_violations: usize,
}

/// Removes all less important pods from a copy of the node and, if `pod` then fits, takes back as
/// many as possible: first those that budgets protect, and among them the important ones first.
///
/// Upstream: `SelectVictimsOnNode`.
///
/// # Errors
/// When a filter fails.
pub fn select_victims(
    cycle: &Cycle<'_>,
    filters: &FilterRunner<'_>,
    pod: &PodInfo,
    node: &NodeInfo,
    budgets: &[Arc<PodDisruptionBudget>],
) -> Result<Result<Victims, Rejection>, CycleError> {
    let lesser = node.pods().iter().filter(|other| other.priority() < pod.priority());
    let mut potential: Vec<_> = lesser.cloned().collect();
    if potential.is_empty() {
        return Ok(Err(Rejection::unresolvable(REASON_NO_VICTIMS)));
    }
    let mut trial = Trial {
        snapshot: cycle.snapshot,
        state: cycle.state.clone(),
        node: node.clone(),
        filters,
        pod,
    };
    for victim in &potential {
        trial.remove(victim)?;
    }
    if let Verdict::Rejected(rejection) = trial.fits()? {
        return Ok(Err(rejection));
    }
    potential.sort_by_key(importance);
    let (protected, others) = budget::split(potential, budgets);
    let mixed = !protected.is_empty() && !others.is_empty();
    let mut pods = trial.reprieve(protected)?;
    let budget_violations = pods.len();
    pods.append(&mut trial.reprieve(others)?);
    if mixed {
        pods.sort_by_key(importance);
    }
    Ok(Ok(Victims { pods, budget_violations }))
}

/// Orders pods by importance, the most important first: by priority, then by age. A pod that has
/// not started is the youngest.
fn importance(pod: &Arc<PodInfo>) -> (Reverse<i32>, i64) {
    (Reverse(pod.priority()), started(pod))
}

pub(super) fn started(pod: &PodInfo) -> i64 {
    pod.pod().status.start_time.map_or(i64::MAX, |time| time.unix_seconds())
}

/// A node on which pods are removed and taken back.
struct Trial<'a> {
    snapshot: &'a Snapshot,
    state: CycleState,
    node: NodeInfo,
    filters: &'a FilterRunner<'a>,
    pod: &'a PodInfo,
}

impl Trial<'_> {
    fn remove(&mut self, victim: &PodInfo) -> Result<(), CycleError> {
        self.node.remove_pod(victim.uid());
        let mut cycle = CycleMut::new(&mut self.state, self.snapshot);
        self.filters.remove_pod(&mut cycle, self.pod, victim, &self.node)
    }

    fn add(&mut self, victim: &Arc<PodInfo>) -> Result<(), CycleError> {
        self.node.add_pod(Arc::clone(victim));
        let mut cycle = CycleMut::new(&mut self.state, self.snapshot);
        self.filters.add_pod(&mut cycle, self.pod, victim, &self.node)
    }

    fn fits(&self) -> Result<Verdict, CycleError> {
        let cycle = Cycle::new(&self.state, self.snapshot);
        self.filters.filter_with_nominated(&cycle, self.pod, &self.node)
    }

    /// Takes back what can be; returns the others.
    fn reprieve(&mut self, pods: Vec<Arc<PodInfo>>) -> Result<Vec<Arc<PodInfo>>, CycleError> {
        let mut victims = Vec::new();
        for pod in pods {
            self.add(&pod)?;
            if !self.fits()?.fits() {
                self.remove(&pod)?;
                victims.push(pod);
            }
        }
        Ok(victims)
    }
}
