//! Claims of volumes.
//!
//! *Upstream:* `ValidatePersistentVolumeClaimSpec`, `ValidatePersistentVolumeClaimUpdate`.

use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::dns1123_subdomain;

use super::faults::Faults as _;
use super::resources;
use crate::core::v1::{
    PersistentVolumeAccessMode, PersistentVolumeClaim, PersistentVolumeClaimSpec,
};

const ACCESS_MODES: [&str; 4] =
    ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];
const VOLUME_MODES: [&str; 2] = ["Block", "Filesystem"];

pub(super) fn access_modes(
    modes: &[PersistentVolumeAccessMode],
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    if modes.is_empty() {
        out.required(path, "at least 1 access mode is required");
    }
    for mode in modes.iter().map(|mode| mode.as_str()) {
        if !ACCESS_MODES.contains(&mode) {
            out.unsupported(path, mode, &ACCESS_MODES);
        }
    }
    let single = |mode: &&str| *mode == "ReadWriteOncePod";
    let known = || modes.iter().map(|m| m.as_str()).filter(|m| ACCESS_MODES.contains(m));
    if known().any(|m| single(&m)) && known().any(|m| !single(&m)) {
        out.forbidden(path, "may not use ReadWriteOncePod with other access modes");
    }
}

pub(super) fn volume_mode(mode: Option<&str>, path: &Path<'_>, out: &mut ErrorList) {
    if let Some(mode) = mode.filter(|mode| !VOLUME_MODES.contains(mode)) {
        out.unsupported(path, mode, &VOLUME_MODES);
    }
}

/// The specification of a claim, or of a template for one.
pub(super) fn spec(spec: &PersistentVolumeClaimSpec, path: &Path<'_>, out: &mut ErrorList) {
    out.selector(&path.child("selector"), spec.selector.as_deref());
    access_modes(&spec.access_modes, &path.child("accessModes"), out);
    let resources_path = path.child("resources");
    let storage = resources_path.key("storage");
    match spec.resources.requests.get("storage") {
        None => out.required(&storage, ""),
        Some(amount) => {
            resources::amount("storage", amount, &storage, out);
            resources::positive(amount, &storage, out);
        }
    }
    let mut class = |name: &str, value: &Option<String>| {
        if let Some(class) = value.as_ref().filter(|class| !class.is_empty()) {
            out.complaints(&path.child(name), class, dns1123_subdomain(class));
        }
    };
    class("storageClassName", &spec.storage_class_name);
    class("volumeAttributesClassName", &spec.volume_attributes_class_name);
    let mode = spec.volume_mode.as_ref().map(|mode| mode.as_str());
    volume_mode(mode, &path.child("volumeMode"), out);
    if let Some(source) = &spec.data_source {
        let path = path.child("dataSource");
        data_source(source.api_group.as_deref(), &source.kind, &source.name, &path, out);
    }
    if let Some(source) = &spec.data_source_ref {
        let path = path.child("dataSourceRef");
        data_source(source.api_group.as_deref(), &source.kind, &source.name, &path, out);
    }
}

fn data_source(group: Option<&str>, kind: &str, name: &str, path: &Path<'_>, out: &mut ErrorList) {
    out.needed(&path.child("name"), name);
    out.needed(&path.child("kind"), kind);
    match group.unwrap_or("") {
        "" if kind != "PersistentVolumeClaim" => {
            let why = "must be 'PersistentVolumeClaim' when referencing the default apiGroup";
            out.invalid(path, kind, why);
        }
        "" => {}
        group => out.complaints(&path.child("apiGroup"), group, dns1123_subdomain(group)),
    }
}

/// What may change: the size, and the class of attributes; the rest only before it is bound.
pub(super) fn update(
    new: &PersistentVolumeClaim,
    old: &PersistentVolumeClaim,
    out: &mut ErrorList,
) {
    let path = Path::new("spec");
    spec(&new.spec, &path, out);
    let mut comparable = new.spec.clone();
    let unbound = old.spec.volume_name.is_empty();
    if unbound {
        comparable.volume_name.clone_from(&old.spec.volume_name);
    }
    if old.status.phase.as_str() == "Bound" || !unbound {
        comparable.resources.requests.clone_from(&old.spec.resources.requests);
    }
    // A class may be named where none was, as the default class does.
    if old.spec.storage_class_name.is_none() {
        comparable.storage_class_name = None;
    }
    comparable.volume_attributes_class_name.clone_from(&old.spec.volume_attributes_class_name);
    if comparable != old.spec {
        let why = "spec is immutable after creation except resources.requests and \
                   volumeAttributesClassName for bound claims";
        out.forbidden(&path, why);
    }
    let storage =
        |claim: &PersistentVolumeClaim| claim.spec.resources.requests.get("storage").cloned();
    if let (Some(new), Some(old_size)) = (storage(new), storage(old))
        && new < old_size
        && old.status.capacity.get("storage").is_none_or(|capacity| new <= *capacity)
    {
        let path = path.child("resources");
        let path = path.child("requests");
        let why = "field can not be less than status.capacity";
        out.forbidden(&path.key("storage"), why);
    }
}
