//! Starts one container: image, configuration, creation, start, `postStart` hook.
//!
//! Upstream: `pkg/kubelet/kuberuntime/kuberuntime_container.go` (`startContainer`).

use std::collections::BTreeMap;

use std::sync::Arc;

use bowline_api::core::v1::{
    Container, Pod, ResourceList, RestartPolicy, TerminationMessagePolicy,
};

use super::super::pod_actions::{ContainerKind, ContainerStart, container_hash, find_container};
use super::super::state::{ActionError, PodEvent};
use super::{Sandbox, hooks};
use crate::environment::expansion::expand;
use crate::environment::field_path::PodAddresses;
use crate::environment::make::{EnvironmentSources, make_environment, references};
use crate::images::image_manager;
use crate::node_context::NodeContext;
use crate::runtime::{ContainerConfig, PodIdentity, Preparation};
use crate::source::is_static_pod;

/// Where a container leaves its last message if it does not say so.
const TERMINATION_MESSAGE_PATH: &str = "/dev/termination-log";

pub(super) async fn start_container(
    context: &NodeContext,
    pod: &Arc<Pod>,
    identity: &Arc<PodIdentity>,
    sandbox: &Sandbox,
    start: &ContainerStart,
) -> Result<(), ActionError> {
    let Some(container) = find_container(pod, start.kind, &start.name) else {
        return Err(ActionError::new(
            "CreateContainerConfigError",
            "the pod has no such container",
        ));
    };
    let tell = |event: PodEvent| {
        context.tell(pod, event.of_container(start.kind, &start.name));
    };
    let failed = |reason: &str, message: String| {
        tell(PodEvent::warning("Failed", format!("Error: {message}")));
        ActionError::new(reason, message)
    };
    let runtime = context.runtime.as_ref();

    let secrets = match runtime.preparation() {
        Preparation::Full => image_manager::pull_secrets(context.objects.as_ref(), pod).await,
        Preparation::None => Ok(Vec::new()),
    };
    let secrets = secrets.map_err(|error| failed("ErrImagePull", error.to_string()))?;
    let image_ref =
        image_manager::ensure_image(runtime, &container, start.kind, &secrets, |event| {
            context.tell(pod, event);
        })
        .await?;

    let config = container_config(context, pod, identity, sandbox, &container, start, image_ref)
        .await
        .map_err(|message| failed("CreateContainerConfigError", message))?;
    let id = runtime
        .create_container(&sandbox.id, &config)
        .await
        .map_err(|error| failed("CreateContainerError", error.to_string()))?;
    tell(PodEvent::normal("Created", "Container created"));
    runtime
        .start_container(&id)
        .await
        .map_err(|error| failed("RunContainerError", error.to_string()))?;
    tell(PodEvent::normal("Started", "Container started"));

    let post_start = container.lifecycle.as_ref().and_then(|l| l.post_start.as_deref());
    if let Some(hook) = post_start
        && let Err(failure) = hooks::run(context, pod, &container, &id, hook).await
    {
        let message = format!("PostStartHook failed: {failure}");
        tell(PodEvent::warning("FailedPostStartHook", message.clone()));
        tell(PodEvent::normal("Killing", "FailedPostStartHook"));
        let seconds = pod.spec.termination_grace_period_seconds.unwrap_or(30).max(0);
        let grace = std::time::Duration::from_secs(seconds.unsigned_abs());
        if let Err(error) = runtime.stop_container(&id, grace).await {
            tracing::warn!(pod = %identity, container = start.name, %error, "container not stopped");
        }
        return Err(ActionError::new("PostStartHookError", message));
    }
    Ok(())
}

/// The container's configuration; the error says what is missing.
async fn container_config(
    context: &NodeContext,
    pod: &Arc<Pod>,
    identity: &Arc<PodIdentity>,
    sandbox: &Sandbox,
    container: &Container,
    start: &ContainerStart,
    image_ref: String,
) -> Result<ContainerConfig, String> {
    let mut config = ContainerConfig {
        pod: identity.clone(),
        name: container.name.clone(),
        attempt: start.attempt,
        image: container.image.clone(),
        image_ref,
        command: container.command.clone(),
        args: container.args.clone(),
        working_dir: container.working_dir.clone(),
        log_path: crate::logs::log_path(&container.name, start.attempt),
        stdin: container.stdin,
        stdin_once: container.stdin_once,
        tty: container.tty,
        hash: container_hash(container),
        run_to_completion: runs_to_completion(pod, container, start.kind),
        stop_signal: container
            .lifecycle
            .as_ref()
            .and_then(|lifecycle| lifecycle.stop_signal.clone())
            .unwrap_or_default(),
        resources: container.resources.clone(),
        security_context: container.security_context.clone(),
        annotations: pod.metadata.annotations.clone(),
        ..ContainerConfig::default()
    };
    if context.runtime.preparation() == Preparation::None {
        return Ok(config);
    }
    config.envs = environment(context, pod, sandbox, container).await?;
    let envs: BTreeMap<&str, &str> =
        config.envs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let expanded = |words: &[String]| -> Vec<String> {
        let lookup = |name: &str| envs.get(name).map(|value| (*value).to_owned());
        words.iter().map(|word| expand(word, lookup)).collect()
    };
    let (command, args) = (expanded(&container.command), expanded(&container.args));
    (config.command, config.args) = (command, args);
    config.termination_message_path = match container.termination_message_path.as_str() {
        "" => TERMINATION_MESSAGE_PATH.to_owned(),
        path => path.to_owned(),
    };
    config.termination_message_from_logs =
        container.termination_message_policy == TerminationMessagePolicy::FallbackToLogsOnError;
    if let Some(volumes) = &context.volumes {
        let mounts = volumes.mounts(pod, container, &config.envs).await;
        config.mounts = mounts.map_err(|error| error.to_string())?;
        let file = volumes.termination_message_file(identity, &container.name, start.attempt).await;
        config.termination_message_file = Some(file.map_err(|error| error.to_string())?);
    }
    Ok(config)
}

async fn environment(
    context: &NodeContext,
    pod: &Pod,
    sandbox: &Sandbox,
    container: &Container,
) -> Result<Vec<(String, String)>, String> {
    let namespace = pod.metadata.namespace.as_str();
    let objects = context.objects.as_ref();
    let ips = if pod.spec.host_network { &context.facts.host_ips } else { &sandbox.ips };
    let mut sources = EnvironmentSources {
        addresses: PodAddresses { host: context.facts.host_ips.clone(), pod: ips.clone() },
        allocatable: ResourceList::clone(&context.facts.allocatable),
        ..EnvironmentSources::default()
    };
    let wanted = references(container);
    for name in wanted.config_maps {
        let map = objects.config_map(namespace, &name).await.map_err(|error| error.to_string())?;
        sources.config_maps.extend(map.map(|map| (name, map)));
    }
    for name in wanted.secrets {
        let secret = objects.secret(namespace, &name).await.map_err(|error| error.to_string())?;
        sources.secrets.extend(secret.map(|secret| (name, secret)));
    }
    // A static pod may be what the API server runs in: it cannot wait for the API's services.
    let services = async |namespace: &str| match objects.services(namespace).await {
        Err(_) if is_static_pod(pod) => Ok(Vec::new()),
        services => services.map_err(|error| error.to_string()),
    };
    if pod.spec.enable_service_links != Some(false) {
        sources.services = services(namespace).await?;
    }
    if namespace != "default" || pod.spec.enable_service_links == Some(false) {
        let masters = services("default").await?;
        sources.services.extend(masters.into_iter().filter(|s| s.metadata.name == "kubernetes"));
    }
    make_environment(pod, container, &sources).map_err(|error| error.to_string())
}

/// Whether the container is expected to end by itself.
fn runs_to_completion(pod: &Pod, container: &Container, kind: ContainerKind) -> bool {
    match kind {
        ContainerKind::Init => !container.is_sidecar(),
        ContainerKind::Regular => match &container.restart_policy {
            Some(policy) => *policy != bowline_api::core::v1::ContainerRestartPolicy::Always,
            None => {
                matches!(pod.spec.restart_policy, RestartPolicy::OnFailure | RestartPolicy::Never)
            }
        },
        ContainerKind::Ephemeral => false,
    }
}
