//! The phase of a pod, from the statuses of its containers.
//!
//! Upstream: `pkg/kubelet/kubelet_pods.go` (`getPhase`).

use bowline_api::core::v1::{ContainerStatus, Pod, PodPhase};

use super::restart;
use crate::source::is_static_pod;

/// Containers counted by what they do.
#[derive(Default)]
struct Count {
    /// Init containers still to run or running.
    pending_init: u32,
    /// Sidecars that have not started yet.
    pending_sidecars: u32,
    /// Init containers that failed for good.
    failed_init: u32,
    unknown: u32,
    running: u32,
    waiting: u32,
    stopped: u32,
    stopped_for_good: u32,
    succeeded: u32,
}

/// The phase of a pod.
///
/// `is_terminal` says that no container will run again, whatever the policy; `has_initialized`
/// that a regular container has started at some time, so that sidecars that start anew do not make
/// the pod pending.
#[must_use]
pub fn phase(
    pod: &Pod,
    statuses: &[ContainerStatus],
    is_terminal: bool,
    has_initialized: bool,
) -> PodPhase {
    let count = count(pod, statuses);
    if count.failed_init > 0 {
        return PodPhase::Failed;
    }
    let sidecars_hold = count.pending_sidecars > 0 && !has_initialized;
    if count.pending_init > 0 || sidecars_hold || count.waiting > 0 {
        return PodPhase::Pending;
    }
    if count.unknown > 0 {
        return PodPhase::Pending;
    }
    let outcome =
        if count.stopped == count.succeeded { PodPhase::Succeeded } else { PodPhase::Failed };
    match (count.running, count.stopped) {
        (0, 0) => PodPhase::Pending,
        (0, _) if is_terminal && !is_static_pod(pod) => outcome,
        (0, stopped) if count.stopped_for_good == stopped => outcome,
        _ => PodPhase::Running,
    }
}

fn count(pod: &Pod, statuses: &[ContainerStatus]) -> Count {
    let mut count = Count::default();
    let spec = &pod.spec;
    let find = |name: &str| statuses.iter().find(|status| status.name == name);
    for container in spec.init_containers.iter().filter(|c| !c.is_sidecar()) {
        let exit_code = find(&container.name).and_then(|status| {
            let state = &status.state;
            if state.running.is_some() {
                return None;
            }
            let ended = match state.terminated.as_deref() {
                Some(terminated) => Some(terminated),
                None if state.waiting.is_some() => status.last_state.terminated.as_deref(),
                None => None,
            };
            ended.map(|terminated| terminated.exit_code)
        });
        match exit_code {
            None => count.pending_init += 1,
            Some(0) => {}
            Some(code) if restart::restarts_after_exit(container, spec, code) => {}
            Some(_) => count.failed_init += 1,
        }
    }
    for container in spec.init_containers.iter().filter(|c| c.is_sidecar()) {
        let Some(status) = find(&container.name) else {
            count.unknown += 1;
            continue;
        };
        let state = &status.state;
        if state.running.is_some() {
            count.pending_sidecars += u32::from(status.started != Some(true));
            count.running += 1;
        } else if state.terminated.is_some() {
        } else if state.waiting.is_some() {
            if status.last_state.terminated.is_none() {
                count.pending_sidecars += 1;
                count.waiting += 1;
            }
        } else {
            count.pending_sidecars += 1;
            count.unknown += 1;
        }
    }
    for container in &spec.containers {
        let Some(status) = find(&container.name) else {
            count.unknown += 1;
            continue;
        };
        let state = &status.state;
        if state.running.is_some() {
            count.running += 1;
        } else if let Some(terminated) = &state.terminated {
            count.stopped += 1;
            let code = terminated.exit_code;
            count.succeeded += u32::from(code == 0);
            count.stopped_for_good +=
                u32::from(!restart::restarts_after_exit(container, spec, code));
        } else if state.waiting.is_some() {
            if let Some(before) = &status.last_state.terminated {
                count.stopped += 1;
                let again = restart::restarts_after_exit(container, spec, before.exit_code);
                count.stopped_for_good += u32::from(!again);
            } else {
                count.waiting += 1;
            }
        } else {
            count.unknown += 1;
        }
    }
    count
}
