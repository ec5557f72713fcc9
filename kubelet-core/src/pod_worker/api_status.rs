//! A pod's status, as the API is told it.
//!
//! Upstream: `pkg/kubelet/kubelet_pods.go` (`generateAPIPodStatus`),
//! `pkg/kubelet/status/status_manager.go` (`TerminatePod`, `mergePodStatus`).

use std::collections::BTreeMap;

use bowline_api::core::v1::{
    Container, ContainerStatus, HostIP, Pod, PodCondition, PodIP, PodPhase, PodQOSClass, PodStatus,
};
use bowline_apimachinery::time::Time;

use super::conditions;
use super::container_status::{ContainerStatusInput, Waiting, container_statuses, unknown_end};
use super::phase::phase;
use super::pod_actions::ContainerKind;
use super::restart::as_container;
use super::state::TerminationCause;
use crate::probe::ProbeResults;
use crate::runtime::ObservedPod;
use crate::source::is_static_pod;

/// How far a pod's end has come, as far as its status goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Liveness<'a> {
    /// Its containers should run.
    Running,
    /// Its containers are being stopped.
    Stopping(&'a TerminationCause),
    /// No container of it will run again.
    Stopped(&'a TerminationCause),
}

/// What a status is made of.
#[derive(Clone, Copy, Debug)]
pub struct StatusInput<'a> {
    /// The pod.
    pub pod: &'a Pod,
    /// What the runtime has of it.
    pub observed: &'a ObservedPod,
    /// What its probes say.
    pub probes: &'a ProbeResults,
    /// The status told before; the API's, if none has been.
    pub old: &'a PodStatus,
    /// Why containers could not be started, by name.
    pub waiting: &'a BTreeMap<String, Waiting>,
    /// How far its end has come.
    pub liveness: Liveness<'a>,
    /// The node's addresses, the primary one first.
    pub host_ips: &'a [String],
    /// The scheme of container ids.
    pub runtime_name: &'a str,
    /// The present moment.
    pub now: Time,
}

/// The status of a pod at this moment.
#[must_use]
pub fn generate_status(input: &StatusInput<'_>) -> PodStatus {
    let StatusInput { pod, observed, old, .. } = *input;
    let mut status = PodStatus {
        observed_generation: pod.metadata.generation,
        start_time: old.start_time.or(pod.status.start_time).or(Some(input.now)),
        qos_class: match &pod.status.qos_class {
            PodQOSClass::Unset => pod.spec.qos_class(),
            known => known.clone(),
        },
        // What others write into the status stays as they wrote it.
        nominated_node_name: pod.status.nominated_node_name.clone(),
        resource_claim_statuses: pod.status.resource_claim_statuses.clone(),
        extended_resource_claim_status: pod.status.extended_resource_claim_status.clone(),
        node_allocatable_resource_claim_statuses: pod
            .status
            .node_allocatable_resource_claim_statuses
            .clone(),
        ..PodStatus::default()
    };
    set_container_statuses(input, &mut status);
    set_addresses(input, &mut status);

    let stopped = matches!(input.liveness, Liveness::Stopped(_));
    if stopped {
        end_missing_containers(pod, &mut status);
    }
    let all: Vec<ContainerStatus> =
        status.init_container_statuses.iter().chain(&status.container_statuses).cloned().collect();
    let initialized = conditions::has_regular_container_started(&pod.spec, &all);
    set_phase(input, &mut status, phase(pod, &all, stopped, initialized));

    let sandbox_ready = observed
        .ready_sandbox()
        .is_some_and(|sandbox| sandbox.host_network || !sandbox.ips.is_empty());
    let foreign =
        pod.status.conditions.iter().filter(|c| !conditions::is_owned_by_kubelet(&c.type_));
    let mut list: Vec<PodCondition> = foreign.cloned().collect();
    let containers = conditions::containers_ready(pod, &all, &status.phase);
    let ready = conditions::ready(pod, &containers, &list);
    list.push(conditions::pod_ready_to_start_containers(pod, sandbox_ready));
    list.push(conditions::initialized(pod, &all, &status.phase));
    list.push(ready);
    list.push(containers);
    list.push(conditions::pod_scheduled(pod));
    for condition in &mut list {
        if condition.last_transition_time.is_none() {
            let before = old
                .condition(&condition.type_)
                .filter(|before| before.status == condition.status)
                .and_then(|before| before.last_transition_time);
            condition.last_transition_time = before.or(Some(input.now));
        }
    }
    status.conditions = list;
    withhold_terminal_phase(input, &mut status);
    status
}

fn set_container_statuses(input: &StatusInput<'_>, status: &mut PodStatus) {
    let spec = &input.pod.spec;
    let make = |containers: &[&Container], old: &[ContainerStatus], kind| {
        let input = ContainerStatusInput {
            pod: input.pod,
            observed: input.observed,
            old,
            waiting: input.waiting,
            runtime_name: input.runtime_name,
        };
        container_statuses(&input, containers, kind)
    };
    let init: Vec<&Container> = spec.init_containers.iter().collect();
    let regular: Vec<&Container> = spec.containers.iter().collect();
    status.init_container_statuses =
        make(&init, &input.old.init_container_statuses, ContainerKind::Init);
    status.container_statuses =
        make(&regular, &input.old.container_statuses, ContainerKind::Regular);
    if !spec.ephemeral_containers.is_empty() {
        let ephemeral: Vec<Container> =
            spec.ephemeral_containers.iter().map(as_container).collect();
        let ephemeral: Vec<&Container> = ephemeral.iter().collect();
        status.ephemeral_container_statuses =
            make(&ephemeral, &input.old.ephemeral_container_statuses, ContainerKind::Ephemeral);
    }
    for (containers, statuses) in [
        (&spec.init_containers, &mut status.init_container_statuses),
        (&spec.containers, &mut status.container_statuses),
    ] {
        for status in statuses {
            if let Some(container) = containers.iter().find(|c| c.name == status.name) {
                set_readiness(input, container, status);
            }
        }
    }
}

fn set_readiness(input: &StatusInput<'_>, container: &Container, status: &mut ContainerStatus) {
    let seen = input.observed.container(&container.name);
    let started = seen.is_some_and(|seen| input.probes.is_started(container, seen));
    status.started = Some(started);
    let is_init = input.pod.spec.init_containers.iter().any(|c| c.name == container.name);
    status.ready = if is_init && !container.is_sidecar() {
        status.state.terminated.as_ref().is_some_and(|ended| ended.exit_code == 0)
    } else {
        seen.is_some_and(|seen| input.probes.is_ready(container, seen))
    };
}

fn set_addresses(input: &StatusInput<'_>, status: &mut PodStatus) {
    let host = |ips: &[String]| ips.iter().map(|ip| HostIP { ip: ip.clone() }).collect();
    if let Some(primary) = input.host_ips.first() {
        status.host_ip.clone_from(primary);
        status.host_ips = host(input.host_ips);
    }
    let sandbox = input.observed.sandbox();
    let ips: &[String] = match sandbox {
        _ if input.pod.spec.host_network => input.host_ips,
        Some(sandbox) => &sandbox.ips,
        None => &[],
    };
    if ips.is_empty() {
        status.pod_ip.clone_from(&input.old.pod_ip);
        status.pod_ips.clone_from(&input.old.pod_ips);
    } else {
        status.pod_ip.clone_from(&ips[0]);
        status.pod_ips = ips.iter().map(|ip| PodIP { ip: ip.clone() }).collect();
    }
}

/// When nothing of a pod runs any more, containers of whose end nobody knows count as failed, once
/// there is evidence that they had begun.
fn end_missing_containers(pod: &Pod, status: &mut PodStatus) {
    const MESSAGE: &str = "The container could not be located when the pod was terminated";
    let begun = |status: &ContainerStatus| {
        status.state.terminated.is_some()
            || status.state.running.is_some()
            || status.last_state.terminated.is_some()
            || status.restart_count > 0
    };
    let initialized = pod.spec.init_containers.is_empty()
        || status.container_statuses.iter().any(begun)
        || status.init_container_statuses.iter().all(|status| status.ready);
    if initialized {
        for status in &mut status.container_statuses {
            if status.state.terminated.is_none() {
                status.state = unknown_end(MESSAGE);
            }
        }
    }
    let last_begun = status.init_container_statuses.iter().rposition(begun);
    let certain = if initialized {
        status.init_container_statuses.len()
    } else {
        last_begun.map_or(0, |last| last + 1)
    };
    for status in status.init_container_statuses.iter_mut().take(certain) {
        if status.state.terminated.is_none() {
            status.state = unknown_end(MESSAGE);
        }
    }
}

fn set_phase(input: &StatusInput<'_>, status: &mut PodStatus, computed: PodPhase) {
    let terminal = |phase: &PodPhase| matches!(phase, PodPhase::Failed | PodPhase::Succeeded);
    let (old, api) = (input.old, &input.pod.status);
    status.phase = match computed {
        computed if terminal(&computed) => computed,
        _ if terminal(&old.phase) => old.phase.clone(),
        _ if terminal(&api.phase) => api.phase.clone(),
        computed => computed,
    };
    if status.phase == old.phase {
        status.reason = first_said(&old.reason, &api.reason);
        status.message = first_said(&old.message, &api.message);
    }
    let cause = match input.liveness {
        Liveness::Running => None,
        Liveness::Stopping(cause) | Liveness::Stopped(cause) => Some(cause),
    };
    if let Some((reason, message)) = cause.and_then(TerminationCause::failure) {
        status.phase = PodPhase::Failed;
        status.reason = reason.to_owned();
        status.message = message.to_owned();
    }
    let stopped = matches!(input.liveness, Liveness::Stopped(_));
    if stopped && !terminal(&status.phase) && !is_static_pod(input.pod) {
        status.phase = PodPhase::Failed;
    }
}

fn first_said(a: &str, b: &str) -> String {
    if a.is_empty() { b.to_owned() } else { a.to_owned() }
}

/// A terminal phase is not told as long as a container may run: whoever sees it takes the pod's
/// resources for free.
fn withhold_terminal_phase(input: &StatusInput<'_>, status: &mut PodStatus) {
    let terminal = |phase: &PodPhase| matches!(phase, PodPhase::Failed | PodPhase::Succeeded);
    let stopped = matches!(input.liveness, Liveness::Stopped(_));
    if stopped || !terminal(&status.phase) || terminal(&input.old.phase) {
        return;
    }
    status.phase = match &input.old.phase {
        PodPhase::Unset => PodPhase::Pending,
        phase => phase.clone(),
    };
    status.reason.clone_from(&input.old.reason);
    status.message.clone_from(&input.old.message);
}
