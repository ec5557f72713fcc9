//! Volumes of a pod.
//!
//! *Upstream:* `ValidateVolumes`, `validateVolumeSource`.

use std::collections::{BTreeMap, BTreeSet};

use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::{dns1123_label, dns1123_subdomain};

use super::faults::Faults as _;
use super::{claim, environment};
use crate::core::v1::{DownwardAPIVolumeFile, KeyToPath, ProjectedVolumeSource, Volume};

const PULL_POLICIES: [&str; 3] = ["Always", "IfNotPresent", "Never"];
const HOST_PATH_TYPES: [&str; 8] = [
    "",
    "BlockDevice",
    "CharDevice",
    "Directory",
    "DirectoryOrCreate",
    "File",
    "FileOrCreate",
    "Socket",
];

/// The volumes that have a good name, by it.
pub(super) type Known<'a> = BTreeMap<&'a str, &'a Volume>;

pub(super) fn volumes<'a>(
    volumes: &'a [Volume],
    path: &Path<'_>,
    out: &mut ErrorList,
) -> Known<'a> {
    let mut known = Known::new();
    let mut names = BTreeSet::new();
    for (i, volume) in volumes.iter().enumerate() {
        let path = path.index(i);
        let before = out.len();
        source(volume, &path, out);
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
    }
    known
}

fn source(volume: &Volume, path: &Path<'_>, out: &mut ErrorList) {
    let mut any = false;
    let mut first = |name: &str, out: &mut ErrorList| {
        if any {
            out.forbidden(&path.child(name), "may not specify more than 1 volume type");
        }
        !std::mem::replace(&mut any, true)
    };
    if let Some(dir) = &volume.empty_dir
        && first("emptyDir", out)
        && dir.size_limit.as_ref().is_some_and(|limit| limit.sign().is_lt())
    {
        let path = path.child("emptyDir");
        let why = "SizeLimit field must be a valid resource quantity";
        out.forbidden(&path.child("sizeLimit"), why);
    }
    if let Some(host) = &volume.host_path
        && first("hostPath", out)
    {
        let path = path.child("hostPath");
        host_path(&host.path, host.type_.as_ref().map(|t| t.as_str()), &path, out);
    }
    if let Some(secret) = &volume.secret
        && first("secret", out)
    {
        let path = path.child("secret");
        out.needed(&path.child("secretName"), &secret.secret_name);
        keyed_files(&secret.items, secret.default_mode, &path, out);
    }
    if let Some(map) = &volume.config_map
        && first("configMap", out)
    {
        let path = path.child("configMap");
        out.needed(&path.child("name"), &map.name);
        keyed_files(&map.items, map.default_mode, &path, out);
    }
    if let Some(nfs) = &volume.nfs
        && first("nfs", out)
    {
        self::nfs(&nfs.server, &nfs.path, &path.child("nfs"), out);
    }
    if let Some(claim) = &volume.persistent_volume_claim
        && first("persistentVolumeClaim", out)
    {
        let path = path.child("persistentVolumeClaim");
        out.needed(&path.child("claimName"), &claim.claim_name);
    }
    if let Some(downward) = &volume.downward_api
        && first("downwardAPI", out)
    {
        let path = path.child("downwardAPI");
        mode(downward.default_mode, &path.child("defaultMode"), out);
        downward.items.iter().for_each(|file| downward_file(file, &path, out));
    }
    if let Some(projected) = &volume.projected
        && first("projected", out)
    {
        self::projected(projected, &path.child("projected"), out);
    }
    if let Some(csi) = &volume.csi
        && first("csi", out)
    {
        let path = path.child("csi");
        csi_driver(&csi.driver, &path.child("driver"), out);
        if let Some(secret) = &csi.node_publish_secret_ref {
            let path = path.child("nodePublishSecretRef");
            out.needed(&path.child("name"), &secret.name);
        }
    }
    if let Some(ephemeral) = &volume.ephemeral
        && first("ephemeral", out)
    {
        let path = path.child("ephemeral");
        let path = path.child("volumeClaimTemplate");
        match &ephemeral.volume_claim_template {
            None => out.required(&path, ""),
            Some(template) => claim::spec(&template.spec, &path.child("spec"), out),
        }
    }
    if let Some(image) = &volume.image
        && first("image", out)
    {
        let path = path.child("image");
        out.needed(&path.child("reference"), &image.reference);
        out.one_of(&path.child("pullPolicy"), image.pull_policy.as_str(), &PULL_POLICIES);
    }
    let others = [
        volume.gce_persistent_disk.is_some(),
        volume.aws_elastic_block_store.is_some(),
        volume.git_repo.is_some(),
        volume.iscsi.is_some(),
        volume.glusterfs.is_some(),
        volume.rbd.is_some(),
        volume.flex_volume.is_some(),
        volume.cinder.is_some(),
        volume.cephfs.is_some(),
        volume.flocker.is_some(),
        volume.fc.is_some(),
        volume.azure_file.is_some(),
        volume.vsphere_volume.is_some(),
        volume.quobyte.is_some(),
        volume.azure_disk.is_some(),
        volume.photon_persistent_disk.is_some(),
        volume.portworx_volume.is_some(),
        volume.scale_io.is_some(),
        volume.storageos.is_some(),
    ];
    if !any && !others.contains(&true) {
        out.required(path, "must specify a volume type");
    }
}

pub(super) fn host_path(host: &str, kind: Option<&str>, path: &Path<'_>, out: &mut ErrorList) {
    let path_of_path = path.child("path");
    if out.needed(&path_of_path, host) {
        no_backsteps(host, &path_of_path, out);
    }
    if let Some(kind) = kind.filter(|kind| !HOST_PATH_TYPES.contains(kind)) {
        out.unsupported(&path.child("type"), kind, &HOST_PATH_TYPES);
    }
}

pub(super) fn nfs(server: &str, export: &str, path: &Path<'_>, out: &mut ErrorList) {
    out.needed(&path.child("server"), server);
    let path = path.child("path");
    out.needed(&path, export);
    if !export.starts_with('/') {
        out.invalid(&path, export, "must be an absolute path");
    }
}

fn projected(projected: &ProjectedVolumeSource, path: &Path<'_>, out: &mut ErrorList) {
    let at = path;
    mode(projected.default_mode, &path.child("defaultMode"), out);
    let sources = path.child("sources");
    for (i, source) in projected.sources.iter().enumerate() {
        let path = sources.index(i);
        let mut any = false;
        let mut first = |name: &str, out: &mut ErrorList| {
            if any {
                let why = "may not specify more than 1 volume type per source";
                out.forbidden(&path.child(name), why);
            }
            !std::mem::replace(&mut any, true)
        };
        if let Some(secret) = &source.secret
            && first("secret", out)
        {
            let path = path.child("secret");
            out.needed(&path.child("name"), &secret.name);
            keyed_files(&secret.items, None, &path, out);
        }
        if let Some(map) = &source.config_map
            && first("configMap", out)
        {
            let path = path.child("configMap");
            out.needed(&path.child("name"), &map.name);
            keyed_files(&map.items, None, &path, out);
        }
        if let Some(downward) = &source.downward_api
            && first("downwardAPI", out)
        {
            let path = path.child("downwardAPI");
            downward.items.iter().for_each(|file| downward_file(file, &path, out));
        }
        if let Some(token) = &source.service_account_token
            && first("serviceAccountToken", out)
        {
            let path = path.child("serviceAccountToken");
            if let Some(seconds) = token.expiration_seconds {
                let path = path.child("expirationSeconds");
                if seconds < 600 {
                    out.invalid(&path, seconds, "may not specify a duration less than 10 minutes");
                }
                if seconds > 1 << 32 {
                    let why = "may not specify a duration larger than 2^32 seconds";
                    out.invalid(&path, seconds, why);
                }
            }
            // Upstream leaves out the source here.
            file_path(&token.path, &at.child("path"), out);
        }
    }
}

fn keyed_files(
    items: &[KeyToPath],
    default_mode: Option<i32>,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    mode(default_mode, &path.child("defaultMode"), out);
    let path = path.child("items");
    for (i, item) in items.iter().enumerate() {
        let path = path.index(i);
        out.needed(&path.child("key"), &item.key);
        file_path(&item.path, &path.child("path"), out);
        mode(item.mode, &path.child("mode"), out);
    }
}

fn downward_file(file: &DownwardAPIVolumeFile, path: &Path<'_>, out: &mut ErrorList) {
    file_path(&file.path, &path.child("path"), out);
    match (&file.field_ref, &file.resource_field_ref) {
        (Some(field), resource) => {
            environment::field_for_file(field, &path.child("fieldRef"), out);
            if resource.is_some() {
                let why = "fieldRef and resourceFieldRef can not be specified simultaneously";
                out.invalid(path, "resource", why);
            }
        }
        (None, Some(resource)) => {
            environment::resource_field(resource, &path.child("resourceFieldRef"), true, out);
        }
        (None, None) => {
            out.required(path, "one of fieldRef and resourceFieldRef is required");
        }
    }
    mode(file.mode, &path.child("mode"), out);
}

/// Where a file goes: a relative path that stays inside and is not ours.
fn file_path(file: &str, path: &Path<'_>, out: &mut ErrorList) {
    if !out.needed(path, file) {
        return;
    }
    if file.starts_with('/') {
        out.invalid(path, file, "must be a relative path");
    }
    no_backsteps(file, path, out);
    if file.starts_with("..") && !file.starts_with("../") && file != ".." {
        out.invalid(path, file, "must not start with '..'");
    }
}

pub(super) fn relative(text: &str, path: &Path<'_>, out: &mut ErrorList) {
    if text.starts_with('/') {
        out.invalid(path, text, "must be a relative path");
    }
    no_backsteps(text, path, out);
}

pub(super) fn no_backsteps(text: &str, path: &Path<'_>, out: &mut ErrorList) {
    if text.split('/').any(|part| part == "..") {
        out.invalid(path, text, "must not contain '..'");
    }
}

fn mode(mode: Option<i32>, path: &Path<'_>, out: &mut ErrorList) {
    if let Some(mode) = mode.filter(|mode| !(0..=0o777).contains(mode)) {
        out.invalid(path, mode, "must be a number between 0 and 0777 (octal), both inclusive");
    }
}

pub(super) fn csi_driver(driver: &str, path: &Path<'_>, out: &mut ErrorList) {
    if !out.needed(path, driver) {
        return;
    }
    if driver.len() > 63 {
        out.push(bowline_apimachinery::validation::field::FieldError::too_long(path, 63));
    }
    out.complaints(path, driver, dns1123_subdomain(&driver.to_lowercase()));
}
