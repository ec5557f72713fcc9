//! [`Snapshot`].

use std::collections::HashMap;
use std::sync::Arc;

use bowline_api::core::v1::{Namespace, Node, Pod};

use super::node_list::NodeList;
use super::pod_counts::{PodCounts, keys};
use super::{Labels, Objects};
use crate::node_info::NodeInfo;
use crate::pod_info::PodInfo;

/// The place of a node in the order in which nodes are visited.
pub type NodeIndex = usize;

/// Nodes with their pods, and objects of other kinds, at one moment.
///
/// Nodes have an order, which decides which of them are examined first. Upstream:
/// `pkg/scheduler/backend/cache/snapshot.go`.
///
/// # Example
/// ```
/// use bowline_scheduler_framework::Snapshot;
/// use bowline_api::core::v1::{Node, Pod};
/// use bowline_apimachinery::meta::ObjectMeta;
///
/// let node = Node { metadata: ObjectMeta::named("n1"), ..Node::default() };
/// let snapshot = Snapshot::of([node], []);
/// let mut what_if = snapshot.clone();
/// let pod = Pod { metadata: ObjectMeta::named("web"), ..Pod::default() };
/// assert!(what_if.add_pod(pod, "n1"));
/// assert_eq!(what_if.node("n1").map(|node| node.pods().len()), Some(1));
/// assert_eq!(snapshot.node("n1").map(|node| node.pods().len()), Some(0));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    nodes: NodeList,
    index: Arc<HashMap<String, NodeIndex>>,
    marks: Arc<Marks>,
    counts: Option<Arc<PodCounts>>,
    objects: Objects,
    /// The cache's generation up to which nodes are taken over.
    pub(crate) generation: u64,
}

/// What is known of all nodes together.
#[derive(Clone, Debug, Default, PartialEq)]
struct Marks {
    with_affinity: Vec<bool>,
    with_required_anti_affinity: Vec<bool>,
    image_nodes: HashMap<String, usize>,
    claim_nodes: HashMap<String, usize>,
}

impl Snapshot {
    /// A snapshot of nodes in the given order, and of the pods that name one of them as theirs.
    #[must_use]
    pub fn of(nodes: impl IntoIterator<Item = Node>, pods: impl IntoIterator<Item = Pod>) -> Self {
        let nodes = nodes.into_iter().map(|node| Arc::new(NodeInfo::new(Arc::new(node))));
        let mut snapshot = Self::default();
        snapshot.set_nodes(nodes.collect());
        for pod in pods {
            let node = pod.spec.node_name.clone();
            snapshot.add_pod(pod, &node);
        }
        snapshot
    }

    /// How many nodes there are.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// The nodes in order.
    pub fn nodes(&self) -> impl Iterator<Item = &NodeInfo> {
        self.nodes.iter().map(|node| &**node)
    }

    /// The node at a place below [`node_count`](Self::node_count).
    #[must_use]
    pub fn node_at(&self, index: NodeIndex) -> &NodeInfo {
        self.nodes.get(index)
    }

    /// A node by name.
    #[must_use]
    pub fn node(&self, name: &str) -> Option<&NodeInfo> {
        self.index_of(name).map(|index| self.node_at(index))
    }

    /// The place of a node.
    #[must_use]
    pub fn index_of(&self, name: &str) -> Option<NodeIndex> {
        self.index.get(name).copied()
    }

    /// The nodes with pods that have affinity or anti-affinity of any kind.
    pub fn nodes_with_affinity(&self) -> impl Iterator<Item = &NodeInfo> {
        self.marked(&self.marks.with_affinity)
    }

    /// The nodes with pods that have required anti-affinity.
    pub fn nodes_with_required_anti_affinity(&self) -> impl Iterator<Item = &NodeInfo> {
        self.marked(&self.marks.with_required_anti_affinity)
    }

    /// On how many nodes an image is.
    #[must_use]
    pub fn nodes_with_image(&self, name: &str) -> usize {
        self.marks.image_nodes.get(name).copied().unwrap_or(0)
    }

    /// Whether a pod on some node uses the claim, given as `namespace/name`.
    #[must_use]
    pub fn is_claim_used(&self, claim: &str) -> bool {
        self.marks.claim_nodes.contains_key(claim)
    }

    /// Counts pods by the labels of nodes that the pod's terms and constraints ask about, from now
    /// on: then to place it, or others that ask about the same, takes no walk over all pods.
    pub fn track_topologies(&mut self, pod: &PodInfo) {
        keys(pod).for_each(|key| self.track_topology(key));
    }

    /// The same for one label.
    pub fn track_topology(&mut self, key: &str) {
        let Some(counts) = &mut self.counts else { return };
        if counts.topology(key).is_none() {
            let nodes = &self.nodes;
            Arc::make_mut(counts).track(key, || nodes.iter().map(|node| &**node));
        }
    }

    /// The counts of pods; none if they were left out.
    pub(crate) fn pod_counts(&self) -> Option<&PodCounts> {
        self.counts.as_deref()
    }

    /// A clone that answers questions about many pods slowly, and leaves the counts to the
    /// original so that it need not share them when it changes.
    pub(crate) fn without_counts(&self) -> Self {
        Self {
            nodes: self.nodes.clone(),
            index: Arc::clone(&self.index),
            marks: Arc::clone(&self.marks),
            counts: None,
            objects: self.objects.clone(),
            generation: self.generation,
        }
    }

    /// Objects of other kinds.
    #[must_use]
    pub fn objects(&self) -> &Objects {
        &self.objects
    }

    /// Objects of other kinds, to change.
    pub fn objects_mut(&mut self) -> &mut Objects {
        &mut self.objects
    }

    /// The labels of a namespace; none if it is not known.
    #[must_use]
    pub fn namespace_labels(&self, name: &str) -> &Labels {
        static NONE: Labels = Labels::new();
        self.objects.get::<Namespace>("", name).map_or(&NONE, |it| &it.metadata.labels)
    }

    /// Puts a pod on a node; false if there is no such node.
    pub fn add_pod(&mut self, pod: impl Into<PodInfo>, node: &str) -> bool {
        let pod = Arc::new(pod.into());
        self.change(node, |info| info.add_pod(pod)).is_some()
    }

    /// Takes a pod off its node, by uid; false if it is not there.
    pub fn remove_pod(&mut self, uid: &str, node: &str) -> bool {
        self.change(node, |info| info.remove_pod(uid).is_some()) == Some(true)
    }

    /// Adds a node at the end of the order, or replaces the one of that name, pods included.
    pub fn add_node(&mut self, node: NodeInfo) {
        let node = Arc::new(node);
        match self.index_of(node.name()) {
            Some(index) => self.replace(index, node),
            None => self.set_nodes(self.nodes.iter().cloned().chain([node]).collect()),
        }
    }

    /// Removes a node with its pods; false if there is none of that name.
    pub fn remove_node(&mut self, name: &str) -> bool {
        let before = self.node_count();
        self.set_nodes(self.nodes.iter().filter(|node| node.name() != name).cloned().collect());
        self.node_count() < before
    }

    /// Takes over all nodes in a new order.
    pub(crate) fn set_nodes(&mut self, nodes: Vec<Arc<NodeInfo>>) {
        let mut marks = Marks {
            with_affinity: vec![false; nodes.len()],
            with_required_anti_affinity: vec![false; nodes.len()],
            ..Marks::default()
        };
        let empty = NodeInfo::default();
        for (index, node) in nodes.iter().enumerate() {
            marks.replace(index, &empty, node);
        }
        Arc::make_mut(self.counts.get_or_insert_default()).recount(&nodes);
        let names = nodes.iter().enumerate().map(|(index, node)| (node.name().to_owned(), index));
        self.index = Arc::new(names.collect());
        self.nodes = nodes.into_iter().collect();
        self.marks = Arc::new(marks);
    }

    /// Takes over one node.
    pub(crate) fn replace(&mut self, index: NodeIndex, node: Arc<NodeInfo>) {
        let old = self.nodes.replace(index, Arc::clone(&node));
        if self.marks.differ(index, &old, &node) {
            Arc::make_mut(&mut self.marks).replace(index, &old, &node);
        }
        let Some(counts) = &mut self.counts else { return };
        for key in Arc::make_mut(counts).replace(index, &old, &node) {
            self.track_topology(&key);
        }
    }

    /// Counts everything anew, and fails if anything that was kept up to date differs.
    #[cfg(test)]
    pub(crate) fn check(&self) {
        let mut marks = Marks {
            with_affinity: vec![false; self.node_count()],
            with_required_anti_affinity: vec![false; self.node_count()],
            ..Marks::default()
        };
        let empty = NodeInfo::default();
        for (index, node) in self.nodes.iter().enumerate() {
            node.check();
            marks.replace(index, &empty, node);
            assert_eq!(self.index_of(node.name()), Some(index));
        }
        assert_eq!(self.index.len(), self.node_count());
        assert_eq!(*self.marks, marks);
        if let Some(counts) = self.pod_counts() {
            let nodes: Vec<_> = self.nodes.iter().cloned().collect();
            counts.check(&nodes);
        }
    }

    fn change<R>(&mut self, node: &str, change: impl FnOnce(&mut NodeInfo) -> R) -> Option<R> {
        let index = self.index_of(node)?;
        let mut info = NodeInfo::clone(self.nodes.get(index));
        let result = change(&mut info);
        self.replace(index, Arc::new(info));
        Some(result)
    }

    fn marked<'a>(&'a self, marks: &'a [bool]) -> impl Iterator<Item = &'a NodeInfo> {
        let marked = marks.iter().enumerate().filter(|(_, mark)| **mark);
        marked.map(|(index, _)| self.node_at(index))
    }
}

impl Marks {
    fn differ(&self, index: NodeIndex, old: &NodeInfo, new: &NodeInfo) -> bool {
        self.with_affinity[index] == new.pods_with_affinity().is_empty()
            || self.with_required_anti_affinity[index]
                == new.pods_with_required_anti_affinity().is_empty()
            || !old.same_images(new)
            || !old.claims().keys().eq(new.claims().keys())
    }

    fn replace(&mut self, index: NodeIndex, old: &NodeInfo, new: &NodeInfo) {
        self.with_affinity[index] = !new.pods_with_affinity().is_empty();
        self.with_required_anti_affinity[index] =
            !new.pods_with_required_anti_affinity().is_empty();
        if !old.same_images(new) {
            recount(&mut self.image_nodes, old.images(), new.images());
        }
        let claims = |node: &'_ NodeInfo| node.claims().keys().cloned().collect::<Vec<_>>();
        recount(
            &mut self.claim_nodes,
            claims(old).iter().map(String::as_str),
            claims(new).iter().map(String::as_str),
        );
    }
}

fn recount<'a>(
    counts: &mut HashMap<String, usize>,
    old: impl Iterator<Item = &'a str>,
    new: impl Iterator<Item = &'a str>,
) {
    for name in new {
        *counts.entry(name.to_owned()).or_default() += 1;
    }
    for name in old {
        if let Some(count) = counts.get_mut(name) {
            *count -= 1;
            if *count == 0 {
                counts.remove(name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{node, pod};

    #[test]
    fn marks_follow_the_pods() {
        let nodes = ["a", "b"].map(|name| node(name).image("web:v1", 5).build());
        let mut snapshot = Snapshot::of(nodes, []);
        assert_eq!(
            (snapshot.nodes_with_image("web:v1"), snapshot.nodes_with_affinity().count()),
            (2, 0)
        );
        assert!(!snapshot.is_claim_used("default/data"));
        let picky = pod("p").anti_affinity_to("app=web", "zone").claim("data").info();
        assert!(snapshot.add_pod(picky, "b"));
        let marked: Vec<_> =
            snapshot.nodes_with_required_anti_affinity().map(NodeInfo::name).collect();
        assert_eq!(marked, ["b"]);
        assert!(snapshot.is_claim_used("default/data"));
        let fork = snapshot.clone();
        assert!(snapshot.remove_pod("p", "b"));
        assert!(!snapshot.remove_pod("p", "b") && !snapshot.add_pod(Pod::default(), "c"));
        assert_eq!(snapshot.nodes_with_affinity().count(), 0);
        assert!(!snapshot.is_claim_used("default/data") && fork.is_claim_used("default/data"));
    }

    #[test]
    fn nodes_come_last_and_leave_without_disorder() {
        let mut snapshot = Snapshot::of(["a", "b"].map(|name| node(name).build()), []);
        snapshot.add_node(NodeInfo::new(Arc::new(node("c").image("web:v1", 5).build())));
        assert!(snapshot.remove_node("a") && !snapshot.remove_node("a"));
        assert_eq!(snapshot.nodes().map(NodeInfo::name).collect::<Vec<_>>(), ["b", "c"]);
        assert_eq!((snapshot.index_of("c"), snapshot.index_of("a")), (Some(1), None));
        assert_eq!(snapshot.nodes_with_image("web:v1"), 1);
        snapshot.add_node(NodeInfo::new(Arc::new(node("c").build())));
        assert_eq!((snapshot.node_count(), snapshot.nodes_with_image("web:v1")), (2, 0));
    }
}
