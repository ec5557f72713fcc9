//! How good nodes are, if the pod fits on all of them: one model a plugin.

use std::collections::BTreeSet;

use super::cluster::{ANode, APod, Cluster, HOSTNAME, MIB};
use super::filters::{is_counted, spread_on};

type Scores = Option<Vec<i64>>;

fn each(cluster: &Cluster, score: impl Fn(usize, &ANode) -> i64) -> Vec<i64> {
    cluster.nodes.iter().enumerate().map(|(index, node)| score(index, node)).collect()
}

fn share_of_most(scores: Vec<i64>) -> Vec<i64> {
    match scores.iter().max() {
        Some(most) if *most > 0 => scores.iter().map(|score| 100 * score / most).collect(),
        _ => scores,
    }
}

pub(crate) fn least_allocated(cluster: &Cluster) -> Scores {
    // Who does not say is taken to use something nevertheless.
    let cpu = |pod: &APod| pod.cpu.unwrap_or(100);
    let memory = |pod: &APod| pod.memory.unwrap_or(200 * MIB);
    let free = |has: i64, used: i64| if used > has { 0 } else { (has - used) * 100 / has };
    Some(each(cluster, |index, node| {
        let used = cluster.on(index).map(cpu).sum::<i64>() + cpu(&cluster.pod);
        let used_memory = cluster.on(index).map(memory).sum::<i64>() + memory(&cluster.pod);
        (free(node.cpu, used) + free(node.memory, used_memory)) / 2
    }))
}

pub(crate) fn balance(cluster: &Cluster) -> Scores {
    let cpu = |pod: &APod| pod.cpu.unwrap_or(0);
    let memory = |pod: &APod| pod.memory.unwrap_or(0);
    if cpu(&cluster.pod) == 0 && memory(&cluster.pod) == 0 {
        return None;
    }
    Some(each(cluster, |index, node| {
        let used = cluster.on(index).map(cpu).sum::<i64>();
        let used_memory = cluster.on(index).map(memory).sum::<i64>();
        let balance = |used: i64, used_memory: i64| {
            let share = |used: i64, has: i64| (used as f64 / has as f64).min(1.0);
            let apart = (share(used, node.cpu) - share(used_memory, node.memory)).abs() / 2.0;
            ((1.0 - apart) * 100.0) as i64
        };
        let with = balance(used + cpu(&cluster.pod), used_memory + memory(&cluster.pod));
        50 + (50 + with - balance(used, used_memory)) / 2
    }))
}

pub(crate) fn taints(cluster: &Cluster) -> Scores {
    let pod = &cluster.pod;
    let bad = each(cluster, |_, node| {
        let soft = node.taints.iter().filter(|(_, effect)| *effect == "PreferNoSchedule");
        soft.filter(|(key, effect)| !pod.tolerates(key, effect)).count() as i64
    });
    Some(share_of_most(bad).into_iter().map(|score| 100 - score).collect())
}

pub(crate) fn node_affinity(cluster: &Cluster) -> Scores {
    let preferred = &cluster.pod.preferred_nodes;
    if preferred.is_empty() {
        return None;
    }
    Some(share_of_most(each(cluster, |_, node| {
        let met = preferred.iter().filter(|(_, key, value)| node.labels.get(key) == Some(value));
        met.map(|(weight, ..)| weight).sum()
    })))
}

pub(crate) fn images(cluster: &Cluster) -> Scores {
    let size = |node: &ANode| {
        node.images.iter().find(|(name, _)| *name == cluster.pod.image).map(|(_, size)| *size)
    };
    let spread = cluster.nodes.iter().filter(|node| size(node).is_some()).count() as f64
        / cluster.nodes.len() as f64;
    let (least, most) = (23 * MIB, 1000 * MIB);
    Some(each(cluster, |_, node| {
        let sum = size(node).map_or(0, |size| (size as f64 * spread) as i64);
        100 * (sum.clamp(least, most) - least) / (most - least)
    }))
}

pub(crate) fn pod_affinity(cluster: &Cluster) -> Scores {
    let pod = &cluster.pod;
    let raw = each(cluster, |_, node| {
        let is_near = |other: &APod, key: &str| {
            let value = node.labels.get(key);
            value.is_some() && cluster.where_is(other, key) == value
        };
        let mut sum = 0;
        for other in &cluster.pods {
            for (weight, term) in &pod.preferred_pods {
                if term.matches(pod, other) && is_near(other, &term.key) {
                    sum += weight;
                }
            }
            for (weight, term) in &other.preferred_pods {
                if term.matches(other, pod) && is_near(other, &term.key) {
                    sum += weight;
                }
            }
            // What others require of such a pod counts a little.
            for term in &other.affinity {
                if term.matches(other, pod) && is_near(other, &term.key) {
                    sum += 1;
                }
            }
        }
        sum
    });
    let (least, most) = (*raw.iter().min()?, *raw.iter().max()?);
    let scale = |score: i64| match most - least {
        0 => 0,
        range => (100.0 * ((score - least) as f64 / range as f64)) as i64,
    };
    Some(raw.into_iter().map(scale).collect())
}

pub(crate) fn spread(cluster: &Cluster) -> Scores {
    let soft: Vec<_> = cluster.pod.spread.iter().filter(|it| !it.hard).collect();
    if soft.is_empty() {
        return None;
    }
    let counts =
        |node: &ANode| soft.iter().all(|constraint| node.labels.contains_key(&constraint.key));
    let scored: Vec<_> = cluster.nodes.iter().filter(|node| counts(node)).collect();
    let raw = each(cluster, |index, node| {
        if !counts(node) {
            return 0;
        }
        let sum = soft.iter().fold(0.0, |sum, constraint| {
            let value = &node.labels[&constraint.key];
            let domains: BTreeSet<_> =
                scored.iter().map(|it| &it.labels[&constraint.key]).collect();
            let there = match constraint.key == HOSTNAME {
                true => spread_on(cluster, constraint, index),
                false => (0..cluster.nodes.len())
                    .filter(|it| counts(&cluster.nodes[*it]))
                    .filter(|it| cluster.nodes[*it].labels[&constraint.key] == *value)
                    .filter(|it| is_counted(cluster, constraint, *it))
                    .map(|it| spread_on(cluster, constraint, it))
                    .sum(),
            };
            let weight = ((domains.len() + 2) as f64).ln();
            sum + (there as f64 * weight + (constraint.skew - 1) as f64)
        });
        sum.round() as i64
    });
    let of_scored = || cluster.nodes.iter().zip(&raw).filter(|(node, _)| counts(node));
    let least = of_scored().map(|(_, score)| *score).min().unwrap_or(0);
    let most = of_scored().map(|(_, score)| *score).max().unwrap_or(0);
    let scale = |(node, score): (&ANode, &i64)| match (counts(node), most) {
        (false, _) => 0,
        (true, 0) => 100,
        (true, most) => 100 * (most + least - score) / most,
    };
    Some(cluster.nodes.iter().zip(&raw).map(scale).collect())
}
