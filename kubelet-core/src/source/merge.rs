//! What changed between two looks at a source that always says everything.
//!
//! Upstream: `pkg/kubelet/config/config.go`.

use std::collections::BTreeMap;
use std::sync::Arc;

use bowline_api::core::v1::Pod;

use super::PodUpdate;

/// The pods of a source at the last look.
#[derive(Clone, Debug, Default)]
pub struct SeenPods {
    pods: BTreeMap<String, Arc<Pod>>,
}

impl SeenPods {
    /// Takes everything a source has now; gives what is new, what has changed and what is gone.
    /// Of several pods with the same name the first counts.
    pub fn replace(&mut self, pods: Vec<Pod>) -> Vec<PodUpdate> {
        let mut now: BTreeMap<String, Arc<Pod>> = BTreeMap::new();
        for pod in pods {
            let same_name = |other: &Arc<Pod>| {
                let (a, b) = (&other.metadata, &pod.metadata);
                a.name == b.name && a.namespace == b.namespace
            };
            if now.values().any(same_name) {
                let (namespace, name) = (&pod.metadata.namespace, &pod.metadata.name);
                tracing::warn!(pod = format!("{namespace}/{name}"), "a second pod of this name");
                continue;
            }
            now.insert(pod.metadata.uid.clone(), Arc::new(pod));
        }
        let gone = self.pods.keys().filter(|uid| !now.contains_key(*uid));
        let mut updates: Vec<PodUpdate> =
            gone.map(|uid| PodUpdate::Remove { uid: uid.clone() }).collect();
        let changed = now.iter().filter(|(uid, pod)| self.pods.get(*uid) != Some(pod));
        updates.extend(changed.map(|(_, pod)| PodUpdate::Upsert(pod.clone())));
        self.pods = now;
        updates
    }
}

#[cfg(test)]
mod tests {
    use bowline_apimachinery::meta::ObjectMeta;

    use super::*;

    fn pod(name: &str, uid: &str, image: &str) -> Pod {
        let mut pod = Pod { metadata: ObjectMeta::named(name), ..Pod::default() };
        pod.metadata.uid = uid.to_owned();
        pod.spec.node_name = image.to_owned();
        pod
    }

    fn show(updates: Vec<PodUpdate>) -> Vec<String> {
        let show = |update| match update {
            PodUpdate::Upsert(pod) => format!("+{}", pod.metadata.uid),
            PodUpdate::Remove { uid } => format!("-{uid}"),
            PodUpdate::Synced { .. } => "synced".to_owned(),
        };
        updates.into_iter().map(show).collect()
    }

    #[test]
    fn only_differences_are_told() {
        let mut seen = SeenPods::default();
        assert_eq!(show(seen.replace(vec![pod("a", "1", "x"), pod("b", "2", "x")])), ["+1", "+2"]);
        assert!(seen.replace(vec![pod("a", "1", "x"), pod("b", "2", "x")]).is_empty());
        assert_eq!(show(seen.replace(vec![pod("a", "1", "y"), pod("a", "3", "x")])), ["-2", "+1"]);
        assert_eq!(show(seen.replace(vec![pod("a", "3", "x")])), ["-1", "+3"]);
    }
}
