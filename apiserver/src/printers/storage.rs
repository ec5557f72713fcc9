//! Volumes, claims and their drivers.

use bowline_api::core::v1::{PersistentVolume, PersistentVolumeAccessMode, PersistentVolumeClaim};
use bowline_api::resource::v1::{DeviceClass, ResourceClaim, ResourceClaimTemplate, ResourceSlice};
use bowline_api::storage::v1::{
    CSIDriver, CSINode, StorageClass, VolumeAttachment, VolumeAttributesClass,
};
use bowline_apimachinery::time::Time;

use super::cell::{Row, age, cells, joined};

/// `RWO,ROX`: short names in a fixed order, each once.
fn access_modes(modes: &[PersistentVolumeAccessMode]) -> String {
    let known = [
        ("ReadWriteOnce", "RWO"),
        ("ReadOnlyMany", "ROX"),
        ("ReadWriteMany", "RWX"),
        ("ReadWriteOncePod", "RWOP"),
    ];
    let has = |long: &str| modes.iter().any(|m| m.as_str() == long);
    known.iter().filter(|(long, _)| has(long)).map(|(_, s)| *s).collect::<Vec<_>>().join(",")
}

const CLASS_ANNOTATION: &str = "volume.beta.kubernetes.io/storage-class";

pub(super) fn claim(c: &PersistentVolumeClaim, now: Time) -> Row {
    let phase = if c.metadata.is_terminating() { "Terminating" } else { c.status.phase.as_str() };
    let bound = !c.spec.volume_name.is_empty();
    let (modes, capacity) = if bound {
        let storage = c.status.capacity.get("storage");
        (access_modes(&c.status.access_modes), storage.map(ToString::to_string))
    } else {
        (String::new(), None)
    };
    let annotated = c.metadata.annotations.get(CLASS_ANNOTATION);
    let class = annotated.or(c.spec.storage_class_name.as_ref());
    Row::from(cells![
        c.metadata.name,
        phase,
        c.spec.volume_name,
        capacity.unwrap_or_else(|| if bound { "0".to_owned() } else { String::new() }),
        modes,
        class.map_or("", String::as_str),
        c.spec.volume_attributes_class_name.as_deref().unwrap_or("<unset>"),
        age(c.metadata.creation_timestamp, now),
        c.spec.volume_mode.as_ref().map_or("<unset>", |m| m.as_str()),
    ])
}

pub(super) fn volume(v: &PersistentVolume, now: Time) -> Row {
    let phase = if v.metadata.is_terminating() { "Terminating" } else { v.status.phase.as_str() };
    let claim = v.spec.claim_ref.as_deref();
    let claim = claim.map_or_else(String::new, |c| format!("{}/{}", c.namespace, c.name));
    let annotated = v.metadata.annotations.get(CLASS_ANNOTATION);
    let capacity =
        v.spec.capacity.get("storage").map_or_else(|| "0".to_owned(), ToString::to_string);
    Row::from(cells![
        v.metadata.name,
        capacity,
        access_modes(&v.spec.access_modes),
        v.spec.persistent_volume_reclaim_policy.as_str(),
        phase,
        claim,
        annotated.unwrap_or(&v.spec.storage_class_name),
        v.spec.volume_attributes_class_name.as_deref().unwrap_or("<unset>"),
        v.status.reason,
        age(v.metadata.creation_timestamp, now),
        v.spec.volume_mode.as_ref().map_or("<unset>", |m| m.as_str()),
    ])
}

pub(super) fn storage_class(s: &StorageClass, now: Time) -> Row {
    let is_default = |key: &str| s.metadata.annotations.get(key).is_some_and(|v| v == "true");
    let name = if is_default("storageclass.kubernetes.io/is-default-class")
        || is_default("storageclass.beta.kubernetes.io/is-default-class")
    {
        format!("{} (default)", s.metadata.name)
    } else {
        s.metadata.name.clone()
    };
    Row::from(cells![
        name,
        s.provisioner,
        s.reclaim_policy.as_ref().map_or("Delete", |p| p.as_str()),
        s.volume_binding_mode.as_ref().map_or("Immediate", |m| m.as_str()),
        s.allow_volume_expansion.unwrap_or_default(),
        age(s.metadata.creation_timestamp, now),
    ])
}

pub(super) fn csi_driver(d: &CSIDriver, now: Time) -> Row {
    let spec = &d.spec;
    let audiences: Vec<&str> = spec.token_requests.iter().map(|t| t.audience.as_str()).collect();
    let audiences = if audiences.is_empty() { "<unset>".to_owned() } else { audiences.join(",") };
    let modes: Vec<&str> = spec.volume_lifecycle_modes.iter().map(|m| m.as_str()).collect();
    Row::from(cells![
        d.metadata.name,
        spec.attach_required.unwrap_or(true),
        spec.pod_info_on_mount.unwrap_or_default(),
        spec.storage_capacity.unwrap_or_default(),
        audiences,
        spec.requires_republish.unwrap_or_default(),
        joined(modes),
        age(d.metadata.creation_timestamp, now),
    ])
}

pub(super) fn csi_node(n: &CSINode, now: Time) -> Row {
    Row::from(cells![
        n.metadata.name,
        n.spec.drivers.len(),
        age(n.metadata.creation_timestamp, now),
    ])
}

pub(super) fn volume_attachment(v: &VolumeAttachment, now: Time) -> Row {
    Row::from(cells![
        v.metadata.name,
        v.spec.attacher,
        v.spec.source.persistent_volume_name.as_deref().unwrap_or_default(),
        v.spec.node_name,
        v.status.attached,
        age(v.metadata.creation_timestamp, now),
    ])
}

pub(super) fn volume_attributes_class(v: &VolumeAttributesClass, now: Time) -> Row {
    Row::from(cells![v.metadata.name, v.driver_name, age(v.metadata.creation_timestamp, now)])
}

pub(super) fn device_class(d: &DeviceClass, now: Time) -> Row {
    Row::from(cells![d.metadata.name, age(d.metadata.creation_timestamp, now)])
}

pub(super) fn resource_claim(c: &ResourceClaim, now: Time) -> Row {
    let mut states = Vec::new();
    if c.metadata.is_terminating() {
        states.push("deleted");
    }
    if c.status.allocation.is_none() {
        if c.metadata.deletion_timestamp.is_none() {
            states.push("pending");
        }
    } else {
        states.push("allocated");
        if !c.status.reserved_for.is_empty() {
            states.push("reserved");
        }
    }
    Row::from(cells![c.metadata.name, states.join(","), age(c.metadata.creation_timestamp, now),])
}

pub(super) fn resource_claim_template(c: &ResourceClaimTemplate, now: Time) -> Row {
    Row::from(cells![c.metadata.name, age(c.metadata.creation_timestamp, now)])
}

pub(super) fn resource_slice(s: &ResourceSlice, now: Time) -> Row {
    let node = match (s.spec.node_name.as_deref(), s.spec.all_nodes) {
        (Some(name), _) if !name.is_empty() => name,
        (_, Some(true)) => "<all>",
        _ if s.spec.node_selector.is_some() => "<selected>",
        _ => "<none>",
    };
    Row::from(cells![
        s.metadata.name,
        node,
        s.spec.driver,
        s.spec.pool.name,
        age(s.metadata.creation_timestamp, now),
    ])
}
