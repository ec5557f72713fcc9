//! Points around the queue: `PreEnqueue`, `QueueSort`, and what may help a pod that waits.

use std::sync::Arc;

use super::Plugin;
use crate::events::EventHint;
use crate::pod_info::PodInfo;
use crate::queue::QueuedPod;
use crate::snapshot::Objects;
use crate::verdict::{BoxError, Verdict};

/// Decides whether a pod may enter the active queue.
///
/// # Contract
/// Called whenever a pod is about to enter; must be quick. A pod that is rejected is gated: it
/// waits for an event that the rejecting plugin registered.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not stand at `PreEnqueue`",
    note = "implement `PreEnqueue` before you register it there"
)]
pub trait PreEnqueue: Plugin {
    /// Whether the pod may enter.
    ///
    /// # Errors
    /// When the plugin cannot tell; the pod stays outside.
    fn pre_enqueue(&self, objects: &Objects, pod: &PodInfo) -> Result<Verdict, BoxError>;
}

/// Orders the active queue. A scheduler has exactly one, the same for all profiles.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not stand at `QueueSort`",
    note = "implement `QueueSort` before you register it there"
)]
pub trait QueueSort: Plugin {
    /// Whether `a` is to be scheduled before `b`. Pods of which neither comes before the other
    /// are taken in the order in which they came.
    fn less(&self, a: &QueuedPod, b: &QueuedPod) -> bool;
}

/// Says which events may make a pod schedulable that the plugin has rejected.
///
/// # Contract
/// Called once, when the scheduler is built. A plugin that does not stand here gets every event,
/// which costs useless attempts; one that registers too little leaves pods waiting for the
/// periodic flush.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not stand at `EnqueueExtensions`",
    note = "implement `EnqueueExtensions` before you register it there"
)]
pub trait EnqueueExtensions: Plugin {
    /// The events, each with a hint that looks closer or without one, which means always.
    fn events_to_register(self: Arc<Self>) -> Vec<EventHint>;
}
