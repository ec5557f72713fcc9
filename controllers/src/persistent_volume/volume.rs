//! What happens to a volume: it is free, bound, or left by its claim.
//!
//! Upstream: `syncVolume` of `pkg/controller/volume/persistentvolume/pv_controller.go`.

use bowline_api::core::v1::{
    PersistentVolume, PersistentVolumeClaim, PersistentVolumePhase, PersistentVolumeReclaimPolicy,
};

use super::{BOUND_BY_CONTROLLER, PROVISIONED_BY};

/// What to do about a volume.
#[derive(Clone, Debug, PartialEq)]
pub enum Plan {
    /// It is in this phase.
    Phase(PersistentVolumePhase),
    /// It takes its claim back and is free.
    Unbind(Box<PersistentVolume>),
    /// Its claim has to be looked at.
    LookAtClaim,
    /// Its claim is gone.
    Reclaim(Reclaim),
    /// Nothing.
    Leave,
}

/// What becomes of a volume whose claim is gone.
#[derive(Clone, Debug, PartialEq)]
pub enum Reclaim {
    /// It stays with its data, released.
    Retain,
    /// Whoever made it deletes it.
    DeleteElsewhere,
    /// Nobody here can do what its policy asks for: it fails.
    Fail {
        /// The reason of the event.
        reason: &'static str,
        /// Its message, and the status's.
        message: String,
    },
}

/// Decides about a volume, given the claim that it names, if there is such a claim.
#[must_use]
pub fn plan(volume: &PersistentVolume, claim: Option<&PersistentVolumeClaim>) -> Plan {
    let Some(reference) = volume.spec.claim_ref.as_deref() else {
        return Plan::Phase(PersistentVolumePhase::Available);
    };
    if reference.uid.is_empty() {
        // A user has set it aside for a claim that has not come for it.
        return match claim {
            Some(_) if volume.status.phase == PersistentVolumePhase::Available => Plan::LookAtClaim,
            _ => Plan::Phase(PersistentVolumePhase::Available),
        };
    }
    let Some(claim) = claim.filter(|claim| claim.metadata.uid == reference.uid) else {
        return Plan::Reclaim(reclaim(volume));
    };
    if claim.spec.volume_name == volume.metadata.name {
        return Plan::Phase(PersistentVolumePhase::Bound);
    }
    if claim.spec.volume_name.is_empty() {
        return Plan::LookAtClaim;
    }
    // The claim has found another volume.
    let deletes =
        volume.spec.persistent_volume_reclaim_policy == PersistentVolumeReclaimPolicy::Delete;
    if deletes && volume.metadata.annotations.contains_key(PROVISIONED_BY) {
        return Plan::Reclaim(reclaim(volume));
    }
    Plan::Unbind(Box::new(unbind(volume)))
}

/// Takes back a claim that the controller gave, or the uid of one that a user set.
fn unbind(volume: &PersistentVolume) -> PersistentVolume {
    let mut free = volume.clone();
    if free.metadata.annotations.remove(BOUND_BY_CONTROLLER).is_some() {
        free.spec.claim_ref = None;
    } else if let Some(reference) = free.spec.claim_ref.as_deref_mut() {
        reference.uid.clear();
    }
    free
}

fn reclaim(volume: &PersistentVolume) -> Reclaim {
    let name = &volume.metadata.name;
    match volume.spec.persistent_volume_reclaim_policy {
        PersistentVolumeReclaimPolicy::Delete => {
            let made_elsewhere = volume.metadata.annotations.contains_key(PROVISIONED_BY);
            if made_elsewhere || volume.spec.csi.is_some() {
                return Reclaim::DeleteElsewhere;
            }
            let message = format!(
                "error getting deleter volume plugin for volume {name:?}: no deletable volume \
                 plugin matched"
            );
            Reclaim::Fail { reason: "VolumeFailedDelete", message }
        }
        PersistentVolumeReclaimPolicy::Recycle => Reclaim::Fail {
            reason: "VolumeFailedRecycle",
            message: "No recycler plugin found for the volume!".to_owned(),
        },
        _ => Reclaim::Retain,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn volume(reference: Value, policy: &str, annotations: Value) -> PersistentVolume {
        serde_json::from_value(json!({
            "metadata": {"name": "v", "annotations": annotations},
            "spec": {"claimRef": reference, "persistentVolumeReclaimPolicy": policy},
        }))
        .unwrap()
    }

    fn claim(volume: &str) -> PersistentVolumeClaim {
        serde_json::from_value(json!({
            "metadata": {"name": "c", "namespace": "d", "uid": "u"}, "spec": {"volumeName": volume},
        }))
        .unwrap()
    }

    #[test]
    fn a_volume_is_free_bound_or_left() {
        let mine = || json!({"name": "c", "namespace": "d", "uid": "u"});
        let aside = || json!({"name": "c", "namespace": "d"});
        let made = || json!({PROVISIONED_BY: "csi.example.com"});
        let phase = Plan::Phase;
        use PersistentVolumePhase::{Available, Bound};
        for (name, volume, claim, want) in [
            ("free", volume(Value::Null, "Retain", json!({})), None, phase(Available)),
            ("set aside", volume(aside(), "Retain", json!({})), None, phase(Available)),
            ("bound", volume(mine(), "Retain", json!({})), Some(claim("v")), phase(Bound)),
            ("half bound", volume(mine(), "Retain", json!({})), Some(claim("")), Plan::LookAtClaim),
            ("left", volume(mine(), "Retain", json!({})), None, Plan::Reclaim(Reclaim::Retain)),
            (
                "left, to delete",
                volume(mine(), "Delete", made()),
                None,
                Plan::Reclaim(Reclaim::DeleteElsewhere),
            ),
            (
                "passed over, to delete",
                volume(mine(), "Delete", made()),
                Some(claim("w")),
                Plan::Reclaim(Reclaim::DeleteElsewhere),
            ),
        ] {
            assert_eq!(plan(&volume, claim.as_ref()), want, "{name}");
        }
        let failed = plan(&volume(mine(), "Delete", json!({})), None);
        let Plan::Reclaim(Reclaim::Fail { reason, .. }) = failed else { panic!("{failed:?}") };
        assert_eq!(reason, "VolumeFailedDelete");
    }

    #[test]
    fn a_volume_that_was_passed_over_is_free_again() {
        let mine = || json!({"name": "c", "namespace": "d", "uid": "u"});
        let ours = volume(mine(), "Retain", json!({BOUND_BY_CONTROLLER: "yes"}));
        let Plan::Unbind(free) = plan(&ours, Some(&claim("w"))) else { panic!("it is not freed") };
        assert_eq!(free.spec.claim_ref, None);
        let users = volume(mine(), "Retain", json!({}));
        let Plan::Unbind(aside) = plan(&users, Some(&claim("w"))) else { panic!("not freed") };
        assert_eq!(aside.spec.claim_ref.unwrap().uid, "");
    }
}
