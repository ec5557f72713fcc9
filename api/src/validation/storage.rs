//! Volumes, their classes and drivers.
//!
//! *Upstream:* `ValidatePersistentVolume`, `pkg/apis/storage/validation`.

use std::collections::{BTreeMap, BTreeSet};

use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use bowline_apimachinery::validation::names::{dns1123_subdomain, label_key, qualified_name};

use super::faults::Faults as _;
use super::{affinity, claim, resources, volumes};
use crate::core::v1::{PersistentVolume, PersistentVolumeSpec, TopologySelectorTerm};
use crate::storage::v1::{CSIDriver, StorageClass};

const RECLAIM_POLICIES: [&str; 3] = ["Delete", "Recycle", "Retain"];

pub(super) fn volume(volume: &PersistentVolume, out: &mut ErrorList) {
    let path = Path::new("spec");
    let spec = &volume.spec;
    claim::access_modes(&spec.access_modes, &path.child("accessModes"), out);
    let capacity = path.child("capacity");
    if spec.capacity.is_empty() {
        out.required(&capacity, "");
    }
    if !spec.capacity.contains_key("storage") || spec.capacity.len() > 1 {
        let shown = serde_json::to_value(&spec.capacity).unwrap_or_default();
        out.push(FieldError::not_supported(&capacity, shown, ["storage"]));
    }
    for (name, amount) in &spec.capacity {
        let path = capacity.key(name);
        resources::amount(name, amount, &path, out);
        resources::positive(amount, &path, out);
    }
    let policy = spec.persistent_volume_reclaim_policy.as_str();
    if !policy.is_empty() && !RECLAIM_POLICIES.contains(&policy) {
        out.unsupported(&path.child("persistentVolumeReclaimPolicy"), policy, &RECLAIM_POLICIES);
    }
    node_affinity(spec, &path, out);
    source(spec, &path, out);
    if !spec.storage_class_name.is_empty() {
        let complaints = dns1123_subdomain(&spec.storage_class_name);
        out.complaints(&path.child("storageClassName"), &spec.storage_class_name, complaints);
    }
    let mode = spec.volume_mode.as_ref().map(|mode| mode.as_str());
    claim::volume_mode(mode, &path.child("volumeMode"), out);
    if let Some(class) = &spec.volume_attributes_class_name {
        out.complaints(&path.child("volumeAttributesClassName"), class, dns1123_subdomain(class));
    }
}

fn node_affinity(spec: &PersistentVolumeSpec, path: &Path<'_>, out: &mut ErrorList) {
    let path = path.child("nodeAffinity");
    match &spec.node_affinity {
        None if spec.local.is_some() => {
            out.required(&path, "Local volume requires node affinity");
        }
        None => {}
        Some(affinity) => {
            let path = path.child("required");
            match &affinity.required {
                None => out.required(&path, "must specify required node constraints"),
                Some(selector) => affinity::node_selector(selector, true, &path, out),
            }
        }
    }
}

fn source(spec: &PersistentVolumeSpec, path: &Path<'_>, out: &mut ErrorList) {
    let mut any = false;
    let mut first = |name: &str, out: &mut ErrorList| {
        if any {
            out.forbidden(&path.child(name), "may not specify more than 1 volume type");
        }
        !std::mem::replace(&mut any, true)
    };
    if let Some(host) = &spec.host_path
        && first("hostPath", out)
    {
        let kind = host.type_.as_ref().map(|kind| kind.as_str());
        volumes::host_path(&host.path, kind, &path.child("hostPath"), out);
    }
    if let Some(nfs) = &spec.nfs
        && first("nfs", out)
    {
        volumes::nfs(&nfs.server, &nfs.path, &path.child("nfs"), out);
    }
    if let Some(local) = &spec.local
        && first("local", out)
    {
        let path = path.child("local");
        let path = path.child("path");
        if out.needed(&path, &local.path) {
            volumes::no_backsteps(&local.path, &path, out);
        }
    }
    if let Some(csi) = &spec.csi
        && first("csi", out)
    {
        let path = path.child("csi");
        volumes::csi_driver(&csi.driver, &path.child("driver"), out);
        out.needed(&path.child("volumeHandle"), &csi.volume_handle);
    }
    let others = [
        spec.gce_persistent_disk.is_some(),
        spec.aws_elastic_block_store.is_some(),
        spec.glusterfs.is_some(),
        spec.rbd.is_some(),
        spec.iscsi.is_some(),
        spec.cinder.is_some(),
        spec.cephfs.is_some(),
        spec.fc.is_some(),
        spec.flocker.is_some(),
        spec.flex_volume.is_some(),
        spec.azure_file.is_some(),
        spec.vsphere_volume.is_some(),
        spec.quobyte.is_some(),
        spec.azure_disk.is_some(),
        spec.photon_persistent_disk.is_some(),
        spec.portworx_volume.is_some(),
        spec.scale_io.is_some(),
        spec.storageos.is_some(),
    ];
    if !any && !others.contains(&true) {
        out.required(path, "must specify a volume type");
    }
}

/// The source of a volume is for ever.
pub(super) fn update_volume(new: &PersistentVolume, old: &PersistentVolume, out: &mut ErrorList) {
    // Upstream judges a changed volume twice.
    volume(new, out);
    volume(new, out);
    let sources = |volume: &PersistentVolume| PersistentVolumeSpec {
        capacity: Default::default(),
        access_modes: Vec::new(),
        claim_ref: None,
        persistent_volume_reclaim_policy: Default::default(),
        storage_class_name: String::new(),
        mount_options: Vec::new(),
        volume_mode: None,
        node_affinity: None,
        volume_attributes_class_name: None,
        ..volume.spec.clone()
    };
    if sources(new) != sources(old) {
        let path = Path::new("spec");
        let why = "spec.persistentvolumesource is immutable after creation";
        out.forbidden(&path.child("persistentvolumesource"), why);
    }
    if new.spec.volume_mode != old.spec.volume_mode {
        let mode = new.spec.volume_mode.as_ref().map_or("", |mode| mode.as_str());
        out.invalid(&Path::new("volumeMode"), mode, "field is immutable");
    }
    if old.spec.node_affinity.is_some() && new.spec.node_affinity != old.spec.node_affinity {
        let shown = serde_json::to_value(&new.spec.node_affinity).unwrap_or_default();
        out.invalid(&Path::new("nodeAffinity"), shown, "field is immutable");
    }
}

pub(super) fn storage_class(class: &StorageClass, out: &mut ErrorList) {
    let path = Path::new("provisioner");
    if out.needed(&path, &class.provisioner) {
        let lower = class.provisioner.to_lowercase();
        out.complaints(&path, &class.provisioner, qualified_name(&lower));
    }
    if let Some(policy) = class.reclaim_policy.as_ref().map(|policy| policy.as_str()) {
        let known = ["Delete", "Retain"];
        if !policy.is_empty() && !known.contains(&policy) {
            out.unsupported(&Path::new("reclaimPolicy"), policy, &known);
        }
    }
    let path = Path::new("volumeBindingMode");
    match class.volume_binding_mode.as_ref().map(|mode| mode.as_str()) {
        None => out.required(&path, ""),
        Some(mode) => {
            let known = ["Immediate", "WaitForFirstConsumer"];
            if !known.contains(&mode) {
                out.unsupported(&path, mode, &known);
            }
        }
    }
    let path = Path::new("allowedTopologies");
    for (i, term) in class.allowed_topologies.iter().enumerate() {
        let path = path.index(i);
        let path = path.child("matchLabelExpressions");
        for (j, requirement) in term.match_label_expressions.iter().enumerate() {
            let at = path.index(j);
            out.complaints(&at.child("key"), &requirement.key, label_key(&requirement.key));
            let values = at.child("values");
            if requirement.values.is_empty() {
                out.required(&values, "");
            }
            let mut seen = BTreeSet::new();
            for (k, value) in requirement.values.iter().enumerate() {
                if !seen.insert(value) {
                    out.duplicate(&values.index(k), value.as_str());
                }
            }
            if term.match_label_expressions[..j].iter().any(|other| other.key == requirement.key) {
                out.duplicate(&at.child("key"), requirement.key.as_str());
            }
        }
        let mine = requirements(term);
        let before = class.allowed_topologies[..i].iter().filter(|t| requirements(t) == mine);
        // Upstream takes a term that says nothing for as many others as there are terms.
        let nothing = if mine.is_empty() { class.allowed_topologies.len() } else { 0 };
        for _ in 0..before.count() + nothing {
            out.duplicate(&path, "");
        }
    }
}

/// The values of each key.
fn requirements(term: &TopologySelectorTerm) -> BTreeMap<&str, BTreeSet<&str>> {
    let requirements = term.match_label_expressions.iter();
    requirements.map(|r| (r.key.as_str(), r.values.iter().map(String::as_str).collect())).collect()
}

/// What a class says of volumes is for ever.
pub(super) fn update_storage_class(new: &StorageClass, old: &StorageClass, out: &mut ErrorList) {
    storage_class(new, out);
    if new.parameters != old.parameters {
        out.forbidden(&Path::new("parameters"), "updates to parameters are forbidden.");
    }
    if new.provisioner != old.provisioner {
        out.forbidden(&Path::new("provisioner"), "updates to provisioner are forbidden.");
    }
    if new.reclaim_policy != old.reclaim_policy {
        let policy = new.reclaim_policy.as_ref().map_or("", |policy| policy.as_str());
        out.invalid(&Path::new("reclaimPolicy"), policy, "field is immutable");
    }
    if new.volume_binding_mode != old.volume_binding_mode {
        let mode = new.volume_binding_mode.as_ref().map_or("", |mode| mode.as_str());
        out.invalid(&Path::new("volumeBindingMode"), mode, "field is immutable");
    }
}

/// How volumes of a driver are used is for ever.
pub(super) fn update_csi_driver(new: &CSIDriver, old: &CSIDriver, out: &mut ErrorList) {
    csi_driver(new, out);
    let path = Path::new("spec");
    if new.spec.attach_required != old.spec.attach_required {
        let shown = serde_json::to_value(new.spec.attach_required).unwrap_or_default();
        out.invalid(&path.child("attachRequired"), shown, "field is immutable");
    }
    let (modes, before) = (&new.spec.volume_lifecycle_modes, &old.spec.volume_lifecycle_modes);
    if modes != before {
        let shown: Vec<&str> = modes.iter().map(|mode| mode.as_str()).collect();
        out.invalid(&path.child("volumeLifecycleModes"), shown, "field is immutable");
    }
}

pub(super) fn csi_driver(driver: &CSIDriver, out: &mut ErrorList) {
    let metadata = Path::new("metadata");
    if driver.metadata.name.len() > 63 {
        out.push(FieldError::too_long(&metadata.child("name"), 63));
    }
    let path = Path::new("spec");
    let modes = ["Ephemeral", "Persistent"];
    for mode in driver.spec.volume_lifecycle_modes.iter().map(|mode| mode.as_str()) {
        if !modes.contains(&mode) {
            out.unsupported(&path.child("volumeLifecycleModes"), mode, &modes);
        }
    }
    let policies = ["ReadWriteOnceWithFSType", "File", "None"];
    if let Some(policy) = driver.spec.fs_group_policy.as_ref().map(|policy| policy.as_str())
        && !policies.contains(&policy)
    {
        out.unsupported(&path.child("fsGroupPolicy"), policy, &policies);
    }
    let requests = path.child("tokenRequests");
    for (i, request) in driver.spec.token_requests.iter().enumerate() {
        let path = requests.index(i);
        let same = |other: &crate::storage::v1::TokenRequest| other.audience == request.audience;
        if driver.spec.token_requests[..i].iter().any(same) {
            out.duplicate(&path.child("audience"), request.audience.as_str());
        }
        if let Some(seconds) = request.expiration_seconds {
            let path = path.child("expirationSeconds");
            if seconds < 600 {
                out.invalid(&path, seconds, "may not specify a duration less than 10 minutes");
            }
            if seconds > 1 << 32 {
                let why = "may not specify a duration larger than 2^32 seconds";
                out.invalid(&path, seconds, why);
            }
        }
    }
}
