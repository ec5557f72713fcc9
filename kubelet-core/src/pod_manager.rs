//! The pods of a node, for whoever asks.
//!
//! Upstream: `pkg/kubelet/pod/pod_manager.go`.

use std::collections::BTreeMap;
use std::sync::Arc;

use bowline_api::core::v1::Pod;
use parking_lot::RwLock;

/// The pods that the node is to run, as their sources have them.
#[derive(Debug, Default)]
pub struct PodManager {
    pods: RwLock<BTreeMap<Arc<str>, Arc<Pod>>>,
}

impl PodManager {
    /// The pod of that name; of several the one that is not being deleted.
    #[must_use]
    pub fn by_name(&self, namespace: &str, name: &str) -> Option<Arc<Pod>> {
        let pods = self.pods.read();
        let mut named = pods
            .values()
            .filter(|pod| pod.metadata.name == name && pod.metadata.namespace == namespace);
        let first = named.next()?;
        let live = std::iter::once(first)
            .chain(named)
            .find(|pod| pod.metadata.deletion_timestamp.is_none());
        Some(live.unwrap_or(first).clone())
    }

    /// The pod of that uid.
    #[must_use]
    pub fn by_uid(&self, uid: &str) -> Option<Arc<Pod>> {
        self.pods.read().get(uid).cloned()
    }

    /// All pods.
    #[must_use]
    pub fn pods(&self) -> Vec<Arc<Pod>> {
        self.pods.read().values().cloned().collect()
    }

    pub(crate) fn set(&self, uid: &Arc<str>, pod: Arc<Pod>) {
        self.pods.write().insert(uid.clone(), pod);
    }

    pub(crate) fn remove(&self, uid: &str) {
        self.pods.write().remove(uid);
    }
}
