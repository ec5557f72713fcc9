//! Containers of a pod.
//!
//! *Upstream:* `ValidateContainers`, `validateInitContainers`, `validateContainerCommon`.

use std::collections::BTreeSet;

use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::{
    dns1123_label, group_id, port_name, port_number, user_id,
};

use super::faults::Faults as _;
use super::handlers::{self, Kind};
use super::volumes::{self, Known};
use super::{environment, resources};
use crate::core::v1::{
    Container, ContainerPort, PodSpec, SeccompProfile, SecurityContext, VolumeDevice, VolumeMount,
};

const PROTOCOLS: [&str; 3] = ["SCTP", "TCP", "UDP"];
const PULL_POLICIES: [&str; 3] = ["Always", "IfNotPresent", "Never"];
const TERMINATION_POLICIES: [&str; 2] = ["FallbackToLogsOnError", "File"];
const RESTART_POLICIES: [&str; 3] = ["Always", "Never", "OnFailure"];
const PROPAGATIONS: [&str; 3] = ["Bidirectional", "HostToContainer", "None"];

/// All containers of a pod that is begun.
pub(super) fn containers(
    spec: &PodSpec,
    volumes: &Known<'_>,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    let of_containers = path.child("containers");
    if spec.containers.is_empty() {
        out.required(&of_containers, "");
    }
    let mut names = BTreeSet::new();
    for (i, container) in spec.containers.iter().enumerate() {
        let path = of_containers.index(i);
        common(container, spec, volumes, &path, out);
        if !names.insert(container.name.as_str()) {
            out.duplicate(&path.child("name"), container.name.as_str());
        }
        runs(container, spec, &path, out);
    }
    host_ports(&spec.containers, &of_containers, out);
    let of_init = path.child("initContainers");
    for (i, container) in spec.init_containers.iter().enumerate() {
        let path = of_init.index(i);
        common(container, spec, volumes, &path, out);
        if !container.name.is_empty() && !names.insert(container.name.as_str()) {
            out.duplicate(&path.child("name"), container.name.as_str());
        }
        let policy = container.restart_policy.as_ref().map(|policy| policy.as_str());
        if policy == Some("Always") {
            runs(container, spec, &path, out);
        } else {
            init_only(container, &path, out);
        }
        host_ports(std::slice::from_ref(container), &of_init, out);
    }
}

/// What a container may do that goes on beside others.
fn runs(container: &Container, spec: &PodSpec, path: &Path<'_>, out: &mut ErrorList) {
    if let Some(lifecycle) = &container.lifecycle {
        let grace = spec.termination_grace_period_seconds;
        handlers::lifecycle(lifecycle, grace, &path.child("lifecycle"), out);
    }
    for (name, probe, kind) in [
        ("livenessProbe", &container.liveness_probe, Kind::Liveness),
        ("readinessProbe", &container.readiness_probe, Kind::Readiness),
        ("startupProbe", &container.startup_probe, Kind::Startup),
    ] {
        if let Some(probe) = probe {
            handlers::probe(probe, kind, &path.child(name), out);
        }
    }
}

/// What a container may not do that ends before others begin.
fn init_only(container: &Container, path: &Path<'_>, out: &mut ErrorList) {
    let why = "may not be set for init containers without restartPolicy=Always";
    for (name, set) in [
        ("lifecycle", container.lifecycle.is_some()),
        ("livenessProbe", container.liveness_probe.is_some()),
        ("readinessProbe", container.readiness_probe.is_some()),
        ("startupProbe", container.startup_probe.is_some()),
    ] {
        if set {
            out.forbidden(&path.child(name), why);
        }
    }
}

fn common(
    container: &Container,
    spec: &PodSpec,
    volumes: &Known<'_>,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    let name = path.child("name");
    if out.needed(&name, &container.name) {
        out.complaints(&name, &container.name, dns1123_label(&container.name));
    }
    out.needed(&path.child("image"), &container.image);
    let policy = container.termination_message_policy.as_str();
    out.one_of(&path.child("terminationMessagePolicy"), policy, &TERMINATION_POLICIES);
    ports(&container.ports, &path.child("ports"), out);
    environment::variables(&container.env, &path.child("env"), out);
    environment::sources(&container.env_from, &path.child("envFrom"), out);
    mounts(container, volumes, &path.child("volumeMounts"), out);
    devices(container, volumes, &path.child("volumeDevices"), out);
    let policy = container.image_pull_policy.as_str();
    out.one_of(&path.child("imagePullPolicy"), policy, &PULL_POLICIES);
    resources::container(&container.resources, &path.child("resources"), out);
    resize_policy(container, spec.restart_policy.as_str(), &path.child("resizePolicy"), out);
    if let Some(context) = &container.security_context {
        security(context, &path.child("securityContext"), out);
    }
    if let Some(policy) = &container.restart_policy {
        out.one_of(&path.child("restartPolicy"), policy.as_str(), &RESTART_POLICIES);
    }
}

fn ports(ports: &[ContainerPort], path: &Path<'_>, out: &mut ErrorList) {
    let mut names = BTreeSet::new();
    for (i, port) in ports.iter().enumerate() {
        let path = path.index(i);
        if !port.name.is_empty() {
            let name = path.child("name");
            let complaints = port_name(&port.name);
            if complaints.is_empty() && !names.insert(port.name.as_str()) {
                out.duplicate(&name, port.name.as_str());
            }
            out.complaints(&name, &port.name, complaints);
        }
        let number = path.child("containerPort");
        if port.container_port == 0 {
            out.required(&number, "");
        } else {
            for why in port_number(i64::from(port.container_port)) {
                out.invalid(&number, port.container_port, &why);
            }
        }
        if port.host_port != 0 {
            for why in port_number(i64::from(port.host_port)) {
                out.invalid(&path.child("hostPort"), port.host_port, &why);
            }
        }
        out.one_of(&path.child("protocol"), port.protocol.as_str(), &PROTOCOLS);
    }
}

/// No two containers want the same port of the node.
fn host_ports(containers: &[Container], path: &Path<'_>, out: &mut ErrorList) {
    let mut taken = BTreeSet::new();
    for (i, container) in containers.iter().enumerate() {
        let path = path.index(i);
        let path = path.child("ports");
        for (j, port) in container.ports.iter().enumerate().filter(|(_, p)| p.host_port != 0) {
            let text = format!("{}/{}/{}", port.protocol.as_str(), port.host_ip, port.host_port);
            let path = path.index(j);
            let path = path.child("hostPort");
            if taken.contains(&text) {
                out.duplicate(&path, text);
            } else {
                taken.insert(text);
            }
        }
    }
}

fn mounts(container: &Container, volumes: &Known<'_>, path: &Path<'_>, out: &mut ErrorList) {
    let mut places = BTreeSet::new();
    for (i, mount) in container.volume_mounts.iter().enumerate() {
        let at = path.index(i);
        let name = at.child("name");
        out.needed(&name, &mount.name);
        if !volumes.contains_key(mount.name.as_str()) {
            out.push(bowline_apimachinery::validation::field::FieldError::not_found(
                &name,
                mount.name.as_str(),
            ));
        }
        let place = at.child("mountPath");
        out.needed(&place, &mount.mount_path);
        if !places.insert(mount.mount_path.as_str()) {
            out.invalid(&place, mount.mount_path.as_str(), "must be unique");
        }
        let is_device = |test: fn(&VolumeDevice, &VolumeMount) -> bool| {
            container.volume_devices.iter().any(|device| test(device, mount))
        };
        if is_device(|device, mount| device.name == mount.name) {
            out.invalid(&name, mount.name.as_str(), "must not already exist in volumeDevices");
        }
        if is_device(|device, mount| device.device_path == mount.mount_path) {
            let why = "must not already exist as a path in volumeDevices";
            out.invalid(&place, mount.mount_path.as_str(), why);
        }
        // Upstream leaves out the index here.
        if !mount.sub_path.is_empty() {
            volumes::relative(&mount.sub_path, &path.child("subPath"), out);
        }
        if !mount.sub_path_expr.is_empty() {
            if !mount.sub_path.is_empty() {
                let why = "subPathExpr and subPath are mutually exclusive";
                out.invalid(&at.child("subPathExpr"), mount.sub_path_expr.as_str(), why);
            }
            volumes::relative(&mount.sub_path_expr, &path.child("subPathExpr"), out);
        }
        if let Some(mode) = mount.mount_propagation.as_ref().map(|mode| mode.as_str()) {
            let path = at.child("mountPropagation");
            if !PROPAGATIONS.contains(&mode) {
                out.unsupported(&path, mode, &PROPAGATIONS);
            }
            let privileged = container.security_context.as_ref().and_then(|c| c.privileged);
            if mode == "Bidirectional" && privileged != Some(true) {
                let why = "Bidirectional mount propagation is available only to privileged \
                           containers";
                out.forbidden(&path, why);
            }
        }
    }
}

fn devices(container: &Container, volumes: &Known<'_>, path: &Path<'_>, out: &mut ErrorList) {
    let mut names = BTreeSet::new();
    let mut places = BTreeSet::new();
    for (i, device) in container.volume_devices.iter().enumerate() {
        let path = path.index(i);
        let name_path = path.child("name");
        let name = device.name.as_str();
        let volume = volumes.get(name);
        out.needed(&name_path, name);
        if names.contains(name) {
            out.invalid(&name_path, name, "must be unique");
        }
        match volume {
            Some(v) if v.persistent_volume_claim.is_none() && v.ephemeral.is_none() => {
                let why = "can only use volume source type of PersistentVolumeClaim or Ephemeral \
                           for block mode";
                out.invalid(&name_path, name, why);
            }
            Some(_) => {}
            None => out.push(bowline_apimachinery::validation::field::FieldError::not_found(
                &name_path, name,
            )),
        }
        let place_path = path.child("devicePath");
        let place = device.device_path.as_str();
        out.needed(&place_path, place);
        if places.contains(place) {
            out.invalid(&place_path, place, "must be unique");
        }
        if place.split('/').any(|part| part == "..") {
            out.invalid(&place_path, place, "can not contain backsteps ('..')");
        } else {
            places.insert(place);
        }
        if container.volume_mounts.iter().any(|mount| mount.name == name) {
            out.invalid(&name_path, name, "must not already exist in volumeMounts");
        }
        if container.volume_mounts.iter().any(|mount| mount.mount_path == place) {
            let why = "must not already exist as a path in volumeMounts";
            out.invalid(&place_path, place, why);
        }
        if !name.is_empty() {
            names.insert(name);
        }
    }
}

fn resize_policy(
    container: &Container,
    pod_restart_policy: &str,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    let mut seen = BTreeSet::new();
    for (i, policy) in container.resize_policy.iter().enumerate() {
        let name = policy.resource_name.as_str();
        if !seen.insert(name) {
            out.duplicate(&path.index(i), name);
        }
        out.one_of(path, name, &["cpu", "memory"]);
        let restart = policy.restart_policy.as_str();
        out.one_of(path, restart, &["NotRequired", "RestartContainer"]);
        if pod_restart_policy == "Never" && restart != "NotRequired" {
            let why = "must be 'NotRequired' when `restartPolicy` is 'Never'";
            out.invalid(path, restart, why);
        }
    }
}

fn security(context: &SecurityContext, path: &Path<'_>, out: &mut ErrorList) {
    if let Some(user) = context.run_as_user {
        user_number(user, &path.child("runAsUser"), out);
    }
    if let Some(group) = context.run_as_group {
        group_number(group, &path.child("runAsGroup"), out);
    }
    if let Some(profile) = &context.seccomp_profile {
        seccomp(profile, &path.child("seccompProfile"), out);
    }
    if context.allow_privilege_escalation == Some(false) {
        let shown = serde_json::to_value(context).unwrap_or_default();
        if context.privileged == Some(true) {
            let why = "cannot set `allowPrivilegeEscalation` to false and `privileged` to true";
            out.invalid(path, shown.clone(), why);
        }
        let added = context.capabilities.as_ref().map(|c| c.add.as_slice()).unwrap_or_default();
        if added.iter().any(|capability| capability.as_str() == "CAP_SYS_ADMIN") {
            let why = "cannot set `allowPrivilegeEscalation` to false and \
                       `capabilities.Add` CAP_SYS_ADMIN";
            out.invalid(path, shown, why);
        }
    }
}

pub(super) fn user_number(user: i64, path: &Path<'_>, out: &mut ErrorList) {
    for why in user_id(user) {
        out.invalid(path, user, &why);
    }
}

pub(super) fn group_number(group: i64, path: &Path<'_>, out: &mut ErrorList) {
    for why in group_id(group) {
        out.invalid(path, group, &why);
    }
}

pub(super) fn seccomp(profile: &SeccompProfile, path: &Path<'_>, out: &mut ErrorList) {
    let local = path.child("localhostProfile");
    let file = profile.localhost_profile.as_deref();
    match (profile.type_.as_str(), file) {
        ("Localhost", None) => {
            out.required(&local, "must be set when seccomp type is Localhost");
        }
        ("Localhost", Some(file)) => volumes::relative(file, &local, out),
        (_, Some(file)) => {
            out.invalid(&local, file, "can only be set when seccomp type is Localhost");
        }
        _ => {}
    }
    let kinds = ["Localhost", "RuntimeDefault", "Unconfined"];
    match profile.type_.as_str() {
        "" => out.required(&path.child("type"), "type is required when seccompProfile is set"),
        kind if !kinds.contains(&kind) => out.unsupported(&path.child("type"), kind, &kinds),
        _ => {}
    }
}
