//! Which nodes a daemon belongs on, and how its pods get there.
//!
//! Upstream: `NodeShouldRunDaemonPod` of `pkg/controller/daemon/daemon_controller.go`,
//! `pkg/controller/daemon/util/daemonset_util.go`.

use bowline_api::core::v1::{
    Affinity, Node, NodeAffinity, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, Pod,
    PodSpec, TaintEffect, Toleration, TolerationOperator, find_untolerated_taint,
};

/// The field by which a pod is bound to a node before the scheduler sees it.
const NODE_NAME_FIELD: &str = "metadata.name";

/// What a node may do with a daemon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Eligibility {
    /// A new pod may be put there.
    pub should_run: bool,
    /// A pod that is there may stay.
    pub may_stay: bool,
}

/// Whether pods of this specification belong on the node.
#[must_use]
pub fn eligibility(spec: &PodSpec, node: &Node) -> Eligibility {
    const NEVER: Eligibility = Eligibility { should_run: false, may_stay: false };
    if !spec.node_name.is_empty() && spec.node_name != node.metadata.name {
        return NEVER;
    }
    let labels = &node.metadata.labels;
    let selected = spec.node_selector.iter().all(|(key, value)| labels.get(key) == Some(value));
    let required =
        spec.affinity.as_ref().and_then(|affinity| affinity.node_affinity.as_deref()).and_then(
            |affinity| affinity.required_during_scheduling_ignored_during_execution.as_ref(),
        );
    if !selected || required.is_some_and(|required| !required.matches(node)) {
        return NEVER;
    }
    let mut tolerations = spec.tolerations.clone();
    add_tolerations(&mut tolerations, spec.host_network);
    let untolerated = |effects: &[TaintEffect]| {
        find_untolerated_taint(&node.spec.taints, &tolerations, |taint| {
            effects.contains(&taint.effect)
        })
        .is_some()
    };
    Eligibility {
        should_run: !untolerated(&[TaintEffect::NoExecute, TaintEffect::NoSchedule]),
        may_stay: !untolerated(&[TaintEffect::NoExecute]),
    }
}

/// Adds what every daemon tolerates: a node that is not well, or closed, needs its daemons all the
/// more.
pub fn add_tolerations(tolerations: &mut Vec<Toleration>, host_network: bool) {
    const TOLERATED: [(&str, TaintEffect); 6] = [
        ("node.kubernetes.io/not-ready", TaintEffect::NoExecute),
        ("node.kubernetes.io/unreachable", TaintEffect::NoExecute),
        ("node.kubernetes.io/disk-pressure", TaintEffect::NoSchedule),
        ("node.kubernetes.io/memory-pressure", TaintEffect::NoSchedule),
        ("node.kubernetes.io/pid-pressure", TaintEffect::NoSchedule),
        ("node.kubernetes.io/unschedulable", TaintEffect::NoSchedule),
    ];
    let network = ("node.kubernetes.io/network-unavailable", TaintEffect::NoSchedule);
    for (key, effect) in TOLERATED.into_iter().chain(host_network.then_some(network)) {
        let new = Toleration {
            key: key.to_owned(),
            operator: TolerationOperator::Exists,
            effect,
            ..Toleration::default()
        };
        match tolerations.iter_mut().find(|present| present.matches(&new)) {
            Some(present) => *present = new,
            None => tolerations.push(new),
        }
    }
}

/// Binds a pod to a node by affinity, so that the scheduler puts it there and nowhere else; what
/// the template required of nodes was checked already and is replaced.
pub fn pin(spec: &mut PodSpec, node: &str) {
    let term = NodeSelectorTerm {
        match_fields: vec![NodeSelectorRequirement {
            key: NODE_NAME_FIELD.to_owned(),
            operator: "In".into(),
            values: vec![node.to_owned()],
        }],
        ..NodeSelectorTerm::default()
    };
    let affinity = spec.affinity.get_or_insert_with(Affinity::default);
    let affinity = affinity.node_affinity.get_or_insert_with(Box::<NodeAffinity>::default);
    affinity.required_during_scheduling_ignored_during_execution =
        Some(NodeSelector { node_selector_terms: vec![term] });
}

/// The node that a daemon's pod is on or pinned to.
#[must_use]
pub fn target_node(pod: &Pod) -> Option<&str> {
    if !pod.spec.node_name.is_empty() {
        return Some(&pod.spec.node_name);
    }
    let affinity = pod.spec.affinity.as_ref()?.node_affinity.as_deref()?;
    let required = affinity.required_during_scheduling_ignored_during_execution.as_ref()?;
    let fields = required.node_selector_terms.iter().flat_map(|term| &term.match_fields);
    fields.filter(|field| field.key == NODE_NAME_FIELD && field.operator.as_str() == "In").find_map(
        |field| match field.values.as_slice() {
            [node] => Some(node.as_str()),
            _ => None,
        },
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn node(taints: serde_json::Value) -> Node {
        serde_json::from_value(json!({
            "metadata": {"name": "n", "labels": {"disk": "ssd"}}, "spec": {"taints": taints}
        }))
        .unwrap()
    }

    #[test]
    fn nodes_are_chosen_by_labels_affinity_and_taints() {
        let spec = |spec: serde_json::Value| -> PodSpec { serde_json::from_value(spec).unwrap() };
        let taint = |key: &str, effect: &str| json!([{"key": key, "effect": effect}]);
        let plain = || node(json!([]));
        for (name, spec, node, should_run, may_stay) in [
            ("plain", spec(json!({})), plain(), true, true),
            ("label", spec(json!({"nodeSelector": {"disk": "ssd"}})), plain(), true, true),
            ("other label", spec(json!({"nodeSelector": {"disk": "hdd"}})), plain(), false, false),
            ("other name", spec(json!({"nodeName": "m"})), plain(), false, false),
            (
                "unschedulable",
                spec(json!({})),
                node(taint("node.kubernetes.io/unschedulable", "NoSchedule")),
                true,
                true,
            ),
            ("closed", spec(json!({})), node(taint("x", "NoSchedule")), false, true),
            ("cleared", spec(json!({})), node(taint("x", "NoExecute")), false, false),
            (
                "tolerated",
                spec(json!({"tolerations": [{"operator": "Exists"}]})),
                node(taint("x", "NoExecute")),
                true,
                true,
            ),
        ] {
            let want = Eligibility { should_run, may_stay };
            assert_eq!(eligibility(&spec, &node), want, "{name}");
        }
    }

    #[test]
    fn a_pinned_pod_tells_its_node() {
        let mut pod = Pod::default();
        assert_eq!(target_node(&pod), None);
        pin(&mut pod.spec, "n1");
        assert_eq!(target_node(&pod), Some("n1"));
        pod.spec.node_name = "n2".into();
        assert_eq!(target_node(&pod), Some("n2"));
    }
}
