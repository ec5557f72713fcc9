//! [`QueuedPod`]: a pod that waits, with its history.

use std::collections::BTreeSet;
use std::sync::Arc;

use bowline_apimachinery::time::MicroTime;

use crate::pod_info::PodInfo;

/// A pod that waits to be scheduled.
///
/// Upstream: `QueuedPodInfo` in `pkg/scheduler/framework/types.go`.
#[derive(Clone, Debug)]
pub struct QueuedPod {
    /// The pod.
    pub pod: Arc<PodInfo>,
    /// When it entered the queue the last time.
    pub timestamp: MicroTime,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was tried first.
    pub initial_attempt: Option<MicroTime>,
    /// How often plugins rejected it; the backoff grows with it.
    pub unschedulable_count: u32,
    /// How often attempts failed in a row for another reason than a rejection.
    pub consecutive_errors: u32,
    /// The plugins that rejected it in the last attempt: only their events wake it.
    pub unschedulable_plugins: BTreeSet<&'static str>,
    /// Those of them that wait for something outside: their events wake it without backoff.
    pub pending_plugins: BTreeSet<&'static str>,
    /// The plugin that keeps it out of the active queue.
    pub gating_plugin: Option<&'static str>,
}

impl QueuedPod {
    /// A pod that enters the queue for the first time.
    #[must_use]
    pub fn new(pod: Arc<PodInfo>, now: MicroTime) -> Self {
        Self {
            pod,
            timestamp: now,
            attempts: 0,
            initial_attempt: None,
            unschedulable_count: 0,
            consecutive_errors: 0,
            unschedulable_plugins: BTreeSet::new(),
            pending_plugins: BTreeSet::new(),
            gating_plugin: None,
        }
    }

    /// Whether a plugin keeps it out of the active queue.
    #[must_use]
    pub fn is_gated(&self) -> bool {
        self.gating_plugin.is_some()
    }

    /// All plugins that rejected it.
    pub fn rejector_plugins(&self) -> impl Iterator<Item = &'static str> {
        self.unschedulable_plugins.union(&self.pending_plugins).copied()
    }
}
