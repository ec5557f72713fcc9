//! A node with everything that its pods take from it, kept up to date pod by pod.

use std::collections::BTreeMap;
use std::sync::Arc;

use bowline_api::core::v1::Node;

use crate::host_ports::HostPorts;
use crate::pod_info::{NonZeroRequests, PodInfo};
use crate::resource::Resource;
use crate::snapshot::Labels;

/// A node and the sums over its pods.
///
/// The representation is private, so that the sums may move into columns: ask the methods.
///
/// Upstream: `NodeInfo` in `pkg/scheduler/framework/types.go`.
#[derive(Clone, Debug, Default)]
pub struct NodeInfo {
    node: Arc<Node>,
    allocatable: Resource,
    images: Arc<BTreeMap<String, i64>>,
    pods: Vec<Arc<PodInfo>>,
    pods_with_affinity: Vec<Arc<PodInfo>>,
    pods_with_required_anti_affinity: Vec<Arc<PodInfo>>,
    requested: Resource,
    non_zero_requested: NonZeroRequests,
    used_ports: HostPorts,
    claims: BTreeMap<String, u32>,
}

impl NodeInfo {
    /// A node without pods.
    #[must_use]
    pub fn new(node: Arc<Node>) -> Self {
        let mut info = Self::default();
        info.set_node(node);
        info
    }

    /// The node itself.
    #[must_use]
    pub fn node(&self) -> &Arc<Node> {
        &self.node
    }

    /// Name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.node.metadata.name
    }

    /// Labels.
    #[must_use]
    pub fn labels(&self) -> &Labels {
        &self.node.metadata.labels
    }

    /// The value of a label.
    #[must_use]
    pub fn label(&self, key: &str) -> Option<&str> {
        self.node.metadata.labels.get(key).map(String::as_str)
    }

    /// What the node has to give in all.
    #[must_use]
    pub fn allocatable(&self) -> &Resource {
        &self.allocatable
    }

    /// What the pods have requested in sum.
    #[must_use]
    pub fn requested(&self) -> &Resource {
        &self.requested
    }

    /// The same with defaults for containers that do not say, which is what scores count.
    #[must_use]
    pub fn non_zero_requested(&self) -> NonZeroRequests {
        self.non_zero_requested
    }

    /// The size in bytes of an image that the node has; names are as the node reports them.
    #[must_use]
    pub fn image_size(&self, name: &str) -> Option<i64> {
        self.images.get(name).copied()
    }

    /// The names of the images that the node has.
    pub fn images(&self) -> impl Iterator<Item = &str> {
        self.images.keys().map(String::as_str)
    }

    /// Whether both have the same images, as far as that is told at a glance.
    pub(crate) fn same_images(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.images, &other.images)
            || self.images.is_empty() && other.images.is_empty()
    }

    /// All pods, in no particular order.
    #[must_use]
    pub fn pods(&self) -> &[Arc<PodInfo>] {
        &self.pods
    }

    /// The pods that have affinity or anti-affinity of any kind.
    #[must_use]
    pub fn pods_with_affinity(&self) -> &[Arc<PodInfo>] {
        &self.pods_with_affinity
    }

    /// The pods that have required anti-affinity.
    #[must_use]
    pub fn pods_with_required_anti_affinity(&self) -> &[Arc<PodInfo>] {
        &self.pods_with_required_anti_affinity
    }

    /// The ports of the host that pods hold.
    #[must_use]
    pub fn used_ports(&self) -> &HostPorts {
        &self.used_ports
    }

    /// How many pods use each claim, by `namespace/name`.
    #[must_use]
    pub fn claims(&self) -> &BTreeMap<String, u32> {
        &self.claims
    }

    /// Sums everything up anew, and fails if anything differs.
    #[cfg(test)]
    pub(crate) fn check(&self) {
        let mut anew = Self::new(Arc::clone(&self.node));
        self.pods.iter().for_each(|pod| anew.add_pod(Arc::clone(pod)));
        let uids = |pods: &[Arc<PodInfo>]| {
            let mut uids: Vec<_> = pods.iter().map(|pod| pod.uid().to_owned()).collect();
            uids.sort_unstable();
            uids
        };
        let of_pods = |info: &Self| {
            (uids(&info.pods_with_affinity), uids(&info.pods_with_required_anti_affinity))
        };
        assert_eq!(of_pods(self), of_pods(&anew));
        assert_eq!(self.requested, anew.requested);
        assert_eq!(self.non_zero_requested, anew.non_zero_requested);
        assert_eq!(self.used_ports, anew.used_ports);
        assert_eq!(self.claims, anew.claims);
        assert_eq!((&self.allocatable, &self.images), (&anew.allocatable, &anew.images));
    }

    /// Puts an updated node in the place of the old; the pods stay.
    pub fn set_node(&mut self, node: Arc<Node>) {
        self.allocatable = Resource::from(&node.status.allocatable);
        let images = node.status.images.iter();
        let sizes = images.flat_map(|it| it.names.iter().map(|name| (name.clone(), it.size_bytes)));
        let mut by_name = BTreeMap::new();
        sizes.for_each(|(name, size)| {
            by_name.entry(name).or_insert(size);
        });
        if *self.images != by_name {
            self.images = Arc::new(by_name);
        }
        self.node = node;
    }

    /// Adds a pod.
    pub fn add_pod(&mut self, pod: Arc<PodInfo>) {
        self.requested.add(pod.requests());
        self.non_zero_requested.milli_cpu += pod.non_zero_requests().milli_cpu;
        self.non_zero_requested.memory += pod.non_zero_requests().memory;
        pod.host_ports().iter().for_each(|port| self.used_ports.add(port));
        for claim in claims_of(&pod) {
            *self.claims.entry(claim).or_default() += 1;
        }
        if pod.has_affinity() {
            self.pods_with_affinity.push(Arc::clone(&pod));
        }
        if pod.has_required_anti_affinity() {
            self.pods_with_required_anti_affinity.push(Arc::clone(&pod));
        }
        self.pods.push(pod);
    }

    /// Removes the pod with that uid and returns it; none if it is not here.
    pub fn remove_pod(&mut self, uid: &str) -> Option<Arc<PodInfo>> {
        let pod = take(&mut self.pods, uid)?;
        take(&mut self.pods_with_affinity, uid);
        take(&mut self.pods_with_required_anti_affinity, uid);
        self.requested.subtract(pod.requests());
        self.non_zero_requested.milli_cpu -= pod.non_zero_requests().milli_cpu;
        self.non_zero_requested.memory -= pod.non_zero_requests().memory;
        pod.host_ports().iter().for_each(|port| self.used_ports.remove(port));
        for claim in claims_of(&pod) {
            if let Some(users) = self.claims.get_mut(&claim) {
                *users -= 1;
                if *users == 0 {
                    self.claims.remove(&claim);
                }
            }
        }
        Some(pod)
    }
}

/// The claims that a pod names, by `namespace/name`.
fn claims_of(pod: &PodInfo) -> impl Iterator<Item = String> {
    let claims = pod.pod().spec.volumes.iter().filter_map(|it| it.persistent_volume_claim.as_ref());
    claims.map(|claim| format!("{}/{}", pod.namespace(), claim.claim_name))
}

/// Like upstream, the last pod takes the place of the removed one.
fn take(pods: &mut Vec<Arc<PodInfo>>, uid: &str) -> Option<Arc<PodInfo>> {
    let index = pods.iter().position(|pod| pod.uid() == uid)?;
    Some(pods.swap_remove(index))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{node, pod};

    #[test]
    fn removing_a_pod_undoes_adding_it() {
        let mut info = NodeInfo::new(Arc::new(node("n").build()));
        let plain = pod("plain").requests(&[("cpu", "1")]).host_port(80).info();
        let picky = pod("picky").anti_affinity_to("app=web", "zone").claim("data").info();
        info.add_pod(Arc::new(plain));
        let before = format!("{info:?}");
        info.add_pod(Arc::new(picky));
        assert_eq!(info.pods().len(), 2);
        assert_eq!(info.pods_with_affinity().len(), 1);
        assert_eq!(info.pods_with_required_anti_affinity().len(), 1);
        assert_eq!(info.claims(), &[("default/data".to_owned(), 1)].into());
        assert!(info.remove_pod("picky").is_some());
        assert!(info.remove_pod("picky").is_none());
        assert_eq!(format!("{info:?}"), before);
        assert_eq!(info.requested().milli_cpu, 1000);
    }
}
