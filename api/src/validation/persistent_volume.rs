//! Volumes of the cluster.
//!
//! *Upstream:* `ValidatePersistentVolumeSpec`, `ValidatePersistentVolumeUpdate`.

use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use bowline_apimachinery::validation::names::{dns1123_label, dns1123_subdomain};

use super::faults::Faults as _;
use super::volume_sources::{self as sources, Iscsi};
use super::volumes::each_source;
use super::{affinity, claim, resources};
use crate::core::v1::{
    CSIPersistentVolumeSource, ISCSIPersistentVolumeSource, NodeSelector, PersistentVolume,
    PersistentVolumeSpec, SecretReference,
};

const RECLAIM_POLICIES: [&str; 3] = ["Delete", "Recycle", "Retain"];
/// Labels of nodes that have newer names.
const NEWER_LABELS: [(&str, &str); 5] = [
    ("beta.kubernetes.io/arch", "kubernetes.io/arch"),
    ("beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type"),
    ("beta.kubernetes.io/os", "kubernetes.io/os"),
    ("failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"),
    ("failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"),
];
const SPEC: Path<'_> = Path::new("spec");

pub(super) fn volume(volume: &PersistentVolume, out: &mut ErrorList) {
    spec(&volume.spec, &volume.metadata.name, &SPEC, out);
}

fn spec(spec: &PersistentVolumeSpec, name: &str, path: &Path<'_>, out: &mut ErrorList) {
    access_and_size(spec, path, out);
    let policy = spec.persistent_volume_reclaim_policy.as_str();
    let policy_path = path.child("persistentVolumeReclaimPolicy");
    if !policy.is_empty() && !RECLAIM_POLICIES.contains(&policy) {
        out.unsupported(&policy_path, policy, &RECLAIM_POLICIES);
    }
    node_affinity(spec, path, out);
    source(spec, name, path, out);
    if policy == "Recycle" && spec.host_path.as_ref().is_some_and(|host| is_root(&host.path)) {
        let why = "may not be 'recycle' for a hostPath mount of '/'";
        out.forbidden(&policy_path, why);
    }
    if !spec.storage_class_name.is_empty() {
        let complaints = dns1123_subdomain(&spec.storage_class_name);
        out.complaints(&path.child("storageClassName"), &spec.storage_class_name, complaints);
    }
    let mode = spec.volume_mode.as_ref().map(|mode| mode.as_str());
    claim::volume_mode(mode, &path.child("volumeMode"), out);
    if let Some(class) = &spec.volume_attributes_class_name {
        let class_path = path.child("volumeAttributesClassName");
        if class.is_empty() {
            out.required(&class_path, "an empty string is disallowed");
        } else {
            out.complaints(&class_path, class, dns1123_subdomain(class));
        }
        if spec.csi.is_none() {
            let why = "has to be specified when using volumeAttributesClassName";
            out.required(&path.child("csi"), why);
        }
    }
}

fn access_and_size(spec: &PersistentVolumeSpec, path: &Path<'_>, out: &mut ErrorList) {
    let modes = path.child("accessModes");
    if spec.access_modes.is_empty() {
        out.required(&modes, "");
    } else {
        claim::access_modes(&spec.access_modes, &modes, out);
    }
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
        resources::basic(amount, &path, out);
        resources::positive(amount, &path, out);
    }
}

/// Whether a path leads to the root of the node's files.
fn is_root(path: &str) -> bool {
    let mut depth = 0_usize;
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => depth = depth.saturating_sub(1),
            _ => depth += 1,
        }
    }
    path.starts_with('/') && depth == 0
}

fn node_affinity(spec: &PersistentVolumeSpec, path: &Path<'_>, out: &mut ErrorList) {
    let Some(affinity) = &spec.node_affinity else { return };
    let path = path.child("nodeAffinity");
    let path = path.child("required");
    match &affinity.required {
        None => out.required(&path, "must specify required node constraints"),
        Some(selector) => affinity::node_selector(selector, true, &path, out),
    }
}

fn source(spec: &PersistentVolumeSpec, name: &str, path: &Path<'_>, out: &mut ErrorList) {
    each_source!(spec, path, out;
        host_path: "hostPath", "hostPath", |host, at| sources::host_path(host, at, out);
        gce_persistent_disk: "gcePersistentDisk", "persistentDisk", |disk, at| {
            sources::cloud_disk(("pdName", &disk.pd_name), disk.partition, at, out);
        };
        aws_elastic_block_store: "awsElasticBlockStore", "awsElasticBlockStore", |disk, at| {
            sources::cloud_disk(("volumeID", &disk.volume_id), disk.partition, at, out);
        };
        glusterfs: "glusterfs", "glusterfs", |gluster, at| {
            let namespace = gluster.endpoints_namespace.as_deref();
            sources::glusterfs(&gluster.endpoints, &gluster.path, namespace, at, out);
        };
        flocker: "flocker", "flocker", |flocker, at| sources::flocker(flocker, at, out);
        nfs: "nfs", "nfs", |nfs, at| sources::nfs(&nfs.server, &nfs.path, at, out);
        rbd: "rbd", "rbd", |rbd, at| sources::ceph(&rbd.monitors, Some(&rbd.image), at, out);
        quobyte: "quobyte", "quobyte", |quobyte, at| sources::quobyte(quobyte, at, out);
        cephfs: "cephFS", "cephfs", |ceph, at| sources::ceph(&ceph.monitors, None, at, out);
        iscsi: "iscsi", "iscsi", |disk, at| iscsi(disk, name, at, out);
        cinder: "cinder", "cinder", |cinder, at| {
            out.needed(&at.child("volumeID"), &cinder.volume_id);
            if let Some(secret) = &cinder.secret_ref {
                out.needed(&at.child("secretRef.name"), &secret.name);
                out.needed(&at.child("secretRef.namespace"), &secret.namespace);
            }
        };
        fc: "fc", "fc", |fc, at| sources::fibre(fc, at, out);
        flex_volume: "", "flexVolume", |flex, at| {
            sources::flex(&flex.driver, &flex.options, at, out);
        };
        azure_file: "azureFile", "azureFile", |file, at| {
            let names = [("secretName", &*file.secret_name), ("shareName", &file.share_name)];
            sources::needed(&names, at, out);
            if file.secret_namespace.as_deref() == Some("") {
                out.required(&at.child("secretNamespace"), "");
            }
        };
        vsphere_volume: "vsphereVolume", "vsphereVolume", |disk, at| {
            out.needed(&at.child("volumePath"), &disk.volume_path);
        };
        photon_persistent_disk: "photonPersistentDisk", "photonPersistentDisk", |disk, at| {
            out.needed(&at.child("pdID"), &disk.pd_id);
        };
        portworx_volume: "portworxVolume", "portworxVolume", |disk, at| {
            out.needed(&at.child("volumeID"), &disk.volume_id);
        };
        azure_disk: "azureDisk", "azureDisk", |disk, at| sources::azure_disk(disk, at, out);
        scale_io: "scaleIO", "scaleIO", |scale, at| {
            let names = [
                ("gateway", &*scale.gateway),
                ("system", &scale.system),
                ("volumeName", &scale.volume_name),
            ];
            sources::needed(&names, at, out);
        };
        local: "local", "local", |local, at| {
            let file = at.child("path");
            if out.needed(&file, &local.path) {
                sources::no_backsteps(&local.path, &file, out);
            }
            if spec.node_affinity.is_none() {
                let why = "Local volume requires node affinity";
                out.required(&path.child("nodeAffinity"), why);
            }
        };
        storageos: "storageos", "storageos", |storage, at| {
            sources::storage_os(&storage.volume_name, &storage.volume_namespace, at, out);
            if let Some(secret) = &storage.secret_ref {
                out.needed(&at.child("secretRef.name"), &secret.name);
                out.needed(&at.child("secretRef.namespace"), &secret.namespace);
            }
        };
        csi: "csi", "csi", |driver, at| csi(driver, at, out);
    );
}

fn iscsi(disk: &ISCSIPersistentVolumeSource, name: &str, path: &Path<'_>, out: &mut ErrorList) {
    let asks = disk.chap_auth_discovery || disk.chap_auth_session;
    let disk_like = Iscsi {
        portal: &disk.target_portal,
        iqn: &disk.iqn,
        lun: disk.lun,
        lacks_secret: asks && disk.secret_ref.is_none(),
        initiator: disk.initiator_name.as_deref(),
    };
    disk_like.check(path, out);
    if let Some(secret) = &disk.secret_ref {
        out.needed(&path.child("secretRef.name"), &secret.name);
    }
    if disk_like.is_too_long(name) {
        let portal = disk.target_portal.as_str();
        out.invalid(&path.child("targetportal"), portal, sources::PORTAL_TOO_LONG);
    }
}

fn csi(csi: &CSIPersistentVolumeSource, path: &Path<'_>, out: &mut ErrorList) {
    sources::csi_driver(&csi.driver, &path.child("driver"), out);
    out.needed(&path.child("volumeHandle"), &csi.volume_handle);
    for (field, secret) in [
        ("controllerPublishSecretRef", &csi.controller_publish_secret_ref),
        ("controllerExpandSecretRef", &csi.controller_expand_secret_ref),
        ("nodePublishSecretRef", &csi.node_publish_secret_ref),
        ("nodeExpandSecretRef", &csi.node_expand_secret_ref),
    ] {
        if let Some(secret) = secret {
            self::secret(secret, &path.child(field), out);
        }
    }
}

fn secret(secret: &SecretReference, path: &Path<'_>, out: &mut ErrorList) {
    let name = path.child("name");
    if out.needed(&name, &secret.name) {
        out.complaints(&name, &secret.name, dns1123_subdomain(&secret.name));
    }
    let namespace = path.child("namespace");
    if out.needed(&namespace, &secret.namespace) {
        out.complaints(&namespace, &secret.namespace, dns1123_label(&secret.namespace));
    }
}

/// The source of a volume is for ever.
pub(super) fn update(new: &PersistentVolume, old: &PersistentVolume, out: &mut ErrorList) {
    // Upstream judges a changed volume twice.
    volume(new, out);
    volume(new, out);
    if only_source(&new.spec, &old.spec) != only_source(&old.spec, &old.spec) {
        let why = "spec.persistentvolumesource is immutable after creation";
        out.forbidden(&SPEC.child("persistentvolumesource"), why);
    }
    out.immutable(&Path::new("volumeMode"), &new.spec.volume_mode, &old.spec.volume_mode);
    if let Some(before) = &old.spec.node_affinity {
        let mut before = before.clone();
        if let (Some(before), Some(now)) = (
            before.required.as_mut(),
            new.spec.node_affinity.as_ref().and_then(|affinity| affinity.required.as_ref()),
        ) {
            rename(before, now);
        }
        out.immutable(&Path::new("nodeAffinity"), &new.spec.node_affinity, &Some(before));
    }
    if old.spec.volume_attributes_class_name.is_some()
        && new.spec.volume_attributes_class_name.is_none()
    {
        let why = "update from non-nil value to nil is forbidden";
        out.forbidden(&SPEC.child("volumeAttributesClassName"), why);
    }
}

/// Gives labels their newer names where the new selector has them.
fn rename(old: &mut NodeSelector, new: &NodeSelector) {
    for (old, new) in old.node_selector_terms.iter_mut().zip(&new.node_selector_terms) {
        for (old, new) in old.match_expressions.iter_mut().zip(&new.match_expressions) {
            if NEWER_LABELS.contains(&(old.key.as_str(), new.key.as_str())) {
                old.key.clone_from(&new.key);
            }
        }
    }
}

/// The source alone; a secret may be named where `before` had none.
fn only_source(spec: &PersistentVolumeSpec, before: &PersistentVolumeSpec) -> PersistentVolumeSpec {
    let mut source = spec.clone();
    source.capacity.clear();
    source.access_modes.clear();
    source.claim_ref = None;
    source.persistent_volume_reclaim_policy = Default::default();
    source.storage_class_name.clear();
    source.mount_options.clear();
    source.volume_mode = None;
    source.node_affinity = None;
    source.volume_attributes_class_name = None;
    if let (Some(csi), Some(before)) = (&mut source.csi, &before.csi)
        && before.controller_expand_secret_ref.is_none()
    {
        csi.controller_expand_secret_ref = None;
    }
    source
}

/// The volume that an attachment tells of itself, as those of pods had before there was CSI.
pub(super) fn inline(spec: &PersistentVolumeSpec, path: &Path<'_>, out: &mut ErrorList) {
    const WHY: &str = "may not be specified in the context of inline volumes";
    let mut refuse = |field: &str, set: bool| {
        if set {
            out.forbidden(&path.child(field), WHY);
        }
    };
    refuse("claimRef", spec.claim_ref.is_some());
    refuse("capacity", !spec.capacity.is_empty());
    refuse("nodeAffinity", spec.node_affinity.is_some());
    refuse("storageClassName", !spec.storage_class_name.is_empty());
    let policy = spec.persistent_volume_reclaim_policy.as_str();
    refuse("persistentVolumeReclaimPolicy", !matches!(policy, "" | "Retain"));
    let mode = spec.volume_mode.as_ref().map(|mode| mode.as_str());
    if mode.is_some_and(|mode| mode != "Filesystem") {
        out.forbidden(&path.child("volumeMode"), WHY);
    }
    let modes = path.child("accessModes");
    if spec.access_modes.is_empty() {
        out.required(&modes, "");
    } else {
        claim::access_modes(&spec.access_modes, &modes, out);
    }
    match &spec.csi {
        None => {
            let why = "may only be specified in the context of inline volumes";
            out.required(&path.child("csi"), why);
        }
        Some(driver) => csi(driver, &path.child("csi"), out),
    }
}
