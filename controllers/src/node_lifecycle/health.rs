//! What a node's conditions should be, given when it was last heard of.
//!
//! Upstream: `tryUpdateNodeHealth` of
//! `pkg/controller/nodelifecycle/node_lifecycle_controller.go`.

use std::time::Duration;

use bowline_api::core::v1::{ConditionStatus, Node, NodeCondition};
use bowline_apimachinery::time::{MicroTime, Time};

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
