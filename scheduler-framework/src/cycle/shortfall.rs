//! What would have to change for a pod to fit.

use std::cmp::Ordering;

use bowline_api::core::v1::{
    NodeSelectorRequirement, NodeSelectorTerm, Taint, find_untolerated_taint,
};

use super::{Explanation, NodeExplanation};
use crate::host_ports::HostPort;
use crate::node_info::NodeInfo;
use crate::plugins::taint_toleration;
use crate::pod_info::PodInfo;
use crate::snapshot::Snapshot;
use crate::verdict::Verdict;

/// One thing that keeps a pod off a node.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Shortfall {
    /// The node has too little left of a resource.
    Resource {
        /// The resource.
        name: String,
        /// How much more would have to be free: millicores of `cpu`, else bytes or whole numbers.
        missing: i64,
        /// How much of it the node has in all.
        allocatable: i64,
    },
    /// The node takes no more pods: so many would have to go, or to be allowed besides.
    Pods {
        /// How many.
        missing: i64,
    },
    /// The node is cordoned.
    Cordoned,
    /// A taint that the pod does not tolerate.
    Taint(Taint),
    /// A label that `spec.nodeSelector` asks for.
    Label {
        /// Key.
        key: String,
        /// The value that is asked for.
        value: String,
    },
    /// What the pod's required node affinity asks for: of its terms, the one of which the node
    /// lacks least.
    NodeAffinity(Vec<NodeSelectorRequirement>),
    /// A port that a pod on the node holds.
    HostPort(HostPort),
    /// What a plugin says whose reasons are not about the node and the pod alone.
    Other {
        /// The plugin.
        plugin: &'static str,
        /// Its reasons.
        reasons: Vec<String>,
    },
}

/// All that keeps a pod off one node.
#[derive(Clone, Debug, PartialEq)]
pub struct SmallestChange {
    /// The node.
    pub node: String,
    /// What would have to change there, all of it.
    pub shortfalls: Vec<Shortfall>,
}

impl SmallestChange {
    /// How much there is to change: first what nobody knows how to change, then the number of
    /// changes, then how much is missing of resources, as a share of what the node has.
    fn cost(&self) -> (usize, usize, f64) {
        let is_other = |it: &&Shortfall| matches!(it, Shortfall::Other { .. });
        let share = |it: &Shortfall| match it {
            Shortfall::Resource { missing, allocatable, .. } => {
                *missing as f64 / (*allocatable).max(1) as f64
            }
            Shortfall::Pods { missing } => *missing as f64,
            _ => 0.0,
        };
        let others = self.shortfalls.iter().filter(is_other).count();
        (others, self.shortfalls.len(), self.shortfalls.iter().map(share).sum())
    }

    fn compare(&self, other: &Self) -> Ordering {
        let ((a, b, c), (d, e, f)) = (self.cost(), other.cost());
        (a, b).cmp(&(d, e)).then(c.total_cmp(&f))
    }
}

impl Explanation {
    /// The smallest change that would make the pod fit somewhere; of equals, on the first node in
    /// order. None if it fits already, or was turned down for all nodes together.
    ///
    /// `snapshot` is the one that was explained.
    #[must_use]
    pub fn smallest_change(&self, snapshot: &Snapshot, pod: &PodInfo) -> Option<SmallestChange> {
        if self.nodes.iter().any(NodeExplanation::fits) {
            return None;
        }
        let changes = self.nodes.iter().filter_map(|it| it.change(snapshot, pod));
        changes.min_by(SmallestChange::compare)
    }

    /// What would have to change on each node that the pod does not fit on, smallest first.
    #[must_use]
    pub fn changes(&self, snapshot: &Snapshot, pod: &PodInfo) -> Vec<SmallestChange> {
        let changes = self.nodes.iter().filter_map(|it| it.change(snapshot, pod));
        let mut changes: Vec<_> = changes.collect();
        changes.sort_by(SmallestChange::compare);
        changes
    }
}

impl NodeExplanation {
    fn change(&self, snapshot: &Snapshot, pod: &PodInfo) -> Option<SmallestChange> {
        let info = snapshot.node(&self.node)?;
        let mut shortfalls = Vec::new();
        for (plugin, verdict) in &self.verdicts {
            let Verdict::Rejected(rejection) = verdict else { continue };
            let before = shortfalls.len();
            shortfalls.append(&mut of_plugin(plugin, pod, info));
            if shortfalls.len() == before {
                let reasons = rejection.reasons.iter().map(str::to_owned).collect();
                shortfalls.push(Shortfall::Other { plugin, reasons });
            }
        }
        let node = self.node.clone();
        (!shortfalls.is_empty()).then_some(SmallestChange { node, shortfalls })
    }
}

/// What a built-in plugin that rejects a node finds amiss; nothing if that is not known here.
fn of_plugin(plugin: &str, pod: &PodInfo, node: &NodeInfo) -> Vec<Shortfall> {
    match plugin {
        "NodeResourcesFit" => resources(pod, node),
        "NodeUnschedulable" => vec![Shortfall::Cordoned],
        "TaintToleration" => taints(pod, node),
        "NodeAffinity" => affinity(pod, node),
        "NodePorts" => {
            let taken = |port: &&HostPort| node.used_ports().conflicts_with(port);
            pod.host_ports().iter().filter(taken).cloned().map(Shortfall::HostPort).collect()
        }
        _ => Vec::new(),
    }
}

fn resources(pod: &PodInfo, node: &NodeInfo) -> Vec<Shortfall> {
    let mut shortfalls = Vec::new();
    let pods = i64::try_from(node.pods().len()).unwrap_or(i64::MAX);
    let missing = pods.saturating_add(1) - node.allocatable().allowed_pod_number;
    if missing > 0 {
        shortfalls.push(Shortfall::Pods { missing });
    }
    let plain = ["cpu", "memory", "ephemeral-storage"];
    let names = plain.into_iter().chain(pod.requests().scalar.keys().map(String::as_str));
    for name in names {
        let wanted = pod.requests().get(name);
        let (allocatable, used) = (node.allocatable().get(name), node.requested().get(name));
        let missing = wanted - (allocatable - used);
        if wanted > 0 && missing > 0 {
            let name = name.to_owned();
            shortfalls.push(Shortfall::Resource { name, missing, allocatable });
        }
    }
    shortfalls
}

fn taints(pod: &PodInfo, node: &NodeInfo) -> Vec<Shortfall> {
    let tolerations = &pod.pod().spec.tolerations;
    let untolerated = |taint: &&Taint| {
        let alone = std::slice::from_ref(*taint);
        find_untolerated_taint(alone, tolerations, taint_toleration::forbids).is_some()
    };
    node.node().spec.taints.iter().filter(untolerated).cloned().map(Shortfall::Taint).collect()
}

fn affinity(pod: &PodInfo, node: &NodeInfo) -> Vec<Shortfall> {
    let spec = &pod.pod().spec;
    let differs = |(key, value): &(&String, &String)| node.label(key) != Some(value.as_str());
    let labels = spec.node_selector.iter().filter(differs);
    let labels =
        labels.map(|(key, value)| Shortfall::Label { key: key.clone(), value: value.clone() });
    let mut shortfalls: Vec<_> = labels.collect();
    let required = spec.affinity.as_ref().and_then(|it| it.node_affinity.as_deref());
    let required =
        required.and_then(|it| it.required_during_scheduling_ignored_during_execution.as_ref());
    let Some(selector) = required.filter(|it| !it.matches(node.node())) else { return shortfalls };
    let unmet = |term: &NodeSelectorTerm| -> Vec<NodeSelectorRequirement> {
        let labels = term.match_expressions.iter().filter(|it| !it.matches_labels(node.labels()));
        let fields = term.match_fields.iter().filter(|it| !it.matches_fields(node.name()));
        labels.chain(fields).cloned().collect()
    };
    let unmet = selector.node_selector_terms.iter().map(unmet).filter(|it| !it.is_empty());
    shortfalls.extend(unmet.min_by_key(Vec::len).map(Shortfall::NodeAffinity));
    shortfalls
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycle::explain;
    use crate::plugins::default_plugins;
    use crate::profile::Profile;
    use crate::queue::Nominator;
    use crate::testing::{NodeBuilder, PodBuilder, node, pod};
    use bowline_api::core::v1::{Node, Pod};
    use bowline_apimachinery::random::{Random, SeededRandom};

    fn explained(snapshot: &Snapshot, pod: &PodInfo) -> Explanation {
        let profile = Profile::of("default-scheduler", default_plugins());
        explain(&profile, snapshot, &Nominator::default(), pod).unwrap()
    }

    fn sized(name: &str) -> NodeBuilder {
        node(name).allocatable(&[("cpu", "4"), ("memory", "8Gi")])
    }

    fn smallest(nodes: Vec<NodeBuilder>, pods: Vec<PodBuilder>, pod: PodBuilder) -> String {
        let nodes: Vec<Node> = nodes.into_iter().map(NodeBuilder::build).collect();
        let pods: Vec<Pod> = pods.into_iter().map(PodBuilder::build).collect();
        let snapshot = Snapshot::of(nodes, pods);
        let pod = pod.info();
        match explained(&snapshot, &pod).smallest_change(&snapshot, &pod) {
            None => "none".to_owned(),
            Some(change) => format!("{} {:?}", change.node, change.shortfalls),
        }
    }

    #[test]
    fn the_node_that_lacks_least_is_told() {
        let cpu = |amount| pod("p").requests(&[("cpu", amount)]);
        let busy = |on: &str, amount| cpu(amount).on(on).with(|it| it.metadata.uid = on.into());
        let short = |missing: i64| {
            format!("Resource {{ name: \"cpu\", missing: {missing}, allocatable: 4000 }}")
        };
        let rows = [
            ("it fits", vec![sized("a")], vec![], cpu("1"), "none".to_owned()),
            (
                "the freer one",
                vec![sized("a"), sized("b")],
                vec![busy("a", "3"), busy("b", "2")],
                cpu("3"),
                format!("b [{}]", short(1000)),
            ),
            (
                "one change rather than two",
                vec![sized("a").unschedulable(), sized("b")],
                vec![busy("a", "2"), busy("b", "4")],
                cpu("3"),
                format!("b [{}]", short(3000)),
            ),
            (
                "a label",
                vec![sized("a")],
                vec![],
                cpu("1").node_selector("disk", "ssd"),
                "a [Label { key: \"disk\", value: \"ssd\" }]".to_owned(),
            ),
            (
                "another pod is harder than a cordon",
                vec![sized("a"), sized("b").unschedulable()],
                vec![busy("a", "1").label("app", "web")],
                cpu("1").anti_affinity_to("app=web", "kubernetes.io/hostname"),
                "b [Cordoned]".to_owned(),
            ),
        ];
        for (name, nodes, pods, pod, want) in rows {
            assert_eq!(smallest(nodes, pods, pod), want, "{name}");
        }
    }

    #[test]
    fn a_term_of_node_affinity_is_chosen() {
        let nodes = vec![sized("a").label("zone", "1").taint("t", "", "NoSchedule")];
        let told = smallest(nodes, vec![], pod("p").node_field("b"));
        assert!(told.starts_with("a [Taint(") && told.contains("metadata.name"), "{told}");
    }

    /// What is said to be missing is enough, and all of it is needed.
    #[test]
    fn the_change_makes_the_pod_fit() {
        let random = SeededRandom::new(9);
        let mut changed = 0;
        for _ in 0..600 {
            let mut made = sized("a");
            if random.below(3) == 0 {
                made = made.taint("t", "", "NoSchedule");
            }
            if random.below(3) == 0 {
                made = made.unschedulable();
            }
            if random.below(3) == 0 {
                made = made.allocatable(&[("pods", "1")]);
            }
            let busy = pod("busy").requests(&[("cpu", "3"), ("memory", "6Gi")]).host_port(80);
            let mut wanted = pod("p").requests(&[
                ("cpu", ["1", "3", "5"][random.below(3) as usize]),
                ("memory", ["1Gi", "3Gi", "9Gi"][random.below(3) as usize]),
            ]);
            if random.below(3) == 0 {
                wanted = wanted.host_port(80);
            }
            if random.below(3) == 0 {
                wanted = wanted.node_selector("disk", "ssd");
            }
            let wanted = wanted.info();
            let mut snapshot = Snapshot::of([made.build()], [busy.on("a").build()]);
            let told = explained(&snapshot, &wanted);
            let Some(change) = told.smallest_change(&snapshot, &wanted) else {
                assert!(told.best.is_some());
                continue;
            };
            changed += 1;
            for (index, shortfall) in change.shortfalls.iter().enumerate() {
                let others = change.shortfalls.iter().enumerate();
                let others = others.filter(|(other, _)| *other != index).map(|(_, it)| it);
                let almost = applied(&snapshot, others);
                assert!(explained(&almost, &wanted).best.is_none(), "without {shortfall:?}");
            }
            snapshot = applied(&snapshot, change.shortfalls.iter());
            assert!(explained(&snapshot, &wanted).best.is_some(), "{:?}", change.shortfalls);
        }
        assert!(changed > 300, "only {changed}");
    }

    fn applied<'a>(snapshot: &Snapshot, changes: impl Iterator<Item = &'a Shortfall>) -> Snapshot {
        let info = snapshot.node("a").unwrap();
        let mut node = Node::clone(info.node());
        let mut pods: Vec<Pod> = info.pods().iter().map(|it| Pod::clone(it.pod())).collect();
        let more = |node: &mut Node, name: &str, by: i64| {
            let has = node.status.allocatable[name].clone();
            let has = if name == "cpu" { has.milli_value() } else { has.value() };
            let text = format!("{}{}", has + by, if name == "cpu" { "m" } else { "" });
            node.status.allocatable.insert(name.to_owned(), text.parse().unwrap());
        };
        for change in changes {
            match change {
                Shortfall::Resource { name, missing, .. } => more(&mut node, name, *missing),
                Shortfall::Pods { missing } => more(&mut node, "pods", *missing),
                Shortfall::Cordoned => node.spec.unschedulable = false,
                Shortfall::Taint(taint) => node.spec.taints.retain(|it| it != taint),
                Shortfall::Label { key, value } => {
                    node.metadata.labels.insert(key.clone(), value.clone());
                }
                Shortfall::HostPort(_) => {
                    pods.iter_mut().for_each(|it| it.spec.containers[0].ports.clear());
                }
                other => panic!("{other:?}"),
            }
        }
        Snapshot::of([node], pods)
    }
}
