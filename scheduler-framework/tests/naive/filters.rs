//! Why a node will not do: one model a plugin.

use super::cluster::{ANode, APod, Cluster, Spread, Term};

const NOW: Option<&str> = Some("Unschedulable");
const NEVER: Option<&str> = Some("UnschedulableAndUnresolvable");

fn says(rejected: bool, code: Option<&'static str>) -> Option<&'static str> {
    if rejected { code } else { None }
}

pub(crate) fn resources(cluster: &Cluster, node: usize) -> Option<&'static str> {
    let (info, pod) = (&cluster.nodes[node], &cluster.pod);
    let sum = |of: fn(&APod) -> Option<i64>| -> i64 { cluster.on(node).filter_map(of).sum() };
    let kinds = [
        (pod.cpu.unwrap_or(0), info.cpu, sum(|it| it.cpu)),
        (pod.memory.unwrap_or(0), info.memory, sum(|it| it.memory)),
    ];
    let never = kinds.iter().any(|(wanted, has, _)| *wanted > 0 && wanted > has);
    let lacks = kinds.iter().any(|(wanted, has, used)| *wanted > 0 && *wanted > has - used);
    let crowded = cluster.on(node).count() as i64 + 1 > info.most_pods;
    if never { NEVER } else { says(lacks || crowded, NOW) }
}

fn forbids(pod: &APod, node: &ANode) -> bool {
    let hard = node.taints.iter().filter(|(_, effect)| *effect != "PreferNoSchedule");
    hard.into_iter().any(|(key, effect)| !pod.tolerates(key, effect))
}

pub(crate) fn taints(cluster: &Cluster, node: usize) -> Option<&'static str> {
    says(forbids(&cluster.pod, &cluster.nodes[node]), NEVER)
}

pub(crate) fn cordon(cluster: &Cluster, node: usize) -> Option<&'static str> {
    let tolerated = cluster.pod.tolerates("node.kubernetes.io/unschedulable", "NoSchedule");
    says(cluster.nodes[node].cordoned && !tolerated, NEVER)
}

pub(crate) fn node_affinity(cluster: &Cluster, node: usize) -> Option<&'static str> {
    says(!cluster.pod.selects(&cluster.nodes[node]), NEVER)
}

pub(crate) fn ports(cluster: &Cluster, node: usize) -> Option<&'static str> {
    let wanted = cluster.pod.port;
    says(wanted.is_some() && cluster.on(node).any(|pod| pod.port == wanted), NOW)
}

pub(crate) fn pod_affinity(cluster: &Cluster, node: usize) -> Option<&'static str> {
    let (pod, labels) = (&cluster.pod, &cluster.nodes[node].labels);
    let is_near = |other: &APod, key: &str| {
        labels.get(key).is_some_and(|value| cluster.where_is(other, key) == Some(value))
    };
    let is_wanted = |other: &APod| pod.affinity.iter().all(|term| term.matches(pod, other));
    let has_wanted = |term: &Term| {
        cluster.pods.iter().any(|other| is_wanted(other) && is_near(other, &term.key))
    };
    if !pod.affinity.is_empty() {
        let has_keys = pod.affinity.iter().all(|term| labels.contains_key(&term.key));
        // Pods count only where one of the labels in question is.
        let counts = |other: &APod| {
            is_wanted(other)
                && pod.affinity.iter().any(|term| cluster.where_is(other, &term.key).is_some())
        };
        let is_first = !cluster.pods.iter().any(counts) && is_wanted(pod);
        if !has_keys || !(is_first || pod.affinity.iter().all(has_wanted)) {
            return NEVER;
        }
    }
    let is_shunned = |term: &Term| {
        cluster.pods.iter().any(|other| term.matches(pod, other) && is_near(other, &term.key))
    };
    let shuns = |other: &APod| {
        other.anti_affinity.iter().any(|term| term.matches(other, pod) && is_near(other, &term.key))
    };
    says(pod.anti_affinity.iter().any(is_shunned) || cluster.pods.iter().any(shuns), NOW)
}

/// How many pods of the kind are on a node.
pub(crate) fn spread_on(cluster: &Cluster, constraint: &Spread, node: usize) -> i64 {
    let counts = |other: &&APod| {
        other.namespace == cluster.pod.namespace
            && other.is_app(&constraint.app)
            && !other.terminating
    };
    cluster.on(node).filter(counts).count() as i64
}

/// Whether the pods of a node count.
pub(crate) fn is_counted(cluster: &Cluster, constraint: &Spread, node: usize) -> bool {
    let info = &cluster.nodes[node];
    cluster.pod.selects(info) && !(constraint.honors_taints && forbids(&cluster.pod, info))
}

pub(crate) fn spread(cluster: &Cluster, node: usize) -> Option<&'static str> {
    let hard: Vec<_> = cluster.pod.spread.iter().filter(|it| it.hard).collect();
    let has_all =
        |node: &usize| hard.iter().all(|it| cluster.nodes[*node].labels.contains_key(&it.key));
    for constraint in &hard {
        let labels = &cluster.nodes[node].labels;
        let Some(here) = labels.get(&constraint.key) else { return NEVER };
        let nodes: Vec<_> = (0..cluster.nodes.len())
            .filter(|it| has_all(it) && is_counted(cluster, constraint, *it))
            .collect();
        let sum = |value: &String| -> i64 {
            let there =
                nodes.iter().filter(|it| cluster.nodes[**it].labels[&constraint.key] == *value);
            there.map(|it| spread_on(cluster, constraint, *it)).sum()
        };
        let domains = nodes.iter().map(|it| &cluster.nodes[*it].labels[&constraint.key]);
        let least = domains.map(sum).min();
        // With no domain at all one is missing of the one that there must be.
        let least = least.unwrap_or(0);
        let own = i64::from(cluster.pod.is_app(&constraint.app));
        if sum(here) + own - least > constraint.skew {
            return NOW;
        }
    }
    None
}
