//! Does a pod's actions. All decisions are in [`super::state`].
//!
//! Upstream: `pkg/kubelet/kuberuntime/kuberuntime_manager.go` (`SyncPod`, `KillPod`).

mod hooks;
mod sandbox;
mod start_container;

use std::sync::Arc;
use std::time::Duration;

use bowline_api::core::v1::Pod;
use futures::future::join_all;

use super::pod_actions::{Action, ContainerKind, ContainerStop, find_container};
use super::state::{ActionError, PodEvent};
use super::termination::MINIMUM_GRACE_SECONDS;
use crate::node_context::NodeContext;
use crate::runtime::{ObservedPod, PodIdentity, Preparation};

pub use sandbox::sandbox_config;

/// What became of each action that was begun, in order.
pub type Outcomes = Vec<(Action, Result<(), ActionError>)>;

/// The sandbox in which containers are started.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sandbox {
    pub(crate) id: String,
    pub(crate) ips: Vec<String>,
}

/// Does actions one after the other, up to the first that fails; of the regular containers all are
/// tried.
pub async fn perform(
    context: &NodeContext,
    pod: &Arc<Pod>,
    observed: &ObservedPod,
    actions: Vec<Action>,
) -> Outcomes {
    let identity = Arc::new(identity_of(pod));
    let mut sandbox = observed
        .ready_sandbox()
        .map(|sandbox| Sandbox { id: sandbox.id.clone(), ips: sandbox.ips.clone() });
    let mut outcomes = Outcomes::new();
    for action in actions {
        let outcome = match &action {
            Action::SetUpVolumes => set_up_volumes(context, pod).await,
            Action::CreateSandbox { attempt } => {
                match create_sandbox(context, pod, &identity, *attempt).await {
                    Ok(created) => {
                        sandbox = Some(created);
                        Ok(())
                    }
                    Err(error) => Err(error),
                }
            }
            Action::StartContainer(start) => match &sandbox {
                Some(sandbox) => {
                    start_container::start_container(context, pod, &identity, sandbox, start).await
                }
                None => Err(ActionError::new("CreateContainerError", "the pod has no sandbox")),
            },
            Action::StopContainers(stops) => stop_containers(context, pod, stops).await,
            Action::StopSandbox { id } => {
                let stopped = context.runtime.stop_pod_sandbox(id).await;
                stopped.map_err(|error| failed_kill(context, pod, &error))
            }
            Action::RemoveContainer { id } => {
                let removed = context.runtime.remove_container(id).await;
                removed.map_err(|error| ActionError::new("RemoveContainerError", error.to_string()))
            }
            Action::RemoveSandbox { id } => {
                let removed = context.runtime.remove_pod_sandbox(id).await;
                removed.map_err(|error| ActionError::new("RemoveSandboxError", error.to_string()))
            }
            Action::TearDownVolumes => match &context.volumes {
                Some(volumes) => volumes.tear_down(&identity).await.map_err(volume_error),
                None => Ok(()),
            },
            Action::RemovePod => match &context.volumes {
                Some(volumes) => volumes.remove_pod(&identity).await.map_err(volume_error),
                None => Ok(()),
            },
        };
        let goes_on = match (&action, &outcome) {
            (_, Ok(())) => true,
            (Action::StartContainer(start), Err(_)) => start.kind != ContainerKind::Init,
            _ => false,
        };
        if let Err(error) = &outcome {
            tracing::debug!(pod = %identity, ?action, %error, "action failed");
        }
        outcomes.push((action, outcome));
        if !goes_on {
            break;
        }
    }
    outcomes
}

/// Who a pod is.
#[must_use]
pub fn identity_of(pod: &Pod) -> PodIdentity {
    PodIdentity {
        namespace: pod.metadata.namespace.clone(),
        name: pod.metadata.name.clone(),
        uid: pod.metadata.uid.clone(),
    }
}

async fn set_up_volumes(context: &NodeContext, pod: &Arc<Pod>) -> Result<(), ActionError> {
    let Some(volumes) = &context.volumes else { return Ok(()) };
    volumes.set_up(pod).await.map_err(|error| {
        context.tell(pod, PodEvent::warning("FailedMount", error.to_string()));
        volume_error(error)
    })
}

fn volume_error(error: crate::volumes::VolumeError) -> ActionError {
    ActionError::new("FailedMount", error.to_string())
}

async fn create_sandbox(
    context: &NodeContext,
    pod: &Pod,
    identity: &Arc<PodIdentity>,
    attempt: u32,
) -> Result<Sandbox, ActionError> {
    let (config, warnings) = sandbox_config(pod, identity, &context.facts, attempt);
    // A played container looks up no names.
    if context.runtime.preparation() == Preparation::Full {
        for warning in warnings {
            context.tell(pod, warning);
        }
    }
    let id = context.runtime.run_pod_sandbox(&config).await.map_err(|error| {
        let message = format!("Failed to create pod sandbox: {error}");
        context.tell(pod, PodEvent::warning("FailedCreatePodSandBox", message.clone()));
        ActionError::new("CreatePodSandboxError", message)
    })?;
    let observed = context.runtime.observe_pod(&identity.uid).await;
    let ips = observed.map(|observed| {
        let own = observed.sandboxes.into_iter().find(|sandbox| sandbox.id == id);
        own.map(|sandbox| sandbox.ips).unwrap_or_default()
    });
    Ok(Sandbox { id, ips: ips.unwrap_or_default() })
}

fn failed_kill(
    context: &NodeContext,
    pod: &Pod,
    error: &crate::runtime::RuntimeError,
) -> ActionError {
    let message = format!("error killing pod: {error}");
    context.tell(pod, PodEvent::warning("FailedKillPod", message.clone()));
    ActionError::new("KillPodSandboxError", message)
}

async fn stop_containers(
    context: &NodeContext,
    pod: &Pod,
    stops: &[ContainerStop],
) -> Result<(), ActionError> {
    let stopped = join_all(stops.iter().map(|stop| stop_container(context, pod, stop))).await;
    stopped.into_iter().find(Result::is_err).unwrap_or(Ok(()))
}

/// Runs the container's `preStop` hook and stops it, both within its time; for the stop itself a
/// little is always left.
async fn stop_container(
    context: &NodeContext,
    pod: &Pod,
    stop: &ContainerStop,
) -> Result<(), ActionError> {
    let found = [ContainerKind::Regular, ContainerKind::Init, ContainerKind::Ephemeral]
        .into_iter()
        .find_map(|kind| Some((kind, find_container(pod, kind, &stop.name)?)));
    let message = match stop.message.as_str() {
        "" => format!("Stopping container {}", stop.name),
        message => message.to_owned(),
    };
    let kind = found.as_ref().map_or(ContainerKind::Regular, |(kind, _)| *kind);
    context.tell(pod, PodEvent::normal("Killing", message).of_container(kind, &stop.name));

    let began = tokio::time::Instant::now();
    let grace = stop.grace.to_std();
    let lifecycle = found.as_ref().and_then(|(_, container)| container.lifecycle.as_ref());
    if let (Some((kind, container)), Some(hook)) =
        (&found, lifecycle.and_then(|lifecycle| lifecycle.pre_stop.as_deref()))
    {
        let run = hooks::run(context, pod, container, &stop.id, hook);
        let failure = match tokio::time::timeout(grace, run).await {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(error),
            Err(_) => Some(format!("PreStop hook not completed in grace period {}", stop.grace)),
        };
        if let Some(failure) = failure {
            let message = format!("PreStopHook failed: {failure}");
            let event = PodEvent::warning("FailedPreStopHook", message);
            context.tell(pod, event.of_container(*kind, &container.name));
        }
    }
    let least = Duration::from_secs(MINIMUM_GRACE_SECONDS.unsigned_abs());
    let left = grace.saturating_sub(began.elapsed()).max(least);
    context
        .runtime
        .stop_container(&stop.id, left)
        .await
        .map_err(|error| failed_kill(context, pod, &error))
}
