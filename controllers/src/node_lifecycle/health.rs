//! What a node's conditions and taints should be, given when it was last heard of.

use std::time::Duration;

use bowline_api::core::v1::{ConditionStatus, Node, NodeCondition, Taint, TaintEffect};
use bowline_apimachinery::time::{MicroTime, Time};

/// The node does not answer.
pub(super) const UNREACHABLE: &str = "node.kubernetes.io/unreachable";
/// The node says that it is not ready.
pub(super) const NOT_READY: &str = "node.kubernetes.io/not-ready";
/// The node takes no new pods.
const UNSCHEDULABLE: &str = "node.kubernetes.io/unschedulable";

/// Condition, the status that is bad, and the taint that it earns.
const CONDITION_TAINTS: [(&str, ConditionStatus, &str); 4] = [
    ("MemoryPressure", ConditionStatus::True, "node.kubernetes.io/memory-pressure"),
    ("DiskPressure", ConditionStatus::True, "node.kubernetes.io/disk-pressure"),
    ("PIDPressure", ConditionStatus::True, "node.kubernetes.io/pid-pressure"),
    ("NetworkUnavailable", ConditionStatus::True, "node.kubernetes.io/network-unavailable"),
];

/// How long a node may be silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grace {
    /// A node that was heard of before (50 s).
    pub running: Duration,
    /// A node that never reported a status (60 s).
    pub startup: Duration,
}

impl Default for Grace {
    fn default() -> Self {
        Self { running: Duration::from_secs(50), startup: Duration::from_secs(60) }
    }
}

/// When a node was last heard of, as the observer's own clock tells.
///
/// Times that nodes write are compared with themselves only: their clocks may be wrong.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Heard {
    /// The lease's renewal, to tell whether it has changed.
    renewed: Option<MicroTime>,
    /// The heartbeat of the `Ready` condition, to tell whether it has changed.
    heartbeat: Option<Time>,
    at: MicroTime,
}

impl Heard {
    /// Notes what is seen of a node now.
    pub(super) fn observe(
        before: Option<&Self>,
        node: &Node,
        renewed: Option<MicroTime>,
        now: MicroTime,
    ) -> Self {
        let heartbeat = ready(node).and_then(|c| c.last_heartbeat_time);
        match before {
            Some(old) if old.renewed == renewed && old.heartbeat == heartbeat => old.clone(),
            _ => Self { renewed, heartbeat, at: now },
        }
    }

    /// How long the node has been silent.
    fn silence(&self, now: MicroTime) -> Duration {
        now.since(self.at).to_std()
    }

    /// How long until the node counts as silent; zero when it does.
    pub(super) fn remaining(&self, node: &Node, grace: Grace, now: MicroTime) -> Duration {
        let limit = if ready(node).is_some() { grace.running } else { grace.startup };
        limit.saturating_sub(self.silence(now))
    }
}

pub(super) fn ready(node: &Node) -> Option<&NodeCondition> {
    node.status.conditions.iter().find(|c| c.type_ == "Ready")
}

/// The conditions of a node that is silent: all unknown. `None` when they are that already.
pub(super) fn unknown_conditions(node: &Node, now: Time) -> Option<Vec<NodeCondition>> {
    let mut conditions = node.status.conditions.clone();
    let mut changed = false;
    for ty in ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"] {
        match conditions.iter_mut().find(|c| c.type_ == ty) {
            Some(c) if c.status == ConditionStatus::Unknown => {}
            Some(c) => {
                c.status = ConditionStatus::Unknown;
                "NodeStatusUnknown".clone_into(&mut c.reason);
                "Kubelet stopped posting node status.".clone_into(&mut c.message);
                c.last_transition_time = Some(now);
                changed = true;
            }
            None => {
                conditions.push(NodeCondition {
                    type_: ty.to_owned(),
                    status: ConditionStatus::Unknown,
                    reason: "NodeStatusNeverUpdated".to_owned(),
                    message: "Kubelet never posted node status.".to_owned(),
                    last_heartbeat_time: node.metadata.creation_timestamp,
                    last_transition_time: Some(now),
                });
                changed = true;
            }
        }
    }
    changed.then_some(conditions)
}

/// The taints a node should have. `None` when it has them.
///
/// Taints that this controller does not make are kept, and so is the time of those that stay.
pub(super) fn taints(node: &Node, now: Time) -> Option<Vec<Taint>> {
    let mut wanted: Vec<(&str, TaintEffect)> = Vec::new();
    match ready(node).map(|c| &c.status) {
        Some(ConditionStatus::True) => {}
        Some(ConditionStatus::False) => {
            wanted.push((NOT_READY, TaintEffect::NoSchedule));
            wanted.push((NOT_READY, TaintEffect::NoExecute));
        }
        Some(_) => {
            wanted.push((UNREACHABLE, TaintEffect::NoSchedule));
            wanted.push((UNREACHABLE, TaintEffect::NoExecute));
        }
        None => wanted.push((NOT_READY, TaintEffect::NoSchedule)),
    }
    for (ty, bad, key) in CONDITION_TAINTS {
        if node.status.conditions.iter().any(|c| c.type_ == ty && c.status == bad) {
            wanted.push((key, TaintEffect::NoSchedule));
        }
    }
    if node.spec.unschedulable {
        wanted.push((UNSCHEDULABLE, TaintEffect::NoSchedule));
    }
    let ours = |taint: &Taint| {
        [UNREACHABLE, NOT_READY, UNSCHEDULABLE].contains(&taint.key.as_str())
            || CONDITION_TAINTS.iter().any(|(_, _, key)| *key == taint.key)
    };
    let is = |taint: &Taint, (key, effect): &(&str, TaintEffect)| {
        taint.key == *key && taint.effect == *effect
    };
    let mut taints: Vec<Taint> = node
        .spec
        .taints
        .iter()
        .filter(|t| !ours(t) || wanted.iter().any(|w| is(t, w)))
        .cloned()
        .collect();
    for want in &wanted {
        if !taints.iter().any(|t| is(t, want)) {
            taints.push(Taint {
                key: want.0.to_owned(),
                effect: want.1.clone(),
                time_added: (want.1 == TaintEffect::NoExecute).then_some(now),
                ..Taint::default()
            });
        }
    }
    (taints != node.spec.taints).then_some(taints)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time::from_unix_seconds(1000);

    fn node(ready: &str) -> Node {
        let mut node = Node::default();
        if !ready.is_empty() {
            node.status.conditions.push(NodeCondition {
                type_: "Ready".to_owned(),
                status: ready.into(),
                last_heartbeat_time: Some(NOW),
                ..NodeCondition::default()
            });
        }
        node
    }

    fn keys(node: &Node) -> Vec<String> {
        let taints = taints(node, NOW).unwrap_or_default();
        taints.iter().map(|t| format!("{}:{}", t.key, t.effect)).collect()
    }

    #[test]
    fn taints_follow_conditions() {
        assert_eq!(keys(&node("True")), Vec::<String>::new());
        let not_ready =
            ["node.kubernetes.io/not-ready:NoSchedule", "node.kubernetes.io/not-ready:NoExecute"];
        assert_eq!(keys(&node("False")), not_ready);
        let unreachable = [
            "node.kubernetes.io/unreachable:NoSchedule",
            "node.kubernetes.io/unreachable:NoExecute",
        ];
        assert_eq!(keys(&node("Unknown")), unreachable);
        assert_eq!(keys(&node("")), ["node.kubernetes.io/not-ready:NoSchedule"]);
        let mut cordoned = node("True");
        cordoned.spec.unschedulable = true;
        assert_eq!(keys(&cordoned), ["node.kubernetes.io/unschedulable:NoSchedule"]);
    }

    #[test]
    fn others_taints_stay_and_ours_go() {
        let mut node = node("True");
        let taint = |key: &str| Taint {
            key: key.to_owned(),
            effect: TaintEffect::NoSchedule,
            ..Taint::default()
        };
        node.spec.taints = vec![taint("mine"), taint(NOT_READY)];
        assert_eq!(taints(&node, NOW), Some(vec![taint("mine")]));
        node.spec.taints.pop();
        assert_eq!(taints(&node, NOW), None);
    }

    #[test]
    fn silence_counts_from_the_last_change_seen() {
        let at = |seconds: i64| MicroTime::from_unix_micros(seconds * 1_000_000);
        let node = node("True");
        let grace = Grace::default();
        let first = Heard::observe(None, &node, Some(at(1)), at(100));
        let same = Heard::observe(Some(&first), &node, Some(at(1)), at(120));
        assert_eq!(same.remaining(&node, grace, at(120)), Duration::from_secs(30));
        let renewed = Heard::observe(Some(&same), &node, Some(at(2)), at(130));
        assert_eq!(renewed.remaining(&node, grace, at(130)), Duration::from_secs(50));
        assert_eq!(renewed.remaining(&node, grace, at(180)), Duration::ZERO);
    }

    #[test]
    fn a_silent_node_is_unknown_once() {
        let mut node = node("True");
        let conditions = unknown_conditions(&node, NOW).unwrap();
        assert!(conditions.iter().all(|c| c.status == ConditionStatus::Unknown));
        assert_eq!(conditions.len(), 4);
        node.status.conditions = conditions;
        assert_eq!(unknown_conditions(&node, NOW), None);
    }
}
