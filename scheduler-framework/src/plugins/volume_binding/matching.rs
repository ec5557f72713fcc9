//! Which of the volumes that are there suits a claim.
//!
//! Upstream: `staging/src/k8s.io/component-helpers/storage/volume/pv_helpers.go`.

use std::collections::BTreeSet;
use std::sync::Arc;

use bowline_api::core::v1::{
    Node, ObjectReference, PersistentVolume, PersistentVolumeClaim, PersistentVolumeMode,
    PersistentVolumePhase,
};
use bowline_apimachinery::labels::Selector;
use bowline_apimachinery::quantity::Quantity;

use crate::plugins::volume_claims::class_of_claim;
use crate::verdict::BoxError;

const BETA_CLASS: &str = "volume.beta.kubernetes.io/storage-class";
const BOUND_BY_CONTROLLER: &str = "pv.kubernetes.io/bound-by-controller";

pub(super) fn class_of_volume(volume: &PersistentVolume) -> &str {
    let old = volume.metadata.annotations.get(BETA_CLASS);
    old.map_or(&volume.spec.storage_class_name, |class| class)
}

pub(super) fn requested(claim: &PersistentVolumeClaim) -> Quantity {
    claim.spec.resources.requests.get("storage").cloned().unwrap_or_default()
}

pub(super) fn capacity(volume: &PersistentVolume) -> Quantity {
    volume.spec.capacity.get("storage").cloned().unwrap_or_default()
}

/// Whether a volume can be reached from a node.
pub(super) fn is_reachable(volume: &PersistentVolume, node: &Node) -> bool {
    let required = volume.spec.node_affinity.as_ref().and_then(|it| it.required.as_ref());
    required.is_none_or(|selector| selector.matches(node))
}

fn is_bound_to(volume: &PersistentVolume, claim: &PersistentVolumeClaim) -> bool {
    volume.spec.claim_ref.as_deref().is_some_and(|reference| {
        reference.name == claim.metadata.name
            && reference.namespace == claim.metadata.namespace
            && (reference.uid.is_empty() || reference.uid == claim.metadata.uid)
    })
}

fn mode(mode: Option<&PersistentVolumeMode>) -> &str {
    mode.map_or("Filesystem", PersistentVolumeMode::as_str)
}

/// The volume that a user has given to the claim, or else the smallest free one that suits it and
/// can be reached from the node. `taken` are out of the question.
pub(super) fn match_volume(
    claim: &PersistentVolumeClaim,
    volumes: &[Arc<PersistentVolume>],
    node: &Node,
    taken: &BTreeSet<String>,
) -> Result<Option<Arc<PersistentVolume>>, BoxError> {
    let asked = requested(claim);
    let selector = match claim.spec.selector.as_deref() {
        None => None,
        selector => Some(Selector::from_label_selector(selector)?),
    };
    let class = class_of_claim(claim);
    let attributes = |class: &Option<String>| class.clone().unwrap_or_default();
    let mut smallest: Option<(&Arc<PersistentVolume>, Quantity)> = None;
    for volume in volumes {
        let own = is_bound_to(volume, claim);
        if taken.contains(&volume.metadata.name)
            || volume.spec.claim_ref.is_some() && !own
            || capacity(volume) < asked
            || mode(volume.spec.volume_mode.as_ref()) != mode(claim.spec.volume_mode.as_ref())
            || attributes(&claim.spec.volume_attributes_class_name)
                != attributes(&volume.spec.volume_attributes_class_name)
            || volume.metadata.is_terminating()
        {
            continue;
        }
        if own {
            return Ok(is_reachable(volume, node).then(|| Arc::clone(volume)));
        }
        let suits = volume.status.phase == PersistentVolumePhase::Available
            && selector.as_ref().is_none_or(|it| it.matches(&volume.metadata.labels))
            && class_of_volume(volume) == class
            && is_reachable(volume, node)
            && claim.spec.access_modes.iter().all(|it| volume.spec.access_modes.contains(it));
        let size = capacity(volume);
        if suits && smallest.as_ref().is_none_or(|(_, least)| size < *least) {
            smallest = Some((volume, size));
        }
    }
    Ok(smallest.map(|(volume, _)| Arc::clone(volume)))
}

/// A volume that has become a claim's.
pub(super) fn bound_to(
    volume: &PersistentVolume,
    claim: &PersistentVolumeClaim,
) -> PersistentVolume {
    let mut bound = volume.clone();
    if bound.spec.claim_ref.is_none() {
        let key = BOUND_BY_CONTROLLER.to_owned();
        bound.metadata.annotations.insert(key, "yes".to_owned());
    }
    let metadata = &claim.metadata;
    let known = bound.spec.claim_ref.as_ref().is_some_and(|it| {
        it.name == metadata.name && it.namespace == metadata.namespace && it.uid == metadata.uid
    });
    if !known {
        bound.spec.claim_ref = Some(Box::new(ObjectReference {
            kind: "PersistentVolumeClaim".to_owned(),
            namespace: metadata.namespace.clone(),
            name: metadata.name.clone(),
            uid: metadata.uid.clone(),
            api_version: "v1".to_owned(),
            resource_version: metadata.resource_version.clone(),
            ..ObjectReference::default()
        }));
    }
    bound
}
