//! A pod whose containers should run.

use bowline_api::core::v1::Pod;

use super::super::pod_actions::{
    Action, ContainerKind, ContainerStart, PodActions, compute_pod_actions, find_container,
};
use super::super::termination;
use super::{
    Input, PodEvent, PodWorker, State, Step, TerminationCause, Transition, Volumes, active_deadline,
};
use crate::runtime::{ContainerState, ObservedPod, PodIdentity, SandboxState};

/// How many containers of a name are kept: the newest and the one before.
const KEPT_OF_A_NAME: usize = 2;

impl PodWorker {
    pub(super) fn syncing(&mut self, volumes: Volumes, input: &Input<'_>) -> Transition {
        if let Some((cause, asked)) = self.termination_cause(input) {
            let grace = termination::grace_period(input.pod, asked, None);
            return (State::Terminating { cause, since: input.now, grace }, None);
        }
        let plan = compute_pod_actions(input.pod, input.observed, input.probes);
        if plan.kill_pod {
            let cause = TerminationCause::Completed;
            let grace = termination::grace_period(input.pod, None, None);
            return (State::Terminating { cause, since: input.now, grace }, None);
        }
        let mut step = Step::default();
        if let Some(deadline) = active_deadline(input.pod) {
            step.wake(deadline);
        }
        match self.troubles.as_ref().and_then(|troubles| troubles.blocked(input.now)) {
            Some(until) => step.wake(until),
            None => self.plan_sync(volumes, plan, input, &mut step),
        }
        (State::Syncing(volumes), Some(step))
    }

    fn plan_sync(
        &mut self,
        volumes: Volumes,
        plan: PodActions,
        input: &Input<'_>,
        step: &mut Step,
    ) {
        if plan.create_sandbox.is_some() {
            clear_for_new_sandbox(input.pod, input.observed, input.now, step);
        }
        if volumes == Volumes::Missing {
            step.actions.push(Action::SetUpVolumes);
        }
        if let Some(attempt) = plan.create_sandbox {
            if attempt > 0 {
                step.events.push(PodEvent::normal(
                    "SandboxChanged",
                    "Pod sandbox changed, it will be killed and re-created.",
                ));
            }
            step.actions.push(Action::CreateSandbox { attempt });
        }
        if !plan.stop.is_empty() {
            step.actions.push(Action::StopContainers(plan.stop));
        }
        let starts: Vec<ContainerStart> =
            plan.start.into_iter().filter(|start| self.may_start(start, input, step)).collect();
        for start in starts {
            prune(input.observed, &start.name, step);
            step.actions.push(Action::StartContainer(start));
        }
    }

    /// Whether a container may be started now, and not later because it has failed before.
    fn may_start(&mut self, start: &ContainerStart, input: &Input<'_>, step: &mut Step) -> bool {
        let (now, name) = (input.now, start.name.as_str());
        let until = self.troubles.as_ref().and_then(|troubles| troubles.retry_at(name, now));
        if let Some(until) = until {
            let image = find_container(input.pod, start.kind, name).map(|c| c.image);
            let noted = self.troubles().note_image_backoff(name, &image.unwrap_or_default());
            if let Some(message) = noted {
                let event = PodEvent::normal("BackOff", message);
                step.events.push(event.of_container(start.kind, name));
            }
            step.wake(until);
            return false;
        }
        let status = input.observed.container(name);
        let Some(exit) = status.and_then(|status| status.state.exit()) else { return true };
        if start.kind == ContainerKind::Init && exit.exit_code == 0 && !is_sidecar(input.pod, name)
        {
            return true;
        }
        let troubles = self.troubles();
        let Err((until, delay)) = troubles.may_restart(name, exit.finished_at, now) else {
            return true;
        };
        let identity = identity_of(input.pod);
        let message = format!("back-off {delay} restarting failed container={name} pod={identity}");
        if troubles.set_waiting(name, "CrashLoopBackOff", message) {
            let message = format!("Back-off restarting failed container {name} in pod {identity}");
            let event = PodEvent::warning("BackOff", message);
            step.events.push(event.of_container(start.kind, name));
        }
        step.wake(until);
        false
    }
}

/// Before a new sandbox is made, everything of the old one ends; init containers run again, so
/// that what they left is removed.
fn clear_for_new_sandbox(
    pod: &Pod,
    observed: &ObservedPod,
    now: bowline_apimachinery::time::MicroTime,
    step: &mut Step,
) {
    let stops = termination::next_to_stop(pod, observed, now, now);
    if !stops.is_empty() {
        step.actions.push(Action::StopContainers(stops));
    }
    for sandbox in observed.sandboxes.iter().filter(|s| s.state == SandboxState::Ready) {
        step.actions.push(Action::StopSandbox { id: sandbox.id.clone() });
    }
    for init in &pod.spec.init_containers {
        let ended = |state: &ContainerState| {
            matches!(state, ContainerState::Exited(_) | ContainerState::Created)
        };
        for status in observed.containers.iter().filter(|c| c.name == init.name) {
            if ended(&status.state) {
                step.actions.push(Action::RemoveContainer { id: status.id.clone() });
            }
        }
    }
    // The newest is kept, as its number counts on.
    for sandbox in observed.sandboxes.iter().skip(1) {
        step.actions.push(Action::RemoveSandbox { id: sandbox.id.clone() });
    }
}

/// Makes room for one more container of that name.
fn prune(observed: &ObservedPod, name: &str, step: &mut Step) {
    let of_name = observed.containers.iter().filter(|c| c.name == name);
    for status in of_name.skip(KEPT_OF_A_NAME - 1) {
        if status.state.exit().is_some() {
            let remove = Action::RemoveContainer { id: status.id.clone() };
            if !step.actions.contains(&remove) {
                step.actions.push(remove);
            }
        }
    }
}

fn is_sidecar(pod: &Pod, name: &str) -> bool {
    pod.spec.init_containers.iter().any(|c| c.name == name && c.is_sidecar())
}

fn identity_of(pod: &Pod) -> PodIdentity {
    PodIdentity {
        namespace: pod.metadata.namespace.clone(),
        name: pod.metadata.name.clone(),
        uid: pod.metadata.uid.clone(),
    }
}
