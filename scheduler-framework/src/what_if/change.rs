//! What a pod would have to give up to fit.

use std::collections::BTreeSet;
use std::fmt;

use bowline_api::core::v1::{Pod, Toleration, TolerationOperator};

use super::WhatIf;
use crate::cycle::CycleError;
use crate::pod_info::PodInfo;

/// Changes that together let a pod fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What would have to change.
    pub parts: Vec<Part>,
    /// The nodes that it would then fit.
    pub nodes: Vec<String>,
}

/// One thing to change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Part {
    /// The pod asks for no more than this: the most that a node that suits it has left.
    Request {
        /// Thousandths of a core.
        milli_cpu: i64,
        /// Bytes.
        memory: i64,
    },
    /// The pod tolerates a taint; one of no key is that of a closed node.
    Tolerate {
        /// The key.
        key: String,
        /// The value.
        value: String,
    },
    /// The pod asks for no particular nodes.
    AnyNode,
    /// The pod does not ask for the company of other pods.
    WithoutAffinity,
    /// The pod does not shun other pods.
    WithoutAntiAffinity,
    /// The pod is not spread.
    WithoutSpread,
    /// The pod takes no ports of its node.
    WithoutHostPorts,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request { milli_cpu, memory } => {
                write!(f, "if it requested at most {milli_cpu}m of cpu and {}Mi", memory >> 20)
            }
            Self::Tolerate { key, value } if value.is_empty() => {
                write!(f, "if it tolerated the taint {key}")
            }
            Self::Tolerate { key, value } => write!(f, "if it tolerated the taint {key}={value}"),
            Self::AnyNode => f.write_str("without its node selector and node affinity"),
            Self::WithoutAffinity => f.write_str("without its pod affinity"),
            Self::WithoutAntiAffinity => f.write_str("without its pod anti-affinity"),
            Self::WithoutSpread => f.write_str("without its topology spread constraints"),
            Self::WithoutHostPorts => f.write_str("without its host ports"),
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<_> = self.parts.iter().map(ToString::to_string).collect();
        let shown: Vec<_> = self.nodes.iter().take(3).map(String::as_str).collect();
        let more = match self.nodes.len() {
            0..=3 => String::new(),
            count => format!(" and {} more", count - 3),
        };
        write!(f, "{} (on {}{more})", parts.join(" and "), shown.join(", "))
    }
}

pub(super) fn smallest(cluster: &WhatIf, pod: &PodInfo) -> Result<Vec<Change>, CycleError> {
    if !cluster.fitting(pod)?.is_empty() {
        return Ok(Vec::new());
    }
    let parts = candidates(cluster, pod.pod());
    let mut found = Vec::new();
    for part in &parts {
        found.extend(attempt(cluster, pod.pod(), std::slice::from_ref(part))?);
    }
    if found.is_empty() {
        for (index, first) in parts.iter().enumerate() {
            for second in &parts[index + 1..] {
                found.extend(attempt(cluster, pod.pod(), &[first.clone(), second.clone()])?);
            }
        }
    }
    Ok(found)
}

/// What could be changed of such a pod in such a cluster.
fn candidates(cluster: &WhatIf, pod: &Pod) -> Vec<Part> {
    let spec = &pod.spec;
    let affinity = spec.affinity.as_ref();
    let ports = spec.containers.iter().flat_map(|it| &it.ports);
    let rows = [
        (true, Part::Request { milli_cpu: 0, memory: 0 }),
        (
            !spec.node_selector.is_empty() || affinity.is_some_and(|it| it.node_affinity.is_some()),
            Part::AnyNode,
        ),
        (affinity.is_some_and(|it| it.pod_affinity.is_some()), Part::WithoutAffinity),
        (affinity.is_some_and(|it| it.pod_anti_affinity.is_some()), Part::WithoutAntiAffinity),
        (!spec.topology_spread_constraints.is_empty(), Part::WithoutSpread),
        (ports.into_iter().any(|it| it.host_port != 0), Part::WithoutHostPorts),
    ];
    let own = rows.into_iter().filter(|(applies, _)| *applies).map(|(_, part)| part);
    let nodes = cluster.snapshot.nodes().map(|it| it.node());
    let mut taints = BTreeSet::new();
    for node in nodes {
        if node.spec.unschedulable {
            taints.insert(("node.kubernetes.io/unschedulable".to_owned(), String::new()));
        }
        let hard = node.spec.taints.iter().filter(|it| it.effect.as_str() != "PreferNoSchedule");
        taints.extend(hard.map(|it| (it.key.clone(), it.value.clone())));
    }
    own.chain(taints.into_iter().map(|(key, value)| Part::Tolerate { key, value })).collect()
}

fn attempt(cluster: &WhatIf, pod: &Pod, parts: &[Part]) -> Result<Option<Change>, CycleError> {
    let mut changed = pod.clone();
    parts.iter().for_each(|part| apply(part, &mut changed));
    let nodes = cluster.fitting(&PodInfo::from(changed))?;
    if nodes.is_empty() {
        return Ok(None);
    }
    let told = |part: &Part| match part {
        Part::Request { .. } => most_left(cluster, &nodes),
        other => other.clone(),
    };
    Ok(Some(Change { parts: parts.iter().map(told).collect(), nodes }))
}

/// The most that one of the nodes has left, by CPU.
fn most_left(cluster: &WhatIf, nodes: &[String]) -> Part {
    let infos = nodes.iter().filter_map(|name| cluster.snapshot.node(name));
    let left = infos.map(|it| {
        let (all, used) = (it.allocatable(), it.requested());
        (all.milli_cpu - used.milli_cpu, all.memory - used.memory)
    });
    let (milli_cpu, memory) = left.max().unwrap_or_default();
    Part::Request { milli_cpu, memory }
}

fn apply(part: &Part, pod: &mut Pod) {
    let spec = &mut pod.spec;
    match part {
        Part::Request { .. } => {
            for container in spec.containers.iter_mut().chain(&mut spec.init_containers) {
                for amount in container.resources.requests.values_mut() {
                    *amount = Default::default();
                }
                container.resources.limits.clear();
            }
            if let Some(resources) = &mut spec.resources {
                resources.requests.clear();
            }
        }
        Part::Tolerate { key, value } => spec.tolerations.push(Toleration {
            key: key.clone(),
            operator: TolerationOperator::Equal,
            value: value.clone(),
            ..Toleration::default()
        }),
        Part::AnyNode => {
            spec.node_selector.clear();
            if let Some(affinity) = &mut spec.affinity {
                affinity.node_affinity = None;
            }
        }
        Part::WithoutAffinity => {
            if let Some(affinity) = &mut spec.affinity {
                affinity.pod_affinity = None;
            }
        }
        Part::WithoutAntiAffinity => {
            if let Some(affinity) = &mut spec.affinity {
                affinity.pod_anti_affinity = None;
            }
        }
        Part::WithoutSpread => spec.topology_spread_constraints.clear(),
        Part::WithoutHostPorts => {
            let ports = spec.containers.iter_mut().flat_map(|it| &mut it.ports);
            ports.for_each(|it| it.host_port = 0);
        }
    }
}
