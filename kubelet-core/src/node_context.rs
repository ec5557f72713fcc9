//! What everything on a node shares.

use std::path::PathBuf;
use std::sync::Arc;

use bowline_api::core::v1::{Pod, ResourceList};
use bowline_apimachinery::clock::Clock;

use crate::api_server::{EventSink, ObjectStore};
use crate::pod_worker::PodEvent;
use crate::probe::Prober;
use crate::runtime::Runtime;
use crate::volumes::VolumeManager;

/// Facts about a node that do not change while it runs.
#[derive(Clone, Debug, Default)]
pub struct NodeFacts {
    /// Name.
    pub name: String,
    /// Addresses, the primary one first.
    pub host_ips: Vec<String>,
    /// The runtime's name, the scheme of container ids.
    pub runtime_name: String,
    /// What pods may use of the node.
    pub allocatable: Arc<ResourceList>,
    /// Where the logs of pods go.
    pub pod_logs: PathBuf,
    /// Addresses of the cluster's name servers.
    pub cluster_dns: Vec<String>,
    /// The domain of the cluster's names.
    pub cluster_domain: String,
}

/// The hands of a node: with them actions are done.
#[derive(Clone)]
pub struct NodeContext {
    /// Facts.
    pub facts: Arc<NodeFacts>,
    /// Runs containers.
    pub runtime: Arc<dyn Runtime>,
    /// Makes volumes; none for a runtime that needs no preparation.
    pub volumes: Option<Arc<dyn VolumeManager>>,
    /// Objects that pods refer to.
    pub objects: Arc<dyn ObjectStore>,
    /// Tells users.
    pub events: Arc<dyn EventSink>,
    /// Runs probes.
    pub prober: Arc<dyn Prober>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

impl NodeContext {
    /// Tells users something about a pod.
    pub fn tell(&self, pod: &Pod, event: PodEvent) {
        self.events.pod_event(pod, &event);
    }
}

impl std::fmt::Debug for NodeContext {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NodeContext").field("facts", &self.facts).finish_non_exhaustive()
    }
}
