//! Which volume suits a claim.
//!
//! Upstream: `pkg/controller/volume/persistentvolume/index.go`,
//! `staging/src/k8s.io/component-helpers/storage/volume`.

use std::sync::Arc;

use bowline_api::core::v1::{
    PersistentVolume, PersistentVolumeClaim, PersistentVolumeMode, PersistentVolumePhase,
};
use bowline_apimachinery::labels::Selector;
use bowline_apimachinery::quantity::Quantity;

use super::BETA_STORAGE_CLASS;

/// The class that a claim asks for; none and empty are the same.
#[must_use]
pub fn class_of_claim(claim: &PersistentVolumeClaim) -> &str {
    match claim.metadata.annotations.get(BETA_STORAGE_CLASS) {
        Some(class) => class,
        None => claim.spec.storage_class_name.as_deref().unwrap_or(""),
    }
}

/// The class of a volume.
#[must_use]
pub fn class_of_volume(volume: &PersistentVolume) -> &str {
    match volume.metadata.annotations.get(BETA_STORAGE_CLASS) {
        Some(class) => class,
        None => &volume.spec.storage_class_name,
    }
}

/// Whether a volume is the claim's: by name, and by uid where the volume has one.
#[must_use]
pub fn is_bound_to(volume: &PersistentVolume, claim: &PersistentVolumeClaim) -> bool {
    volume.spec.claim_ref.as_deref().is_some_and(|reference| {
        reference.name == claim.metadata.name
            && reference.namespace == claim.metadata.namespace
            && (reference.uid.is_empty() || reference.uid == claim.metadata.uid)
    })
}

/// How a claim's volume and a volume are used: as a file system unless said.
fn mode(mode: Option<&PersistentVolumeMode>) -> &str {
    mode.map_or("Filesystem", PersistentVolumeMode::as_str)
}

fn requested(claim: &PersistentVolumeClaim) -> Quantity {
    claim.spec.resources.requests.get("storage").cloned().unwrap_or_default()
}

fn capacity(volume: &PersistentVolume) -> Quantity {
    volume.spec.capacity.get("storage").cloned().unwrap_or_default()
}

/// Why a volume cannot be a claim's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mismatch {
    /// It is too small.
    #[error("requested PV is too small")]
    Size,
    /// It is of another class.
    #[error("storageClassName does not match")]
    Class,
    /// One is a device, the other a file system.
    #[error("incompatible volumeMode")]
    Mode,
    /// It cannot be used as the claim wants.
    #[error("incompatible accessMode")]
    AccessMode,
}

/// Whether a volume that a claim asks for by name suits it.
///
/// # Errors
/// When it does not.
pub fn satisfies(volume: &PersistentVolume, claim: &PersistentVolumeClaim) -> Result<(), Mismatch> {
    if capacity(volume) < requested(claim) {
        return Err(Mismatch::Size);
    }
    if class_of_volume(volume) != class_of_claim(claim) {
        return Err(Mismatch::Class);
    }
    if mode(volume.spec.volume_mode.as_ref()) != mode(claim.spec.volume_mode.as_ref()) {
        return Err(Mismatch::Mode);
    }
    if !has_access_modes(volume, claim) {
        return Err(Mismatch::AccessMode);
    }
    Ok(())
}

fn has_access_modes(volume: &PersistentVolume, claim: &PersistentVolumeClaim) -> bool {
    claim.spec.access_modes.iter().all(|mode| volume.spec.access_modes.contains(mode))
}

/// The volume that suits a claim best: one that was bound to it by a user, else the smallest of
/// those with the fewest access modes. A claim that waits for its first pod gets only the former.
#[must_use]
pub fn best_match(
    claim: &PersistentVolumeClaim,
    volumes: &[Arc<PersistentVolume>],
    waits_for_pod: bool,
) -> Option<Arc<PersistentVolume>> {
    let suits = |volume: &&Arc<PersistentVolume>| satisfies(volume, claim).is_ok();
    let bound = |volume: &&Arc<PersistentVolume>| {
        is_bound_to(volume, claim)
            && capacity(volume) >= requested(claim)
            && mode(volume.spec.volume_mode.as_ref()) == mode(claim.spec.volume_mode.as_ref())
    };
    if let Some(bound) = volumes.iter().find(bound) {
        return Some(bound.clone());
    }
    if waits_for_pod {
        return None;
    }
    let selector = Selector::from_label_selector(claim.spec.selector.as_deref());
    let selected = |volume: &PersistentVolume| match (&claim.spec.selector, &selector) {
        (None, _) => true,
        (Some(_), Ok(selector)) => selector.matches(&volume.metadata.labels),
        (Some(_), Err(_)) => false,
    };
    let is_free = |volume: &&Arc<PersistentVolume>| {
        volume.spec.claim_ref.is_none()
            && !volume.metadata.is_terminating()
            && volume.status.phase == PersistentVolumePhase::Available
            && selected(volume)
    };
    let candidates = volumes.iter().filter(is_free).filter(suits);
    candidates
        .min_by(|a, b| {
            let modes = |volume: &PersistentVolume| volume.spec.access_modes.len();
            modes(a)
                .cmp(&modes(b))
                .then_with(|| capacity(a).cmp(&capacity(b)))
                .then_with(|| a.metadata.name.cmp(&b.metadata.name))
        })
        .cloned()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn volume(name: &str, size: &str, extra: Value) -> Arc<PersistentVolume> {
        let mut object = json!({
            "metadata": {"name": name},
            "spec": {"capacity": {"storage": size}, "accessModes": ["ReadWriteOnce"]},
            "status": {"phase": "Available"},
        });
        for (key, value) in extra.as_object().into_iter().flatten() {
            object["spec"][key] = value.clone();
        }
        Arc::new(serde_json::from_value(object).unwrap())
    }

    fn claim(spec: Value) -> PersistentVolumeClaim {
        let mut object = json!({
            "metadata": {"name": "c", "namespace": "d", "uid": "u"},
            "spec": {"accessModes": ["ReadWriteOnce"],
                     "resources": {"requests": {"storage": "5Gi"}}},
        });
        for (key, value) in spec.as_object().into_iter().flatten() {
            object["spec"][key] = value.clone();
        }
        serde_json::from_value(object).unwrap()
    }

    #[test]
    fn the_smallest_volume_that_suits_is_taken() {
        let reference =
            |uid: &str| json!({"claimRef": {"name": "c", "namespace": "d", "uid": uid}});
        let small = volume("small", "1Gi", json!({}));
        let big = volume("big", "10Gi", json!({}));
        let fit = volume("fit", "6Gi", json!({}));
        let shared =
            volume("shared", "5Gi", json!({"accessModes": ["ReadWriteOnce", "ReadWriteMany"]}));
        let gold = volume("gold", "5Gi", json!({"storageClassName": "gold"}));
        let block = volume("block", "5Gi", json!({"volumeMode": "Block"}));
        let ours = volume("ours", "100Gi", reference(""));
        let others = volume("others", "5Gi", reference("other"));
        let all = [&small, &big, &fit, &shared, &gold, &block, &others].map(Clone::clone);
        let with_ours = [all.to_vec(), vec![ours]].concat();
        let many = json!({"accessModes": ["ReadWriteMany"]});
        for (name, spec, volumes, waits, want) in [
            ("the smallest", json!({}), &all[..], false, Some("fit")),
            ("all modes", many, &all, false, Some("shared")),
            ("by class", json!({"storageClassName": "gold"}), &all, false, Some("gold")),
            ("a device", json!({"volumeMode": "Block"}), &all, false, Some("block")),
            ("chosen by a user", json!({}), &with_ours, false, Some("ours")),
            ("waiting", json!({}), &all, true, None),
            ("waiting, chosen by a user", json!({}), &with_ours, true, Some("ours")),
            ("by label", json!({"selector": {"matchLabels": {"a": "b"}}}), &all, false, None),
        ] {
            let found = best_match(&claim(spec), volumes, waits);
            assert_eq!(found.map(|v| v.metadata.name.clone()).as_deref(), want, "{name}");
        }
    }

    #[test]
    fn a_volume_that_does_not_suit_says_why() {
        let claim = claim(json!({"storageClassName": "gold"}));
        for (volume, want) in [
            (volume("v", "1Gi", json!({"storageClassName": "gold"})), Err(Mismatch::Size)),
            (volume("v", "5Gi", json!({})), Err(Mismatch::Class)),
            (volume("v", "5Gi", json!({"storageClassName": "gold"})), Ok(())),
        ] {
            assert_eq!(satisfies(&volume, &claim), want);
        }
    }
}
