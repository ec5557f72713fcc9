//! Whether a pod may preempt others at all.

use bowline_api::core::v1::{ConditionStatus, Pod, PreemptionPolicy};

use crate::cycle::NodeStatuses;
use crate::pod_info::PodInfo;
use crate::snapshot::Snapshot;
use crate::verdict::RejectionCode;

/// Why a pod may not preempt others, in upstream's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Ineligible {
    /// It says so itself.
    #[error("not eligible due to preemptionPolicy=Never.")]
    Policy,
    /// It did already, and the victims are not gone yet.
    #[error("not eligible due to a terminating pod on the nominated node.")]
    Terminating,
}

/// Whether `pod` may preempt others, given why nodes rejected it.
///
/// Upstream: `PodEligibleToPreemptOthers`.
///
/// # Errors
/// With the reason why not.
pub fn is_eligible(
    snapshot: &Snapshot,
    pod: &PodInfo,
    statuses: &NodeStatuses,
) -> Result<(), Ineligible> {
    if pod.pod().spec.preemption_policy == Some(PreemptionPolicy::Never) {
        return Err(Ineligible::Policy);
    }
    let nominated = &pod.pod().status.nominated_node_name;
    let Some(index) = snapshot.index_of(nominated) else { return Ok(()) };
    // A node that no longer comes into question is not worth waiting for.
    if statuses.get(index).code == RejectionCode::UnschedulableAndUnresolvable {
        return Ok(());
    }
    let mut pods = snapshot.node_at(index).pods().iter();
    if pods.any(|it| it.priority() < pod.priority() && is_being_preempted(it.pod())) {
        return Err(Ineligible::Terminating);
    }
    Ok(())
}

fn is_being_preempted(pod: &Pod) -> bool {
    let condition = pod.status.conditions.iter().find(|it| it.type_ == "DisruptionTarget");
    pod.metadata.deletion_timestamp.is_some()
        && condition.is_some_and(|it| {
            it.status == ConditionStatus::True && it.reason == "PreemptionByScheduler"
        })
}
