//! `PodTopologySpread` spreads pods of a kind evenly over zones, nodes or other topologies.

mod constraint;
mod default_selector;
mod filtering;
mod hints;
mod scoring;

use std::sync::Arc;

use bowline_api::core::v1::{
    NodeInclusionPolicy, TopologySpreadConstraint, UnsatisfiableConstraintAction as Action,
};
use bowline_apimachinery::labels::SelectorError;

use crate::config::{PodTopologySpreadArgs, PodTopologySpreadDefaulting};
use crate::events::{ActionType, EventHint, EventResource};
use crate::plugin::{EnqueueExtensions, ExtensionPoints, Plugin};
use crate::pod_info::PodInfo;
use crate::snapshot::Objects;
use constraint::Constraint;

/// What the pod is told of a node where there are too many of its kind.
pub const REASON_SKEW: &str = "node(s) didn't match pod topology spread constraints";
/// What the pod is told of a node that is in no domain of the topology.
pub const REASON_LABEL: &str =
    "node(s) didn't match pod topology spread constraints (missing required label)";

const HOSTNAME: &str = "kubernetes.io/hostname";
const ZONE: &str = "topology.kubernetes.io/zone";

/// The plugin. Upstream: `plugins/podtopologyspread`.
#[derive(Clone, Debug)]
pub struct PodTopologySpread {
    defaults: Vec<TopologySpreadConstraint>,
    /// The defaults are the scheduler's own, which do without labels that a node lacks.
    system_defaults: bool,
}

impl PodTopologySpread {
    /// The plugin with its arguments.
    #[must_use]
    pub fn new(args: &PodTopologySpreadArgs) -> Self {
        let system_defaults = args.defaulting_type == PodTopologySpreadDefaulting::System;
        let defaults = match system_defaults {
            true => [(HOSTNAME, 3), (ZONE, 5)].map(|(key, skew)| soft(key, skew)).into(),
            false => args.default_constraints.clone(),
        };
        Self { defaults, system_defaults }
    }

    /// The pod's constraints of one kind; the defaults of that kind, for pods of the same owner
    /// or services, if it has none at all.
    fn constraints(
        &self,
        objects: &Objects,
        pod: &PodInfo,
        action: &Action,
    ) -> Result<Vec<Constraint>, SelectorError> {
        let labels = &pod.pod().metadata.labels;
        let own = &pod.pod().spec.topology_spread_constraints;
        if !own.is_empty() {
            let of_kind = own.iter().filter(|it| it.when_unsatisfiable == *action);
            return of_kind.map(|it| Constraint::new(it, labels)).collect();
        }
        let of_kind = self.defaults.iter().filter(|it| it.when_unsatisfiable == *action);
        let mut defaults: Vec<_> =
            of_kind.map(|it| Constraint::new(it, labels)).collect::<Result<_, _>>()?;
        if defaults.is_empty() {
            return Ok(defaults);
        }
        let selector = default_selector::of(objects, pod.pod());
        if selector.is_empty() {
            return Ok(Vec::new());
        }
        for constraint in &mut defaults {
            constraint.selector = selector.clone();
        }
        Ok(defaults)
    }
}

fn soft(topology_key: &str, max_skew: i32) -> TopologySpreadConstraint {
    TopologySpreadConstraint {
        topology_key: topology_key.into(),
        max_skew,
        when_unsatisfiable: Action::ScheduleAnyway,
        ..TopologySpreadConstraint::default()
    }
}

impl Default for PodTopologySpread {
    fn default() -> Self {
        Self::new(&PodTopologySpreadArgs::default())
    }
}

impl Plugin for PodTopologySpread {
    fn name(&self) -> &'static str {
        "PodTopologySpread"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.pre_filter(self.clone()).filter(self.clone());
        at.pre_score(self.clone()).score(self.clone()).enqueue_extensions(self);
    }
}

impl EnqueueExtensions for PodTopologySpread {
    fn events_to_register(self: Arc<Self>) -> Vec<EventHint> {
        let pod = ActionType::ADD
            | ActionType::UPDATE_POD_LABEL
            | ActionType::UPDATE_POD_TOLERATION
            | ActionType::DELETE;
        let node = ActionType::ADD
            | ActionType::DELETE
            | ActionType::UPDATE_NODE_LABEL
            | ActionType::UPDATE_NODE_TAINT;
        let of_pod = self.clone();
        vec![
            EventHint::when(EventResource::Pod, pod, move |pod, objects| {
                hints::after_pod_change(&of_pod, pod, objects)
            }),
            EventHint::when(EventResource::Node, node, move |pod, objects| {
                hints::after_node_change(&self, pod, objects)
            }),
        ]
    }
}

fn honors(policy: Option<&NodeInclusionPolicy>, default: bool) -> bool {
    policy.map_or(default, |policy| *policy == NodeInclusionPolicy::Honor)
}

#[cfg(test)]
mod tests;
