//! One constraint, ready to be counted.

use std::sync::Arc;

use bowline_api::core::v1::{
    Node, Pod, Toleration, TopologySpreadConstraint, find_untolerated_taint,
};
use bowline_apimachinery::labels::{Operator, Requirement, Selector, SelectorError};

use super::honors;
use crate::node_info::NodeInfo;
use crate::plugins::topology_counts::Sums;
use crate::plugins::{node_affinity, taint_toleration};
use crate::pod_info::PodInfo;
use crate::snapshot::{Labels, PodCounts, Topology};

#[derive(Clone, Debug)]
pub(super) struct Constraint {
    pub(super) max_skew: i64,
    pub(super) topology_key: String,
    pub(super) selector: Selector,
    pub(super) min_domains: usize,
    honors_affinity: bool,
    honors_taints: bool,
}

impl Constraint {
    pub(super) fn new(it: &TopologySpreadConstraint, own: &Labels) -> Result<Self, SelectorError> {
        let selector = Selector::from_label_selector(it.label_selector.as_deref())?;
        let keys = it.match_label_keys.iter().filter_map(|key| Some((key, own.get(key)?)));
        let same = keys
            .map(|(key, value)| Requirement::new(key.as_str(), Operator::In, vec![value.clone()]));
        Ok(Self {
            max_skew: i64::from(it.max_skew),
            topology_key: it.topology_key.clone(),
            selector: selector.and(same.collect::<Result<Vec<_>, _>>()?),
            min_domains: usize::try_from(it.min_domains.unwrap_or(1)).unwrap_or(0),
            honors_affinity: honors(it.node_affinity_policy.as_ref(), true),
            honors_taints: honors(it.node_taints_policy.as_ref(), false),
        })
    }

    /// Whether the pods of a node count for a pod: if it could be placed there, as far as the
    /// constraint cares.
    pub(super) fn includes(&self, pod: &Pod, node: &Node) -> bool {
        let tolerated = |tolerations: &[Toleration]| {
            let taints = &node.spec.taints;
            find_untolerated_taint(taints, tolerations, taint_toleration::forbids).is_none()
        };
        (!self.honors_affinity || node_affinity::selects(pod, node))
            && (!self.honors_taints || tolerated(&pod.spec.tolerations))
    }

    /// Whether the pods of all nodes count for a pod, as can be told without a look at the nodes.
    fn includes_all(&self, pod: &Pod) -> bool {
        !self.honors_taints && (!self.honors_affinity || node_affinity::selects_all(pod))
    }

    /// Matching pods of the pod's namespace by the value of the topology; none if that cannot be
    /// told without a look at the nodes.
    pub(super) fn by_class<'a>(
        &self,
        pod: &PodInfo,
        counts: &'a PodCounts,
    ) -> Option<(&'a Arc<Topology>, Sums)> {
        let index = counts.topology(&self.topology_key)?;
        if !self.includes_all(pod.pod()) {
            return None;
        }
        let mut sums = Sums::default();
        let matching = counts.classes().filter(|class| self.matches(&class.pod, pod.namespace()));
        matching.for_each(|class| sums.add(class.counts(index), 1));
        Some((counts.topology_at(index), sums))
    }

    /// Whether a pod counts as one of a namespace's; those being deleted do not.
    fn matches(&self, other: &PodInfo, namespace: &str) -> bool {
        let metadata = &other.pod().metadata;
        !self.selector.is_empty()
            && metadata.namespace == namespace
            && metadata.deletion_timestamp.is_none()
            && self.selector.matches(&metadata.labels)
    }

    /// How many pods of a namespace on a node match; those being deleted do not count.
    pub(super) fn count(&self, node: &NodeInfo, namespace: &str) -> i64 {
        if self.selector.is_empty() {
            return 0;
        }
        let counted = node.pods().iter().filter(|other| self.matches(other, namespace));
        i64::try_from(counted.count()).unwrap_or(i64::MAX)
    }
}

/// Whether every node is in a domain of every constraint, as can be told from the counts.
pub(super) fn all_have_all_keys(counts: &PodCounts, constraints: &[Constraint]) -> bool {
    constraints.iter().all(|constraint| {
        let index = counts.topology(&constraint.topology_key);
        index.is_some_and(|index| counts.topology_at(index).missing == 0)
    })
}

/// Whether a node is in a domain of every constraint.
pub(super) fn has_all_keys(labels: &Labels, constraints: &[Constraint]) -> bool {
    constraints.iter().all(|constraint| labels.contains_key(&constraint.topology_key))
}
