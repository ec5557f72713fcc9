//! Whether a container that ended starts again.
//!
//! Upstream: `pkg/api/v1/pod/util.go` (`ContainerShouldRestart`), `pkg/kubelet/container/helpers.go`.

use bowline_api::core::v1::{
    Container, ContainerRestartPolicy, ContainerRestartRuleAction,
    ContainerRestartRuleOnExitCodesOperator, EphemeralContainer, Pod, PodSpec, RestartPolicy,
};

use crate::runtime::{ContainerState, ObservedPod};

/// Whether a container that ended with `exit_code` starts again: by the first of its rules that
/// matches, else by its own policy, else by its pod's.
#[must_use]
pub fn restarts_after_exit(container: &Container, spec: &PodSpec, exit_code: i32) -> bool {
    let rule = container.restart_policy_rules.iter().find(|rule| {
        rule.exit_codes.as_deref().is_some_and(|codes| match codes.operator {
            ContainerRestartRuleOnExitCodesOperator::In => codes.values.contains(&exit_code),
            ContainerRestartRuleOnExitCodesOperator::NotIn => !codes.values.contains(&exit_code),
            _ => false,
        })
    });
    if let Some(rule) = rule {
        return matches!(
            rule.action,
            ContainerRestartRuleAction::Restart | ContainerRestartRuleAction::RestartAllContainers
        );
    }
    match &container.restart_policy {
        Some(ContainerRestartPolicy::Always) => true,
        Some(ContainerRestartPolicy::OnFailure) => exit_code != 0,
        Some(ContainerRestartPolicy::Never) => false,
        _ => match spec.restart_policy {
            RestartPolicy::OnFailure => exit_code != 0,
            RestartPolicy::Never => false,
            _ => true,
        },
    }
}

/// Whether a container that fails starts again.
#[must_use]
pub fn restarts_on_failure(container: &Container, spec: &PodSpec) -> bool {
    match &container.restart_policy {
        Some(ContainerRestartPolicy::Never) => false,
        Some(_) => true,
        None => pod_restarts_on_failure(spec),
    }
}

/// Whether the pod's own policy starts failed containers again.
#[must_use]
pub fn pod_restarts_on_failure(spec: &PodSpec) -> bool {
    spec.restart_policy != RestartPolicy::Never
}

/// Whether the container has to be started, for the first time or again.
#[must_use]
pub fn should_be_started(container: &Container, pod: &Pod, observed: &ObservedPod) -> bool {
    if pod.metadata.deletion_timestamp.is_some() {
        return false;
    }
    match observed.container(&container.name).map(|status| &status.state) {
        None | Some(ContainerState::Created | ContainerState::Unknown) => true,
        Some(ContainerState::Running { .. }) => false,
        Some(ContainerState::Exited(exit)) => {
            restarts_after_exit(container, &pod.spec, exit.exit_code)
        }
    }
}

/// A debug container in the form of the others; its target is said elsewhere.
#[must_use]
pub fn as_container(ephemeral: &EphemeralContainer) -> Container {
    let e = ephemeral.clone();
    Container {
        name: e.name,
        image: e.image,
        command: e.command,
        args: e.args,
        working_dir: e.working_dir,
        ports: e.ports,
        env_from: e.env_from,
        env: e.env,
        resources: e.resources,
        resize_policy: e.resize_policy,
        restart_policy: e.restart_policy,
        restart_policy_rules: e.restart_policy_rules,
        volume_mounts: e.volume_mounts,
        volume_devices: e.volume_devices,
        liveness_probe: e.liveness_probe,
        readiness_probe: e.readiness_probe,
        startup_probe: e.startup_probe,
        lifecycle: e.lifecycle,
        termination_message_path: e.termination_message_path,
        termination_message_policy: e.termination_message_policy,
        image_pull_policy: e.image_pull_policy,
        security_context: e.security_context,
        stdin: e.stdin,
        stdin_once: e.stdin_once,
        tty: e.tty,
    }
}
