//! What happens in the cluster, as far as it may help pods that wait: events, what plugins
//! register for, and hints.

mod action;
mod changes;
mod cluster_event;

pub use action::ActionType;
pub use changes::{node_changes, pod_changes};
pub use cluster_event::{
    ClusterEvent, EventHint, EventObjects, EventRecord, EventResource, Hint, QueueingHint,
};
