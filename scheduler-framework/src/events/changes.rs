//! What an update changed that matters to scheduling.
//!
//! Upstream: `pkg/scheduler/framework/events.go`.

use std::collections::BTreeMap;

use bowline_api::core::v1::Node;

use super::{ActionType, ClusterEvent, EventResource};
use crate::pod_info::PodInfo;

/// The events that an update of a node amounts to.
#[must_use]
pub fn node_changes(old: &Node, new: &Node) -> Vec<ClusterEvent> {
    let conditions = |node: &Node| -> BTreeMap<String, String> {
        let all = node.status.conditions.iter();
        all.map(|it| (it.type_.clone(), it.status.as_str().to_owned())).collect()
    };
    let rows = [
        (
            old.spec.unschedulable != new.spec.unschedulable || old.spec.taints != new.spec.taints,
            ActionType::UPDATE_NODE_TAINT,
        ),
        (old.status.allocatable != new.status.allocatable, ActionType::UPDATE_NODE_ALLOCATABLE),
        (old.metadata.labels != new.metadata.labels, ActionType::UPDATE_NODE_LABEL),
        (conditions(old) != conditions(new), ActionType::UPDATE_NODE_CONDITION),
        (old.metadata.annotations != new.metadata.annotations, ActionType::UPDATE_NODE_ANNOTATION),
        (
            old.status.declared_features != new.status.declared_features,
            ActionType::UPDATE_NODE_DECLARED_FEATURE,
        ),
    ];
    let changed = rows.into_iter().filter(|(changed, _)| *changed);
    changed.map(|(_, action)| ClusterEvent::new(EventResource::Node, action)).collect()
}

/// The events that an update of a pod amounts to; at least one, if only
/// [`ActionType::UPDATE_OTHER`].
#[must_use]
pub fn pod_changes(old: &PodInfo, new: &PodInfo) -> Vec<ClusterEvent> {
    let resource = match new.pod().spec.node_name.as_str() {
        "" => EventResource::UnscheduledPod,
        _ => EventResource::AssignedPod,
    };
    let (before, after) = (old.pod(), new.pod());
    let rows = [
        (before.metadata.labels != after.metadata.labels, ActionType::UPDATE_POD_LABEL),
        (scales_down(old, new), ActionType::UPDATE_POD_SCALE_DOWN),
        (
            !before.spec.scheduling_gates.is_empty() && after.spec.scheduling_gates.is_empty(),
            ActionType::UPDATE_POD_SCHEDULING_GATES_ELIMINATED,
        ),
        // The API lets tolerations only be added.
        (
            before.spec.tolerations.len() != after.spec.tolerations.len(),
            ActionType::UPDATE_POD_TOLERATION,
        ),
        (
            before.status.resource_claim_statuses != after.status.resource_claim_statuses,
            ActionType::UPDATE_POD_GENERATED_RESOURCE_CLAIM,
        ),
    ];
    let changed = rows.into_iter().filter(|(changed, _)| *changed);
    let mut events: Vec<_> =
        changed.map(|(_, action)| ClusterEvent::new(resource.clone(), action)).collect();
    if events.is_empty() {
        events.push(ClusterEvent::new(resource, ActionType::UPDATE_OTHER));
    }
    events
}

fn scales_down(old: &PodInfo, new: &PodInfo) -> bool {
    let (old, new) = (old.requests(), new.requests());
    new.milli_cpu < old.milli_cpu
        || new.memory < old.memory
        || new.ephemeral_storage < old.ephemeral_storage
        || old.scalar.iter().any(|(name, amount)| new.get(name) < *amount)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{node, pod};

    #[test]
    fn node_updates() {
        let base = || node("n").label("zone", "z1").allocatable(&[("cpu", "1")]);
        let rows = [
            ("nothing", base(), vec![]),
            ("labels", base().label("zone", "z2"), vec!["NodeUpdateNodeLabel"]),
            ("unschedulable", base().unschedulable(), vec!["NodeUpdateNodeTaint"]),
            (
                "several",
                base().allocatable(&[("cpu", "2")]).taint("gpu", "", "NoSchedule"),
                vec!["NodeUpdateNodeTaint", "NodeUpdateNodeAllocatable"],
            ),
        ];
        for (name, new, want) in rows {
            let got = node_changes(&base().build(), &new.build());
            assert_eq!(got.iter().map(ToString::to_string).collect::<Vec<_>>(), want, "{name}");
        }
    }

    #[test]
    fn pod_updates() {
        let base = || pod("p").requests(&[("cpu", "2")]).gate("wait");
        let rows = [
            ("nothing", base(), vec!["UnscheduledPodUpdate"]),
            ("labels", base().label("app", "web"), vec!["UnscheduledPodUpdatePodLabel"]),
            (
                "smaller, on a node",
                base().requests(&[("cpu", "1")]).on("n"),
                vec!["AssignedPodUpdatePodScaleDown"],
            ),
            ("greater", base().requests(&[("cpu", "3")]), vec!["UnscheduledPodUpdate"]),
            (
                "ungated",
                pod("p").requests(&[("cpu", "2")]),
                vec!["UnscheduledPodUpdatePodSchedulingGatesEliminated"],
            ),
            ("tolerant", base().tolerates("gpu", ""), vec!["UnscheduledPodUpdatePodToleration"]),
        ];
        for (name, new, want) in rows {
            let got = pod_changes(&base().info(), &new.info());
            assert_eq!(got.iter().map(ToString::to_string).collect::<Vec<_>>(), want, "{name}");
        }
    }
}
