//! What helps a pod that would have been one too many.

use bowline_api::core::v1::{Node, UnsatisfiableConstraintAction as Action};

use super::PodTopologySpread;
use super::constraint::{Constraint, has_all_keys};
use crate::events::{EventObjects, QueueingHint};
use crate::pod_info::PodInfo;
use crate::snapshot::{Labels, Objects};
use crate::verdict::BoxError;

fn queue_if(helped: bool) -> QueueingHint {
    if helped { QueueingHint::Queue } else { QueueingHint::Skip }
}

/// The pod's own hard constraints; hard defaults are not known without its services.
fn own(plugin: &PodTopologySpread, pod: &PodInfo) -> Result<Vec<Constraint>, BoxError> {
    Ok(plugin.constraints(&Objects::default(), pod, &Action::DoNotSchedule)?)
}

/// Whether the constraints come from the defaults, so that any event may help.
fn by_default(pod: &PodInfo) -> bool {
    pod.pod().spec.topology_spread_constraints.is_empty()
}

/// A pod came, went, or changed.
pub(super) fn after_pod_change(
    plugin: &PodTopologySpread,
    pod: &PodInfo,
    objects: &EventObjects<'_>,
) -> Result<QueueingHint, BoxError> {
    let (before, after) = (objects.before::<PodInfo>(), objects.after::<PodInfo>());
    if [before, after].into_iter().flatten().any(|it| it.namespace() != pod.namespace()) {
        return Ok(QueueingHint::Skip);
    }
    if by_default(pod) {
        return Ok(QueueingHint::Queue);
    }
    let constraints = own(plugin, pod)?;
    let matches = |constraint: &Constraint, other: Option<&PodInfo>| {
        other.is_some_and(|it| constraint.selector.matches(&it.pod().metadata.labels))
    };
    let tolerates_more = after.is_some_and(|after| {
        let tolerations = &after.pod().spec.tolerations;
        after.uid() == pod.uid()
            && before.is_some_and(|before| before.pod().spec.tolerations != *tolerations)
    });
    let counts = |it: &Constraint| matches(it, before) != matches(it, after);
    Ok(queue_if(tolerates_more || constraints.iter().any(counts)))
}

/// A node came, went, or has other labels or taints than before.
pub(super) fn after_node_change(
    plugin: &PodTopologySpread,
    pod: &PodInfo,
    objects: &EventObjects<'_>,
) -> Result<QueueingHint, BoxError> {
    if by_default(pod) {
        return Ok(QueueingHint::Queue);
    }
    let constraints = own(plugin, pod)?;
    let in_domains = |node: Option<&Node>| {
        node.is_some_and(|node| has_all_keys(&node.metadata.labels, &constraints))
    };
    let (before, after) = (objects.before::<Node>(), objects.after::<Node>());
    if in_domains(before) != in_domains(after) {
        return Ok(QueueingHint::Queue);
    }
    let (Some(before), Some(after)) = (before, after) else { return Ok(QueueingHint::Skip) };
    let value = |labels: &Labels, it: &Constraint| labels.get(&it.topology_key).cloned();
    let moved = constraints
        .iter()
        .any(|it| value(&before.metadata.labels, it) != value(&after.metadata.labels, it));
    let changed = moved || before.spec.taints != after.spec.taints;
    Ok(queue_if(in_domains(Some(after)) && changed))
}
