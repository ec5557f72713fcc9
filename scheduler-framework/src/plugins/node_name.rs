//! `NodeName` keeps a pod that names its node off all others.

use std::sync::Arc;

use crate::events::{ActionType, EventHint, EventResource};
use crate::node_info::NodeInfo;
use crate::plugin::{Cycle, EnqueueExtensions, ExtensionPoints, Filter, Plugin, Reach};
use crate::pod_info::PodInfo;
use crate::verdict::{BoxError, Verdict};

/// What the pod is told of a node that it does not name.
pub const REASON: &str = "node(s) didn't match the requested node name";

/// The plugin. Upstream: `plugins/nodename/node_name.go`.
#[derive(Clone, Copy, Debug, Default)]
pub struct NodeName;

impl Plugin for NodeName {
    fn name(&self) -> &'static str {
        "NodeName"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.filter(self.clone()).enqueue_extensions(self);
    }
}

impl Filter for NodeName {
    fn filter(&self, _: &Cycle<'_>, pod: &PodInfo, node: &NodeInfo) -> Result<Verdict, BoxError> {
        let wanted = &pod.pod().spec.node_name;
        if wanted.is_empty() || wanted == node.name() {
            return Ok(Verdict::Fits);
        }
        Ok(Verdict::unresolvable(REASON))
    }

    fn filter_many(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        nodes: &[&NodeInfo],
        verdicts: &mut [Verdict],
    ) -> Result<(), BoxError> {
        if pod.pod().spec.node_name.is_empty() {
            return Ok(());
        }
        for (node, verdict) in nodes.iter().zip(verdicts) {
            *verdict = self.filter(cycle, pod, node)?;
        }
        Ok(())
    }

    fn reach(&self, _: &Cycle<'_>, _: &PodInfo) -> Reach {
        Reach::NODE
    }
}

impl EnqueueExtensions for NodeName {
    fn events_to_register(self: Arc<Self>) -> Vec<EventHint> {
        vec![EventHint::always(EventResource::Node, ActionType::ADD)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_filter, node, pod};

    #[test]
    fn a_pod_goes_where_it_says() {
        check_filter(
            &NodeName,
            [
                ("it says nothing", pod("p"), node("n1"), None),
                ("that node", pod("p").on("n1"), node("n1"), None),
                (
                    "another node",
                    pod("p").on("n2"),
                    node("n1"),
                    Some(("UnschedulableAndUnresolvable", REASON)),
                ),
            ],
        );
    }
}
