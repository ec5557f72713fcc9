//! `NodePorts` keeps pods off nodes where a port of the host that they want is taken.

use std::sync::Arc;

use crate::events::{ActionType, EventHint, EventResource, QueueingHint};
use crate::node_info::NodeInfo;
use crate::plugin::{
    Cycle, CycleMut, EnqueueExtensions, ExtensionPoints, Filter, Plugin, PreFilter,
    PreFilterVerdict, Reach,
};
use crate::pod_info::PodInfo;
use crate::verdict::{BoxError, Verdict};

/// What the pod is told of a node where a port is taken.
pub const REASON: &str = "node(s) didn't have free ports for the requested pod ports";

/// The plugin. Upstream: `plugins/nodeports/node_ports.go`.
#[derive(Clone, Copy, Debug, Default)]
pub struct NodePorts;

impl Plugin for NodePorts {
    fn name(&self) -> &'static str {
        "NodePorts"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.pre_filter(self.clone()).filter(self.clone()).enqueue_extensions(self);
    }
}

impl PreFilter for NodePorts {
    fn pre_filter(
        &self,
        _: &mut CycleMut<'_>,
        pod: &PodInfo,
    ) -> Result<PreFilterVerdict, BoxError> {
        Ok(match pod.host_ports() {
            [] => PreFilterVerdict::Skip,
            _ => PreFilterVerdict::Continue,
        })
    }
}

impl Filter for NodePorts {
    fn filter(&self, _: &Cycle<'_>, pod: &PodInfo, node: &NodeInfo) -> Result<Verdict, BoxError> {
        let taken = pod.host_ports().iter().any(|port| node.used_ports().conflicts_with(port));
        Ok(if taken { Verdict::unschedulable(REASON) } else { Verdict::Fits })
    }

    fn reach(&self, _: &Cycle<'_>, _: &PodInfo) -> Reach {
        Reach::NODE
    }
}

impl EnqueueExtensions for NodePorts {
    fn events_to_register(self: Arc<Self>) -> Vec<EventHint> {
        vec![
            EventHint::when(EventResource::Pod, ActionType::DELETE, |pod, objects| {
                let gone =
                    objects.before::<PodInfo>().filter(|it| !it.pod().spec.node_name.is_empty());
                let held = gone.map_or(&[][..], PodInfo::host_ports);
                let freed = |port| held.iter().any(|it| it.conflicts_with(port));
                let helped = pod.host_ports().iter().any(freed);
                Ok(if helped { QueueingHint::Queue } else { QueueingHint::Skip })
            }),
            EventHint::always(EventResource::Node, ActionType::ADD),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::EventObjects;
    use crate::testing::{check_filter, node, pod};

    #[test]
    fn ports_are_taken_once() {
        let busy = || node("n").with([pod("a").host_port(80)]);
        let rejected = Some(("Unschedulable", REASON));
        check_filter(
            &NodePorts,
            [
                ("an empty node", pod("p").host_port(80), node("n").info(), None),
                ("another port", pod("p").host_port(81), busy(), None),
                ("the same port", pod("p").host_port(80), busy(), rejected),
                ("one of two", pod("p").host_port(81).host_port(80), busy(), rejected),
            ],
        );
    }

    #[test]
    fn hints() {
        let hint = Arc::new(NodePorts).events_to_register().remove(0).hint.unwrap();
        let waiting = pod("p").host_port(80).info();
        let rows = [
            ("it held the port", pod("a").host_port(80).on("n"), QueueingHint::Queue),
            ("it held another", pod("a").host_port(81).on("n"), QueueingHint::Skip),
            ("it never ran", pod("a").host_port(80), QueueingHint::Skip),
        ];
        for (name, gone, want) in rows {
            let gone = gone.info();
            assert_eq!(hint(&waiting, &EventObjects::deleted(&gone)).unwrap(), want, "{name}");
        }
    }
}
