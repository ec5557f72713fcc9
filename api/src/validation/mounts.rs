//! Where containers see the volumes of their pod.
//!
//! *Upstream:* `ValidateVolumeMounts`, `ValidateVolumeDevices`.

use bowline_apimachinery::validation::field::{ErrorList, Path};

use super::faults::Faults as _;
use super::volume_sources as sources;
use super::volumes::Known;
use crate::core::v1::{Container, VolumeMount};

const PROPAGATIONS: [&str; 3] = ["Bidirectional", "HostToContainer", "None"];
const RECURSIVE: [&str; 3] = ["Disabled", "Enabled", "IfPossible"];

pub(super) fn mounts(
    container: &Container,
    volumes: &Known<'_>,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    for (i, mount) in container.volume_mounts.iter().enumerate() {
        let at = path.index(i);
        let name = at.child("name");
        out.needed(&name, &mount.name);
        let volume = volumes.get(mount.name.as_str());
        if volume.is_none() {
            out.not_found(&name, mount.name.as_str());
        }
        let place = at.child("mountPath");
        out.needed(&place, &mount.mount_path);
        let before = &container.volume_mounts[..i];
        if before.iter().any(|other| other.mount_path == mount.mount_path) {
            out.invalid(&place, mount.mount_path.as_str(), "must be unique");
        }
        if container.volume_devices.iter().any(|device| device.name == mount.name) {
            out.invalid(&name, mount.name.as_str(), "must not already exist in volumeDevices");
        }
        if container.volume_devices.iter().any(|device| device.device_path == mount.mount_path) {
            let why = "must not already exist as a path in volumeDevices";
            out.invalid(&place, mount.mount_path.as_str(), why);
        }
        // Upstream leaves out the index for what follows.
        if !mount.sub_path.is_empty() {
            sources::relative(&mount.sub_path, &path.child("subPath"), out);
        }
        if !mount.sub_path_expr.is_empty() {
            if !mount.sub_path.is_empty() {
                let why = "subPathExpr and subPath are mutually exclusive";
                out.invalid(&at.child("subPathExpr"), mount.sub_path_expr.as_str(), why);
            }
            sources::relative(&mount.sub_path_expr, &path.child("subPathExpr"), out);
        }
        propagation(mount, container, path, out);
        recursion(mount, path, out);
    }
}

fn propagation(mount: &VolumeMount, container: &Container, path: &Path<'_>, out: &mut ErrorList) {
    let Some(mode) = mount.mount_propagation.as_ref().map(|mode| mode.as_str()) else { return };
    let path = path.child("mountPropagation");
    if !PROPAGATIONS.contains(&mode) {
        out.unsupported(&path, mode, &PROPAGATIONS);
    }
    let privileged = container.security_context.as_ref().and_then(|c| c.privileged);
    if mode == "Bidirectional" && privileged != Some(true) {
        let why = "Bidirectional mount propagation is available only to privileged containers";
        out.forbidden(&path, why);
    }
}

fn recursion(mount: &VolumeMount, path: &Path<'_>, out: &mut ErrorList) {
    let Some(mode) = mount.recursive_read_only.as_ref().map(|mode| mode.as_str()) else { return };
    let path = path.child("recursiveReadOnly");
    match mode {
        "Disabled" => {}
        "Enabled" | "IfPossible" => {
            if !mount.read_only {
                out.forbidden(&path, "may only be specified when readOnly is true");
            }
            let propagation = mount.mount_propagation.as_ref().map(|mode| mode.as_str());
            if propagation.is_some_and(|mode| mode != "None") {
                let why = "may only be specified when mountPropagation is None or not specified";
                out.forbidden(&path, why);
            }
        }
        other => out.unsupported(&path, other, &RECURSIVE),
    }
}

pub(super) fn devices(
    container: &Container,
    volumes: &Known<'_>,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    let mut names: Vec<&str> = Vec::new();
    let mut places: Vec<&str> = Vec::new();
    for (i, device) in container.volume_devices.iter().enumerate() {
        let path = path.index(i);
        let name_path = path.child("name");
        let name = device.name.as_str();
        out.needed(&name_path, name);
        if names.contains(&name) {
            out.invalid(&name_path, name, "must be unique");
        }
        match volumes.get(name) {
            Some(v) if v.persistent_volume_claim.is_none() && v.ephemeral.is_none() => {
                let why = "can only use volume source type of PersistentVolumeClaim or Ephemeral \
                           for block mode";
                out.invalid(&name_path, name, why);
            }
            Some(_) => {}
            None => out.not_found(&name_path, name),
        }
        let place_path = path.child("devicePath");
        let place = device.device_path.as_str();
        out.needed(&place_path, place);
        if places.contains(&place) {
            out.invalid(&place_path, place, "must be unique");
        }
        if place.split('/').any(|part| part == "..") {
            out.invalid(&place_path, place, "can not contain backsteps ('..')");
        } else {
            places.push(place);
        }
        if container.volume_mounts.iter().any(|mount| mount.name == name) {
            out.invalid(&name_path, name, "must not already exist in volumeMounts");
        }
        if container.volume_mounts.iter().any(|mount| mount.mount_path == place) {
            let why = "must not already exist as a path in volumeMounts";
            out.invalid(&place_path, place, why);
        }
        if !name.is_empty() {
            names.push(name);
        }
    }
}
