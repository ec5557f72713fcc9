//! The taints that a node's conditions earn it.
//!
//! Upstream: `doNoScheduleTaintingPass` and `processTaintBaseEviction` of
//! `pkg/controller/nodelifecycle/node_lifecycle_controller.go`.

use bowline_api::core::v1::{ConditionStatus, Node, Taint, TaintEffect};
use bowline_apimachinery::time::Time;

use super::health::ready;

/// The node does not answer.
const UNREACHABLE: &str = "node.kubernetes.io/unreachable";
/// The node says that it is not ready.
const NOT_READY: &str = "node.kubernetes.io/not-ready";
/// The node takes no new pods.
const UNSCHEDULABLE: &str = "node.kubernetes.io/unschedulable";

/// Condition, the status that is bad, and the taint that it earns.
const CONDITION_TAINTS: [(&str, ConditionStatus, &str); 4] = [
    ("MemoryPressure", ConditionStatus::True, "node.kubernetes.io/memory-pressure"),
    ("DiskPressure", ConditionStatus::True, "node.kubernetes.io/disk-pressure"),
    ("PIDPressure", ConditionStatus::True, "node.kubernetes.io/pid-pressure"),
    ("NetworkUnavailable", ConditionStatus::True, "node.kubernetes.io/network-unavailable"),
];

/// Whether pods may be driven from a node that is not ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Eviction {
    /// They are.
    Granted,
    /// Not yet; those that are being driven away still are.
    Withheld,
    /// Nobody is: nothing is ready anywhere.
    Suspended,
}

/// The key of the taint that drives pods from the node, if its condition earns one.
pub(super) fn eviction_key(node: &Node) -> Option<&'static str> {
    match ready(node).map(|condition| &condition.status) {
        None | Some(ConditionStatus::True) => None,
        Some(ConditionStatus::False) => Some(NOT_READY),
        Some(_) => Some(UNREACHABLE),
    }
}

/// Whether pods are being driven from the node for what its readiness was.
pub(super) fn is_evicting(node: &Node) -> bool {
    node.spec.taints.iter().any(|taint| {
        taint.effect == TaintEffect::NoExecute
            && [UNREACHABLE, NOT_READY].contains(&taint.key.as_str())
    })
}

/// The taints a node should have. `None` when it has them.
///
/// Taints that this controller does not make are kept, and so is the time of those that stay.
pub(super) fn taints(node: &Node, eviction: Eviction, now: Time) -> Option<Vec<Taint>> {
    let wanted = wanted(node, eviction);
    let ours = |taint: &Taint| {
        [UNREACHABLE, NOT_READY, UNSCHEDULABLE].contains(&taint.key.as_str())
            || CONDITION_TAINTS.iter().any(|(_, _, key)| *key == taint.key)
    };
    let is = |taint: &Taint, (key, effect): &(&str, TaintEffect)| {
        taint.key == *key && taint.effect == *effect
    };
    let present = node.spec.taints.iter();
    let mut taints: Vec<Taint> =
        present.filter(|t| !ours(t) || wanted.iter().any(|w| is(t, w))).cloned().collect();
    for want in &wanted {
        if !taints.iter().any(|t| is(t, want)) {
            taints.push(Taint {
                key: want.0.to_owned(),
                effect: want.1.clone(),
                time_added: Some(now),
                ..Taint::default()
            });
        }
    }
    (taints != node.spec.taints).then_some(taints)
}

fn wanted(node: &Node, eviction: Eviction) -> Vec<(&'static str, TaintEffect)> {
    let mut wanted = Vec::new();
    match (eviction_key(node), ready(node)) {
        (Some(key), _) => wanted.push((key, TaintEffect::NoSchedule)),
        (None, None) => wanted.push((NOT_READY, TaintEffect::NoSchedule)),
        (None, Some(_)) => {}
    }
    if let Some(key) = eviction_key(node) {
        // Of a node that pods are leaving already, only the reason may change.
        let evicts = match eviction {
            Eviction::Granted => true,
            Eviction::Withheld => is_evicting(node),
            Eviction::Suspended => false,
        };
        if evicts {
            wanted.push((key, TaintEffect::NoExecute));
        }
    }
    for (ty, bad, key) in CONDITION_TAINTS {
        if node.status.conditions.iter().any(|c| c.type_ == ty && c.status == bad) {
            wanted.push((key, TaintEffect::NoSchedule));
        }
    }
    if node.spec.unschedulable {
        wanted.push((UNSCHEDULABLE, TaintEffect::NoSchedule));
    }
    wanted
}

#[cfg(test)]
mod tests {
    use bowline_api::core::v1::NodeCondition;

    use super::*;

    const NOW: Time = Time::from_unix_seconds(1000);

    fn node(ready: &str) -> Node {
        let mut node = Node::default();
        if !ready.is_empty() {
            node.status.conditions.push(NodeCondition {
                type_: "Ready".to_owned(),
                status: ready.into(),
                ..NodeCondition::default()
            });
        }
        node
    }

    fn keys(node: &Node, eviction: Eviction) -> Option<Vec<String>> {
        let taints = taints(node, eviction, NOW)?;
        let name =
            |t: &Taint| format!("{}:{}", t.key.trim_start_matches("node.kubernetes.io/"), t.effect);
        Some(taints.iter().map(name).collect())
    }

    #[test]
    fn taints_follow_conditions() {
        use Eviction::{Granted, Suspended, Withheld};
        for (ready, eviction, want) in [
            ("True", Granted, None),
            ("False", Granted, Some(&["not-ready:NoSchedule", "not-ready:NoExecute"][..])),
            ("False", Withheld, Some(&["not-ready:NoSchedule"])),
            ("Unknown", Granted, Some(&["unreachable:NoSchedule", "unreachable:NoExecute"])),
            ("Unknown", Suspended, Some(&["unreachable:NoSchedule"])),
            ("", Granted, Some(&["not-ready:NoSchedule"])),
        ] {
            let got = keys(&node(ready), eviction);
            let want = want.map(|want| want.iter().map(|k| (*k).to_owned()).collect());
            assert_eq!(got, want, "{ready} {eviction:?}");
        }
        let mut cordoned = node("True");
        cordoned.spec.unschedulable = true;
        assert_eq!(keys(&cordoned, Granted).unwrap(), ["unschedulable:NoSchedule"]);
    }

    #[test]
    fn the_reason_to_leave_changes_at_once_and_a_ready_node_is_left_by_nobody() {
        let mut node = node("False");
        node.spec.taints = taints(&node, Eviction::Granted, NOW).unwrap();
        node.status.conditions[0].status = ConditionStatus::Unknown;
        let changed = keys(&node, Eviction::Withheld).unwrap();
        assert_eq!(changed, ["unreachable:NoSchedule", "unreachable:NoExecute"]);
        let suspended = keys(&node, Eviction::Suspended).unwrap();
        assert_eq!(suspended, ["unreachable:NoSchedule"]);
        node.status.conditions[0].status = ConditionStatus::True;
        assert_eq!(taints(&node, Eviction::Withheld, NOW), Some(vec![]));
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
        assert_eq!(taints(&node, Eviction::Granted, NOW), Some(vec![taint("mine")]));
        node.spec.taints.pop();
        assert_eq!(taints(&node, Eviction::Granted, NOW), None);
    }
}
