//! In which order and how fast a pod ends.
//!
//! Upstream: `pkg/kubelet/pod_workers.go` (`calculateEffectiveGracePeriod`),
//! `pkg/kubelet/kuberuntime/kuberuntime_termination_order.go`.

use bowline_api::core::v1::Pod;
use bowline_apimachinery::time::{Duration, MicroTime};

use super::pod_actions::ContainerStop;
use crate::runtime::{ContainerStatus, ObservedPod};

/// What a container has at the least, however late it is.
pub const MINIMUM_GRACE_SECONDS: i64 = 2;

/// How long a pod may take to end: what the API says of its deletion, else what its ender says,
/// else what its spec says; at least a second, and never more than `granted` before.
#[must_use]
pub fn grace_period(pod: &Pod, asked: Option<Duration>, granted: Option<Duration>) -> Duration {
    let by_spec = || pod.spec.termination_grace_period_seconds.unwrap_or(30);
    let deletion = pod
        .metadata
        .deletion_timestamp
        .and(pod.metadata.deletion_grace_period_seconds)
        .map(Duration::from_secs);
    let wanted = deletion.or(asked).unwrap_or_else(|| Duration::from_secs(by_spec()));
    wanted.max(Duration::from_secs(1)).min(granted.unwrap_or(Duration::MAX))
}

/// The containers to stop now: first all but sidecars together, then the sidecars one by one from
/// the last to the first. When the time is up everybody goes at once.
#[must_use]
pub fn next_to_stop(
    pod: &Pod,
    observed: &ObservedPod,
    deadline: MicroTime,
    now: MicroTime,
) -> Vec<ContainerStop> {
    let left = deadline.since(now).max(Duration::from_secs(MINIMUM_GRACE_SECONDS));
    let order = |status: &ContainerStatus| {
        pod.spec.init_containers.iter().position(|c| c.is_sidecar() && c.name == status.name)
    };
    let running: Vec<&ContainerStatus> = observed.running().collect();
    let out_of_time = now >= deadline;
    let turn = if out_of_time || running.iter().any(|status| order(status).is_none()) {
        None
    } else {
        running.iter().filter_map(|status| order(status)).max()
    };
    running
        .into_iter()
        .filter(|status| out_of_time || order(status) == turn)
        .map(|status| ContainerStop {
            id: status.id.clone(),
            name: status.name.clone(),
            grace: left,
            message: String::new(),
        })
        .collect()
}
