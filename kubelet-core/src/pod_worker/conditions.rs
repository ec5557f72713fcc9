//! The conditions of a pod that the kubelet sets.
//!
//! Upstream: `pkg/kubelet/status/generate.go`.

use bowline_api::core::v1::{
    ConditionStatus, ContainerStatus, Pod, PodCondition, PodPhase, PodSpec, pod_condition,
};

const CONTAINERS_NOT_READY: &str = "ContainersNotReady";
const CONTAINERS_NOT_INITIALIZED: &str = "ContainersNotInitialized";
const READINESS_GATES_NOT_READY: &str = "ReadinessGatesNotReady";
const POD_COMPLETED: &str = "PodCompleted";
const POD_FAILED: &str = "PodFailed";

/// Whether the kubelet alone sets conditions of this type.
#[must_use]
pub fn is_owned_by_kubelet(type_: &str) -> bool {
    matches!(
        type_,
        pod_condition::POD_SCHEDULED
            | pod_condition::POD_READY_TO_START_CONTAINERS
            | pod_condition::INITIALIZED
            | pod_condition::CONTAINERS_READY
            | pod_condition::READY
            | "PodResizePending"
            | "PodResizeInProgress"
            | "AllContainersRestarting"
    )
}

/// A condition of the pod's present generation.
fn condition(pod: &Pod, type_: &str, status: bool, reason: &str, message: String) -> PodCondition {
    PodCondition {
        type_: type_.to_owned(),
        observed_generation: pod.metadata.generation,
        status: if status { ConditionStatus::True } else { ConditionStatus::False },
        reason: reason.to_owned(),
        message,
        ..PodCondition::default()
    }
}

/// `PodScheduled`: true, or the kubelet would not know the pod.
#[must_use]
pub fn pod_scheduled(pod: &Pod) -> PodCondition {
    condition(pod, pod_condition::POD_SCHEDULED, true, "", String::new())
}

/// `PodReadyToStartContainers`: a sandbox with its network stands.
#[must_use]
pub fn pod_ready_to_start_containers(pod: &Pod, sandbox_ready: bool) -> PodCondition {
    let type_ = pod_condition::POD_READY_TO_START_CONTAINERS;
    condition(pod, type_, sandbox_ready, "", String::new())
}

/// `Initialized`: the init containers have done their work, and sidecars have started.
#[must_use]
pub fn initialized(pod: &Pod, statuses: &[ContainerStatus], phase: &PodPhase) -> PodCondition {
    let is = |status, reason: &str, message| {
        condition(pod, pod_condition::INITIALIZED, status, reason, message)
    };
    let mut unknown = Vec::new();
    let mut incomplete = Vec::new();
    for container in &pod.spec.init_containers {
        let name = container.name.as_str();
        match find(statuses, name) {
            None => unknown.push(name),
            Some(status) => {
                let done = if container.is_sidecar() {
                    status.started == Some(true)
                } else {
                    status.ready
                };
                if !done {
                    incomplete.push(name);
                }
            }
        }
    }
    if *phase == PodPhase::Succeeded && unknown.is_empty() {
        return is(true, POD_COMPLETED, String::new());
    }
    if has_regular_container_started(&pod.spec, statuses) {
        return is(true, "", String::new());
    }
    let message = list_containers(&unknown, &incomplete, "incomplete");
    if message.is_empty() {
        is(true, "", String::new())
    } else {
        is(false, CONTAINERS_NOT_INITIALIZED, message)
    }
}

/// `ContainersReady`: all containers and sidecars are ready.
#[must_use]
pub fn containers_ready(pod: &Pod, statuses: &[ContainerStatus], phase: &PodPhase) -> PodCondition {
    let is = |status, reason: &str, message| {
        condition(pod, pod_condition::CONTAINERS_READY, status, reason, message)
    };
    let mut unknown = Vec::new();
    let mut unready = Vec::new();
    let sidecars = pod.spec.init_containers.iter().filter(|c| c.is_sidecar());
    for container in sidecars.chain(&pod.spec.containers) {
        match find(statuses, &container.name) {
            None => unknown.push(container.name.as_str()),
            Some(status) if !status.ready => unready.push(container.name.as_str()),
            Some(_) => {}
        }
    }
    match phase {
        PodPhase::Succeeded if unknown.is_empty() => {
            return is(false, POD_COMPLETED, String::new());
        }
        PodPhase::Failed => return is(false, POD_FAILED, String::new()),
        _ => {}
    }
    let message = list_containers(&unknown, &unready, "unready");
    if message.is_empty() {
        is(true, "", String::new())
    } else {
        is(false, CONTAINERS_NOT_READY, message)
    }
}

/// `Ready`: the containers are ready and so say all readiness gates, which are conditions that
/// others set.
#[must_use]
pub fn ready(pod: &Pod, containers: &PodCondition, others: &[PodCondition]) -> PodCondition {
    let is = |status, reason: &str, message| {
        condition(pod, pod_condition::READY, status, reason, message)
    };
    if containers.status != ConditionStatus::True {
        return is(false, &containers.reason, containers.message.clone());
    }
    let mut messages = Vec::new();
    for gate in &pod.spec.readiness_gates {
        let type_ = &gate.condition_type;
        match others.iter().find(|c| c.type_ == *type_) {
            None => messages.push(format!(
                "corresponding condition of pod readiness gate {type_:?} does not exist."
            )),
            Some(c) if c.status != ConditionStatus::True => messages.push(format!(
                "the status of pod readiness gate {type_:?} is not \"True\", but {}",
                c.status.as_str()
            )),
            Some(_) => {}
        }
    }
    if messages.is_empty() {
        is(true, "", String::new())
    } else {
        is(false, READINESS_GATES_NOT_READY, messages.join(", "))
    }
}

/// Whether a regular container has started at some time.
#[must_use]
pub fn has_regular_container_started(spec: &PodSpec, statuses: &[ContainerStatus]) -> bool {
    statuses.iter().any(|status| {
        spec.containers.iter().any(|c| c.name == status.name)
            && (status.state.running.is_some()
                || status.state.terminated.is_some()
                || status.last_state.terminated.is_some())
    })
}

fn find<'a>(statuses: &'a [ContainerStatus], name: &str) -> Option<&'a ContainerStatus> {
    statuses.iter().find(|status| status.name == name)
}

fn list_containers(unknown: &[&str], others: &[&str], word: &str) -> String {
    let mut parts = Vec::new();
    if !unknown.is_empty() {
        parts.push(format!("containers with unknown status: [{}]", unknown.join(" ")));
    }
    if !others.is_empty() {
        parts.push(format!("containers with {word} status: [{}]", others.join(" ")));
    }
    parts.join(", ")
}
