//! Claims of volumes.
//!
//! *Upstream:* `ValidatePersistentVolumeClaimSpec`, `ValidatePersistentVolumeClaimUpdate`.

use bowline_apimachinery::meta::LabelSelector;
use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::{dns1123_subdomain, namespace_name};

use super::faults::Faults as _;
use super::resources;
use crate::core::v1::{
    PersistentVolumeAccessMode, PersistentVolumeClaim, PersistentVolumeClaimSpec,
};

const ACCESS_MODES: [&str; 4] =
    ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];
const VOLUME_MODES: [&str; 2] = ["Block", "Filesystem"];
/// Where the class of a claim stood before there was a field for it.
const CLASS: &str = "volume.beta.kubernetes.io/storage-class";
const SPEC: Path<'_> = Path::new("spec");

/// Faults that were stored before there was a rule against them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Options {
    selector: bool,
    group: bool,
}

impl Options {
    pub(super) fn of(old: &PersistentVolumeClaimSpec) -> Self {
        let path = Path::root();
        let bad = |selector: &LabelSelector| !selector.validate(&path).is_empty();
        let group = old.data_source.as_ref().and_then(|source| source.api_group.as_ref());
        let other = old.data_source_ref.as_ref().and_then(|source| source.api_group.as_ref());
        Self {
            selector: old.selector.as_deref().is_some_and(bad),
            group: group.or(other).is_some(),
        }
    }
}

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

pub(super) fn create(claim: &PersistentVolumeClaim, out: &mut ErrorList) {
    spec(&claim.spec, &Options::default(), &SPEC, out);
}

/// The specification of a claim, or of a template for one.
pub(super) fn spec(
    spec: &PersistentVolumeClaimSpec,
    options: &Options,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    if !options.selector {
        out.selector(&path.child("selector"), spec.selector.as_deref());
    }
    access_modes(&spec.access_modes, &path.child("accessModes"), out);
    let resources_path = path.child("resources");
    let storage = resources_path.key("storage");
    match spec.resources.requests.get("storage") {
        None => out.required(&storage, ""),
        Some(amount) => {
            if !resources::positive(amount, &storage, out) {
                resources::not_negative(amount, &storage, out);
            }
        }
    }
    let mut class = |name: &str, value: &Option<String>| {
        if let Some(class) = value.as_ref().filter(|class| !class.is_empty()) {
            out.complaints(&path.child(name), class, dns1123_subdomain(class));
        }
    };
    class("storageClassName", &spec.storage_class_name);
    let mode = spec.volume_mode.as_ref().map(|mode| mode.as_str());
    volume_mode(mode, &path.child("volumeMode"), out);
    data_sources(spec, options, path, out);
    let class = spec.volume_attributes_class_name.as_ref().filter(|class| !class.is_empty());
    if let Some(class) = class {
        let path = path.child("volumeAttributesClassName");
        out.complaints(&path, class, dns1123_subdomain(class));
    }
}

fn data_sources(
    spec: &PersistentVolumeClaimSpec,
    options: &Options,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    if let Some(source) = &spec.data_source {
        let path = path.child("dataSource");
        let of = (source.api_group.as_deref(), source.kind.as_str(), source.name.as_str());
        data_source(of, options, &path, out);
    }
    let Some(source) = &spec.data_source_ref else { return };
    let source_path = path.child("dataSourceRef");
    let of = (source.api_group.as_deref(), source.kind.as_str(), source.name.as_str());
    data_source(of, options, &source_path, out);
    let shown = || serde_json::to_value(spec.data_source.as_ref()).unwrap_or_default();
    if let Some(namespace) = source.namespace.as_deref().filter(|name| !name.is_empty()) {
        out.complaints(&source_path.child("namespace"), namespace, namespace_name(namespace));
        if spec.data_source.is_some() {
            let why = "may not be specified when dataSourceRef.namespace is specified";
            out.invalid(path, shown(), why);
        }
    } else if spec.data_source.as_ref().is_some_and(|other| {
        (&other.kind, &other.name, &other.api_group)
            != (&source.kind, &source.name, &source.api_group)
    }) {
        out.invalid(path, shown(), "must match dataSourceRef");
    }
}

fn data_source(
    (group, kind, name): (Option<&str>, &str, &str),
    options: &Options,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    out.needed(&path.child("name"), name);
    out.needed(&path.child("kind"), kind);
    match group.unwrap_or("") {
        "" if kind != "PersistentVolumeClaim" => {
            let why = "must be 'PersistentVolumeClaim' when referencing the default apiGroup";
            out.invalid(path, kind, why);
        }
        "" => {}
        _ if options.group => {}
        group => out.complaints(&path.child("apiGroup"), group, dns1123_subdomain(group)),
    }
}

/// What may change: the size, and the class of attributes; the rest only before it is bound.
pub(super) fn update(
    new: &PersistentVolumeClaim,
    old: &PersistentVolumeClaim,
    out: &mut ErrorList,
) {
    spec(&new.spec, &Options::of(&old.spec), &SPEC, out);
    let mut comparable = new.spec.clone();
    if old.spec.volume_name.is_empty() {
        comparable.volume_name.clear();
    }
    storage_class(new, old, &mut comparable, out);
    let bound = new.status.phase.as_str() == "Bound";
    let size = |spec: &PersistentVolumeClaimSpec| spec.resources.requests.get("storage").cloned();
    let (size, size_before) = (size(&new.spec), size(&old.spec));
    if bound && let Some(before) = &size_before {
        comparable.resources.requests.insert("storage".to_owned(), before.clone());
    }
    let class_before = &old.spec.volume_attributes_class_name;
    if bound && comparable.volume_attributes_class_name.is_some() {
        comparable.volume_attributes_class_name.clone_from(class_before);
    }
    if comparable != old.spec {
        let why = "spec is immutable after creation except resources.requests and \
                   volumeAttributesClassName for bound claims";
        out.forbidden(&SPEC, why);
    }
    if let (Some(size), Some(before)) = (size, size_before)
        && size < before
        && old.status.capacity.get("storage").map_or(size.sign().is_le(), |least| size <= *least)
    {
        let path = SPEC.child("resources.requests.storage");
        out.forbidden(&path, "field can not be less than status.capacity");
    }
    out.immutable(&Path::new("volumeMode"), &new.spec.volume_mode, &old.spec.volume_mode);
    if class_before.is_some() {
        let path = SPEC.child("volumeAttributesClassName");
        let class = &new.spec.volume_attributes_class_name;
        match class.as_deref() {
            None => out.forbidden(&path, "update from non-nil value to nil is forbidden"),
            Some("") if class != class_before => {
                let why = "update from non-nil value to an empty string is forbidden";
                out.forbidden(&path, why);
            }
            Some(_) => {}
        }
    }
}

/// A class may be named where none was, as the default class does, or move from the annotation.
fn storage_class(
    new: &PersistentVolumeClaim,
    old: &PersistentVolumeClaim,
    comparable: &mut PersistentVolumeClaimSpec,
    out: &mut ErrorList,
) {
    let now = new.metadata.annotations.get(CLASS);
    let before = old.metadata.annotations.get(CLASS);
    let class = new.spec.storage_class_name.as_ref();
    let named = class.is_some() && old.spec.storage_class_name.is_none();
    let moves =
        named && before.is_some() && class == before && now.is_none_or(|now| Some(now) == before);
    if !moves && now.map_or("", String::as_str) != before.map_or("", String::as_str) {
        let metadata = Path::new("metadata");
        let annotations = metadata.child("annotations");
        let now = now.map_or("", String::as_str);
        out.invalid(&annotations.key(CLASS), now, "field is immutable");
    }
    if named && (before.is_none() || class == before) {
        comparable.storage_class_name = None;
    }
}
