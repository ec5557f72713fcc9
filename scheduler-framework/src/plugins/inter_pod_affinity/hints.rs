//! What helps a pod that could not be with, or apart from, others.

use bowline_api::core::v1::Pod;

use crate::events::{EventObjects, QueueingHint};
use crate::pod_info::{Affinity, AffinityTerm, PodInfo};
use crate::verdict::BoxError;

/// A pod came, went, or has other labels than before.
pub(super) fn after_pod_change(
    pod: &PodInfo,
    objects: &EventObjects<'_>,
) -> Result<QueueingHint, BoxError> {
    let (before, after) = (objects.before::<PodInfo>(), objects.after::<PodInfo>());
    if [before, after].into_iter().flatten().any(|it| it.uid() == pod.uid()) {
        return Ok(QueueingHint::Queue);
    }
    let own = pod.affinity().map_err(Clone::clone)?;
    let wanted = |other: Option<&PodInfo>| other.is_some_and(|it| wants(own, it.pod()));
    let unwanted = |other: Option<&PodInfo>| other.is_some_and(|it| shuns(own, it.pod()));
    let shunning = |other: Option<&PodInfo>| {
        other.and_then(|it| it.affinity().ok()).is_some_and(|its| shuns(its, pod.pod()))
    };
    let helped = wanted(after) && !wanted(before)
        || unwanted(before) && !unwanted(after)
        || shunning(before) && !shunning(after);
    Ok(if helped { QueueingHint::Queue } else { QueueingHint::Skip })
}

fn wants(affinity: &Affinity, pod: &Pod) -> bool {
    !affinity.required.is_empty() && affinity.required.iter().all(|term| may_match(term, pod))
}

fn shuns(affinity: &Affinity, pod: &Pod) -> bool {
    affinity.required_anti.iter().any(|term| may_match(term, pod))
}

/// The labels of namespaces are not known here: a selector of some may select any.
fn may_match(term: &AffinityTerm, pod: &Pod) -> bool {
    (term.namespaces.contains(&pod.metadata.namespace) || !term.namespace_selector.is_nothing())
        && term.selector.matches(&pod.metadata.labels)
}
