//! Measurements, under upstream's names, handed to whoever keeps them.
//!
//! Upstream: `pkg/scheduler/metrics/metrics.go`, where the subsystem is `scheduler`.

mod registered;

use std::fmt::Debug;

pub use registered::RegisteredMetrics;

/// Attempts to schedule a pod; labels `result` (`scheduled`, `unschedulable`, `error`) and
/// `profile`.
pub const SCHEDULE_ATTEMPTS: &str = "scheduler_schedule_attempts_total";
/// Seconds of an attempt, scheduling and binding; labels as above.
pub const SCHEDULING_ATTEMPT_DURATION: &str = "scheduler_scheduling_attempt_duration_seconds";
/// Seconds of the search for a node.
pub const SCHEDULING_ALGORITHM_DURATION: &str = "scheduler_scheduling_algorithm_duration_seconds";
/// Pods that wait; label `queue` (`active`, `backoff`, `unschedulable`, `gated`).
pub const PENDING_PODS: &str = "scheduler_pending_pods";
/// Attempts until a pod was scheduled.
pub const POD_SCHEDULING_ATTEMPTS: &str = "scheduler_pod_scheduling_attempts";
/// Seconds from the first sight of a pod to its binding, time behind gates left out; label
/// `attempts`.
pub const POD_SCHEDULING_SLI_DURATION: &str = "scheduler_pod_scheduling_sli_duration_seconds";
/// Pods that enter a queue; labels `queue` and `event`.
pub const QUEUE_INCOMING_PODS: &str = "scheduler_queue_incoming_pods_total";
/// Attempts at preemption.
pub const PREEMPTION_ATTEMPTS: &str = "scheduler_preemption_attempts_total";
/// Victims of a preemption.
pub const PREEMPTION_VICTIMS: &str = "scheduler_preemption_victims";
/// Rejected pods that wait; labels `plugin` and `profile`.
pub const UNSCHEDULABLE_PODS: &str = "scheduler_unschedulable_pods";
/// What the cache holds; label `type` (`nodes`, `pods`, `assumed_pods`).
pub const CACHE_SIZE: &str = "scheduler_scheduler_cache_size";

/// Label names and values of one measurement.
pub type Labels<'a> = &'a [(&'static str, &'a str)];

/// Keeps measurements.
///
/// # Contract
/// Called on the scheduling path: must be quick and never block. Names are the constants of this
/// module.
pub trait Metrics: Send + Sync + Debug {
    /// Adds to a counter.
    fn count(&self, name: &'static str, labels: Labels<'_>, by: u64);
    /// Sets a gauge.
    fn gauge(&self, name: &'static str, labels: Labels<'_>, value: f64);
    /// Adds an observation to a histogram.
    fn observe(&self, name: &'static str, labels: Labels<'_>, value: f64);
}

/// Keeps nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoMetrics;

impl Metrics for NoMetrics {
    fn count(&self, _: &'static str, _: Labels<'_>, _: u64) {}
    fn gauge(&self, _: &'static str, _: Labels<'_>, _: f64) {}
    fn observe(&self, _: &'static str, _: Labels<'_>, _: f64) {}
}
