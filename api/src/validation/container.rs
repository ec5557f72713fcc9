//! Containers of a pod.
//!
//! *Upstream:* `validateContainers`, `validateInitContainers`, `validateEphemeralContainers`,
//! `validateContainerCommon`.

use std::collections::BTreeSet;

use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::{dns1123_label, port_name, port_number};

use super::faults::Faults as _;
use super::handlers::{self, Kind};
use super::pod_options::Options;
use super::volumes::Known;
use super::{environment, mounts, pod_security, resources, restart};
use crate::core::v1::{Container, ContainerPort, EphemeralContainer, PodSpec, SecurityContext};

const PROTOCOLS: [&str; 3] = ["SCTP", "TCP", "UDP"];
pub(super) const PULL_POLICIES: [&str; 3] = ["Always", "IfNotPresent", "Never"];
const TERMINATION_POLICIES: [&str; 2] = ["FallbackToLogsOnError", "File"];

/// What the rules for one container need of its pod.
#[derive(Clone, Copy)]
pub(super) struct Of<'a> {
    pub(super) spec: &'a PodSpec,
    pub(super) volumes: &'a Known<'a>,
    pub(super) options: &'a Options<'a>,
}

/// What containers of all three sorts have.
pub(super) struct Visited<'a> {
    pub(super) name: &'a str,
    pub(super) security_context: Option<&'a SecurityContext>,
}

/// Goes through all containers of a pod, with the way to each.
pub(super) fn each<'a>(
    spec: &'a PodSpec,
    path: &Path<'_>,
    visit: &mut dyn FnMut(Visited<'a>, &Path<'_>),
) {
    for (field, containers) in
        [("initContainers", &spec.init_containers), ("containers", &spec.containers)]
    {
        let path = path.child(field);
        for (i, container) in containers.iter().enumerate() {
            let security_context = container.security_context.as_deref();
            visit(Visited { name: &container.name, security_context }, &path.index(i));
        }
    }
    let path = path.child("ephemeralContainers");
    for (i, container) in spec.ephemeral_containers.iter().enumerate() {
        let security_context = container.security_context.as_deref();
        visit(Visited { name: &container.name, security_context }, &path.index(i));
    }
}

/// Containers that run side by side.
pub(super) fn containers(of: Of<'_>, path: &Path<'_>, out: &mut ErrorList) {
    let path = path.child("containers");
    if of.spec.containers.is_empty() {
        out.required(&path, "");
    }
    let mut names = BTreeSet::new();
    for (i, container) in of.spec.containers.iter().enumerate() {
        let path = path.index(i);
        common(container, of, &path, out);
        if !names.insert(container.name.as_str()) {
            out.duplicate(&path.child("name"), container.name.as_str());
        }
        runs(container, of.spec, &path, out);
        restart::policy(container, &path, out);
    }
    host_ports(&of.spec.containers, &path, out);
}

/// Containers that run before those, one by one unless they stay.
pub(super) fn init_containers(of: Of<'_>, path: &Path<'_>, out: &mut ErrorList) {
    let path = path.child("initContainers");
    let mut names: BTreeSet<&str> = of.spec.containers.iter().map(|c| c.name.as_str()).collect();
    for (i, container) in of.spec.init_containers.iter().enumerate() {
        let at = path.index(i);
        common(container, of, &at, out);
        restart::policy(container, &at, out);
        let name = container.name.as_str();
        if names.contains(name) {
            out.duplicate(&at.child("name"), name);
        } else if !name.is_empty() {
            names.insert(name);
        }
        host_ports(std::slice::from_ref(container), &path, out);
        if container.is_sidecar() {
            runs(container, of.spec, &at, out);
        } else {
            init_only(container, &at, out);
        }
    }
}

/// Containers that were put into a running pod to look around.
pub(super) fn ephemeral_containers(of: Of<'_>, path: &Path<'_>, out: &mut ErrorList) {
    const WHY: &str = "cannot be set for an Ephemeral Container";
    let spec = of.spec;
    let path = path.child("ephemeralContainers");
    let others: BTreeSet<&str> =
        spec.containers.iter().chain(&spec.init_containers).map(|c| c.name.as_str()).collect();
    let mut names = others.clone();
    for (i, container) in spec.ephemeral_containers.iter().enumerate() {
        let path = path.index(i);
        let common_part = as_container(container);
        common(&common_part, of, &path, out);
        image_is_trimmed(&container.image, &path, out);
        if !names.insert(container.name.as_str()) {
            out.duplicate(&path.child("name"), container.name.as_str());
        }
        let target = container.target_container_name.as_str();
        if !target.is_empty() && !others.contains(target) {
            out.not_found(&path.child("targetContainerName"), target);
        }
        for (field, set) in [
            ("ports", !container.ports.is_empty()),
            ("resources", container.resources != Default::default()),
            ("resizePolicy", !container.resize_policy.is_empty()),
            ("restartPolicy", container.restart_policy.is_some()),
            ("restartPolicyRules", !container.restart_policy_rules.is_empty()),
            ("livenessProbe", container.liveness_probe.is_some()),
            ("readinessProbe", container.readiness_probe.is_some()),
            ("startupProbe", container.startup_probe.is_some()),
            ("lifecycle", container.lifecycle.is_some()),
        ] {
            if set {
                out.forbidden(&path.child(field), WHY);
            }
        }
        let mounts = path.child("volumeMounts");
        for (i, mount) in container.volume_mounts.iter().enumerate() {
            let path = mounts.index(i);
            for (field, text) in
                [("subPath", &mount.sub_path), ("subPathExpr", &mount.sub_path_expr)]
            {
                if !text.is_empty() {
                    out.forbidden(&path.child(field), WHY);
                }
            }
        }
    }
}

fn as_container(of: &EphemeralContainer) -> Container {
    let of = of.clone();
    Container {
        name: of.name,
        image: of.image,
        command: of.command,
        args: of.args,
        working_dir: of.working_dir,
        ports: of.ports,
        env_from: of.env_from,
        env: of.env,
        resources: of.resources,
        resize_policy: of.resize_policy,
        restart_policy: of.restart_policy,
        restart_policy_rules: of.restart_policy_rules,
        volume_mounts: of.volume_mounts,
        volume_devices: of.volume_devices,
        liveness_probe: of.liveness_probe,
        readiness_probe: of.readiness_probe,
        startup_probe: of.startup_probe,
        lifecycle: of.lifecycle,
        termination_message_path: of.termination_message_path,
        termination_message_policy: of.termination_message_policy,
        image_pull_policy: of.image_pull_policy,
        security_context: of.security_context,
        stdin: of.stdin,
        stdin_once: of.stdin_once,
        tty: of.tty,
    }
}

/// Images are asked for as they are named, in pods; templates may be trimmed later.
pub(super) fn image_is_trimmed(image: &str, path: &Path<'_>, out: &mut ErrorList) {
    if image.trim() != image {
        out.invalid(&path.child("image"), image, "must not have leading or trailing whitespace");
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

fn common(container: &Container, of: Of<'_>, path: &Path<'_>, out: &mut ErrorList) {
    let spec = of.spec;
    let name = path.child("name");
    if out.needed(&name, &container.name) {
        out.complaints(&name, &container.name, dns1123_label(&container.name));
    }
    out.needed(&path.child("image"), &container.image);
    let policy = container.termination_message_policy.as_str();
    out.one_of(&path.child("terminationMessagePolicy"), policy, &TERMINATION_POLICIES);
    ports(&container.ports, &path.child("ports"), out);
    environment::variables(&container.env, of.volumes, &path.child("env"), out);
    environment::sources(&container.env_from, &path.child("envFrom"), out);
    mounts::mounts(container, of.volumes, &path.child("volumeMounts"), out);
    mounts::devices(container, of.volumes, &path.child("volumeDevices"), out);
    let policy = container.image_pull_policy.as_str();
    out.one_of(&path.child("imagePullPolicy"), policy, &PULL_POLICIES);
    let claims = resources::Claims::Of(&spec.resource_claims);
    let path_of_resources = path.child("resources");
    resources::container(&container.resources, claims, of.options, &path_of_resources, out);
    let policies = path.child("resizePolicy");
    restart::resize(&container.resize_policy, spec.restart_policy.as_str(), &policies, out);
    if let Some(context) = container.security_context.as_deref() {
        let own_users = spec.host_users.unwrap_or(true);
        let path = path.child("securityContext");
        pod_security::of_container(context, own_users, &path, out);
    }
}

fn ports(ports: &[ContainerPort], path: &Path<'_>, out: &mut ErrorList) {
    let mut names: Vec<&str> = Vec::new();
    for (i, port) in ports.iter().enumerate() {
        let path = path.index(i);
        if !port.name.is_empty() {
            let path = path.child("name");
            let complaints = port_name(&port.name);
            if complaints.is_empty() {
                if names.contains(&port.name.as_str()) {
                    out.duplicate(&path, port.name.as_str());
                }
                names.push(&port.name);
            }
            out.complaints(&path, &port.name, complaints);
        }
        let number = path.child("containerPort");
        if port.container_port == 0 {
            out.required(&number, "");
        } else {
            self::number(port.container_port, &number, out);
        }
        if port.host_port != 0 {
            self::number(port.host_port, &path.child("hostPort"), out);
        }
        out.one_of(&path.child("protocol"), port.protocol.as_str(), &PROTOCOLS);
    }
}

fn number(port: i32, path: &Path<'_>, out: &mut ErrorList) {
    for why in port_number(i64::from(port)) {
        out.invalid(path, port, &why);
    }
}

/// No two containers want the same port of the node.
fn host_ports(containers: &[Container], path: &Path<'_>, out: &mut ErrorList) {
    let mut taken = BTreeSet::new();
    for (i, container) in containers.iter().enumerate() {
        let path = path.index(i);
        let path = path.child("ports");
        for (j, port) in container.ports.iter().enumerate().filter(|(_, p)| p.host_port != 0) {
            let key = (port.protocol.as_str(), port.host_ip.as_str(), port.host_port);
            if !taken.insert(key) {
                let path = path.index(j);
                let (protocol, ip, number) = key;
                out.duplicate(&path.child("hostPort"), format!("{protocol}/{ip}/{number}"));
            }
        }
    }
}
