//! Nodes.
//!
//! *Upstream:* `ValidateNode`, `ValidateNodeUpdate`.

use std::collections::BTreeSet;

use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use bowline_apimachinery::validation::names::{
    config_map_key, dns1123_label, dns1123_subdomain, label_key, label_value,
};

use super::faults::Faults as _;
use super::resources;
use crate::core::v1::{ConfigMapNodeConfigSource, Node, NodeConfigSource, Taint};

const EFFECTS: [&str; 3] = ["NoExecute", "NoSchedule", "PreferNoSchedule"];
const SPEC: Path<'_> = Path::new("spec");
const STATUS: Path<'_> = Path::new("status");

pub(super) fn node(node: &Node, out: &mut ErrorList) {
    taints(&node.spec.taints, out);
    amounts(node, out);
    networks(&node.spec.pod_cidrs, &SPEC.child("podCIDRs"), out);
}

fn taints(taints: &[Taint], out: &mut ErrorList) {
    let metadata = Path::new("metadata");
    let path = metadata.child("taints");
    let mut seen = BTreeSet::new();
    for (i, taint) in taints.iter().enumerate() {
        let path = path.index(i);
        out.complaints(&path.child("key"), &taint.key, label_key(&taint.key));
        let complaints = label_value(&taint.value);
        if !complaints.is_empty() {
            out.invalid(&path.child("value"), taint.value.as_str(), &complaints.join(";"));
        }
        let effect = taint.effect.as_str();
        out.one_of(&path.child("effect"), effect, &EFFECTS);
        if !seen.insert((effect, taint.key.as_str())) {
            let shown = serde_json::to_value(taint).unwrap_or_default();
            let mut fault = FieldError::duplicate(&path, shown);
            fault.detail = "taints must be unique by key and effect pair".to_owned();
            out.push(fault);
        }
    }
}

fn amounts(node: &Node, out: &mut ErrorList) {
    for (field, amounts) in
        [("capacity", &node.status.capacity), ("allocatable", &node.status.allocatable)]
    {
        let path = STATUS.child(field);
        for (name, amount) in amounts {
            resources::amount(name, amount, &path.child(name), out);
        }
    }
}

fn networks(networks: &[String], path: &Path<'_>, out: &mut ErrorList) {
    for (i, network) in networks.iter().enumerate() {
        out.network(&path.index(i), network, &[]);
    }
    if networks.len() < 2 {
        return;
    }
    let six = networks.iter().filter(|network| network.contains(':')).count();
    if networks.len() > 2 || six != 1 {
        let why = "may specify no more than one CIDR for each IP family";
        out.invalid(path, networks.to_vec(), why);
    }
    let mut seen = BTreeSet::new();
    for (i, network) in networks.iter().enumerate() {
        if !seen.insert(network) {
            out.duplicate(&path.index(i), network.as_str());
        }
    }
}

/// A node keeps its addresses for pods and its place in the cloud.
pub(super) fn update(new: &Node, old: &Node, out: &mut ErrorList) {
    // Upstream judges taints and amounts of a changed node twice.
    node(new, out);
    amounts(new, out);
    let addresses = STATUS.child("addresses");
    for (i, address) in new.status.addresses.iter().enumerate() {
        if new.status.addresses[..i].contains(address) {
            let shown = serde_json::to_value(address).unwrap_or_default();
            out.duplicate(&addresses.index(i), shown);
        }
    }
    let (now, before) = (&new.spec.pod_cidrs, &old.spec.pod_cidrs);
    let changes = if before.is_empty() {
        0
    } else if now.len() != before.len() {
        1
    } else {
        now.iter().zip(before).filter(|(now, before)| now != before).count()
    };
    for _ in 0..changes {
        let why = "node updates may not change podCIDR except from \"\" to valid";
        out.forbidden(&SPEC.child("podCIDRs"), why);
    }
    if !old.spec.provider_id.is_empty() && new.spec.provider_id != old.spec.provider_id {
        let why = "node updates may not change providerID except from \"\" to valid";
        out.forbidden(&SPEC.child("providerID"), why);
    }
    if let Some(source) = &new.spec.config_source {
        config(source, false, &SPEC.child("configSource"), out);
    }
    if let Some(status) = &new.status.config {
        let path = STATUS.child("config");
        for (field, source) in [
            ("assigned", &status.assigned),
            ("active", &status.active),
            ("lastKnownGood", &status.last_known_good),
        ] {
            if let Some(source) = source {
                config(source, true, &path.child(field), out);
            }
        }
    }
    taints(&new.spec.taints, out);
    if new.spec.external_id != old.spec.external_id {
        out.forbidden(&SPEC.child("externalID"), "may not be updated");
    }
}

/// Where a node's agent has its configuration from; `resolved`: as the agent tells it.
fn config(source: &NodeConfigSource, resolved: bool, path: &Path<'_>, out: &mut ErrorList) {
    let Some(map) = &source.config_map else {
        let shown = serde_json::to_value(source).unwrap_or_default();
        return out.invalid(path, shown, "exactly one reference subfield must be non-nil");
    };
    let path = path.child("configMap");
    for (field, value) in [("uid", &map.uid), ("resourceVersion", &map.resource_version)] {
        let at = path.child(field);
        if resolved {
            let why = format!("{field} must be set in status");
            if value.is_empty() {
                out.required(&at, &why);
            }
        } else if !value.is_empty() {
            out.forbidden(&at, &format!("{field} must not be set in spec"));
        }
    }
    names(map, &path, out);
}

fn names(map: &ConfigMapNodeConfigSource, path: &Path<'_>, out: &mut ErrorList) {
    type Rule = fn(&str) -> Vec<String>;
    let rules: [(&str, &str, Rule); 3] = [
        ("namespace", &map.namespace, dns1123_label),
        ("name", &map.name, dns1123_subdomain),
        ("kubeletConfigKey", &map.kubelet_config_key, config_map_key),
    ];
    for (field, value, rule) in rules {
        let path = path.child(field);
        if value.is_empty() {
            out.required(&path, &format!("{field} must be set"));
        } else {
            out.complaints(&path, value, rule(value));
        }
    }
}
