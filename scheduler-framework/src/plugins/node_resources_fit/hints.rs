//! What helps a pod that did not fit.

use std::sync::Arc;

use bowline_api::core::v1::Node;

use super::{Ignored, fit};
use crate::events::{EventObjects, QueueingHint};
use crate::node_info::NodeInfo;
use crate::pod_info::PodInfo;
use crate::resource::Resource;
use crate::verdict::BoxError;

fn queue_if(helped: bool) -> QueueingHint {
    if helped { QueueingHint::Queue } else { QueueingHint::Skip }
}

/// A pod went, or requests less than before.
pub(super) fn after_pod_change(
    pod: &PodInfo,
    objects: &EventObjects<'_>,
) -> Result<QueueingHint, BoxError> {
    let (Some(old), new) = (objects.before::<PodInfo>(), objects.after::<PodInfo>()) else {
        return Ok(QueueingHint::Queue);
    };
    Ok(queue_if(match new {
        None => {
            let pod = old.pod();
            !pod.spec.node_name.is_empty() || !pod.status.nominated_node_name.is_empty()
        }
        Some(new) if new.uid() == pod.uid() => shrinks(old.requests(), new.requests(), |_| true),
        Some(new) => {
            let wanted = pod.requests();
            !new.pod().spec.node_name.is_empty()
                && shrinks(old.requests(), new.requests(), |name| wanted.get(name) > 0)
        }
    }))
}

fn shrinks(old: &Resource, new: &Resource, counts: impl Fn(&str) -> bool) -> bool {
    let scalars = old.scalar.keys().map(String::as_str);
    let mut names = ["cpu", "memory", "ephemeral-storage"].into_iter().chain(scalars);
    names.any(|name| counts(name) && new.get(name) < old.get(name))
}

/// A node came, or has more to give than before.
pub(super) fn after_node_change(
    pod: &PodInfo,
    objects: &EventObjects<'_>,
    ignored: &Ignored,
) -> Result<QueueingHint, BoxError> {
    let Some(new) = objects.after::<Node>() else { return Ok(QueueingHint::Queue) };
    let empty = NodeInfo::new(Arc::new(new.clone()));
    if !fit::check(pod.requests(), &empty, ignored).fits() {
        return Ok(QueueingHint::Skip);
    }
    let Some(old) = objects.before::<Node>() else { return Ok(QueueingHint::Queue) };
    let (old, new) = (Resource::from(&old.status.allocatable), empty.allocatable());
    let wanted = pod.requests();
    let scalars = wanted.scalar.keys().map(String::as_str);
    let mut names = ["cpu", "memory", "ephemeral-storage"].into_iter().chain(scalars);
    Ok(queue_if(
        new.allowed_pod_number > old.allowed_pod_number
            || names.any(|name| wanted.get(name) > 0 && new.get(name) > old.get(name)),
    ))
}
