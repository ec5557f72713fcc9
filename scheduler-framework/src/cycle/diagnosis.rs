//! Why a pod fits on no node, node by node and in a sentence.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::snapshot::NodeIndex;
use crate::verdict::{Rejection, RejectionCode};

/// Why nodes were rejected. Nodes that were not examined share one reason.
///
/// Upstream: `NodeToStatus` in `pkg/scheduler/framework/types.go`.
#[derive(Clone, Debug)]
pub struct NodeStatuses {
    /// In the order in which the nodes were examined.
    examined: Vec<(NodeIndex, Rejection)>,
    absent: Rejection,
}

impl Default for NodeStatuses {
    /// No node was examined, for no particular reason.
    fn default() -> Self {
        let absent = Rejection {
            code: RejectionCode::UnschedulableAndUnresolvable,
            reasons: std::iter::empty().collect(),
            plugin: "",
        };
        Self { examined: Vec::new(), absent }
    }
}

impl NodeStatuses {
    /// All nodes were turned down together.
    #[must_use]
    pub fn all(absent: Rejection) -> Self {
        Self { examined: Vec::new(), absent }
    }

    /// Adds a node.
    pub fn push(&mut self, node: NodeIndex, rejection: Rejection) {
        self.examined.push((node, rejection));
    }

    /// Says why the nodes that are not listed were turned down.
    pub fn set_absent(&mut self, rejection: Rejection) {
        self.absent = rejection;
    }

    /// How many nodes have their own reason.
    #[must_use]
    pub fn len(&self) -> usize {
        self.examined.len()
    }

    /// Whether no node has its own reason.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.examined.is_empty()
    }

    /// The nodes with their own reason, in the order in which they were examined.
    pub fn iter(&self) -> impl Iterator<Item = (NodeIndex, &Rejection)> {
        self.examined.iter().map(|(node, rejection)| (*node, rejection))
    }

    /// Why a node was turned down.
    #[must_use]
    pub fn get(&self, node: NodeIndex) -> &Rejection {
        let own = self.examined.iter().find(|(index, _)| *index == node);
        own.map_or(&self.absent, |(_, rejection)| rejection)
    }

    /// The reason that all nodes share that have none of their own.
    #[must_use]
    pub fn absent(&self) -> &Rejection {
        &self.absent
    }

    /// The nodes turned down with that code, in order.
    #[must_use]
    pub fn nodes_with(&self, code: RejectionCode, node_count: usize) -> Vec<NodeIndex> {
        let listed = self.iter().filter(|(_, rejection)| rejection.code == code);
        let mut nodes: Vec<_> = listed.map(|(node, _)| node).collect();
        if self.absent.code == code {
            let known: BTreeSet<_> = self.examined.iter().map(|(node, _)| *node).collect();
            nodes.extend((0..node_count).filter(|node| !known.contains(node)));
        }
        nodes.sort_unstable();
        nodes
    }
}

/// A pod fits on no node.
///
/// Its text is what users see in events and conditions, to the letter that of upstream:
/// `0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient cpu.`
#[derive(Clone, Debug)]
pub struct FitError {
    /// How many nodes there are.
    pub node_count: usize,
    /// Why not these.
    pub statuses: NodeStatuses,
    /// The plugins that rejected the pod or a node, of which an event may wake the pod.
    pub unschedulable_plugins: BTreeSet<&'static str>,
    /// Those of them that wait for something outside.
    pub pending_plugins: BTreeSet<&'static str>,
    /// What was said before nodes were examined; then the reasons of nodes are left out.
    pub pre_filter_message: String,
    /// What was said about making room.
    pub post_filter_message: String,
}

impl FitError {
    /// No node of so many, for those reasons; the plugins are taken from the reasons.
    #[must_use]
    pub fn new(node_count: usize, statuses: NodeStatuses) -> Self {
        let mut error = Self {
            node_count,
            statuses,
            unschedulable_plugins: BTreeSet::new(),
            pending_plugins: BTreeSet::new(),
            pre_filter_message: String::new(),
            post_filter_message: String::new(),
        };
        let statuses = std::mem::take(&mut error.statuses);
        let own = statuses.iter().map(|(_, rejection)| rejection);
        own.chain([statuses.absent()]).for_each(|rejection| error.blame(rejection));
        error.statuses = statuses;
        error
    }

    /// Remembers the plugin of a rejection.
    pub fn blame(&mut self, rejection: &Rejection) {
        match rejection.code {
            _ if rejection.plugin.is_empty() => {}
            RejectionCode::Pending => {
                self.pending_plugins.insert(rejection.plugin);
            }
            _ => {
                self.unschedulable_plugins.insert(rejection.plugin);
            }
        }
    }

    fn histogram(&self) -> Vec<String> {
        let mut counts = BTreeMap::<&str, usize>::new();
        for (_, rejection) in self.statuses.iter() {
            rejection.reasons.iter().for_each(|reason| *counts.entry(reason).or_default() += 1);
        }
        let absent = self.node_count.saturating_sub(self.statuses.len());
        if absent > 0 {
            let reasons = self.statuses.absent().reasons.iter();
            reasons.for_each(|reason| *counts.entry(reason).or_default() += absent);
        }
        let mut lines: Vec<_> =
            counts.into_iter().map(|(reason, count)| format!("{count} {reason}")).collect();
        lines.sort();
        lines
    }
}

impl fmt::Display for FitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "0/{} nodes are available:", self.node_count)?;
        if !self.pre_filter_message.is_empty() {
            write!(f, " {}.", self.pre_filter_message)?;
        } else {
            let reasons = self.histogram();
            if !reasons.is_empty() {
                write!(f, " {}.", reasons.join(", "))?;
            }
        }
        if !self.post_filter_message.is_empty() {
            write!(f, " {}", self.post_filter_message)?;
        }
        Ok(())
    }
}

impl std::error::Error for FitError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn statuses(list: &[(NodeIndex, &[&'static str])]) -> NodeStatuses {
        let mut statuses = NodeStatuses::default();
        for (node, reasons) in list {
            let reasons = reasons.iter().map(|reason| (*reason).into()).collect();
            statuses.push(*node, Rejection { reasons, ..Rejection::unschedulable("").by("P") });
        }
        statuses
    }

    #[test]
    fn reasons_are_counted_and_sorted_as_text() {
        let mut error = FitError::new(
            13,
            statuses(&[
                (0, &["Insufficient cpu"]),
                (1, &["Insufficient memory", "Insufficient cpu"]),
                (2, &["node(s) were unschedulable"]),
            ]),
        );
        let want = "0/13 nodes are available: 1 Insufficient memory, 1 node(s) were unschedulable, \
                    2 Insufficient cpu.";
        assert_eq!(error.to_string(), want);
        error.statuses.set_absent(Rejection::unresolvable("not looked at"));
        let want = "0/13 nodes are available: 1 Insufficient memory, 1 node(s) were unschedulable, \
                    10 not looked at, 2 Insufficient cpu.";
        assert_eq!(error.to_string(), want);
        error.post_filter_message = "preemption: none.".into();
        assert_eq!(error.to_string(), format!("{want} preemption: none."));
        assert_eq!(error.unschedulable_plugins, ["P"].into());
    }

    #[test]
    fn a_message_of_pre_filter_stands_for_all_nodes() {
        let mut error = FitError::new(2, NodeStatuses::all(Rejection::pending("late").by("P")));
        error.pre_filter_message = "late".into();
        assert_eq!(error.to_string(), "0/2 nodes are available: late.");
        assert_eq!((error.pending_plugins.len(), error.unschedulable_plugins.len()), (1, 0));
    }

    #[test]
    fn nodes_are_found_by_code() {
        let mut statuses = statuses(&[(2, &["x"]), (0, &["x"])]);
        assert_eq!(statuses.nodes_with(RejectionCode::Unschedulable, 4), [0, 2]);
        let unresolvable = RejectionCode::UnschedulableAndUnresolvable;
        assert_eq!(statuses.nodes_with(unresolvable, 4), [1, 3]);
        statuses.set_absent(Rejection::unschedulable("y"));
        assert_eq!(statuses.nodes_with(RejectionCode::Unschedulable, 4), [0, 1, 2, 3]);
        assert_eq!(statuses.get(3).to_string(), "y");
    }
}
