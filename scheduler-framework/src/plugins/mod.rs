//! The built-in plugins, one a file, named as in `KubeSchedulerConfiguration`.

mod assumed;
mod csi_migration;
mod default_binder;
pub mod default_preemption;
#[cfg(feature = "dynamic-resources")]
pub mod dynamic_resources;
#[cfg(feature = "alpha")]
pub mod gang_scheduling;
mod image_locality;
pub mod inter_pod_affinity;
pub mod node_affinity;
pub mod node_declared_features;
pub mod node_name;
pub mod node_ports;
mod node_resources_balanced_allocation;
mod node_resources_fit;
pub mod node_unschedulable;
pub mod node_volume_limits;
pub mod pod_topology_spread;
mod priority_sort;
mod resource_allocation;
mod scheduling_gates;
pub mod taint_toleration;
mod topology_counts;
pub mod volume_binding;
mod volume_claims;
pub mod volume_restrictions;
pub mod volume_zone;

pub use default_binder::DefaultBinder;
pub use default_preemption::DefaultPreemption;
#[cfg(feature = "dynamic-resources")]
pub use dynamic_resources::DynamicResources;
#[cfg(feature = "alpha")]
pub use gang_scheduling::GangScheduling;
pub use image_locality::ImageLocality;
pub use inter_pod_affinity::InterPodAffinity;
pub use node_affinity::NodeAffinity;
pub use node_declared_features::NodeDeclaredFeatures;
pub use node_name::NodeName;
pub use node_ports::NodePorts;
pub use node_resources_balanced_allocation::NodeResourcesBalancedAllocation;
pub use node_resources_fit::NodeResourcesFit;
pub use node_unschedulable::NodeUnschedulable;
pub use node_volume_limits::NodeVolumeLimits;
pub use pod_topology_spread::PodTopologySpread;
pub use priority_sort::PrioritySort;
pub use scheduling_gates::SchedulingGates;
pub use taint_toleration::TaintToleration;
pub use volume_binding::VolumeBinding;
pub use volume_restrictions::VolumeRestrictions;
pub use volume_zone::VolumeZone;

use std::sync::Arc;

use crate::plugin::Plugin;

/// The plugins of the default profile with their default arguments and weights, in the order in
/// which they are asked.
///
/// Upstream: `pkg/scheduler/apis/config/v1/default_plugins.go`.
#[must_use]
pub fn default_plugins() -> Vec<(Arc<dyn Plugin>, i64)> {
    vec![
        (Arc::new(SchedulingGates), 0),
        (Arc::new(PrioritySort), 0),
        // The cheap filters come first.
        (Arc::new(NodeUnschedulable), 0),
        (Arc::new(NodeName), 0),
        (Arc::new(TaintToleration), 3),
        (Arc::new(NodeAffinity::default()), 2),
        (Arc::new(NodePorts), 0),
        (Arc::new(NodeResourcesFit::default()), 1),
        (Arc::new(VolumeRestrictions), 0),
        (Arc::new(NodeVolumeLimits), 0),
        (Arc::new(VolumeBinding::default()), 0),
        (Arc::new(VolumeZone), 0),
        (Arc::new(PodTopologySpread::default()), 2),
        (Arc::new(InterPodAffinity::default()), 2),
        #[cfg(feature = "dynamic-resources")]
        (Arc::new(DynamicResources::default()), 2),
        (Arc::new(DefaultPreemption::default()), 0),
        (Arc::new(NodeResourcesBalancedAllocation::default()), 1),
        (Arc::new(ImageLocality), 1),
        (Arc::new(DefaultBinder), 0),
        (Arc::new(NodeDeclaredFeatures), 0),
    ]
}
