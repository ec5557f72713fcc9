//! The claims of a pod: which are bound, and which wait for it.

use std::collections::BTreeMap;
use std::sync::Arc;

use bowline_api::core::v1::{
    PersistentVolume, PersistentVolumeClaim, PersistentVolumeClaimPhase, Pod,
};

use super::matching::{class_of_volume, requested};
use crate::plugins::assumed::Assumed;
use crate::plugins::volume_claims::{
    ClaimOf, NotMadeFor, claims_of, class_of_claim, made_for, storage_class, waits_for_consumer,
};
use crate::snapshot::Objects;
use crate::verdict::BoxError;

/// The node of the first pod that uses a claim.
pub(super) const SELECTED_NODE: &str = "volume.kubernetes.io/selected-node";
/// The mark of a claim whose binding is complete.
pub(super) const BIND_COMPLETED: &str = "pv.kubernetes.io/bind-completed";

/// Why no node can do.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unusable {
    #[error("persistentvolumeclaim {0:?} not found")]
    Missing(String),
    #[error("waiting for ephemeral volume controller to create the persistentvolumeclaim {0:?}")]
    NotMadeYet(String),
    #[error("persistentvolumeclaim {claim:?} bound to non-existent persistentvolume {volume:?}")]
    Lost { claim: String, volume: String },
    #[error("persistentvolumeclaim {0:?} is being deleted")]
    Deleted(String),
    #[error(transparent)]
    NotMadeFor(#[from] NotMadeFor),
}

/// Whether the pod uses claims at all.
pub(super) fn check(objects: &Objects, pod: &Pod) -> Result<bool, Unusable> {
    let mut any = false;
    for (name, of) in claims_of(pod) {
        any = true;
        let claim = objects.get::<PersistentVolumeClaim>(&pod.metadata.namespace, &name);
        let claim = match (claim, of) {
            (Some(claim), _) => claim,
            (None, ClaimOf::Named) => return Err(Unusable::Missing(name)),
            (None, ClaimOf::Ephemeral) => return Err(Unusable::NotMadeYet(name)),
        };
        if claim.status.phase == PersistentVolumeClaimPhase::Lost {
            let volume = claim.spec.volume_name.clone();
            return Err(Unusable::Lost { claim: name, volume });
        }
        if claim.metadata.is_terminating() {
            return Err(Unusable::Deleted(name));
        }
        if of == ClaimOf::Ephemeral {
            made_for(pod, claim)?;
        }
    }
    Ok(any)
}

/// The claims of a pod.
#[derive(Clone, Debug, Default)]
pub(super) struct PodClaims {
    /// Those that have a volume.
    pub(super) bound: Vec<Arc<PersistentVolumeClaim>>,
    /// Those that get one on the pod's node, the smallest first.
    pub(super) unbound: Vec<Arc<PersistentVolumeClaim>>,
    /// The volumes of the classes of the unbound ones.
    pub(super) volumes: BTreeMap<String, Vec<Arc<PersistentVolume>>>,
    /// There are others, that do not wait for the pod but are not bound yet.
    pub(super) unbound_immediate: bool,
}

impl PodClaims {
    pub(super) fn of(
        objects: &Objects,
        claims: &Assumed<PersistentVolumeClaim>,
        volumes: &Assumed<PersistentVolume>,
        pod: &Pod,
    ) -> Result<Self, BoxError> {
        let mut found = Self::default();
        for (name, _) in claims_of(pod) {
            let Some(claim) = claims.get(objects, &pod.metadata.namespace, &name) else {
                continue;
            };
            if is_bound(&claim) {
                found.bound.push(claim);
            } else if claim.spec.volume_name.is_empty() && waits(objects, &claim)? {
                found.unbound.push(claim);
            } else {
                found.unbound_immediate = true;
            }
        }
        found.unbound.sort_by_key(|it| requested(it));
        for claim in &found.unbound {
            let class = class_of_claim(claim);
            if !found.volumes.contains_key(class) {
                let all = objects.list::<PersistentVolume>();
                let of_class = all.filter(|it| class_of_volume(it) == class);
                let of_class = of_class.map(|it| volumes.over(it)).collect();
                found.volumes.insert(class.to_owned(), of_class);
            }
        }
        Ok(found)
    }
}

/// Whether claim and volume know of each other.
pub(super) fn is_bound(claim: &PersistentVolumeClaim) -> bool {
    !claim.spec.volume_name.is_empty() && claim.metadata.annotations.contains_key(BIND_COMPLETED)
}

fn waits(objects: &Objects, claim: &PersistentVolumeClaim) -> Result<bool, BoxError> {
    let name = class_of_claim(claim);
    let Some(class) = storage_class(objects, name) else { return Ok(false) };
    if class.volume_binding_mode.is_none() {
        return Err(format!("VolumeBindingMode not set for StorageClass {name:?}").into());
    }
    Ok(waits_for_consumer(class))
}

/// A claim whose volume is to be made for a node.
pub(super) fn selected(claim: &PersistentVolumeClaim, node: &str) -> PersistentVolumeClaim {
    let mut claim = claim.clone();
    claim.metadata.annotations.insert(SELECTED_NODE.to_owned(), node.to_owned());
    claim
}
