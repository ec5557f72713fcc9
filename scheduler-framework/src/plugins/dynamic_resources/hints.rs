//! Which changes may help a pod that lacks devices.

use std::sync::Arc;

use bowline_api::resource::v1::ResourceClaim;

use super::DynamicResources;
use crate::events::{ActionType, EventHint, EventObjects, EventResource, QueueingHint};
use crate::plugin::EnqueueExtensions;
use crate::pod_info::PodInfo;
use crate::verdict::BoxError;

impl EnqueueExtensions for DynamicResources {
    fn events_to_register(self: Arc<Self>) -> Vec<EventHint> {
        let change = ActionType::ADD | ActionType::UPDATE;
        let node =
            ActionType::ADD | ActionType::UPDATE_NODE_LABEL | ActionType::UPDATE_NODE_ALLOCATABLE;
        let generated = ActionType::UPDATE_POD_GENERATED_RESOURCE_CLAIM;
        vec![
            EventHint::always(EventResource::Node, node),
            EventHint::when(EventResource::ResourceClaim, change, claim_changed),
            EventHint::when(EventResource::Pod, generated, pod_changed),
            EventHint::always(EventResource::DeviceClass, change),
            EventHint::always(EventResource::ResourceSlice, change),
        ]
    }
}

#[expect(clippy::unnecessary_wraps, reason = "hints may fail")]
fn queue_if(helped: bool) -> Result<QueueingHint, BoxError> {
    Ok(if helped { QueueingHint::Queue } else { QueueingHint::Skip })
}

/// Whether a pod uses a claim, as far as its own status tells.
fn uses(pod: &PodInfo, claim: &ResourceClaim) -> bool {
    let pod = pod.pod();
    let name = Some(claim.metadata.name.as_str());
    claim.metadata.namespace == pod.metadata.namespace
        && (pod.spec.resource_claims.iter().any(|it| it.resource_claim_name.as_deref() == name)
            || pod
                .status
                .resource_claim_statuses
                .iter()
                .any(|it| it.resource_claim_name.as_deref() == name)
            || claim.metadata.is_controlled_by(&pod.metadata.uid))
}

pub(super) fn claim_changed(
    pod: &PodInfo,
    objects: &EventObjects<'_>,
) -> Result<QueueingHint, BoxError> {
    let Some(new) = objects.after::<ResourceClaim>() else { return queue_if(true) };
    let Some(old) = objects.before::<ResourceClaim>() else { return queue_if(uses(pod, new)) };
    // Devices that another gives back are of use to all.
    let freed = old.status.allocation.is_some() && new.status.allocation.is_none();
    queue_if(freed || uses(pod, new) && old.status != new.status)
}

fn pod_changed(pod: &PodInfo, objects: &EventObjects<'_>) -> Result<QueueingHint, BoxError> {
    queue_if(objects.after::<PodInfo>().is_none_or(|changed| changed.uid() == pod.uid()))
}
