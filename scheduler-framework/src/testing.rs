//! Nodes and pods for tests, in sentences: `pod("web").requests(&[("cpu", "1")]).on("n1")`.

use std::sync::Arc;

use bowline_api::core::v1::{
    Affinity, Container, ContainerImage, ContainerPort, Node, NodeAffinity,
    NodeSelectorRequirement, NodeSelectorTerm, PersistentVolumeClaimVolumeSource, Pod, PodAffinity,
    PodAffinityTerm, PodAntiAffinity, PodSchedulingGate, PreferredSchedulingTerm, ResourceList,
    Taint, Toleration, TolerationOperator, Volume, WeightedPodAffinityTerm,
};
use bowline_apimachinery::meta::{LabelSelector, LabelSelectorRequirement, ObjectMeta};

use crate::cycle_state::CycleState;
use crate::node_info::NodeInfo;
use crate::plugin::{Cycle, CycleMut, Filter, PreScore, PreScoreVerdict, Score};
use crate::pod_info::PodInfo;
use crate::snapshot::Snapshot;
use crate::verdict::Verdict;

/// A node that takes 110 pods and has the hostname label.
pub fn node(name: &str) -> NodeBuilder {
    let metadata = ObjectMeta::named(name).label("kubernetes.io/hostname", name);
    NodeBuilder(Node { metadata, ..Node::default() }).allocatable(&[("pods", "110")])
}

/// A pod in `default` with one container; its uid is its name.
pub fn pod(name: &str) -> PodBuilder {
    let metadata = ObjectMeta::named(name).in_namespace("default");
    let mut pod = Pod { metadata, ..Pod::default() };
    pod.metadata.uid = name.into();
    pod.spec.scheduler_name = "default-scheduler".into();
    pod.spec.containers = vec![Container { name: "c".into(), ..Container::default() }];
    PodBuilder(pod)
}

/// Builds a [`Node`].
#[derive(Clone, Debug)]
#[must_use]
pub struct NodeBuilder(Node);

/// Builds a [`Pod`].
#[derive(Clone, Debug)]
#[must_use]
pub struct PodBuilder(Pod);

fn amounts(list: &[(&str, &str)]) -> ResourceList {
    let parse = |amount: &str| amount.parse().expect("tests write quantities well");
    list.iter().map(|(name, amount)| ((*name).to_owned(), parse(amount))).collect()
}

/// `key=value`, `key!=value`, `key` or `!key`, with commas between.
fn label_selector(text: &str) -> LabelSelector {
    let requirement = |part: &str| {
        let (key, operator, value) = match (part.split_once("!="), part.split_once('=')) {
            (Some((key, value)), _) => (key, "NotIn", Some(value)),
            (None, Some((key, value))) => (key, "In", Some(value)),
            (None, None) => match part.strip_prefix('!') {
                Some(key) => (key, "DoesNotExist", None),
                None => (part, "Exists", None),
            },
        };
        LabelSelectorRequirement {
            key: key.into(),
            operator: operator.into(),
            values: value.into_iter().map(Into::into).collect(),
        }
    };
    let parts = text.split(',').filter(|part| !part.is_empty());
    LabelSelector { match_expressions: parts.map(requirement).collect(), ..Default::default() }
}

fn term(selector: &str, topology_key: &str) -> PodAffinityTerm {
    PodAffinityTerm {
        label_selector: Some(Box::new(label_selector(selector))),
        topology_key: topology_key.into(),
        ..PodAffinityTerm::default()
    }
}

impl NodeBuilder {
    /// With a label.
    pub fn label(mut self, key: &str, value: &str) -> Self {
        self.0.metadata = self.0.metadata.label(key, value);
        self
    }

    /// With so much to give of each resource, besides what was given before.
    pub fn allocatable(mut self, list: &[(&str, &str)]) -> Self {
        self.0.status.allocatable.extend(amounts(list));
        self
    }

    /// With a taint.
    pub fn taint(mut self, key: &str, value: &str, effect: &str) -> Self {
        let (key, value, effect) = (key.into(), value.into(), effect.into());
        self.0.spec.taints.push(Taint { key, value, effect, time_added: None });
        self
    }

    /// Cordoned.
    pub fn unschedulable(mut self) -> Self {
        self.0.spec.unschedulable = true;
        self
    }

    /// With an image.
    pub fn image(mut self, name: &str, size_bytes: i64) -> Self {
        self.0.status.images.push(ContainerImage { names: vec![name.into()], size_bytes });
        self
    }

    /// The node.
    #[must_use]
    pub fn build(self) -> Node {
        self.0
    }

    /// The node without pods, as plugins see it.
    #[must_use]
    pub fn info(self) -> NodeInfo {
        NodeInfo::new(Arc::new(self.0))
    }

    /// The node with pods, as plugins see it.
    #[must_use]
    pub fn with(self, pods: impl IntoIterator<Item = PodBuilder>) -> NodeInfo {
        let mut info = self.info();
        pods.into_iter().for_each(|pod| info.add_pod(Arc::new(pod.info())));
        info
    }
}

impl PodBuilder {
    /// In a namespace.
    pub fn namespace(mut self, namespace: &str) -> Self {
        self.0.metadata.namespace = namespace.into();
        self
    }

    /// With a label.
    pub fn label(mut self, key: &str, value: &str) -> Self {
        self.0.metadata = self.0.metadata.label(key, value);
        self
    }

    /// The container requests this.
    pub fn requests(mut self, list: &[(&str, &str)]) -> Self {
        self.0.spec.containers[0].resources.requests = amounts(list);
        self
    }

    /// The container has this image.
    pub fn image(mut self, name: &str) -> Self {
        self.0.spec.containers[0].image = name.into();
        self
    }

    /// The container wants a TCP port of the host.
    pub fn host_port(mut self, host_port: i32) -> Self {
        let port = ContainerPort { host_port, ..ContainerPort::default() };
        self.0.spec.containers[0].ports.push(port);
        self
    }

    /// On a node.
    pub fn on(mut self, node: &str) -> Self {
        self.0.spec.node_name = node.into();
        self
    }

    /// With a priority.
    pub fn priority(mut self, priority: i32) -> Self {
        self.0.spec.priority = Some(priority);
        self
    }

    /// Nominated for a node.
    pub fn nominated(mut self, node: &str) -> Self {
        self.0.status.nominated_node_name = node.into();
        self
    }

    /// With a scheduling gate.
    pub fn gate(mut self, name: &str) -> Self {
        self.0.spec.scheduling_gates.push(PodSchedulingGate { name: name.into() });
        self
    }

    /// Tolerates all taints with the key; with an empty effect, of every effect.
    pub fn tolerates(mut self, key: &str, effect: &str) -> Self {
        self.0.spec.tolerations.push(Toleration {
            key: key.into(),
            operator: TolerationOperator::Exists,
            effect: effect.into(),
            ..Toleration::default()
        });
        self
    }

    /// Wants nodes with a label.
    pub fn node_selector(mut self, key: &str, value: &str) -> Self {
        self.0.spec.node_selector.insert(key.into(), value.into());
        self
    }

    /// Requires one of the alternatives, each with one condition on labels.
    pub fn node_affinity(mut self, key: &str, operator: &str, values: &[&str]) -> Self {
        let term = node_term(key, operator, values);
        let required =
            &mut self.node_affinity_mut().required_during_scheduling_ignored_during_execution;
        required.get_or_insert_default().node_selector_terms.push(term);
        self
    }

    /// Requires the node of that name, as pods of daemon sets do.
    pub fn node_field(mut self, name: &str) -> Self {
        let term = NodeSelectorTerm {
            match_fields: node_term("metadata.name", "In", &[name]).match_expressions,
            ..NodeSelectorTerm::default()
        };
        let required =
            &mut self.node_affinity_mut().required_during_scheduling_ignored_during_execution;
        required.get_or_insert_default().node_selector_terms.push(term);
        self
    }

    /// Prefers nodes.
    pub fn prefers_node(mut self, weight: i32, key: &str, operator: &str, values: &[&str]) -> Self {
        let preference = node_term(key, operator, values);
        let preferred =
            &mut self.node_affinity_mut().preferred_during_scheduling_ignored_during_execution;
        preferred.push(PreferredSchedulingTerm { weight, preference });
        self
    }

    /// Requires to be together with pods that match.
    pub fn affinity_to(mut self, selector: &str, topology_key: &str) -> Self {
        let affinity = self.pod_affinity_mut();
        affinity
            .required_during_scheduling_ignored_during_execution
            .push(term(selector, topology_key));
        self
    }

    /// Prefers to be together with pods that match.
    pub fn prefers_pods(mut self, weight: i32, selector: &str, topology_key: &str) -> Self {
        let pod_affinity_term = term(selector, topology_key);
        self.pod_affinity_mut()
            .preferred_during_scheduling_ignored_during_execution
            .push(WeightedPodAffinityTerm { weight, pod_affinity_term });
        self
    }

    /// Requires to be apart from pods that match.
    pub fn anti_affinity_to(mut self, selector: &str, topology_key: &str) -> Self {
        let term = term(selector, topology_key);
        self.pod_anti_affinity_mut().required_during_scheduling_ignored_during_execution.push(term);
        self
    }

    /// Prefers to be apart from pods that match.
    pub fn shuns_pods(mut self, weight: i32, selector: &str, topology_key: &str) -> Self {
        let pod_affinity_term = term(selector, topology_key);
        self.pod_anti_affinity_mut()
            .preferred_during_scheduling_ignored_during_execution
            .push(WeightedPodAffinityTerm { weight, pod_affinity_term });
        self
    }

    /// Uses a claim.
    pub fn claim(mut self, name: &str) -> Self {
        self.0.spec.volumes.push(Volume {
            name: name.into(),
            persistent_volume_claim: Some(PersistentVolumeClaimVolumeSource {
                claim_name: name.into(),
                ..Default::default()
            }),
            ..Volume::default()
        });
        self
    }

    /// Changes anything else.
    pub fn with(mut self, change: impl FnOnce(&mut Pod)) -> Self {
        change(&mut self.0);
        self
    }

    /// The pod.
    #[must_use]
    pub fn build(self) -> Pod {
        self.0
    }

    /// The pod as plugins see it.
    #[must_use]
    pub fn info(self) -> PodInfo {
        PodInfo::from(self.0)
    }

    fn affinity_mut(&mut self) -> &mut Affinity {
        self.0.spec.affinity.get_or_insert_default()
    }

    fn node_affinity_mut(&mut self) -> &mut NodeAffinity {
        self.affinity_mut().node_affinity.get_or_insert_default()
    }

    fn pod_affinity_mut(&mut self) -> &mut PodAffinity {
        self.affinity_mut().pod_affinity.get_or_insert_default()
    }

    fn pod_anti_affinity_mut(&mut self) -> &mut PodAntiAffinity {
        self.affinity_mut().pod_anti_affinity.get_or_insert_default()
    }
}

fn node_term(key: &str, operator: &str, values: &[&str]) -> NodeSelectorTerm {
    let requirement = NodeSelectorRequirement {
        key: key.into(),
        operator: operator.into(),
        values: values.iter().map(|value| (*value).into()).collect(),
    };
    NodeSelectorTerm { match_expressions: vec![requirement], ..NodeSelectorTerm::default() }
}

/// Runs a filter that needs no state over a table of (name, pod, node, code and reason of the
/// rejection or none).
///
/// # Panics
/// When a verdict is another one.
pub fn check_filter<N: Into<NodeInfo>>(
    filter: &impl Filter,
    rows: impl IntoIterator<Item = (&'static str, PodBuilder, N, Option<(&'static str, &'static str)>)>,
) {
    let (state, snapshot) = (CycleState::default(), Snapshot::default());
    let cycle = Cycle::new(&state, &snapshot);
    for (name, pod, node, want) in rows {
        let (pod, node) = (pod.info(), node.into());
        let verdict = filter.filter(&cycle, &pod, &node).expect("the plugin does not fail");
        assert_verdict(name, &verdict, want);
        let mut verdicts = [Verdict::Fits];
        let result = filter.filter_many(&cycle, &pod, &[&node], &mut verdicts);
        result.expect("the plugin does not fail");
        assert_eq!(verdicts[0], verdict, "{name}: for many at once");
    }
}

/// Compares a verdict with the code and reasons wanted.
///
/// # Panics
/// When it is another one.
pub fn assert_verdict(name: &str, verdict: &Verdict, want: Option<(&str, &str)>) {
    let got = match verdict {
        Verdict::Fits => None,
        Verdict::Rejected(rejection) => Some((rejection.code.as_str(), rejection.to_string())),
    };
    assert_eq!(got, want.map(|(code, reasons)| (code, reasons.to_owned())), "{name}");
}

impl From<NodeBuilder> for NodeInfo {
    fn from(node: NodeBuilder) -> Self {
        node.info()
    }
}

/// Runs a plugin's `PreScore` and `Score` over a table of (name, pod, nodes, raw scores,
/// normalised scores); no scores stand for a plugin that skips. The nodes are also the snapshot.
///
/// # Panics
/// When a score is another one.
pub fn check_scores(
    plugin: &(impl PreScore + Score),
    rows: impl IntoIterator<Item = (&'static str, PodBuilder, Vec<NodeBuilder>, Vec<i64>, Vec<i64>)>,
) {
    for (name, pod, nodes, raw, normalized) in rows {
        let snapshot = Snapshot::of(nodes.into_iter().map(NodeBuilder::build), []);
        let got = scores(plugin, &pod.info(), &snapshot);
        assert_eq!(got, (raw, normalized), "{name}");
    }
}

/// The raw and the normalised scores that a plugin gives to all nodes; none if it skips.
///
/// # Panics
/// When the plugin fails.
#[must_use]
pub fn scores(
    plugin: &(impl PreScore + Score),
    pod: &PodInfo,
    snapshot: &Snapshot,
) -> (Vec<i64>, Vec<i64>) {
    let mut state = CycleState::default();
    let nodes: Vec<_> = snapshot.nodes().collect();
    let verdict = plugin.pre_score(&mut CycleMut::new(&mut state, snapshot), pod, &nodes);
    if verdict.expect("the plugin does not fail") == PreScoreVerdict::Skip {
        return (Vec::new(), Vec::new());
    }
    let cycle = Cycle::new(&state, snapshot);
    let mut raw = vec![0; nodes.len()];
    plugin.score_many(&cycle, pod, &nodes, &mut raw).expect("the plugin does not fail");
    let mut normalized = raw.clone();
    plugin.normalize(&cycle, pod, &nodes, &mut normalized).expect("the plugin does not fail");
    (raw, normalized)
}
