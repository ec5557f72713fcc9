//! Volumes of a pod.
//!
//! *Upstream:* `ValidateVolumes`, `validateVolumeSource`.

use std::collections::{BTreeMap, BTreeSet};

use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::{dns1123_label, dns1123_subdomain};
use bowline_apimachinery::validation::object_meta;

use super::faults::Faults as _;
use super::pod_options::Options;
use super::volume_sources::{self as sources, Iscsi};
use super::{claim, projected};
use crate::core::v1::{CSIVolumeSource, EphemeralVolumeSource, ISCSIVolumeSource, Volume};

const PULL_POLICIES: [&str; 3] = ["Always", "IfNotPresent", "Never"];

/// The volumes that have a good name, by it.
pub(super) type Known<'a> = BTreeMap<&'a str, &'a Volume>;

pub(super) fn volumes<'a>(
    volumes: &'a [Volume],
    options: &Options<'_>,
    path: &Path<'_>,
    out: &mut ErrorList,
) -> Known<'a> {
    let mut known = Known::new();
    let mut names = BTreeSet::new();
    let mut made = BTreeSet::new();
    if let Some(pod) = options.pod_name {
        let ephemeral = volumes.iter().filter(|volume| volume.ephemeral.is_some());
        made.extend(ephemeral.map(|volume| format!("{pod}-{}", volume.name)));
    }
    for (i, volume) in volumes.iter().enumerate() {
        let path = path.index(i);
        let before = out.len();
        source(volume, options, &path, out);
        let name = volume.name.as_str();
        let name_path = path.child("name");
        if out.needed(&name_path, name) {
            out.complaints(&name_path, name, dns1123_label(name));
        }
        if names.contains(name) {
            out.duplicate(&name_path, name);
        }
        if out.len() == before {
            names.insert(name);
            known.insert(name, volume);
        }
        if let Some(claim) = &volume.persistent_volume_claim
            && made.contains(&claim.claim_name)
        {
            let path = path.child("persistentVolumeClaim");
            let why = "must not reference a PVC that gets created for an ephemeral volume";
            out.invalid(&path.child("claimName"), claim.claim_name.as_str(), why);
        }
    }
    known
}

/// Judges each source that is there: the first by its own rule, the others are one too many.
///
/// Each line names the field, its name when it is too many (none: it never is), its name within
/// faults, and the rule.
macro_rules! each_source {
    ($of:expr, $path:expr, $out:expr;
     $($field:ident: $extra:literal, $inner:literal, |$source:ident, $at:ident| $rule:expr;)*) => {{
        let mut any = false;
        $(if let Some($source) = &$of.$field {
            if std::mem::replace(&mut any, true) && !$extra.is_empty() {
                $out.forbidden(&$path.child($extra), "may not specify more than 1 volume type");
            } else {
                let $at = &$path.child($inner);
                $rule;
            }
        })*
        if !any {
            $out.required($path, "must specify a volume type");
        }
    }};
}
pub(super) use each_source;

fn source(volume: &Volume, options: &Options<'_>, path: &Path<'_>, out: &mut ErrorList) {
    each_source!(volume, path, out;
        empty_dir: "emptyDir", "emptyDir", |dir, at| {
            if dir.size_limit.as_ref().is_some_and(|limit| limit.sign().is_lt()) {
                let why = "SizeLimit field must be a valid resource quantity";
                out.forbidden(&at.child("sizeLimit"), why);
            }
        };
        host_path: "hostPath", "hostPath", |host, at| sources::host_path(host, at, out);
        git_repo: "gitRepo", "gitRepo", |git, at| {
            out.needed(&at.child("repository"), &git.repository);
            sources::relative(&git.directory, &at.child("directory"), out);
        };
        gce_persistent_disk: "gcePersistentDisk", "persistentDisk", |disk, at| {
            sources::cloud_disk(("pdName", &disk.pd_name), disk.partition, at, out);
        };
        aws_elastic_block_store: "awsElasticBlockStore", "awsElasticBlockStore", |disk, at| {
            sources::cloud_disk(("volumeID", &disk.volume_id), disk.partition, at, out);
        };
        secret: "secret", "secret", |secret, at| {
            out.needed(&at.child("secretName"), &secret.secret_name);
            projected::mode(secret.default_mode, &at.child("defaultMode"), out);
            projected::keyed_files(&secret.items, at, out);
        };
        nfs: "nfs", "nfs", |nfs, at| sources::nfs(&nfs.server, &nfs.path, at, out);
        iscsi: "iscsi", "iscsi", |disk, at| iscsi(disk).check(at, out);
        glusterfs: "glusterfs", "glusterfs", |gluster, at| {
            sources::glusterfs(&gluster.endpoints, &gluster.path, None, at, out);
        };
        flocker: "flocker", "flocker", |flocker, at| sources::flocker(flocker, at, out);
        persistent_volume_claim: "persistentVolumeClaim", "persistentVolumeClaim", |claim, at| {
            out.needed(&at.child("claimName"), &claim.claim_name);
        };
        rbd: "rbd", "rbd", |rbd, at| sources::ceph(&rbd.monitors, Some(&rbd.image), at, out);
        cinder: "cinder", "cinder", |cinder, at| {
            out.needed(&at.child("volumeID"), &cinder.volume_id);
            if let Some(secret) = &cinder.secret_ref {
                out.needed(&at.child("secretRef.name"), &secret.name);
            }
        };
        cephfs: "cephFS", "cephfs", |ceph, at| sources::ceph(&ceph.monitors, None, at, out);
        quobyte: "quobyte", "quobyte", |quobyte, at| sources::quobyte(quobyte, at, out);
        downward_api: "downwarAPI", "downwardAPI", |downward, at| {
            projected::mode(downward.default_mode, &at.child("defaultMode"), out);
            downward.items.iter().for_each(|file| projected::downward_file(file, at, out));
        };
        fc: "fc", "fc", |fc, at| sources::fibre(fc, at, out);
        flex_volume: "flexVolume", "flexVolume", |flex, at| {
            sources::flex(&flex.driver, &flex.options, at, out);
        };
        config_map: "configMap", "configMap", |map, at| {
            out.needed(&at.child("name"), &map.name);
            projected::mode(map.default_mode, &at.child("defaultMode"), out);
            projected::keyed_files(&map.items, at, out);
        };
        azure_file: "azureFile", "azureFile", |file, at| {
            let names = [("secretName", &*file.secret_name), ("shareName", &file.share_name)];
            sources::needed(&names, at, out);
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
        storageos: "storageos", "storageos", |storage, at| {
            sources::storage_os(&storage.volume_name, &storage.volume_namespace, at, out);
            if let Some(secret) = &storage.secret_ref {
                out.needed(&at.child("secretRef.name"), &secret.name);
            }
        };
        projected: "projected", "projected", |files, at| {
            projected::volume(files, options, at, out);
        };
        scale_io: "scaleIO", "scaleIO", |scale, at| {
            let names = [
                ("gateway", &*scale.gateway),
                ("system", &scale.system),
                ("volumeName", &scale.volume_name),
            ];
            sources::needed(&names, at, out);
        };
        csi: "csi", "csi", |driver, at| csi(driver, at, out);
        ephemeral: "ephemeral", "ephemeral", |source, at| {
            ephemeral(source, at, out);
            if let Some(pod) = options.pod_name.filter(|_| !volume.name.is_empty()) {
                let claim = format!("{pod}-{}", volume.name);
                for why in dns1123_subdomain(&claim) {
                    let why = format!("PVC name \"{claim}\": {why}");
                    out.invalid(&path.child("name"), volume.name.as_str(), &why);
                }
            }
        };
        image: "image", "image", |image, at| {
            if options.is_pod {
                out.needed(&at.child("reference"), &image.reference);
            }
            out.one_of(&at.child("pullPolicy"), image.pull_policy.as_str(), &PULL_POLICIES);
        };
    );
    if volume.iscsi.as_deref().is_some_and(|disk| iscsi(disk).is_too_long(&volume.name)) {
        let why = sources::PORTAL_TOO_LONG;
        out.invalid(&path.child("name"), volume.name.as_str(), why);
    }
}

fn iscsi(disk: &ISCSIVolumeSource) -> Iscsi<'_> {
    let asks = disk.chap_auth_discovery || disk.chap_auth_session;
    Iscsi {
        portal: &disk.target_portal,
        iqn: &disk.iqn,
        lun: disk.lun,
        lacks_secret: asks && disk.secret_ref.is_none(),
        initiator: disk.initiator_name.as_deref(),
    }
}

fn csi(csi: &CSIVolumeSource, path: &Path<'_>, out: &mut ErrorList) {
    sources::csi_driver(&csi.driver, &path.child("driver"), out);
    if let Some(secret) = &csi.node_publish_secret_ref {
        if secret.name.is_empty() {
            out.required(&path.child("nodePublishSecretRef.name"), "");
        } else {
            out.complaints(&path.child("name"), &secret.name, dns1123_subdomain(&secret.name));
        }
    }
}

fn ephemeral(ephemeral: &EphemeralVolumeSource, path: &Path<'_>, out: &mut ErrorList) {
    let path = path.child("volumeClaimTemplate");
    let Some(template) = &ephemeral.volume_claim_template else {
        return out.required(&path, "");
    };
    template_metadata(&template.metadata, &path.child("metadata"), out);
    claim::spec(&template.spec, &claim::Options::default(), &path.child("spec"), out);
}

/// Metadata of which only labels and annotations are used.
pub(super) fn template_metadata(metadata: &ObjectMeta, path: &Path<'_>, out: &mut ErrorList) {
    out.extend(object_meta::annotations(&metadata.annotations, &path.child("annotations")));
    out.extend(object_meta::labels(&metadata.labels, &path.child("labels")));
    for (field, set) in [
        ("name", !metadata.name.is_empty()),
        ("generateName", !metadata.generate_name.is_empty()),
        ("namespace", !metadata.namespace.is_empty()),
        ("selfLink", !metadata.self_link.is_empty()),
        ("uID", !metadata.uid.is_empty()),
        ("resourceVersion", !metadata.resource_version.is_empty()),
        ("generation", metadata.generation != 0),
        ("creationTimestamp", metadata.creation_timestamp.is_some()),
        ("deletionTimestamp", metadata.deletion_timestamp.is_some()),
        ("deletionGracePeriodSeconds", metadata.deletion_grace_period_seconds.is_some()),
        ("ownerReferences", !metadata.owner_references.is_empty()),
        ("finalizers", !metadata.finalizers.is_empty()),
        ("managedFields", !metadata.managed_fields.is_empty()),
    ] {
        if set {
            out.forbidden(&path.child(field), "cannot be set");
        }
    }
}
