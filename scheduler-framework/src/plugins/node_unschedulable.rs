//! `NodeUnschedulable` keeps pods off cordoned nodes unless they tolerate that.

use std::sync::Arc;

use bowline_api::core::v1::{Node, Taint, TaintEffect};

use crate::events::{ActionType, EventHint, EventResource, QueueingHint};
use crate::node_info::NodeInfo;
use crate::plugin::{Cycle, EnqueueExtensions, ExtensionPoints, Filter, Plugin, Reach};
use crate::pod_info::PodInfo;
use crate::verdict::{BoxError, Verdict};

/// What the pod is told of a cordoned node.
pub const REASON: &str = "node(s) were unschedulable";

const TAINT: &str = "node.kubernetes.io/unschedulable";

/// The plugin. Upstream: `plugins/nodeunschedulable/node_unschedulable.go`.
#[derive(Clone, Copy, Debug, Default)]
pub struct NodeUnschedulable;

impl Plugin for NodeUnschedulable {
    fn name(&self) -> &'static str {
        "NodeUnschedulable"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.filter(self.clone()).enqueue_extensions(self);
    }
}

impl Filter for NodeUnschedulable {
    fn filter(&self, _: &Cycle<'_>, pod: &PodInfo, node: &NodeInfo) -> Result<Verdict, BoxError> {
        if admits(node.node(), pod) {
            return Ok(Verdict::Fits);
        }
        Ok(Verdict::unresolvable(REASON))
    }

    fn reach(&self, _: &Cycle<'_>, _: &PodInfo) -> Reach {
        Reach::NODE
    }
}

impl EnqueueExtensions for NodeUnschedulable {
    fn events_to_register(self: Arc<Self>) -> Vec<EventHint> {
        let node = ActionType::ADD | ActionType::UPDATE_NODE_TAINT;
        vec![
            EventHint::when(EventResource::Node, node, |pod, objects| {
                let before = objects.before::<Node>().is_some_and(|node| admits(node, pod));
                let after = objects.after::<Node>().is_none_or(|node| admits(node, pod));
                Ok(if after && !before { QueueingHint::Queue } else { QueueingHint::Skip })
            }),
            EventHint::when(
                EventResource::Pod,
                ActionType::UPDATE_POD_TOLERATION,
                |pod, objects| {
                    let updated = objects.after::<PodInfo>().filter(|it| it.uid() == pod.uid());
                    let helped = updated.is_some_and(tolerates);
                    Ok(if helped { QueueingHint::Queue } else { QueueingHint::Skip })
                },
            ),
        ]
    }
}

fn admits(node: &Node, pod: &PodInfo) -> bool {
    !node.spec.unschedulable || tolerates(pod)
}

fn tolerates(pod: &PodInfo) -> bool {
    let taint = Taint { key: TAINT.into(), effect: TaintEffect::NoSchedule, ..Taint::default() };
    pod.pod().spec.tolerations.iter().any(|toleration| toleration.tolerates(&taint))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::EventObjects;
    use crate::testing::{check_filter, node, pod};

    #[test]
    fn cordoned_nodes_are_for_the_tolerant() {
        let rejected = Some(("UnschedulableAndUnresolvable", REASON));
        check_filter(
            &NodeUnschedulable,
            [
                ("schedulable", pod("p"), node("n"), None),
                ("cordoned", pod("p"), node("n").unschedulable(), rejected),
                (
                    "tolerated",
                    pod("p").tolerates(TAINT, "NoSchedule"),
                    node("n").unschedulable(),
                    None,
                ),
                (
                    "other effect",
                    pod("p").tolerates(TAINT, "NoExecute"),
                    node("n").unschedulable(),
                    rejected,
                ),
            ],
        );
    }

    #[test]
    fn hints() {
        let events = Arc::new(NodeUnschedulable).events_to_register();
        let hint = events[0].hint.as_ref().unwrap();
        let (open, shut) = (node("n").build(), node("n").unschedulable().build());
        let waiting = pod("p").info();
        let rows = [
            ("an open node comes", EventObjects::added(&open), QueueingHint::Queue),
            ("a shut node comes", EventObjects::added(&shut), QueueingHint::Skip),
            ("a node opens", EventObjects::updated(&shut, &open), QueueingHint::Queue),
            ("a node stays open", EventObjects::updated(&open, &open), QueueingHint::Skip),
        ];
        for (name, objects, want) in rows {
            assert_eq!(hint(&waiting, &objects).unwrap(), want, "{name}");
        }
        let hint = events[1].hint.as_ref().unwrap();
        let tolerant = pod("p").tolerates("", "").info();
        let other = pod("other").tolerates("", "").info();
        let updated = EventObjects::updated(&waiting, &tolerant);
        assert_eq!(hint(&waiting, &updated).unwrap(), QueueingHint::Queue);
        let updated = EventObjects::updated(&waiting, &other);
        assert_eq!(hint(&waiting, &updated).unwrap(), QueueingHint::Skip);
    }
}
