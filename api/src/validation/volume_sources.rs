//! Where the data of a volume is: what pods' volumes and persistent volumes have in common.
//!
//! *Upstream:* the `validate...VolumeSource` functions of `pkg/apis/core/validation`.

use std::collections::BTreeMap;

use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use bowline_apimachinery::validation::names::{dns1123_label, dns1123_subdomain, namespace_name};

use super::faults::Faults as _;
use crate::core::v1::{
    AzureDiskVolumeSource, FCVolumeSource, FlockerVolumeSource, HostPathVolumeSource,
    QuobyteVolumeSource,
};

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
const DISK_CACHES: [&str; 3] = ["None", "ReadOnly", "ReadWrite"];
const DISK_KINDS: [&str; 3] = ["Dedicated", "Managed", "Shared"];
const MANAGED_DISK: &str = "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/\
                            microsoft.compute/disks/{disk-id}";
const BLOB_DISK: &str =
    "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd";
/// How long the names of a volume and of its portal may be together.
const MAX_PORTAL: usize = 64;
/// How long the name of a driver may be.
const MAX_DRIVER: usize = 63;

pub(super) fn host_path(host: &HostPathVolumeSource, path: &Path<'_>, out: &mut ErrorList) {
    let path_of_path = path.child("path");
    if !out.needed(&path_of_path, &host.path) {
        return;
    }
    no_backsteps(&host.path, &path_of_path, out);
    if let Some(kind) = host.type_.as_ref().map(|kind| kind.as_str())
        && !HOST_PATH_TYPES.contains(&kind)
    {
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

/// A disk of a cloud, by name, and which of its parts.
pub(super) fn cloud_disk(
    (field, name): (&str, &str),
    partition: i32,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    out.needed(&path.child(field), name);
    if !(0..=255).contains(&partition) {
        let why = "must be between 1 and 255, inclusive";
        out.invalid(&path.child("partition"), partition, why);
    }
}

/// Fields that need a text.
pub(super) fn needed(fields: &[(&str, &str)], path: &Path<'_>, out: &mut ErrorList) {
    for (field, text) in fields {
        out.needed(&path.child(field), text);
    }
}

/// What pods and persistent volumes say alike of an iSCSI disk.
pub(super) struct Iscsi<'a> {
    pub(super) portal: &'a str,
    pub(super) iqn: &'a str,
    pub(super) lun: i32,
    /// Whether a secret is needed but none is named.
    pub(super) lacks_secret: bool,
    pub(super) initiator: Option<&'a str>,
}

impl Iscsi<'_> {
    pub(super) fn check(&self, path: &Path<'_>, out: &mut ErrorList) {
        out.needed(&path.child("targetPortal"), self.portal);
        let iqn = path.child("iqn");
        if out.needed(&iqn, self.iqn) {
            target_name(self.iqn, &iqn, out);
        }
        if !(0..=255).contains(&self.lun) {
            out.invalid(&path.child("lun"), self.lun, "must be between 0 and 255, inclusive");
        }
        if self.lacks_secret {
            out.required(&path.child("secretRef"), "");
        }
        if let Some(initiator) = self.initiator {
            target_name(initiator, &path.child("initiatorname"), out);
        }
    }

    /// Whether the two names are too long together.
    pub(super) fn is_too_long(&self, volume: &str) -> bool {
        self.initiator.is_some() && volume.len() + 1 + self.portal.len() > MAX_PORTAL
    }
}

/// What is told when [`Iscsi::is_too_long`].
pub(super) const PORTAL_TOO_LONG: &str = "Total length of <volume name>:<iscsi.targetPortal> must \
                                          be under 64 characters if iscsi.initiatorName is \
                                          specified.";

/// A name such as `iqn.2001-04.com.example:storage.disk1`.
fn target_name(name: &str, path: &Path<'_>, out: &mut ErrorList) {
    let hex = |rest: &str, length: usize| {
        rest.len() == length && rest.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let good = match name.get(..3) {
        Some("iqn") => is_iqn(name),
        Some("eui") => name.get(4..).is_some_and(|rest| hex(rest, 16)),
        Some("naa") => name.get(4..).is_some_and(|rest| hex(rest, 32)),
        _ => {
            out.invalid(path, name, "must be valid format starting with iqn, eui, or naa");
            return;
        }
    };
    if !good {
        out.invalid(path, name, "must be valid format");
    }
}

/// `iqn.`, a year and month, a reversed domain and, after a colon, what its owner likes.
fn is_iqn(name: &str) -> bool {
    let Some(rest) = name.strip_prefix("iqn.") else { return false };
    let dated = rest.len() > 8
        && rest.is_char_boundary(8)
        && rest[..8].bytes().enumerate().all(|(i, b)| match i {
            4 => b == b'-',
            7 => b == b'.',
            _ => b.is_ascii_digit(),
        });
    let own = |text: &str| {
        !text.is_empty() && !text.contains(|c: char| ",^;*&$|".contains(c) || c.is_whitespace())
    };
    let domain = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b))
    };
    dated && rest[8..].split_once(':').is_some_and(|(first, last)| domain(first) && own(last))
}

pub(super) fn fibre(fc: &FCVolumeSource, path: &Path<'_>, out: &mut ErrorList) {
    let targets = path.child("targetWWNs");
    match (fc.target_wwns.is_empty(), fc.wwids.is_empty()) {
        (true, true) => {
            out.required(&targets, "must specify either targetWWNs or wwids, but not both");
        }
        (false, false) => {
            let why = "targetWWNs and wwids can not be specified simultaneously";
            out.invalid(&targets, fc.target_wwns.clone(), why);
        }
        _ => {}
    }
    if fc.target_wwns.is_empty() {
        return;
    }
    let lun = path.child("lun");
    match fc.lun {
        None => out.required(&lun, "lun is required if targetWWNs is specified"),
        Some(number) if !(0..=255).contains(&number) => {
            out.invalid(&lun, number, "must be between 0 and 255, inclusive");
        }
        Some(_) => {}
    }
}

pub(super) fn quobyte(quobyte: &QuobyteVolumeSource, path: &Path<'_>, out: &mut ErrorList) {
    const REGISTRY: &str = "must be a host:port pair or multiple pairs separated by commas";
    let registry = path.child("registry");
    if quobyte.registry.is_empty() {
        out.required(&registry, REGISTRY);
    } else if quobyte.tenant.len() >= 65 {
        let why = "must be a UUID and may not exceed a length of 64 characters";
        out.required(&path.child("tenant"), why);
    } else {
        for _ in quobyte.registry.split(',').filter(|pair| !is_host_and_port(pair)) {
            out.invalid(&registry, quobyte.registry.as_str(), REGISTRY);
        }
    }
    out.needed(&path.child("volume"), &quobyte.volume);
}

fn is_host_and_port(pair: &str) -> bool {
    match pair.strip_prefix('[') {
        Some(rest) => rest
            .split_once(']')
            .is_some_and(|(host, port)| !host.contains('[') && port.starts_with(':')),
        None => pair.matches(':').count() == 1 && !pair.contains(['[', ']']),
    }
}

pub(super) fn glusterfs(
    endpoints: &str,
    place: &str,
    namespace: Option<&str>,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    needed(&[("endpoints", endpoints), ("path", place)], path, out);
    let Some(namespace) = namespace else { return };
    let path = path.child("endpointsNamespace");
    if namespace.is_empty() {
        let why = "if the endpointnamespace is set, it must be a valid namespace name";
        out.invalid(&path, namespace, why);
    } else {
        out.complaints(&path, namespace, namespace_name(namespace));
    }
}

pub(super) fn flocker(flocker: &FlockerVolumeSource, path: &Path<'_>, out: &mut ErrorList) {
    match (flocker.dataset_name.is_empty(), flocker.dataset_uuid.is_empty()) {
        (true, true) => out.required(path, "one of datasetName and datasetUUID is required"),
        (false, false) => {
            let why = "datasetName and datasetUUID can not be specified simultaneously";
            out.invalid(path, "resource", why);
        }
        _ => {}
    }
    if flocker.dataset_name.contains('/') {
        let name = flocker.dataset_name.as_str();
        out.invalid(&path.child("datasetName"), name, "must not contain '/'");
    }
}

/// Lists and texts that a Ceph volume needs.
pub(super) fn ceph(monitors: &[String], image: Option<&str>, path: &Path<'_>, out: &mut ErrorList) {
    if monitors.is_empty() {
        out.required(&path.child("monitors"), "");
    }
    if let Some(image) = image {
        out.needed(&path.child("image"), image);
    }
}

pub(super) fn flex(
    driver: &str,
    options: &BTreeMap<String, String>,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    out.needed(&path.child("driver"), driver);
    let path = path.child("options");
    for key in options.keys() {
        let domain = key.split_once('/').map_or(key.as_str(), |(domain, _)| domain);
        let domain = format!(".{}", domain.to_lowercase());
        if domain.ends_with(".kubernetes.io") || domain.ends_with(".k8s.io") {
            let why = "kubernetes.io and k8s.io namespaces are reserved";
            out.invalid(&path.key(key), key.as_str(), why);
        }
    }
}

pub(super) fn azure_disk(disk: &AzureDiskVolumeSource, path: &Path<'_>, out: &mut ErrorList) {
    let uri = disk.disk_uri.as_str();
    needed(&[("diskName", &disk.disk_name), ("diskURI", uri)], path, out);
    if let Some(mode) = disk.caching_mode.as_ref().map(|mode| mode.as_str())
        && !DISK_CACHES.contains(&mode)
    {
        out.unsupported(&path.child("cachingMode"), mode, &DISK_CACHES);
    }
    let Some(kind) = disk.kind.as_ref().map(|kind| kind.as_str()) else { return };
    if !DISK_KINDS.contains(&kind) {
        out.unsupported(&path.child("kind"), kind, &DISK_KINDS);
    }
    let path = path.child("diskURI");
    match kind {
        "Managed" if !uri.starts_with("/subscriptions/") => {
            out.unsupported(&path, uri, &[MANAGED_DISK]);
        }
        "Managed" => {}
        _ if !uri.starts_with("https://") => out.unsupported(&path, uri, &[BLOB_DISK]),
        _ => {}
    }
}

pub(super) fn storage_os(volume: &str, namespace: &str, path: &Path<'_>, out: &mut ErrorList) {
    let name = path.child("volumeName");
    if out.needed(&name, volume) {
        out.complaints(&name, volume, dns1123_label(volume));
    }
    if !namespace.is_empty() {
        out.complaints(&path.child("volumeNamespace"), namespace, dns1123_label(namespace));
    }
}

pub(super) fn csi_driver(driver: &str, path: &Path<'_>, out: &mut ErrorList) {
    if !out.needed(path, driver) {
        return;
    }
    if driver.len() > MAX_DRIVER {
        out.push(FieldError::too_long(path, MAX_DRIVER));
    }
    out.complaints(path, driver, dns1123_subdomain(&driver.to_lowercase()));
}

/// A path that leads nowhere but down.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_known_by_their_names() {
        for (name, good) in [
            ("iqn.2001-04.com.example:storage.disk2", true),
            ("iqn.2001-04.com.example", false),
            ("iqn.2001-4.com.example:x", false),
            ("iqn.2001-04.com.example:a b", false),
            ("eui.0123456789abcdef", true),
            ("eui.0123", false),
            ("naa.0123456789abcdef0123456789abcdef", true),
            ("nqn.x", false),
            ("", false),
        ] {
            let mut out = ErrorList::new();
            target_name(name, &Path::new("iqn"), &mut out);
            assert_eq!(out.is_empty(), good, "{name}: {out}");
        }
    }

    #[test]
    fn hosts_have_ports() {
        for (pair, good) in
            [("a:1", true), ("a", false), ("[::1]:2", true), ("::1", false), ("[::1]", false)]
        {
            assert_eq!(is_host_and_port(pair), good, "{pair}");
        }
    }
}
