//! On which nodes a daemon set makes or deletes pods.
//!
//! Upstream: `manage` and `podsShouldBeOnNode` of `pkg/controller/daemon/daemon_controller.go`,
//! `rollingUpdate` of `pkg/controller/daemon/update.go`.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use bowline_api::apps::v1::{DaemonSet, DaemonSetUpdateStrategyType};
use bowline_api::core::v1::{Node, Pod, PodPhase};
use bowline_apimachinery::int_or_string::{IntOrString, Round};
use bowline_apimachinery::time::Time;

use super::eligibility::{eligibility, target_node};
use crate::controller_revision::REVISION_HASH;

/// The label that numbers templates in the way that was used before revisions.
pub const TEMPLATE_GENERATION: &str = "pod-template-generation";
/// The annotation of the set that has that number.
const GENERATION_ANNOTATION: &str = "deprecated.daemonset.template.generation";

/// What the decision rests on.
#[derive(Clone, Debug)]
pub struct Observed {
    /// The set.
    pub set: Arc<DaemonSet>,
    /// The hash of its present template.
    pub hash: String,
    /// All nodes.
    pub nodes: Vec<Arc<Node>>,
    /// The pods that it owns.
    pub pods: Vec<Arc<Pod>>,
    /// Nodes on which a failed pod is not replaced yet.
    pub resting: HashSet<String>,
}

/// Why a pod is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is in the wrong place, or one too many.
    Surplus,
    /// It has failed.
    Failed,
    /// It has succeeded, which daemons should not.
    Succeeded,
    /// It is of an old template.
    Outdated,
}

/// What to do about pods.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The nodes that get a pod.
    pub create: Vec<String>,
    /// The pods that go.
    pub delete: Vec<(Arc<Pod>, Why)>,
}

impl Plan {
    fn is_empty(&self) -> bool {
        self.create.is_empty() && self.delete.is_empty()
    }
}

/// The pods of the set by node. Pods that have ended and are being deleted are as good as gone.
#[must_use]
pub fn by_node(pods: &[Arc<Pod>]) -> BTreeMap<String, Vec<Arc<Pod>>> {
    let mut nodes: BTreeMap<String, Vec<Arc<Pod>>> = BTreeMap::new();
    for pod in pods.iter().filter(|pod| !(pod.is_terminal() && pod.metadata.is_terminating())) {
        if let Some(node) = target_node(pod) {
            nodes.entry(node.to_owned()).or_default().push(pod.clone());
        }
    }
    nodes
}

/// Decides what to do about pods: first every node gets what it should have, then old pods are
/// replaced.
#[must_use]
pub fn plan(observed: &Observed, now: Time) -> Plan {
    let pods = by_node(&observed.pods);
    let plan = manage(observed, &pods, now);
    let rolls =
        observed.set.spec.update_strategy.type_ == DaemonSetUpdateStrategyType::RollingUpdate;
    if plan.is_empty() && rolls { roll(observed, pods, now) } else { plan }
}

fn manage(observed: &Observed, pods: &BTreeMap<String, Vec<Arc<Pod>>>, now: Time) -> Plan {
    let mut plan = Plan::default();
    let mut names = HashSet::new();
    for node in &observed.nodes {
        let name = &node.metadata.name;
        names.insert(name.as_str());
        let eligible = eligibility(&observed.set.spec.template.spec, node);
        match pods.get(name) {
            None if eligible.should_run => plan.create.push(name.clone()),
            None => {}
            Some(pods) if eligible.may_stay => {
                keep_one(observed, name, pods, eligible.should_run, now, &mut plan);
            }
            Some(pods) => {
                let going = pods.iter().filter(|pod| !pod.metadata.is_terminating());
                plan.delete.extend(going.map(|pod| (pod.clone(), Why::Surplus)));
            }
        }
    }
    // Pods that wait for a node that is gone would wait for ever.
    for (_, pods) in pods.iter().filter(|(node, _)| !names.contains(node.as_str())) {
        let waiting = pods.iter().filter(|pod| pod.spec.node_name.is_empty());
        plan.delete.extend(waiting.map(|pod| (pod.clone(), Why::Surplus)));
    }
    plan
}

/// Keeps one good pod on a node; while surging, an old and a new one.
fn keep_one(
    observed: &Observed,
    node: &str,
    pods: &[Arc<Pod>],
    should_run: bool,
    now: Time,
    plan: &mut Plan,
) {
    let mut running = Vec::new();
    for pod in pods.iter().filter(|pod| !pod.metadata.is_terminating()) {
        match pod.status.phase {
            PodPhase::Failed if observed.resting.contains(node) => {}
            PodPhase::Failed => plan.delete.push((pod.clone(), Why::Failed)),
            PodPhase::Succeeded => plan.delete.push((pod.clone(), Why::Succeeded)),
            _ => running.push(pod.clone()),
        }
    }
    running.sort_by(|a, b| {
        let waits = |pod: &Pod| pod.spec.node_name.is_empty();
        let created = |pod: &Pod| pod.metadata.creation_timestamp;
        (waits(a).cmp(&waits(b)))
            .then_with(|| created(a).cmp(&created(b)))
            .then_with(|| a.metadata.name.cmp(&b.metadata.name))
    });
    if !surges(&observed.set) {
        plan.delete.extend(running.into_iter().skip(1).map(|pod| (pod, Why::Surplus)));
        return;
    }
    if running.is_empty() {
        // A failed pod need not stand in the way of the next one.
        if should_run {
            plan.create.push(node.to_owned());
        }
        return;
    }
    let (mut new, mut old): (Option<Arc<Pod>>, Option<Arc<Pod>>) = (None, None);
    for pod in running {
        let place = if has_hash(&pod, &observed.hash) { &mut new } else { &mut old };
        match place {
            None => *place = Some(pod),
            Some(_) => plan.delete.push((pod, Why::Surplus)),
        }
    }
    if let (Some(new), Some(old)) = (new, old) {
        let min_ready = observed.set.spec.min_ready_seconds;
        if !old.is_ready() || new.is_available(min_ready, now) {
            plan.delete.push((old, Why::Outdated));
        }
    }
}

fn has_hash(pod: &Pod, hash: &str) -> bool {
    pod.metadata.labels.get(REVISION_HASH).is_some_and(|label| label == hash)
}

/// Whether a pod is of the present template.
#[must_use]
pub fn is_updated(pod: &Pod, set: &DaemonSet, hash: &str) -> bool {
    let by_generation = match (
        generation(set),
        pod.metadata.labels.get(TEMPLATE_GENERATION).and_then(|label| label.parse::<i64>().ok()),
    ) {
        (Some(set), Some(pod)) => set == pod,
        _ => false,
    };
    by_generation || (!hash.is_empty() && has_hash(pod, hash))
}

/// The number of the template, where the set still carries it.
#[must_use]
pub fn generation(set: &DaemonSet) -> Option<i64> {
    set.metadata.annotations.get(GENERATION_ANNOTATION)?.parse().ok()
}

/// The limits of a rolling update for that many nodes; both round up.
fn limits(set: &DaemonSet, nodes: usize) -> (usize, usize) {
    let rolling = set.spec.update_strategy.rolling_update.as_deref();
    let scaled = |limit: Option<&IntOrString>, default: i64| {
        let total = i64::try_from(nodes).unwrap_or(i64::MAX);
        let value = match limit {
            None => default,
            // A limit that makes no sense lets nothing happen.
            Some(limit) => limit.scaled_value(total, Round::Up).unwrap_or(0),
        };
        usize::try_from(value).unwrap_or(0)
    };
    let surge = scaled(rolling.and_then(|rolling| rolling.max_surge.as_ref()), 0);
    let unavailable = scaled(rolling.and_then(|rolling| rolling.max_unavailable.as_ref()), 1);
    if surge == 0 && unavailable == 0 { (0, 1) } else { (surge, unavailable) }
}

fn surges(set: &DaemonSet) -> bool {
    set.spec.update_strategy.type_ == DaemonSetUpdateStrategyType::RollingUpdate
        && limits(set, 100).0 > 0
}

/// The new and the old pod of a node.
struct Pair {
    new: Option<Arc<Pod>>,
    old: Option<Arc<Pod>>,
}

/// None when there are several of a kind.
fn pair(observed: &Observed, pods: &[Arc<Pod>]) -> Option<Pair> {
    let mut pair = Pair { new: None, old: None };
    for pod in pods.iter().filter(|pod| !pod.metadata.is_terminating()) {
        let updated = is_updated(pod, &observed.set, &observed.hash);
        let place = if updated { &mut pair.new } else { &mut pair.old };
        if place.replace(pod.clone()).is_some() {
            return None;
        }
    }
    Some(pair)
}

/// Replaces old pods, as many at once as the limits allow.
fn roll(observed: &Observed, mut pods: BTreeMap<String, Vec<Arc<Pod>>>, now: Time) -> Plan {
    let set = &observed.set;
    let mut desired = 0;
    for node in &observed.nodes {
        if eligibility(&set.spec.template.spec, node).should_run {
            desired += 1;
            pods.entry(node.metadata.name.clone()).or_default();
        }
    }
    let (surge, unavailable) = limits(set, desired);
    if surge == 0 {
        replace(observed, &pods, unavailable, now)
    } else {
        surge_over(observed, &pods, surge, now)
    }
}

/// Deletes old pods; new ones take their places later.
fn replace(
    observed: &Observed,
    pods: &BTreeMap<String, Vec<Arc<Pod>>>,
    limit: usize,
    now: Time,
) -> Plan {
    let min_ready = observed.set.spec.min_ready_seconds;
    let mut missing = 0;
    let (mut broken, mut candidates) = (Vec::new(), Vec::new());
    for pods in pods.values() {
        match pair(observed, pods) {
            Some(Pair { new: Some(new), old: None }) => {
                missing += usize::from(!new.is_available(min_ready, now));
            }
            Some(Pair { new: None, old: Some(old) }) => {
                if !old.is_available(min_ready, now) {
                    missing += 1;
                    broken.push(old);
                } else if missing < limit {
                    candidates.push(old);
                }
            }
            // None or several: what is decided above applies first.
            _ => missing += 1,
        }
    }
    candidates.truncate(limit.saturating_sub(missing));
    let delete = broken.into_iter().chain(candidates).map(|pod| (pod, Why::Outdated)).collect();
    Plan { create: Vec::new(), delete }
}

/// Puts new pods beside old ones, which go once the new are available.
fn surge_over(
    observed: &Observed,
    pods: &BTreeMap<String, Vec<Arc<Pod>>>,
    limit: usize,
    now: Time,
) -> Plan {
    let min_ready = observed.set.spec.min_ready_seconds;
    let mut plan = Plan::default();
    let mut surging = 0;
    let mut candidates = Vec::new();
    for (node, pods) in pods {
        let Some(pair) = pair(observed, pods) else {
            surging += 1;
            continue;
        };
        match pair {
            Pair { old: None, .. } => {}
            Pair { new: None, old: Some(old) } if !old.is_available(min_ready, now) => {
                plan.create.push(node.clone());
            }
            Pair { new: None, .. } => candidates.push(node.clone()),
            Pair { new: Some(new), old: Some(old) } => {
                if new.is_available(min_ready, now) {
                    plan.delete.push((old, Why::Outdated));
                } else {
                    surging += 1;
                }
            }
        }
    }
    plan.create.extend(candidates.into_iter().take(limit.saturating_sub(surging)));
    plan
}
