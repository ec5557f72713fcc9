//! The order in which nodes are examined: zone by zone in turn, so that the nodes found first
//! are spread over the zones.

use std::collections::HashSet;

use bowline_api::core::v1::Node;

/// Names of nodes by zone. Zones are in the order in which they were first seen, nodes in the
/// order in which they came.
///
/// Upstream: `pkg/scheduler/backend/cache/node_tree.go`.
#[derive(Clone, Debug, Default)]
pub(super) struct NodeTree {
    zones: Vec<(String, Vec<String>)>,
    /// The names in each zone.
    known: HashSet<(String, String)>,
}

impl NodeTree {
    pub(super) fn add(&mut self, node: &Node) {
        let (zone, name) = (zone_of(node), &node.metadata.name);
        if !self.known.insert((zone.clone(), name.clone())) {
            return;
        }
        match self.zones.iter_mut().find(|(key, _)| *key == zone) {
            Some((_, names)) => names.push(name.clone()),
            None => self.zones.push((zone, vec![name.clone()])),
        }
    }

    pub(super) fn remove(&mut self, node: &Node) {
        let (zone, name) = (zone_of(node), &node.metadata.name);
        self.known.remove(&(zone.clone(), name.clone()));
        let Some(index) = self.zones.iter().position(|(key, _)| *key == zone) else { return };
        let names = &mut self.zones[index].1;
        names.retain(|it| it != name);
        if names.is_empty() {
            self.zones.remove(index);
        }
    }

    /// Whether the order changed: a node that moves to another zone comes last there.
    pub(super) fn update(&mut self, old: &Node, new: &Node) -> bool {
        if zone_of(old) == zone_of(new) {
            return false;
        }
        self.remove(old);
        self.add(new);
        true
    }

    /// One node of each zone in turn.
    pub(super) fn list(&self) -> impl Iterator<Item = &str> {
        let longest = self.zones.iter().map(|(_, names)| names.len()).max().unwrap_or(0);
        let round = |index| self.zones.iter().filter_map(move |(_, names)| names.get(index));
        (0..longest).flat_map(round).map(String::as_str)
    }
}

/// Region and zone together; the labels of old go before those of today.
fn zone_of(node: &Node) -> String {
    let label = |keys: [&str; 2]| {
        let mut values = keys.iter().filter_map(|key| node.metadata.labels.get(*key));
        values.next().map_or("", String::as_str)
    };
    let region =
        label(["failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"]);
    let zone = label(["failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"]);
    if region.is_empty() && zone.is_empty() {
        return String::new();
    }
    format!("{region}:\0:{zone}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::node;

    fn zoned(name: &str, zone: &str) -> Node {
        node(name).label("topology.kubernetes.io/zone", zone).build()
    }

    fn listed(tree: &NodeTree) -> String {
        tree.list().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn zones_take_turns() {
        let mut tree = NodeTree::default();
        for (name, zone) in
            [("a1", "a"), ("a2", "a"), ("b1", "b"), ("a3", "a"), ("c1", "c"), ("b2", "b")]
        {
            tree.add(&zoned(name, zone));
        }
        tree.add(&zoned("a1", "a"));
        assert_eq!(listed(&tree), "a1 b1 c1 a2 b2 a3");
        tree.remove(&zoned("a1", "a"));
        assert_eq!(listed(&tree), "a2 b1 c1 a3 b2");
        assert!(tree.update(&zoned("c1", "c"), &zoned("c1", "a")));
        assert!(!tree.update(&zoned("b1", "b"), &zoned("b1", "b")));
        assert_eq!(listed(&tree), "a2 b1 a3 b2 c1");
        tree.remove(&zoned("unknown", "a"));
        tree.remove(&zoned("b1", "b"));
        tree.remove(&zoned("b2", "b"));
        tree.add(&zoned("b3", "b"));
        assert_eq!(listed(&tree), "a2 b3 a3 c1");
    }

    #[test]
    fn old_labels_go_first() {
        let labelled = node("n")
            .label("topology.kubernetes.io/zone", "new")
            .label("failure-domain.beta.kubernetes.io/zone", "old");
        assert_eq!(zone_of(&labelled.build()), ":\0:old");
        assert_eq!(zone_of(&node("n").build()), "");
    }
}
