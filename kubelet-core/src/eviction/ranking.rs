//! The order of eviction under each kind of pressure.
//!
//! Upstream: `pkg/kubelet/eviction/helpers.go`.

use std::cmp::Ordering;

use bowline_api::core::v1::{Pod, PodResourcesOptions};
use bowline_apimachinery::quantity::Quantity;

/// A pod with what it uses of the resource under pressure.
#[derive(Clone, Copy, Debug)]
pub struct PodUsage<'a> {
    /// The pod.
    pub pod: &'a Pod,
    /// Bytes of memory or disk in use; `None` if nothing was measured.
    pub bytes: Option<u64>,
    /// Number of processes; `None` if nothing was measured.
    pub processes: Option<u64>,
}

/// Memory: pods above their request first, then lower priority, then most above the request.
pub fn rank_memory_pressure(pods: &mut [PodUsage<'_>]) {
    rank_by_request(pods, "memory");
}

/// Disk, by the resource that is short (`ephemeral-storage`, or `inodes` which nobody requests).
pub fn rank_disk_pressure(pods: &mut [PodUsage<'_>], resource: &str) {
    rank_by_request(pods, resource);
}

/// Process ids: lower priority first, then the most processes.
pub fn rank_pid_pressure(pods: &mut [PodUsage<'_>]) {
    pods.sort_by(|a, b| {
        priority(a.pod)
            .cmp(&priority(b.pod))
            .then_with(|| unmeasured_first(a.processes, b.processes, |a, b| b.cmp(&a)))
    });
}

fn rank_by_request(pods: &mut [PodUsage<'_>], resource: &str) {
    let over = |usage: u64, pod: &Pod| i128::from(usage) - i128::from(request(pod, resource));
    pods.sort_by(|a, b| {
        let excess = |p: &PodUsage<'_>| p.bytes.map(|usage| over(usage, p.pod));
        let (a_over, b_over) = (excess(a), excess(b));
        unmeasured_first(a_over, b_over, |a, b| (b > 0).cmp(&(a > 0)))
            .then_with(|| priority(a.pod).cmp(&priority(b.pod)))
            .then_with(|| unmeasured_first(a_over, b_over, |a, b| b.cmp(&a)))
    });
}

/// A pod of which nothing is known goes before one that is known to behave.
fn unmeasured_first<T>(
    a: Option<T>,
    b: Option<T>,
    compare: impl FnOnce(T, T) -> Ordering,
) -> Ordering {
    match (a, b) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (Some(a), Some(b)) => compare(a, b),
    }
}

fn priority(pod: &Pod) -> i32 {
    pod.spec.priority.unwrap_or(0)
}

fn request(pod: &Pod, resource: &str) -> i64 {
    let requests = pod.spec.resource_requests(PodResourcesOptions::default());
    requests.get(resource).map_or(0, Quantity::value)
}
