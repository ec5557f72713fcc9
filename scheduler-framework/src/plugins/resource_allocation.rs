//! How full a node would be with the pod on it, resource by resource: what the plugins about
//! resources score.
//!
//! Upstream: `plugins/noderesources/resource_allocation.go`.

use bowline_api::core::v1::is_scalar_resource;

use crate::config::ResourceSpec;
use crate::node_info::NodeInfo;
use crate::resource::Resource;

/// The resources that a plugin scores.
#[derive(Clone, Debug)]
pub(super) struct ScoredResources {
    resources: Vec<Scored>,
    counting: Counting,
}

#[derive(Clone, Debug)]
struct Scored {
    name: String,
    is_scalar: bool,
    weight: i64,
}

/// Which sum of a node counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counting {
    /// What pods have requested.
    Requested,
    /// The same, with defaults for CPU and memory where a container does not mention them.
    NonZero,
}

/// One resource of a node with the pod on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Usage {
    /// What is requested in sum, the pod included.
    pub(super) requested: i64,
    /// What of that the pod requests.
    pub(super) by_pod: i64,
    /// What the node has; greater than 0.
    pub(super) allocatable: i64,
    /// The weight of the resource.
    pub(super) weight: i64,
}

impl ScoredResources {
    /// A weight of 0 counts as 1.
    pub(super) fn new(resources: &[ResourceSpec], counting: Counting) -> Self {
        let scored = resources.iter().map(|spec| Scored {
            name: spec.name.clone(),
            is_scalar: is_scalar_resource(&spec.name),
            weight: if spec.weight == 0 { 1 } else { spec.weight },
        });
        Self { resources: scored.collect(), counting }
    }

    /// What a pod requests of each of the resources.
    pub(super) fn requests(&self, pod: &Resource) -> Vec<i64> {
        self.resources.iter().map(|it| pod.get(&it.name)).collect()
    }

    /// The resources of a node that count: those that it has, and of extended ones only those
    /// that the pod requests.
    pub(super) fn usage(
        &self,
        node: &NodeInfo,
        pod_requests: &[i64],
    ) -> impl Iterator<Item = Usage> {
        let present = self.resources.iter().zip(pod_requests);
        present.filter(|(it, by_pod)| !it.is_scalar || **by_pod != 0).filter_map(|(it, by_pod)| {
            let allocatable = node.allocatable().get(&it.name);
            if allocatable == 0 {
                return None;
            }
            let requested = self.requested(node, &it.name) + by_pod;
            Some(Usage { requested, by_pod: *by_pod, allocatable, weight: it.weight })
        })
    }

    fn requested(&self, node: &NodeInfo, name: &str) -> i64 {
        match (self.counting, name) {
            (Counting::NonZero, "cpu") => node.non_zero_requested().milli_cpu,
            (Counting::NonZero, "memory") => node.non_zero_requested().memory,
            _ => node.requested().get(name),
        }
    }
}
