//! Who owns the claims of a stateful set's pods: nobody, the set, or a pod that is about to go.
//!
//! Upstream: `updateClaimOwnerRefForSetAndPod` of `pkg/controller/statefulset/stateful_set_utils.go`.

use bowline_api::apps::v1::{PersistentVolumeClaimRetentionPolicyType, StatefulSet};
use bowline_api::core::v1::{PersistentVolumeClaim, Pod};
use bowline_apimachinery::meta::OwnerReference;
use bowline_controller_runtime::owner::owner_reference;

use super::identity::parent_and_ordinal;
use super::plan::is_in_range;

/// Gives a claim the owners that the set's retention policy asks for. Tells whether that changed
/// anything.
pub fn fix_owners(set: &StatefulSet, pod: &Pod, claim: &mut PersistentVolumeClaim) -> bool {
    let policy = set.spec.persistent_volume_claim_retention_policy.as_deref();
    let deletes = |what: Option<&PersistentVolumeClaimRetentionPolicyType>| {
        what == Some(&PersistentVolumeClaimRetentionPolicyType::Delete)
    };
    let when_deleted = deletes(policy.map(|policy| &policy.when_deleted));
    let when_scaled = deletes(policy.map(|policy| &policy.when_scaled));
    let ordinal = parent_and_ordinal(&pod.metadata.name).map(|(_, ordinal)| ordinal);
    let condemned = !ordinal.is_some_and(|ordinal| is_in_range(set, ordinal));
    let goes_with_pod = when_scaled && condemned;
    // A claim that has a controller is somebody else's.
    if claim.metadata.controller().is_some_and(|owner| owner.uid != set.metadata.uid) {
        return false;
    }
    let by_set = set_owner(claim, owner_reference(set), when_deleted && !goes_with_pod);
    set_owner(claim, owner_reference(pod), goes_with_pod) || by_set
}

fn set_owner(claim: &mut PersistentVolumeClaim, owner: OwnerReference, wanted: bool) -> bool {
    let owners = &mut claim.metadata.owner_references;
    let present = owners.iter().any(|known| known.uid == owner.uid);
    match (present, wanted) {
        (false, true) => owners.push(owner),
        (true, false) => owners.retain(|known| known.uid != owner.uid),
        _ => return false,
    }
    true
}

/// Whether a claim belongs to an earlier pod of the same name and will go with it, so that a new
/// pod has to wait.
#[must_use]
pub fn is_stale(claim: &PersistentVolumeClaim, pod: &Pod) -> bool {
    claim.metadata.owner_references.iter().any(|owner| {
        owner.kind == "Pod" && owner.name == pod.metadata.name && owner.uid != pod.metadata.uid
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_policy_says_with_whom_a_claim_goes() {
        let pod = |name: &str| -> Pod {
            serde_json::from_value(json!({"metadata": {"name": name, "uid": name}})).unwrap()
        };
        for (deleted, scaled, name, want) in [
            ("Retain", "Retain", "db-0", &[][..]),
            ("Retain", "Retain", "db-5", &[]),
            ("Delete", "Retain", "db-5", &["set"]),
            ("Retain", "Delete", "db-0", &[]),
            ("Retain", "Delete", "db-5", &["db-5"]),
            ("Delete", "Delete", "db-0", &["set"]),
            ("Delete", "Delete", "db-5", &["db-5"]),
        ] {
            let set: StatefulSet = serde_json::from_value(json!({
                "metadata": {"name": "db", "uid": "set"},
                "spec": {"replicas": 1, "persistentVolumeClaimRetentionPolicy":
                    {"whenDeleted": deleted, "whenScaled": scaled}}
            }))
            .unwrap();
            let mut claim = PersistentVolumeClaim::default();
            let changed = fix_owners(&set, &pod(name), &mut claim);
            let uids: Vec<_> =
                claim.metadata.owner_references.iter().map(|owner| owner.uid.as_str()).collect();
            assert_eq!(uids, want, "{deleted} {scaled} {name}");
            assert_eq!(changed, !want.is_empty());
            assert!(!fix_owners(&set, &pod(name), &mut claim));
        }
    }

    #[test]
    fn a_claim_of_an_earlier_pod_is_stale() {
        let pod: Pod =
            serde_json::from_value(json!({"metadata": {"name": "db-0", "uid": "new"}})).unwrap();
        let claim = |uid: &str| -> PersistentVolumeClaim {
            serde_json::from_value(json!({"metadata": {"ownerReferences": [
                {"apiVersion": "v1", "kind": "Pod", "name": "db-0", "uid": uid}]}}))
            .unwrap()
        };
        assert!(is_stale(&claim("old"), &pod));
        assert!(!is_stale(&claim("new"), &pod));
    }
}
