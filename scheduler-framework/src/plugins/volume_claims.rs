//! What the plugins about volumes have in common: the claims of a pod, and what becomes of them.

use std::sync::Arc;

use bowline_api::core::v1::{PersistentVolumeClaim, Pod, Volume};
use bowline_api::storage::v1::{StorageClass, VolumeBindingMode};

use crate::snapshot::Objects;

const BETA_CLASS: &str = "volume.beta.kubernetes.io/storage-class";

/// The claim of a volume: one that the pod names, or one made for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClaimOf {
    Named,
    Ephemeral,
}

/// The name of the claim that a volume uses, if it uses one.
pub(super) fn claim_of(pod: &Pod, volume: &Volume) -> Option<(String, ClaimOf)> {
    if let Some(claim) = &volume.persistent_volume_claim {
        return Some((claim.claim_name.clone(), ClaimOf::Named));
    }
    volume.ephemeral.as_ref()?;
    Some((format!("{}-{}", pod.metadata.name, volume.name), ClaimOf::Ephemeral))
}

/// The claims that a pod uses, by name.
pub(super) fn claims_of(pod: &Pod) -> impl Iterator<Item = (String, ClaimOf)> {
    pod.spec.volumes.iter().filter_map(|volume| claim_of(pod, volume))
}

/// Whether a claim that bears the name of one made for the pod really was.
///
/// # Errors
/// When it was not.
pub(super) fn made_for(pod: &Pod, claim: &PersistentVolumeClaim) -> Result<(), NotMadeFor> {
    if claim.metadata.is_controlled_by(&pod.metadata.uid) {
        return Ok(());
    }
    Err(NotMadeFor {
        claim: format!("{}/{}", claim.metadata.namespace, claim.metadata.name),
        pod: pod.metadata.name.clone(),
    })
}

/// A claim stands where one made for the pod should.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("PVC {claim} was not created for pod {pod} (pod is not owner)")]
pub(super) struct NotMadeFor {
    claim: String,
    pod: String,
}

/// The storage class of a claim; empty for none.
pub(super) fn class_of_claim(claim: &PersistentVolumeClaim) -> &str {
    match claim.metadata.annotations.get(BETA_CLASS) {
        Some(class) => class,
        None => claim.spec.storage_class_name.as_deref().unwrap_or(""),
    }
}

/// Whether the volumes of a class are chosen only when it is known on which node they are needed.
pub(super) fn waits_for_consumer(class: &StorageClass) -> bool {
    class.volume_binding_mode == Some(VolumeBindingMode::WaitForFirstConsumer)
}

pub(super) fn storage_class<'a>(objects: &'a Objects, name: &str) -> Option<&'a Arc<StorageClass>> {
    objects.get::<StorageClass>("", name)
}
