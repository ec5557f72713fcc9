//! `NodeDeclaredFeatures` keeps pods to nodes whose kubelet can do what they ask for.

use std::sync::Arc;

use bowline_api::core::v1::{Container, ContainerRestartRuleAction, Pod};

use crate::events::{ActionType, EventHint, EventResource, QueueingHint};
use crate::node_info::NodeInfo;
use crate::plugin::{
    Cycle, CycleMut, EnqueueExtensions, ExtensionPoints, Filter, Plugin, PreFilter,
    PreFilterVerdict,
};
use crate::pod_info::PodInfo;
use crate::verdict::{BoxError, Verdict};

/// What the pod is told of a node that lacks a feature.
pub const REASON: &str = "node(s) didn't match Pod's required features";

/// The plugin. Upstream: `plugins/nodedeclaredfeatures`.
#[derive(Clone, Copy, Debug, Default)]
pub struct NodeDeclaredFeatures;

/// The features that a pod needs of its node.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Required(Vec<&'static str>);

/// What can be told from the pod. Features that only matter to its later updates are left out.
///
/// Upstream: `staging/src/k8s.io/component-helpers/nodedeclaredfeatures/features`.
#[must_use]
pub fn required_features(pod: &Pod) -> Vec<&'static str> {
    let mut features = Vec::new();
    let mut containers = pod.spec.containers.iter().chain(&pod.spec.init_containers);
    let restarts_all = |it: &Container| {
        let mut rules = it.restart_policy_rules.iter();
        rules.any(|rule| rule.action == ContainerRestartRuleAction::RestartAllContainers)
    };
    if containers.any(restarts_all) {
        features.push("RestartAllContainersOnContainerExits");
    }
    if pod.spec.host_network && pod.spec.host_users == Some(false) {
        features.push("UserNamespacesHostNetworkSupport");
    }
    features
}

impl Plugin for NodeDeclaredFeatures {
    fn name(&self) -> &'static str {
        "NodeDeclaredFeatures"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.pre_filter(self.clone()).filter(self.clone()).enqueue_extensions(self);
    }
}

impl PreFilter for NodeDeclaredFeatures {
    fn pre_filter(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
    ) -> Result<PreFilterVerdict, BoxError> {
        let required = required_features(pod.pod());
        if required.is_empty() {
            return Ok(PreFilterVerdict::Skip);
        }
        cycle.insert(Required(required));
        Ok(PreFilterVerdict::Continue)
    }
}

impl Filter for NodeDeclaredFeatures {
    fn filter(&self, cycle: &Cycle<'_>, _: &PodInfo, node: &NodeInfo) -> Result<Verdict, BoxError> {
        let Some(Required(required)) = cycle.get() else { return Ok(Verdict::Fits) };
        let declared = &node.node().status.declared_features;
        let has = |feature: &&str| declared.iter().any(|it| it == feature);
        Ok(match required.iter().all(has) {
            true => Verdict::Fits,
            false => Verdict::unresolvable(REASON),
        })
    }
}

impl EnqueueExtensions for NodeDeclaredFeatures {
    fn events_to_register(self: Arc<Self>) -> Vec<EventHint> {
        let node = ActionType::ADD | ActionType::UPDATE_NODE_DECLARED_FEATURE;
        vec![
            EventHint::always(EventResource::Node, node),
            EventHint::when(EventResource::Pod, ActionType::UPDATE, |pod, objects| {
                let changed = objects.after::<PodInfo>().filter(|it| it.uid() == pod.uid());
                let needs = |it: &PodInfo| required_features(it.pod());
                let helps = changed.is_some_and(|changed| needs(changed) != needs(pod));
                Ok(if helps { QueueingHint::Queue } else { QueueingHint::Skip })
            }),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycle_state::CycleState;
    use crate::events::EventObjects;
    use crate::snapshot::Snapshot;
    use crate::testing::{PodBuilder, assert_verdict, node, pod};

    fn private(name: &str) -> PodBuilder {
        pod(name).with(|pod| {
            pod.spec.host_network = true;
            pod.spec.host_users = Some(false);
        })
    }

    fn restarting(name: &str) -> PodBuilder {
        pod(name).with(|pod| {
            let rule = serde_json::json!({"action": "RestartAllContainers"});
            let rule = serde_json::from_value(rule).unwrap();
            pod.spec.containers[0].restart_policy_rules.push(rule);
        })
    }

    #[test]
    fn nodes_must_declare_what_the_pod_needs() {
        let declares = |features: &[&str]| {
            let mut node = node("n").build();
            node.status.declared_features = features.iter().map(|it| (*it).to_owned()).collect();
            Snapshot::of([node], [])
        };
        let (users, restarts) =
            ("UserNamespacesHostNetworkSupport", "RestartAllContainersOnContainerExits");
        let no = Some(("UnschedulableAndUnresolvable", REASON));
        let rows = [
            ("none of one", private("p"), declares(&[]), no),
            ("the one", private("p"), declares(&[users]), None),
            ("another", private("p"), declares(&[restarts]), no),
            ("more", restarting("p"), declares(&[users, restarts]), None),
        ];
        for (name, pod, snapshot, want) in rows {
            let pod = pod.info();
            let mut state = CycleState::default();
            let mut cycle = CycleMut::new(&mut state, &snapshot);
            let found = NodeDeclaredFeatures.pre_filter(&mut cycle, &pod).unwrap();
            assert_eq!(found, PreFilterVerdict::Continue, "{name}");
            let read = cycle.read();
            let verdict = NodeDeclaredFeatures.filter(&read, &pod, snapshot.node_at(0));
            assert_verdict(name, &verdict.unwrap(), want);
        }
        let snapshot = declares(&[]);
        let mut state = CycleState::default();
        let mut cycle = CycleMut::new(&mut state, &snapshot);
        let found = NodeDeclaredFeatures.pre_filter(&mut cycle, &pod("p").info()).unwrap();
        assert_eq!(found, PreFilterVerdict::Skip);
    }

    #[test]
    fn only_a_change_of_its_own_needs_helps_a_pod() {
        let events = Arc::new(NodeDeclaredFeatures).events_to_register();
        let hint = events[1].hint.as_ref().unwrap();
        let waiting = private("p").info();
        let told = |new: PodBuilder| {
            let new = new.info();
            hint(&waiting, &EventObjects::updated(&waiting, &new)).unwrap()
        };
        assert_eq!(told(private("p")), QueueingHint::Skip);
        assert_eq!(told(pod("p")), QueueingHint::Queue);
        assert_eq!(told(pod("q")), QueueingHint::Skip);
    }
}
