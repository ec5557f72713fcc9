//! Pods that wait for room on a node that was made, or is being made, for them.

use std::collections::HashMap;
use std::sync::Arc;

use crate::pod_info::PodInfo;

/// Which pods are nominated for which nodes.
///
/// Filters count a nominated pod as if it were on its node already, for pods that are not more
/// important. Upstream: `pkg/scheduler/backend/queue/nominator.go`.
#[derive(Clone, Debug, Default)]
pub struct Nominator {
    pods_by_node: HashMap<String, Vec<Arc<PodInfo>>>,
    node_by_uid: HashMap<String, String>,
}

impl Nominator {
    /// Nominates a pod for a node, in place of an earlier nomination.
    pub fn nominate(&mut self, pod: Arc<PodInfo>, node: &str) {
        self.remove(pod.uid());
        self.node_by_uid.insert(pod.uid().to_owned(), node.to_owned());
        self.pods_by_node.entry(node.to_owned()).or_default().push(pod);
    }

    /// Ends the nomination of a pod and returns the node; none if there was none.
    pub fn remove(&mut self, uid: &str) -> Option<String> {
        let node = self.node_by_uid.remove(uid)?;
        if let Some(pods) = self.pods_by_node.get_mut(&node) {
            pods.retain(|pod| pod.uid() != uid);
            if pods.is_empty() {
                self.pods_by_node.remove(&node);
            }
        }
        Some(node)
    }

    /// Follows an update of a pod. A nomination that the pod itself does not yet (or no longer)
    /// know of stays: it was made by the scheduler and is being written.
    pub fn update(&mut self, old: &PodInfo, new: Arc<PodInfo>) {
        let (before, after) =
            (&old.pod().status.nominated_node_name, &new.pod().status.nominated_node_name);
        let own = self.node_by_uid.get(old.uid()).cloned();
        self.remove(old.uid());
        let node = match own {
            Some(node) if before.is_empty() && after.is_empty() => node,
            _ if after.is_empty() => return,
            _ => after.clone(),
        };
        self.nominate(new, &node);
    }

    /// The pods nominated for a node.
    #[must_use]
    pub fn pods_for(&self, node: &str) -> &[Arc<PodInfo>] {
        self.pods_by_node.get(node).map_or(&[], Vec::as_slice)
    }

    /// The node that a pod is nominated for.
    #[must_use]
    pub fn node_of(&self, uid: &str) -> Option<&str> {
        self.node_by_uid.get(uid).map(String::as_str)
    }

    /// The nodes that pods are nominated for, in no particular order.
    pub fn nodes(&self) -> impl Iterator<Item = &str> {
        self.pods_by_node.keys().map(String::as_str)
    }

    /// Whether no pod is nominated.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.node_by_uid.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::pod;

    #[test]
    fn a_pod_has_one_nomination() {
        let mut nominator = Nominator::default();
        let info = Arc::new(pod("p").info());
        nominator.nominate(Arc::clone(&info), "a");
        nominator.nominate(info, "b");
        assert!(nominator.pods_for("a").is_empty());
        assert_eq!(nominator.pods_for("b").len(), 1);
        assert_eq!(nominator.remove("p").as_deref(), Some("b"));
        assert!(nominator.is_empty());
    }

    #[test]
    fn updates_carry_nominations_along() {
        let rows = [
            ("made here, not yet written", Some("a"), "", "", Some("a")),
            ("written", Some("a"), "", "a", Some("a")),
            ("moved from outside", Some("a"), "a", "b", Some("b")),
            ("cleared from outside", Some("a"), "a", "", None),
            ("never nominated", None, "", "", None),
            ("nominated from outside", None, "", "b", Some("b")),
        ];
        for (name, own, before, after, want) in rows {
            let mut nominator = Nominator::default();
            let old = Arc::new(pod("p").nominated(before).info());
            if let Some(node) = own {
                nominator.nominate(Arc::clone(&old), node);
            }
            nominator.update(&old, Arc::new(pod("p").nominated(after).info()));
            assert_eq!(nominator.node_of("p"), want, "{name}");
        }
    }
}
