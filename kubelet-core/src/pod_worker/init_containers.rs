//! How far the init containers have come, and which of them runs next.
//!
//! Upstream: `pkg/kubelet/kuberuntime/kuberuntime_container.go` (`computeInitContainerActions`).

use bowline_api::core::v1::{Container, Pod};

use super::pod_actions::{
    ContainerKind, ContainerStart, ContainerStop, reason_to_kill, start, stop,
};
use super::restart::restarts_after_exit;
use crate::probe::ProbeResults;
use crate::runtime::{ContainerState, ContainerStatus, ObservedPod};

/// What the init containers need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InitPlan {
    /// Containers to stop.
    pub stop: Vec<ContainerStop>,
    /// Containers to start, in order.
    pub start: Vec<ContainerStart>,
}

/// How far the init containers have come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// One of them failed for good, and the pod with it.
    Failed,
    /// The regular containers have to wait.
    Running(InitPlan),
    /// The regular containers may run; sidecars may still need something.
    Done(InitPlan),
}

/// What one init container says about those after it.
enum Stage {
    /// It has done its part.
    Passed,
    /// Those after it wait.
    Holds,
    /// It failed for good.
    Failed,
}

/// Plans the init containers of a pod whose sandbox stands.
///
/// Containers that have done their work may have been removed, so that the last of which anything
/// is known tells how far the pod has come.
#[must_use]
pub fn plan(pod: &Pod, observed: &ObservedPod, probes: &ProbeResults) -> Progress {
    let containers = &pod.spec.init_containers;
    let mut plan = InitPlan::default();
    if containers.is_empty() {
        return Progress::Done(plan);
    }
    let sandbox = observed.ready_sandbox().map(|sandbox| sandbox.id.as_str());
    // What ran in a sandbox that is gone has to run again in this one.
    let current = |name: &str| {
        observed.container(name).filter(|status| Some(status.sandbox_id.as_str()) == sandbox)
    };
    let initialized = pod.spec.containers.iter().any(|c| current(&c.name).is_some());
    let reached = if initialized {
        containers.len()
    } else {
        let Some(last) = containers.iter().rposition(|c| current(&c.name).is_some()) else {
            plan.start.push(start(ContainerKind::Init, &containers[0].name, pod, observed));
            return Progress::Running(plan);
        };
        last
    };
    for container in containers.iter().take(reached).filter(|c| c.is_sidecar()) {
        keep_running(pod, container, current(&container.name), observed, probes, &mut plan);
    }
    let Some(container) = containers.get(reached) else { return Progress::Done(plan) };
    let Some(status) = current(&container.name) else { return Progress::Running(plan) };
    let stage = if container.is_sidecar() {
        keep_running(pod, container, Some(status), observed, probes, &mut plan);
        if probes.is_started(container, status) { Stage::Passed } else { Stage::Holds }
    } else {
        run_once(pod, container, status, observed, &mut plan)
    };
    match stage {
        Stage::Failed => Progress::Failed,
        Stage::Holds => Progress::Running(plan),
        Stage::Passed => match containers.get(reached + 1) {
            Some(next) => {
                plan.start.push(start(ContainerKind::Init, &next.name, pod, observed));
                Progress::Running(plan)
            }
            None => Progress::Done(plan),
        },
    }
}

/// A sidecar runs as long as the pod does.
fn keep_running(
    pod: &Pod,
    container: &Container,
    status: Option<&ContainerStatus>,
    observed: &ObservedPod,
    probes: &ProbeResults,
    plan: &mut InitPlan,
) {
    let again = start(ContainerKind::Init, &container.name, pod, observed);
    let Some(status) = status else {
        plan.start.push(again);
        return;
    };
    match &status.state {
        ContainerState::Running { .. } => {
            let Some((message, probe, _)) = reason_to_kill(pod, container, status, probes) else {
                return;
            };
            let message = format!("{message}, will be restarted");
            plan.stop.push(stop(pod, container, status, probe, message));
            plan.start.push(again);
        }
        ContainerState::Created | ContainerState::Exited(_) => plan.start.push(again),
        ContainerState::Unknown => {
            let message = format!("Container {} is in unknown state", container.name);
            plan.stop.push(stop(pod, container, status, None, message));
            plan.start.push(again);
        }
    }
}

/// An ordinary init container runs until it succeeds.
fn run_once(
    pod: &Pod,
    container: &Container,
    status: &ContainerStatus,
    observed: &ObservedPod,
    plan: &mut InitPlan,
) -> Stage {
    let again = || start(ContainerKind::Init, &container.name, pod, observed);
    match &status.state {
        ContainerState::Running { .. } => {}
        ContainerState::Exited(exit) if exit.exit_code == 0 => return Stage::Passed,
        ContainerState::Exited(exit) => {
            if !restarts_after_exit(container, &pod.spec, exit.exit_code) {
                return Stage::Failed;
            }
            plan.start.push(again());
        }
        ContainerState::Created => plan.start.push(again()),
        ContainerState::Unknown => {
            let message = format!("Container {} is in unknown state", container.name);
            plan.stop.push(stop(pod, container, status, None, message));
            plan.start.push(again());
        }
    }
    Stage::Holds
}
