//! What is odd about containers: variables and ports that hide each other, parts of bytes.
//!
//! *Upstream:* `warningsForPodSpecAndMeta`, `warningsForOverlappingPorts`.

use std::collections::{BTreeMap, BTreeSet};

use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::validation::field::Path;

use crate::core::v1::{ContainerPort, EnvVar, PodSpec, ResourceRequirements};

/// What is looked at of each container.
struct Seen<'a> {
    list: &'static str,
    index: usize,
    env: &'a [EnvVar],
    ports: &'a [ContainerPort],
    resources: &'a ResourceRequirements,
    /// Whether others find its ports by their names.
    is_served: bool,
}

fn all(spec: &PodSpec) -> Vec<Seen<'_>> {
    let mut all = Vec::new();
    for (list, containers) in
        [("initContainers", &spec.init_containers), ("containers", &spec.containers)]
    {
        for (index, container) in containers.iter().enumerate() {
            let restarts = container.restart_policy.is_some();
            all.push(Seen {
                list,
                index,
                env: &container.env,
                ports: &container.ports,
                resources: &container.resources,
                is_served: list == "containers" || restarts,
            });
        }
    }
    for (index, container) in spec.ephemeral_containers.iter().enumerate() {
        all.push(Seen {
            list: "ephemeralContainers",
            index,
            env: &container.env,
            ports: &container.ports,
            resources: &container.resources,
            is_served: false,
        });
    }
    all
}

pub(super) fn containers(spec: &PodSpec, path: &Path<'_>, out: &mut Vec<String>) {
    let all = all(spec);
    for container in &all {
        let path = path.child(container.list);
        let path = path.index(container.index);
        resources(container.resources, &path.child("resources"), out);
        variables(container.env, &path.child("env"), out);
    }
    ports(&all, path, out);
}

fn resources(resources: &ResourceRequirements, path: &Path<'_>, out: &mut Vec<String>) {
    for (field, amounts) in [("limits", &resources.limits), ("requests", &resources.requests)] {
        fractions(amounts, &["memory", "ephemeral-storage"], &path.child(field), out);
    }
}

/// Amounts of bytes that are not whole.
pub(super) fn fractions(
    amounts: &BTreeMap<String, Quantity>,
    names: &[&str],
    path: &Path<'_>,
    out: &mut Vec<String>,
) {
    for name in names {
        if let Some(amount) = amounts.get(*name).filter(|amount| amount.milli_value() % 1000 != 0) {
            out.push(format!(
                "{}: fractional byte value \"{amount}\" is invalid, must be an integer",
                path.key(name)
            ));
        }
    }
}

fn variables(env: &[EnvVar], path: &Path<'_>, out: &mut Vec<String>) {
    let mut names = BTreeSet::new();
    for (i, variable) in env.iter().enumerate() {
        if names.insert(variable.name.as_str()) {
            continue;
        }
        // A value that builds on the one before does not hide it.
        let before = format!("$({})", variable.name);
        let builds = variable.value.contains(&before) && variable.value != before;
        if variable.value_from.is_some() || !builds {
            out.push(format!(
                "{}: hides previous definition of \"{}\", which may be dropped when using apply",
                path.index(i),
                variable.name
            ));
        }
    }
}

fn ports(all: &[Seen<'_>], path: &Path<'_>, out: &mut Vec<String>) {
    let mut by_number: BTreeMap<(i32, &str), Vec<(&ContainerPort, String)>> = BTreeMap::new();
    let mut by_name: BTreeMap<&str, String> = BTreeMap::new();
    for container in all.iter().filter(|container| !container.ports.is_empty()) {
        let path = path.child(container.list);
        let path = path.index(container.index);
        let path = path.child("ports");
        for (i, port) in container.ports.iter().enumerate() {
            let path = path.index(i);
            if !port.host_ip.is_empty() && port.host_port == 0 {
                out.push(format!("{path}: hostIP set without hostPort: {}", shown(port)));
            }
            let key = (port.container_port, port.protocol.as_str());
            let others = by_number.entry(key).or_default();
            for (other, place) in others.iter() {
                if let Some(how) = conflict(port, other) {
                    out.push(format!("{path}: {how} port definition with {place}"));
                }
            }
            others.push((port, path.to_string()));
            if port.name.is_empty() || !container.is_served {
                continue;
            }
            match by_name.get(port.name.as_str()) {
                Some(place) => out.push(format!(
                    "{}: duplicate port name \"{}\" with {place}, services and probes that \
                     select ports by name will use {place}",
                    path.child("name"),
                    port.name
                )),
                None => {
                    by_name.insert(&port.name, path.child("name").to_string());
                }
            }
        }
    }
}

/// How two ports of one number get into each other's way.
fn conflict(port: &ContainerPort, other: &ContainerPort) -> Option<&'static str> {
    if (&port.host_ip, port.host_port) == (&other.host_ip, other.host_port) {
        Some("duplicate")
    } else if port.host_port == 0 || other.host_port == 0 {
        Some("overlapping")
    } else if port.host_port == other.host_port
        && port.host_ip.is_empty() != other.host_ip.is_empty()
    {
        Some("dangerously ambiguous")
    } else {
        None
    }
}

fn shown(port: &ContainerPort) -> String {
    format!(
        "{{Name:{} HostPort:{} ContainerPort:{} Protocol:{} HostIP:{}}}",
        port.name,
        port.host_port,
        port.container_port,
        port.protocol.as_str(),
        port.host_ip
    )
}
