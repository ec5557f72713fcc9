//! `NodeAffinity` keeps pods to the nodes that they select, and prefers those that they prefer.

use std::collections::BTreeSet;
use std::sync::Arc;

use bowline_api::core::v1::{
    Node, NodeAffinity as Affinity, NodeSelector, NodeSelectorOperator, NodeSelectorTerm, Pod,
    PreferredSchedulingTerm,
};

use crate::config::NodeAffinityArgs;
use crate::events::{ActionType, EventHint, EventResource, QueueingHint};
use crate::node_info::NodeInfo;
use crate::plugin::{
    Cycle, CycleMut, EnqueueExtensions, ExtensionPoints, Filter, Normalization, Plugin, PreFilter,
    PreFilterVerdict, PreScore, PreScoreVerdict, Reach, Reverse, Score, normalize_to_max,
};
use crate::pod_info::PodInfo;
use crate::verdict::{BoxError, Rejection, Verdict};

/// What the pod is told of a node that it does not select.
pub const REASON: &str = "node(s) didn't match Pod's node affinity/selector";
/// What the pod is told of a node that the scheduler's configuration does not select.
pub const REASON_ENFORCED: &str = "node(s) didn't match scheduler-enforced node affinity";
/// What the pod is told if it asks for two nodes at once.
pub const REASON_CONFLICT: &str = "pod affinity terms conflict";

/// The plugin. Upstream: `plugins/nodeaffinity/node_affinity.go`.
#[derive(Clone, Debug, Default)]
pub struct NodeAffinity {
    added_selector: Option<NodeSelector>,
    added_preferred: Vec<PreferredSchedulingTerm>,
}

impl NodeAffinity {
    /// The plugin with its arguments.
    #[must_use]
    pub fn new(args: &NodeAffinityArgs) -> Self {
        let added = args.added_affinity.clone().unwrap_or_default();
        Self {
            added_selector: added.required_during_scheduling_ignored_during_execution,
            added_preferred: added.preferred_during_scheduling_ignored_during_execution,
        }
    }

    fn admits(&self, pod: &Pod, node: &Node) -> bool {
        self.added_selector.as_ref().is_none_or(|selector| selector.matches(node))
            && selects(pod, node)
    }
}

/// Whether a node has the labels and satisfies the terms that a pod requires.
///
/// Upstream: `component-helpers/scheduling/corev1/nodeaffinity`, `GetRequiredNodeAffinity`.
#[must_use]
pub fn selects(pod: &Pod, node: &Node) -> bool {
    let labels = &node.metadata.labels;
    pod.spec.node_selector.iter().all(|(key, value)| labels.get(key) == Some(value))
        && required(pod).is_none_or(|selector| selector.matches(node))
}

/// Whether the pod may go to any node, as far as its selector and required affinity say.
pub(super) fn selects_all(pod: &Pod) -> bool {
    pod.spec.node_selector.is_empty() && required(pod).is_none()
}

fn affinity(pod: &Pod) -> Option<&Affinity> {
    pod.spec.affinity.as_ref()?.node_affinity.as_deref()
}

fn required(pod: &Pod) -> Option<&NodeSelector> {
    affinity(pod)?.required_during_scheduling_ignored_during_execution.as_ref()
}

fn preferred(pod: &Pod) -> &[PreferredSchedulingTerm] {
    affinity(pod).map_or(&[], |it| &it.preferred_during_scheduling_ignored_during_execution)
}

impl Plugin for NodeAffinity {
    fn name(&self) -> &'static str {
        "NodeAffinity"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.pre_filter(self.clone()).filter(self.clone());
        at.pre_score(self.clone()).score(self.clone()).enqueue_extensions(self);
    }
}

impl PreFilter for NodeAffinity {
    fn pre_filter(
        &self,
        _: &mut CycleMut<'_>,
        pod: &PodInfo,
    ) -> Result<PreFilterVerdict, BoxError> {
        let required = required(pod.pod());
        if required.is_none()
            && self.added_selector.is_none()
            && pod.pod().spec.node_selector.is_empty()
        {
            return Ok(PreFilterVerdict::Skip);
        }
        let mut names = BTreeSet::new();
        for term in required.map_or(&[][..], |selector| &selector.node_selector_terms) {
            // A term without names allows all nodes.
            let Some(named) = names_in(term) else { return Ok(PreFilterVerdict::Continue) };
            names.extend(named);
        }
        Ok(match (required, names.is_empty()) {
            (Some(selector), true) if !selector.node_selector_terms.is_empty() => {
                Rejection::unresolvable(REASON_CONFLICT).into()
            }
            (_, true) => PreFilterVerdict::Continue,
            (_, false) => PreFilterVerdict::OnlyNodes(names),
        })
    }
}

/// The nodes to which a term is restricted by name; none if it is not.
fn names_in(term: &NodeSelectorTerm) -> Option<BTreeSet<String>> {
    let by_name = term
        .match_fields
        .iter()
        .filter(|field| field.key == "metadata.name" && field.operator == NodeSelectorOperator::In);
    let sets = by_name.map(|field| field.values.iter().cloned().collect::<BTreeSet<_>>());
    sets.reduce(|a, b| a.intersection(&b).cloned().collect())
}

impl Filter for NodeAffinity {
    fn filter(&self, _: &Cycle<'_>, pod: &PodInfo, node: &NodeInfo) -> Result<Verdict, BoxError> {
        if self.added_selector.as_ref().is_some_and(|it| !it.matches(node.node())) {
            return Ok(Verdict::unresolvable(REASON_ENFORCED));
        }
        if !selects(pod.pod(), node.node()) {
            return Ok(Verdict::unresolvable(REASON));
        }
        Ok(Verdict::Fits)
    }

    fn reach(&self, _: &Cycle<'_>, _: &PodInfo) -> Reach {
        Reach::NODE
    }
}

impl PreScore for NodeAffinity {
    fn pre_score(
        &self,
        _: &mut CycleMut<'_>,
        pod: &PodInfo,
        _: &[&NodeInfo],
    ) -> Result<PreScoreVerdict, BoxError> {
        let preferred = preferred(pod.pod());
        if preferred.is_empty() && self.added_preferred.is_empty() {
            return Ok(PreScoreVerdict::Skip);
        }
        preferred
            .iter()
            .filter(|term| term.weight != 0)
            .try_for_each(|it| it.preference.check())?;
        Ok(PreScoreVerdict::Continue)
    }

    fn needs_nodes(&self, _: &Cycle<'_>, _: &PodInfo) -> bool {
        false
    }
}

impl Score for NodeAffinity {
    fn score(&self, _: &Cycle<'_>, pod: &PodInfo, node: &NodeInfo) -> Result<i64, BoxError> {
        let terms = self.added_preferred.iter().chain(preferred(pod.pod()));
        let matching = terms.filter(|term| term.preference.matches(node.node()));
        Ok(matching.map(|term| i64::from(term.weight)).sum())
    }

    fn normalize(
        &self,
        _: &Cycle<'_>,
        _: &PodInfo,
        _: &[&NodeInfo],
        scores: &mut [i64],
    ) -> Result<(), BoxError> {
        normalize_to_max(scores, Reverse::No);
        Ok(())
    }

    fn reach(&self, _: &Cycle<'_>, _: &PodInfo) -> Reach {
        Reach::NODE
    }

    fn normalization(&self) -> Normalization {
        Normalization::ByScores
    }
}

impl EnqueueExtensions for NodeAffinity {
    fn events_to_register(self: Arc<Self>) -> Vec<EventHint> {
        let action = ActionType::ADD | ActionType::UPDATE_NODE_LABEL;
        vec![EventHint::when(EventResource::Node, action, move |pod, objects| {
            let admits = |node: &Node| self.admits(pod.pod(), node);
            let before = objects.before::<Node>().is_some_and(admits);
            let after = objects.after::<Node>().is_none_or(admits);
            Ok(if after && !before { QueueingHint::Queue } else { QueueingHint::Skip })
        })]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycle_state::CycleState;
    use crate::events::EventObjects;
    use crate::snapshot::Snapshot;
    use crate::testing::{PodBuilder, check_filter, check_scores, node, pod};

    #[test]
    fn selectors_and_terms_must_both_match() {
        let zone = |zone| node("n").label("zone", zone);
        let rejected = Some(("UnschedulableAndUnresolvable", REASON));
        check_filter(
            &NodeAffinity::default(),
            [
                ("nothing asked", pod("p"), zone("z1"), None),
                ("selected", pod("p").node_selector("zone", "z1"), zone("z1"), None),
                ("not selected", pod("p").node_selector("zone", "z1"), zone("z2"), rejected),
                ("a term", pod("p").node_affinity("zone", "In", &["z1", "z2"]), zone("z2"), None),
                (
                    "another term",
                    pod("p").node_affinity("zone", "In", &["z1"]).node_affinity(
                        "zone",
                        "Exists",
                        &[],
                    ),
                    zone("z2"),
                    None,
                ),
                (
                    "both",
                    pod("p").node_selector("zone", "z1").node_affinity("zone", "NotIn", &["z1"]),
                    zone("z1"),
                    rejected,
                ),
                (
                    "malformed",
                    pod("p").node_affinity("zone", "Exists", &["z1"]),
                    zone("z1"),
                    rejected,
                ),
            ],
        );
    }

    #[test]
    fn names_narrow_the_search() {
        let only = |names: &[&str]| {
            PreFilterVerdict::OnlyNodes(names.iter().map(|name| (*name).to_owned()).collect())
        };
        let both = |pod: PodBuilder| {
            pod.with(|pod| {
                let affinity = pod.spec.affinity.as_mut().unwrap().node_affinity.as_mut().unwrap();
                let required =
                    affinity.required_during_scheduling_ignored_during_execution.as_mut();
                let terms = &mut required.unwrap().node_selector_terms;
                let second = terms.pop().unwrap();
                terms[0].match_fields.extend(second.match_fields);
            })
        };
        let rows = [
            ("nothing asked", pod("p"), PreFilterVerdict::Skip),
            ("labels only", pod("p").node_affinity("a", "Exists", &[]), PreFilterVerdict::Continue),
            ("one name", pod("p").node_field("a"), only(&["a"])),
            ("either name", pod("p").node_field("a").node_field("b"), only(&["a", "b"])),
            (
                "a name or labels",
                pod("p").node_field("a").node_affinity("a", "Exists", &[]),
                PreFilterVerdict::Continue,
            ),
            (
                "two names at once",
                both(pod("p").node_field("a").node_field("b")),
                Rejection::unresolvable(REASON_CONFLICT).into(),
            ),
        ];
        for (name, pod, want) in rows {
            let (mut state, snapshot) = (CycleState::default(), Snapshot::default());
            let mut cycle = CycleMut::new(&mut state, &snapshot);
            let got = NodeAffinity::default().pre_filter(&mut cycle, &pod.info()).unwrap();
            assert_eq!(got, want, "{name}");
        }
    }

    #[test]
    fn preferences_add_up() {
        let nodes = || {
            vec![
                node("n0"),
                node("n1").label("zone", "z1"),
                node("n2").label("zone", "z1").label("disk", "ssd"),
            ]
        };
        let zone = || pod("p").prefers_node(2, "zone", "In", &["z1"]);
        check_scores(
            &NodeAffinity::default(),
            [
                ("none", pod("p"), nodes(), vec![], vec![]),
                ("one", zone(), nodes(), vec![0, 2, 2], vec![0, 100, 100]),
                (
                    "two",
                    zone().prefers_node(6, "disk", "Exists", &[]),
                    nodes(),
                    vec![0, 2, 8],
                    vec![0, 25, 100],
                ),
            ],
        );
    }

    #[test]
    fn the_configuration_adds_its_own() {
        let own =
            pod("p").node_affinity("zone", "In", &["z1"]).prefers_node(5, "disk", "Exists", &[]);
        let added_affinity = affinity(&own.build()).cloned();
        let plugin = NodeAffinity::new(&NodeAffinityArgs { added_affinity });
        let rejected = Some(("UnschedulableAndUnresolvable", REASON_ENFORCED));
        check_filter(
            &plugin,
            [
                ("enforced", pod("p"), node("n"), rejected),
                ("satisfied", pod("p"), node("n").label("zone", "z1"), None),
            ],
        );
        let nodes = vec![node("n0").label("disk", "ssd"), node("n1")];
        check_scores(&plugin, [("added", pod("p"), nodes, vec![5, 0], vec![100, 0])]);
    }

    #[test]
    fn hints() {
        let hint = Arc::new(NodeAffinity::default()).events_to_register().remove(0).hint.unwrap();
        let (good, bad) = (node("n").label("zone", "z1").build(), node("n").build());
        let waiting = pod("p").node_selector("zone", "z1").info();
        let rows = [
            ("a good node comes", EventObjects::added(&good), QueueingHint::Queue),
            ("a bad node comes", EventObjects::added(&bad), QueueingHint::Skip),
            ("a node becomes good", EventObjects::updated(&bad, &good), QueueingHint::Queue),
            ("a node stays good", EventObjects::updated(&good, &good), QueueingHint::Skip),
        ];
        for (name, objects, want) in rows {
            assert_eq!(hint(&waiting, &objects).unwrap(), want, "{name}");
        }
    }
}
