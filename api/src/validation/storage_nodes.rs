//! What drivers tell of nodes and how volumes get there.
//!
//! *Upstream:* `pkg/apis/storage/validation`.

use std::collections::{BTreeMap, BTreeSet};

use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::{dns1123_subdomain, label_key, qualified_name};

use super::faults::Faults as _;
use super::volume_sources::csi_driver;
use super::{persistent_volume, resources, storage};
use crate::storage::v1::{
    CSINode, CSINodeDriver, CSIStorageCapacity, VolumeAttachment, VolumeAttributesClass,
    VolumeError,
};

const SPEC: Path<'_> = Path::new("spec");
/// How long the name of a node may be in a driver's words.
const MAX_NODE_ID: usize = 192;
/// How long what a driver says of an attachment may be.
const MAX_METADATA: usize = 256 * 1024;
const MAX_MESSAGE: usize = 1024;

pub(super) fn node(node: &CSINode, out: &mut ErrorList) {
    let drivers = SPEC.child("drivers");
    let mut seen = BTreeSet::new();
    for (i, driver) in node.spec.drivers.iter().enumerate() {
        let path = drivers.index(i);
        csi_driver(&driver.name, &path.child("name"), out);
        let id = path.child("nodeID");
        out.needed(&id, &driver.node_id);
        if driver.node_id.len() > MAX_NODE_ID {
            let why = format!("must be {MAX_NODE_ID} characters or less");
            out.invalid(&id, driver.node_id.as_str(), &why);
        }
        if let Some(count) = driver.allocatable.as_ref().and_then(|amounts| amounts.count) {
            out.not_negative(&path.child("allocatable.count"), count);
        }
        if !driver.name.is_empty() && !seen.insert(driver.name.as_str()) {
            out.duplicate(&path.child("name"), driver.name.as_str());
        }
        topology_keys(driver, &path.child("topologyKeys"), out);
    }
}

fn topology_keys(driver: &CSINodeDriver, path: &Path<'_>, out: &mut ErrorList) {
    for (i, key) in driver.topology_keys.iter().enumerate() {
        if key.is_empty() {
            out.required(path, "");
        }
        if driver.topology_keys[..i].contains(key) {
            out.duplicate(path, key.as_str());
        }
        out.complaints(path, key, qualified_name(key));
    }
}

/// Drivers come and go, but do not change.
pub(super) fn update_node(new: &CSINode, old: &CSINode, out: &mut ErrorList) {
    node(new, out);
    for before in &old.spec.drivers {
        for driver in new.spec.drivers.iter().filter(|driver| driver.name == before.name) {
            let mut driver = driver.clone();
            driver.allocatable.clone_from(&before.allocatable);
            if driver != *before {
                let path = SPEC.child("drivers");
                let shown = serde_json::to_value(&driver).unwrap_or_default();
                out.invalid(&path, shown, "field is immutable");
            }
        }
    }
}

pub(super) fn capacity(capacity: &CSIStorageCapacity, out: &mut ErrorList) {
    out.selector(&Path::new("nodeTopology"), capacity.node_topology.as_deref());
    let class = &capacity.storage_class_name;
    let path = Path::new("storageClassName");
    out.complaints(&path, class, dns1123_subdomain(class));
    if let Some(amount) = &capacity.capacity {
        resources::not_negative(amount, &Path::new("capacity"), out);
    }
    if let Some(amount) = &capacity.maximum_volume_size {
        resources::not_negative(amount, &Path::new("maximumVolumeSize"), out);
    }
}

pub(super) fn update_capacity(
    new: &CSIStorageCapacity,
    old: &CSIStorageCapacity,
    out: &mut ErrorList,
) {
    capacity(new, out);
    out.immutable(&Path::new("nodeTopology"), &new.node_topology, &old.node_topology);
    let path = Path::new("storageClassName");
    out.immutable(&path, &new.storage_class_name, &old.storage_class_name);
}

/// A new attachment.
pub(super) fn attachment(of: &VolumeAttachment, out: &mut ErrorList) {
    whole_attachment(of, out);
    let path = SPEC.child("attacher");
    if !of.spec.attacher.is_empty() {
        csi_driver(&of.spec.attacher, &path, out);
    }
}

fn whole_attachment(of: &VolumeAttachment, out: &mut ErrorList) {
    out.needed(&SPEC.child("attacher"), &of.spec.attacher);
    let source = SPEC.child("source");
    match (&of.spec.source.persistent_volume_name, &of.spec.source.inline_volume_spec) {
        (None, None) => {
            let why = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";
            out.required(&source, why);
        }
        (Some(_), Some(_)) => {
            let why = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";
            out.forbidden(&source, why);
        }
        (Some(name), None) => {
            let path = source.child("persistentVolumeName");
            if out.needed(&path, name) {
                out.complaints(&path, name, dns1123_subdomain(name));
            }
        }
        (None, Some(spec)) => {
            persistent_volume::inline(spec, &source.child("inlineVolumeSpec"), out);
        }
    }
    let name = of.spec.node_name.as_str();
    out.complaints(&SPEC.child("nodeName"), name, dns1123_subdomain(name));
    let status = Path::new("status");
    told(&of.status.attachment_metadata, &status.child("attachmentMetadata"), out);
    for (field, error) in
        [("attachError", &of.status.attach_error), ("detachError", &of.status.detach_error)]
    {
        failure(error.as_deref(), &status.child(field), out);
    }
}

fn told(metadata: &BTreeMap<String, String>, path: &Path<'_>, out: &mut ErrorList) {
    let size = metadata.iter().map(|(key, value)| key.len() + value.len()).sum();
    out.not_longer(path, size, MAX_METADATA);
}

fn failure(error: Option<&VolumeError>, path: &Path<'_>, out: &mut ErrorList) {
    let Some(error) = error else { return };
    out.not_longer(&path.child("message"), error.message.len(), MAX_MESSAGE);
    out.not_negative_if_set(&path.child("errorCode"), error.error_code);
}

/// What is attached to what is for ever.
pub(super) fn update_attachment(
    new: &VolumeAttachment,
    old: &VolumeAttachment,
    out: &mut ErrorList,
) {
    whole_attachment(new, out);
    if new.spec != old.spec {
        let shown = serde_json::to_value(&new.spec).unwrap_or_default();
        out.invalid(&SPEC, shown, "field is immutable");
    }
}

pub(super) fn attributes_class(class: &VolumeAttributesClass, out: &mut ErrorList) {
    let path = Path::new("driverName");
    if out.needed(&path, &class.driver_name) {
        let complaints = label_key(&class.driver_name.to_lowercase());
        out.complaints(&path, &class.driver_name, complaints);
    }
    storage::parameters(&class.parameters, false, &Path::new("parameters"), out);
}

/// What a class says of volumes is for ever.
pub(super) fn update_attributes_class(
    new: &VolumeAttributesClass,
    old: &VolumeAttributesClass,
    out: &mut ErrorList,
) {
    attributes_class(new, out);
    if new.driver_name != old.driver_name {
        out.forbidden(&Path::new("driverName"), "updates to driverName are forbidden.");
    }
    if new.parameters != old.parameters {
        out.forbidden(&Path::new("parameters"), "updates to parameters are forbidden.");
    }
}
