//! The statuses of a pod's containers, as the API is told them.
//!
//! Upstream: `pkg/kubelet/kubelet_pods.go` (`convertToAPIContainerStatuses`).

use std::collections::BTreeMap;

use bowline_api::core::v1::{
    Container, ContainerState as ApiState, ContainerStateRunning, ContainerStateTerminated,
    ContainerStateWaiting, ContainerStatus as ApiStatus, Pod,
};
use bowline_apimachinery::time::{MicroTime, Time};

use super::pod_actions::ContainerKind;
use super::restart::should_be_started;
use crate::runtime::{ContainerState, ContainerStatus, ObservedPod};

/// The exit code of a container of whose end nobody knows.
const UNKNOWN_EXIT_CODE: i32 = 137;
const STATUS_UNKNOWN: &str = "ContainerStatusUnknown";

/// Why a container does not run, as its `waiting` state says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// In a word.
    pub reason: String,
    /// In full.
    pub message: String,
}

/// What the statuses of one kind of container are made of.
#[derive(Clone, Copy, Debug)]
pub struct ContainerStatusInput<'a> {
    /// The pod.
    pub pod: &'a Pod,
    /// What the runtime has of it.
    pub observed: &'a ObservedPod,
    /// The statuses told before.
    pub old: &'a [ApiStatus],
    /// Why containers could not be started, by name.
    pub waiting: &'a BTreeMap<String, Waiting>,
    /// The scheme of container ids.
    pub runtime_name: &'a str,
}

/// The statuses of `containers`, without readiness.
///
/// Init containers keep the order of the spec; others are sorted by name.
#[must_use]
pub fn container_statuses(
    input: &ContainerStatusInput<'_>,
    containers: &[&Container],
    kind: ContainerKind,
) -> Vec<ApiStatus> {
    let has_init = !input.pod.spec.init_containers.is_empty();
    let mut statuses: Vec<ApiStatus> =
        containers.iter().map(|container| one_status(input, container, kind, has_init)).collect();
    if kind != ContainerKind::Init {
        statuses.sort_by(|a, b| a.name.cmp(&b.name));
    }
    statuses
}

fn one_status(
    input: &ContainerStatusInput<'_>,
    container: &Container,
    kind: ContainerKind,
    has_init: bool,
) -> ApiStatus {
    let old = input.old.iter().find(|old| old.name == container.name);
    let mut seen = input.observed.containers.iter().filter(|c| c.name == container.name);
    let newest = seen.next();
    let mut status = match newest {
        Some(newest) => observed_status(input, newest, old),
        None => unseen_status(input.pod, container, old, has_init),
    };
    if let Some(before) = seen.next() {
        status.last_state = api_state(input, before, None);
    } else if newest.is_some()
        && let Some(old) = old
        && old.container_id == status.container_id
    {
        // The runtime has forgotten the run before; the API has not.
        status.last_state = old.last_state.clone();
    }
    let succeeded_init = kind == ContainerKind::Init
        && newest.and_then(|c| c.state.exit()).is_some_and(|exit| exit.exit_code == 0)
        && !container.is_sidecar();
    if kind != ContainerKind::Ephemeral
        && !succeeded_init
        && should_be_started(container, input.pod, input.observed)
        && let Some(waiting) = input.waiting.get(&container.name)
    {
        if status.state.terminated.is_some() {
            status.last_state = std::mem::take(&mut status.state);
        }
        status.state = waiting_state(&waiting.reason, &waiting.message);
    }
    status
}

/// A container that the runtime does not have: not yet, or no more.
fn unseen_status(
    pod: &Pod,
    container: &Container,
    old: Option<&ApiStatus>,
    has_init: bool,
) -> ApiStatus {
    if let Some(old) = old.filter(|old| old.state.terminated.is_some()) {
        return old.clone();
    }
    let reason = if has_init { "PodInitializing" } else { "ContainerCreating" };
    let mut status = ApiStatus {
        name: container.name.clone(),
        image: container.image.clone(),
        state: waiting_state(reason, ""),
        ..ApiStatus::default()
    };
    let Some(old) = old else { return status };
    status.restart_count = old.restart_count;
    status.last_state = old.last_state.clone();
    if old.state.running.is_some() && status.last_state.terminated.is_none() {
        status.last_state.terminated = Some(Box::new(ContainerStateTerminated {
            reason: STATUS_UNKNOWN.into(),
            message: "The container could not be located when the pod was deleted.  The container \
                      used to be Running"
                .into(),
            exit_code: UNKNOWN_EXIT_CODE,
            ..ContainerStateTerminated::default()
        }));
        status.restart_count += i32::from(pod.metadata.deletion_timestamp.is_none());
    }
    status
}

fn observed_status(
    input: &ContainerStatusInput<'_>,
    seen: &ContainerStatus,
    old: Option<&ApiStatus>,
) -> ApiStatus {
    ApiStatus {
        name: seen.name.clone(),
        state: api_state(input, seen, old),
        restart_count: i32::try_from(seen.attempt).unwrap_or(i32::MAX),
        image: seen.image.clone(),
        image_id: seen.image_id.clone(),
        container_id: container_id(input.runtime_name, &seen.id),
        ..ApiStatus::default()
    }
}

/// `runtime://id`
#[must_use]
pub fn container_id(runtime_name: &str, id: &str) -> String {
    format!("{runtime_name}://{id}")
}

fn api_state(
    input: &ContainerStatusInput<'_>,
    seen: &ContainerStatus,
    old: Option<&ApiStatus>,
) -> ApiState {
    match &seen.state {
        ContainerState::Created => waiting_state("", ""),
        ContainerState::Running { started_at } => ApiState {
            running: Some(ContainerStateRunning { started_at: Some(seconds(*started_at)) }),
            ..ApiState::default()
        },
        ContainerState::Exited(exit) => ApiState {
            terminated: Some(Box::new(ContainerStateTerminated {
                exit_code: exit.exit_code,
                signal: 0,
                reason: exit.reason.clone(),
                message: exit.message.clone(),
                started_at: exit.started_at.map(seconds),
                finished_at: Some(seconds(exit.finished_at)),
                container_id: container_id(input.runtime_name, &seen.id),
            })),
            ..ApiState::default()
        },
        ContainerState::Unknown if old.is_some_and(|old| old.state.running.is_some()) => {
            unknown_end("The container could not be located when the pod was terminated")
        }
        ContainerState::Unknown => waiting_state("", ""),
    }
}

/// The state of a container of whose end nobody knows.
#[must_use]
pub fn unknown_end(message: &str) -> ApiState {
    ApiState {
        terminated: Some(Box::new(ContainerStateTerminated {
            reason: STATUS_UNKNOWN.into(),
            message: message.to_owned(),
            exit_code: UNKNOWN_EXIT_CODE,
            ..ContainerStateTerminated::default()
        })),
        ..ApiState::default()
    }
}

fn waiting_state(reason: &str, message: &str) -> ApiState {
    ApiState {
        waiting: Some(Box::new(ContainerStateWaiting {
            reason: reason.to_owned(),
            message: message.to_owned(),
        })),
        ..ApiState::default()
    }
}

fn seconds(at: MicroTime) -> Time {
    Time::from(at)
}
