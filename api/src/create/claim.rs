//! Where a claim's content comes from: the old field and the new one say the same.

use crate::core::v1::{PersistentVolumeClaimSpec, TypedLocalObjectReference, TypedObjectReference};

/// Drops what the old field can't name, and copies one field to the other where only one is set.
/// A claim that has the old field already (`was_set`) keeps it.
///
/// *Upstream:* `pkg/api/persistentvolumeclaim/util.go`.
pub(crate) fn normalize_data_sources(spec: &mut PersistentVolumeClaimSpec, was_set: bool) {
    if !was_set && spec.data_source.as_deref().is_some_and(|source| !is_claim_or_snapshot(source)) {
        spec.data_source = None;
    }
    match (spec.data_source.as_deref(), spec.data_source_ref.as_deref()) {
        (Some(source), None) => {
            spec.data_source_ref = Some(Box::new(TypedObjectReference {
                api_group: source.api_group.clone(),
                kind: source.kind.clone(),
                name: source.name.clone(),
                namespace: None,
            }));
        }
        // The old field can't name another namespace.
        (None, Some(source)) if source.namespace.as_deref().unwrap_or_default().is_empty() => {
            spec.data_source = Some(Box::new(TypedLocalObjectReference {
                api_group: source.api_group.clone(),
                kind: source.kind.clone(),
                name: source.name.clone(),
            }));
        }
        _ => {}
    }
}

fn is_claim_or_snapshot(source: &TypedLocalObjectReference) -> bool {
    let group = source.api_group.as_deref().unwrap_or_default();
    matches!(
        (group, source.kind.as_str()),
        ("", "PersistentVolumeClaim") | ("snapshot.storage.k8s.io", "VolumeSnapshot")
    )
}
