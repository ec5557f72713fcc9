//! Which changes may help a pod whose volumes were not to be had.

use std::sync::Arc;

use bowline_api::core::v1::PersistentVolumeClaim;
use bowline_api::storage::v1::{CSIDriver, CSINode, CSIStorageCapacity, StorageClass};

use super::VolumeBinding;
use super::provisioning::limit;
use crate::events::{ActionType, EventHint, EventObjects, EventResource, QueueingHint};
use crate::plugin::EnqueueExtensions;
use crate::plugins::volume_claims::claims_of;
use crate::pod_info::PodInfo;
use crate::verdict::BoxError;

const MIGRATED: &str = "storage.alpha.kubernetes.io/migrated-plugins";

impl EnqueueExtensions for VolumeBinding {
    fn events_to_register(self: Arc<Self>) -> Vec<EventHint> {
        let change = ActionType::ADD | ActionType::UPDATE;
        let node = ActionType::ADD | ActionType::UPDATE_NODE_LABEL;
        vec![
            EventHint::when(EventResource::StorageClass, change, class_changed),
            EventHint::when(EventResource::PersistentVolumeClaim, change, claim_changed),
            EventHint::always(EventResource::PersistentVolume, change),
            EventHint::always(EventResource::Node, node),
            EventHint::when(EventResource::CsiNode, change, csi_node_changed),
            EventHint::when(EventResource::CsiDriver, ActionType::UPDATE, driver_changed),
            EventHint::when(EventResource::CsiStorageCapacity, change, capacity_changed),
        ]
    }
}

#[expect(clippy::unnecessary_wraps, reason = "hints may fail")]
fn queue_if(helped: bool) -> Result<QueueingHint, BoxError> {
    Ok(if helped { QueueingHint::Queue } else { QueueingHint::Skip })
}

fn class_changed(_: &PodInfo, objects: &EventObjects<'_>) -> Result<QueueingHint, BoxError> {
    let topologies = |class: &StorageClass| class.allowed_topologies.clone();
    let (old, new) = (objects.before::<StorageClass>(), objects.after::<StorageClass>());
    queue_if(old.is_none() || old.map(topologies) != new.map(topologies))
}

fn claim_changed(pod: &PodInfo, objects: &EventObjects<'_>) -> Result<QueueingHint, BoxError> {
    let claim = objects.after::<PersistentVolumeClaim>();
    queue_if(claim.is_none_or(|claim| {
        claim.metadata.namespace == pod.namespace()
            && claims_of(pod.pod()).any(|(name, _)| name == claim.metadata.name)
    }))
}

fn csi_node_changed(_: &PodInfo, objects: &EventObjects<'_>) -> Result<QueueingHint, BoxError> {
    let migrated = |node: &CSINode| node.metadata.annotations.get(MIGRATED).cloned();
    let (old, new) = (objects.before::<CSINode>(), objects.after::<CSINode>());
    queue_if(old.is_none() || old.map(migrated) != new.map(migrated))
}

/// A driver no longer tells how much it has, which is then not looked at.
fn driver_changed(pod: &PodInfo, objects: &EventObjects<'_>) -> Result<QueueingHint, BoxError> {
    let (Some(old), Some(new)) = (objects.before::<CSIDriver>(), objects.after::<CSIDriver>())
    else {
        return queue_if(true);
    };
    let tells = |driver: &CSIDriver| driver.spec.storage_capacity == Some(true);
    let mut inline = pod.pod().spec.volumes.iter().filter_map(|it| it.csi.as_ref());
    queue_if(tells(old) && !tells(new) && inline.any(|it| it.driver == new.metadata.name))
}

fn capacity_changed(_: &PodInfo, objects: &EventObjects<'_>) -> Result<QueueingHint, BoxError> {
    let Some(old) = objects.before::<CSIStorageCapacity>() else { return queue_if(true) };
    let Some(new) = objects.after::<CSIStorageCapacity>() else { return queue_if(true) };
    queue_if(match (limit(old), limit(new)) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(old), Some(new)) => new.value() > old.value(),
    })
}
