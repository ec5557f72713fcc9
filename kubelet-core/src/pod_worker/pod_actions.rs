//! Which sandboxes and containers a pod that should run needs next.
//!
//! Upstream: `pkg/kubelet/kuberuntime/kuberuntime_manager.go` (`computePodActions`).

use bowline_api::core::v1::{Container, Pod, RestartPolicy};
use bowline_apimachinery::time::Duration;

use super::init_containers;
use super::restart::{as_container, pod_restarts_on_failure, should_be_started};
use crate::probe::{ProbeResults, ProbeType};
use crate::runtime::{ContainerState, ContainerStatus, ObservedPod};

/// Something to be done for a pod. Actions of a step are done in their order; the first that fails
/// ends the step, unless it starts a regular container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Makes the pod's directories and volumes.
    SetUpVolumes,
    /// Makes and starts a sandbox.
    CreateSandbox {
        /// Which of the pod's, counted from 0.
        attempt: u32,
    },
    /// Starts a container.
    StartContainer(ContainerStart),
    /// Stops containers, all at the same time.
    StopContainers(Vec<ContainerStop>),
    /// Stops a sandbox.
    StopSandbox {
        /// Its id.
        id: String,
    },
    /// Removes a container that has ended.
    RemoveContainer {
        /// Its id.
        id: String,
    },
    /// Gives the volumes back, and removes what they hold unless it outlives the pod.
    TearDownVolumes,
    /// Removes a sandbox.
    RemoveSandbox {
        /// Its id.
        id: String,
    },
    /// Removes the pod's directories and logs.
    RemovePod,
}

/// Which list of the pod's spec a container stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ContainerKind {
    /// `initContainers`
    Init,
    /// `containers`
    Regular,
    /// `ephemeralContainers`
    Ephemeral,
}

/// A container to start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContainerStart {
    /// Which list it stands in.
    pub kind: ContainerKind,
    /// Its name.
    pub name: String,
    /// How often a container of this name was made before.
    pub attempt: u32,
}

/// A container to stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContainerStop {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How long it may take, its `preStop` hook included.
    pub grace: Duration,
    /// Why, for the event; empty for the usual words.
    pub message: String,
}

/// What the runtime has to do to bring a pod to where it should be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PodActions {
    /// The sandbox to make anew, after everything of the old one has been stopped.
    pub create_sandbox: Option<u32>,
    /// Nothing is left to do for this pod: it has come to its end.
    pub kill_pod: bool,
    /// Containers to stop.
    pub stop: Vec<ContainerStop>,
    /// Containers to start, in order.
    pub start: Vec<ContainerStart>,
}

/// Compares what should be with what is.
#[must_use]
pub fn compute_pod_actions(pod: &Pod, observed: &ObservedPod, probes: &ProbeResults) -> PodActions {
    if observed.ready_sandbox().is_none() {
        return without_sandbox(pod, observed);
    }
    let mut actions = PodActions::default();
    for ephemeral in &pod.spec.ephemeral_containers {
        if observed.container(&ephemeral.name).is_none() {
            actions.start.push(start(ContainerKind::Ephemeral, &ephemeral.name, pod, observed));
        }
    }
    match init_containers::plan(pod, observed, probes) {
        init_containers::Progress::Failed => {
            return PodActions { kill_pod: true, ..PodActions::default() };
        }
        init_containers::Progress::Running(plan) => {
            actions.stop.extend(plan.stop);
            actions.start.extend(plan.start);
            return actions;
        }
        init_containers::Progress::Done(plan) => {
            let sidecars = plan;
            let kept = regular_containers(pod, observed, probes, &mut actions);
            let starts_regular = actions.start.iter().any(|s| s.kind == ContainerKind::Regular);
            if kept == 0 && !starts_regular {
                actions.kill_pod = true;
                return actions;
            }
            actions.stop.extend(sidecars.stop);
            let regular = std::mem::replace(&mut actions.start, sidecars.start);
            actions.start.extend(regular);
        }
    }
    actions
}

/// Plans the regular containers; gives the number of those that stay as they are.
fn regular_containers(
    pod: &Pod,
    observed: &ObservedPod,
    probes: &ProbeResults,
    actions: &mut PodActions,
) -> usize {
    let mut kept = 0;
    for container in &pod.spec.containers {
        let status = observed.container(&container.name);
        let Some(status) = status.filter(|status| status.state.is_running()) else {
            if should_be_started(container, pod, observed) {
                if let Some(status) = status.filter(|s| s.state == ContainerState::Unknown) {
                    let message = format!("Container {} is in unknown state", container.name);
                    actions.stop.push(stop(pod, container, status, None, message));
                }
                actions.start.push(start(ContainerKind::Regular, &container.name, pod, observed));
            }
            continue;
        };
        let Some((message, probe, restart)) = reason_to_kill(pod, container, status, probes) else {
            kept += 1;
            continue;
        };
        let message = if restart { format!("{message}, will be restarted") } else { message };
        actions.stop.push(stop(pod, container, status, probe, message));
        if restart {
            actions.start.push(start(ContainerKind::Regular, &container.name, pod, observed));
        }
    }
    kept
}

/// Why a running container has to go, the probe that said so, and whether it comes back.
pub(super) fn reason_to_kill(
    pod: &Pod,
    container: &Container,
    status: &ContainerStatus,
    probes: &ProbeResults,
) -> Option<(String, Option<ProbeType>, bool)> {
    if status.hash != container_hash(container) {
        return Some((format!("Container {} definition changed", container.name), None, true));
    }
    let probe = probes.fatal(container, status)?;
    let word = probe.as_str().to_lowercase();
    let message = format!("Container {} failed {word} probe", container.name);
    let restart =
        container.is_sidecar() || super::restart::restarts_on_failure(container, &pod.spec);
    Some((message, Some(probe), restart))
}

/// Without a sandbox that holds containers: a new one, unless there is nothing left to run in it.
fn without_sandbox(pod: &Pod, observed: &ObservedPod) -> PodActions {
    let spec = &pod.spec;
    let attempt = observed.sandbox().map_or(0, |sandbox| sandbox.attempt.saturating_add(1));
    let finished = PodActions { kill_pod: true, ..PodActions::default() };
    if !pod_restarts_on_failure(spec) && attempt != 0 && !observed.containers.is_empty() {
        return finished;
    }
    let succeeded = |container: &Container| {
        let status = observed.container(&container.name);
        status.and_then(|s| s.state.exit()).is_some_and(|exit| exit.exit_code == 0)
    };
    let to_start: Vec<&Container> = spec
        .containers
        .iter()
        .filter(|c| spec.restart_policy != RestartPolicy::OnFailure || !succeeded(c))
        .collect();
    let any_created = spec.containers.iter().any(|c| observed.container(&c.name).is_some());
    if to_start.is_empty() && any_created {
        return finished;
    }
    let start = match spec.init_containers.first() {
        Some(first) => vec![start(ContainerKind::Init, &first.name, pod, observed)],
        None => to_start
            .into_iter()
            .map(|c| start(ContainerKind::Regular, &c.name, pod, observed))
            .collect(),
    };
    PodActions { create_sandbox: Some(attempt), start, ..PodActions::default() }
}

/// A start of the container, with its number.
pub(super) fn start(
    kind: ContainerKind,
    name: &str,
    pod: &Pod,
    observed: &ObservedPod,
) -> ContainerStart {
    let attempt = match observed.container(name) {
        Some(status) => status.attempt.saturating_add(1),
        None => pod
            .status
            .container_status(name)
            .filter(|status| !status.container_id.is_empty())
            .map_or(0, |status| u32::try_from(status.restart_count).map_or(0, |n| n + 1)),
    };
    ContainerStart { kind, name: name.to_owned(), attempt }
}

/// A stop of a running container, with the time it may take.
pub(super) fn stop(
    pod: &Pod,
    container: &Container,
    status: &ContainerStatus,
    probe: Option<ProbeType>,
    message: String,
) -> ContainerStop {
    let own = probe
        .and_then(|type_| type_.of(container))
        .and_then(|probe| probe.termination_grace_period_seconds);
    let seconds = own.or(pod.spec.termination_grace_period_seconds).unwrap_or(30);
    ContainerStop {
        id: status.id.clone(),
        name: status.name.clone(),
        grace: Duration::from_secs(seconds.max(super::termination::MINIMUM_GRACE_SECONDS)),
        message,
    }
}

/// Changes when the container has to be made anew: its name or image is another one.
#[must_use]
pub fn container_hash(container: &Container) -> u64 {
    // FNV-1a: the same in every version of the program, as ids outlive it.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let bytes = container.name.bytes().chain([0]).chain(container.image.bytes());
    for byte in bytes {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

/// The container of that name and kind.
#[must_use]
pub fn find_container(pod: &Pod, kind: ContainerKind, name: &str) -> Option<Container> {
    let spec = &pod.spec;
    match kind {
        ContainerKind::Init => spec.init_containers.iter().find(|c| c.name == name).cloned(),
        ContainerKind::Regular => spec.containers.iter().find(|c| c.name == name).cloned(),
        ContainerKind::Ephemeral => {
            spec.ephemeral_containers.iter().find(|c| c.name == name).map(as_container)
        }
    }
}
