//! A Kubernetes scheduling core: plugins, queue, cache and cycle, with kube-scheduler's decisions.

mod activations;
pub mod api_calls;
pub mod binding;
pub mod cache;
mod claim_writes;
pub mod config;
pub mod cycle;
mod cycle_state;
pub mod driver;
pub mod engine;
pub mod events;
pub mod extenders;
pub mod host_ports;
pub mod metrics;
mod node_info;
pub mod plugin;
pub mod plugins;
mod pod_groups;
mod pod_info;
mod pod_kinds;
mod preemptions;
mod profile;
pub mod queue;
pub mod registry;
mod resource;
pub mod simulation;
mod snapshot;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod verdict;
pub mod what_if;

pub use activations::Activations;
pub use claim_writes::ClaimWrites;
pub use cycle_state::CycleState;
pub use node_info::NodeInfo;
pub use pod_groups::{GroupCounts, GroupKey, GroupStage, PodGroups, group_of};
pub use pod_info::{
    Affinity, AffinityTerm, DEFAULT_SCHEDULER_NAME, NonZeroRequests, PodInfo, PodKind,
};
pub use preemptions::Preemptions;
pub use profile::Profile;
pub use registry::{Handle, Registry};
pub use resource::{DEFAULT_MEMORY_REQUEST, DEFAULT_MILLI_CPU_REQUEST, Resource};
pub use snapshot::{Labels, NodeIndex, Objects, Snapshot, Store};
pub use verdict::{BoxError, Reasons, Rejection, RejectionCode, Verdict};
