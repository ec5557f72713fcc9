//! Where a pod stands on this node, and what to do next.
//!
//! A worker is fed with observations and the time; it gives actions and is told their outcome. It
//! has at most one step under way: its driver calls [`PodWorker::step`], does the actions, calls
//! [`PodWorker::record`] for each, looks at the runtime again and calls `step` once more.

mod events;
mod syncing;
mod troubles;

use std::collections::BTreeMap;

use bowline_api::core::v1::{Pod, PodPhase};
use bowline_apimachinery::time::{Duration, MicroTime};

pub use events::PodEvent;
pub use troubles::ActionError;
use troubles::Troubles;

use super::api_status::Liveness;
use super::container_status::Waiting;
use super::pod_actions::Action;
use super::termination;
use crate::probe::ProbeResults;
use crate::runtime::{ObservedPod, SandboxState};

/// Why a pod ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TerminationCause {
    /// It is being deleted in the API.
    Deleted,
    /// It has vanished from its source, or the runtime has it and no source does.
    Removed,
    /// Its containers have come to their end, or its phase says so.
    Completed,
    /// It has run longer than it may.
    DeadlineExceeded,
    /// The node is short of something.
    Evicted {
        /// The reason in its status.
        reason: String,
        /// The message in its status.
        message: String,
    },
    /// The node does not take it.
    Rejected {
        /// The reason in its status.
        reason: String,
        /// The message in its status.
        message: String,
    },
}

impl TerminationCause {
    /// Reason and message of the failed status that this cause brings; `None` if the containers
    /// decide.
    #[must_use]
    pub fn failure(&self) -> Option<(&str, &str)> {
        match self {
            Self::Deleted | Self::Removed | Self::Completed => None,
            Self::DeadlineExceeded => Some((
                "DeadlineExceeded",
                "Pod was active on the node longer than the specified deadline",
            )),
            Self::Evicted { reason, message } | Self::Rejected { reason, message } => {
                Some((reason, message))
            }
        }
    }
}

/// Where a pod stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Its containers should run.
    Syncing(Volumes),
    /// Its containers are being stopped.
    Terminating {
        /// Why.
        cause: TerminationCause,
        /// Since when.
        since: MicroTime,
        /// How long that may take, counted from then.
        grace: Duration,
    },
    /// Nothing of it runs any more; sandbox and volumes are being given back.
    Releasing {
        /// Why it ended.
        cause: TerminationCause,
    },
    /// It holds nothing but its logs and what the runtime remembers of it.
    Terminated {
        /// Why it ended.
        cause: TerminationCause,
    },
    /// It is gone from its source; its last traces are being removed.
    Removing {
        /// Why it ended.
        cause: TerminationCause,
    },
    /// Nothing is left.
    Finished,
}

/// Whether a pod's volumes stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Volumes {
    /// Not yet, as far as this process knows.
    Missing,
    /// They do.
    Ready,
}

/// Whether a pod's source still has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It does.
    Present,
    /// It has it no more.
    Gone,
}

/// What a step is decided on.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The pod, as its source had it last.
    pub pod: &'a Pod,
    /// Whether its source still has it.
    pub presence: Presence,
    /// What the runtime has of it.
    pub observed: &'a ObservedPod,
    /// What its probes say.
    pub probes: &'a ProbeResults,
    /// The present moment.
    pub now: MicroTime,
}

/// What to do next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// To be done in this order.
    pub actions: Vec<Action>,
    /// To be told.
    pub events: Vec<PodEvent>,
    /// When to step again, even if nothing happens.
    pub wake_at: Option<MicroTime>,
}

impl Step {
    fn wake(&mut self, at: MicroTime) {
        self.wake_at = Some(self.wake_at.map_or(at, |before| before.min(at)));
    }
}

/// A pod on this node.
#[derive(Clone, Debug)]
pub struct PodWorker {
    state: State,
    requested: Option<(TerminationCause, Option<Duration>)>,
    troubles: Option<Box<Troubles>>,
    longest_backoff: Duration,
}

/// What one state gives: the next one, and what to do in it.
type Transition = (State, Option<Step>);

impl PodWorker {
    /// A pod that has just been seen. Crashing containers wait at most `longest_backoff`.
    #[must_use]
    pub fn new(longest_backoff: Duration) -> Self {
        Self {
            state: State::Syncing(Volumes::Missing),
            requested: None,
            troubles: None,
            longest_backoff,
        }
    }

    /// Where the pod stands.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Asks for the pod's end, with `grace` instead of its own. Does nothing if it is ending.
    pub fn terminate(&mut self, cause: TerminationCause, grace: Option<Duration>) {
        if matches!(self.state, State::Syncing(_)) && self.requested.is_none() {
            self.requested = Some((cause, grace));
        }
    }

    /// Whether the pod is to end sooner than the stops under way know.
    #[must_use]
    pub fn is_hurried(&self, pod: &Pod) -> bool {
        match &self.state {
            State::Syncing(_) => {
                self.requested.is_some() || pod.metadata.deletion_timestamp.is_some()
            }
            State::Terminating { grace, .. } => {
                termination::grace_period(pod, None, Some(*grace)) < *grace
            }
            _ => false,
        }
    }

    /// Decides what to do next.
    pub fn step(&mut self, input: &Input<'_>) -> Step {
        loop {
            let state = std::mem::replace(&mut self.state, State::Finished);
            let (next, step) = match state {
                State::Syncing(volumes) => self.syncing(volumes, input),
                State::Terminating { cause, since, grace } => {
                    self.terminating(cause, since, grace, input)
                }
                State::Releasing { cause } => self.releasing(cause, input),
                State::Terminated { cause } => terminated(cause, input),
                State::Removing { cause } => removing(cause, input),
                State::Finished => (State::Finished, Some(Step::default())),
            };
            self.state = next;
            if let Some(step) = step {
                return step;
            }
        }
    }

    /// Takes note of how an action went.
    pub fn record(&mut self, action: &Action, outcome: &Result<(), ActionError>, now: MicroTime) {
        match (&mut self.state, action, outcome) {
            (State::Syncing(volumes), Action::SetUpVolumes, Ok(())) => *volumes = Volumes::Ready,
            (state @ State::Releasing { .. }, Action::TearDownVolumes, Ok(())) => {
                if let State::Releasing { cause } = std::mem::replace(state, State::Finished) {
                    *state = State::Terminated { cause };
                }
            }
            (state @ State::Removing { .. }, Action::RemovePod, Ok(())) => *state = State::Finished,
            _ => {}
        }
        match outcome {
            Ok(()) => {
                if let Some(troubles) = &mut self.troubles {
                    troubles.overcome(action);
                }
            }
            Err(error) => self.troubles().suffer(action, error, now),
        }
    }

    /// Why containers could not be started, by name.
    #[must_use]
    pub fn waiting(&self) -> &BTreeMap<String, Waiting> {
        static NONE: BTreeMap<String, Waiting> = BTreeMap::new();
        self.troubles.as_ref().map_or(&NONE, |troubles| troubles.waiting())
    }

    /// How far the pod's end has come, as far as its status goes.
    #[must_use]
    pub fn liveness(&self, observed: &ObservedPod) -> Liveness<'_> {
        match &self.state {
            State::Syncing(_) => Liveness::Running,
            State::Terminating { cause, .. } if observed.running().next().is_some() => {
                Liveness::Stopping(cause)
            }
            State::Terminating { cause, .. }
            | State::Releasing { cause }
            | State::Terminated { cause }
            | State::Removing { cause } => Liveness::Stopped(cause),
            State::Finished => Liveness::Stopped(&TerminationCause::Removed),
        }
    }

    /// Whether nothing of the pod is left but what may go when its object goes.
    #[must_use]
    pub fn is_terminated(&self) -> bool {
        matches!(self.state, State::Terminated { .. } | State::Removing { .. } | State::Finished)
    }

    fn troubles(&mut self) -> &mut Troubles {
        let longest = self.longest_backoff;
        self.troubles.get_or_insert_with(|| Box::new(Troubles::new(longest)))
    }

    /// Why the pod has to end now, if it has to.
    fn termination_cause(
        &mut self,
        input: &Input<'_>,
    ) -> Option<(TerminationCause, Option<Duration>)> {
        if let Some(requested) = self.requested.take() {
            return Some(requested);
        }
        let pod = input.pod;
        if pod.metadata.deletion_timestamp.is_some() {
            Some((TerminationCause::Deleted, None))
        } else if input.presence == Presence::Gone {
            Some((TerminationCause::Removed, None))
        } else if matches!(pod.status.phase, PodPhase::Succeeded | PodPhase::Failed) {
            Some((TerminationCause::Completed, None))
        } else if active_deadline(pod).is_some_and(|deadline| input.now >= deadline) {
            Some((TerminationCause::DeadlineExceeded, None))
        } else {
            None
        }
    }

    fn terminating(
        &mut self,
        cause: TerminationCause,
        since: MicroTime,
        grace: Duration,
        input: &Input<'_>,
    ) -> Transition {
        if input.observed.running().next().is_none() {
            return (State::Releasing { cause }, None);
        }
        let grace = termination::grace_period(input.pod, None, Some(grace));
        let deadline = since.saturating_add(grace);
        let mut step = Step::default();
        match self.troubles.as_ref().and_then(|troubles| troubles.blocked(input.now)) {
            Some(until) => step.wake(until),
            None => {
                let stops =
                    termination::next_to_stop(input.pod, input.observed, deadline, input.now);
                step.actions.push(Action::StopContainers(stops));
            }
        }
        (State::Terminating { cause, since, grace }, Some(step))
    }

    fn releasing(&mut self, cause: TerminationCause, input: &Input<'_>) -> Transition {
        let mut step = Step::default();
        match self.troubles.as_ref().and_then(|troubles| troubles.blocked(input.now)) {
            Some(until) => step.wake(until),
            None => {
                let ready = |state| state == SandboxState::Ready;
                for sandbox in input.observed.sandboxes.iter().filter(|s| ready(s.state)) {
                    step.actions.push(Action::StopSandbox { id: sandbox.id.clone() });
                }
                step.actions.push(Action::TearDownVolumes);
            }
        }
        (State::Releasing { cause }, Some(step))
    }
}

fn terminated(cause: TerminationCause, input: &Input<'_>) -> Transition {
    match input.presence {
        Presence::Present => (State::Terminated { cause }, Some(Step::default())),
        Presence::Gone => (State::Removing { cause }, None),
    }
}

fn removing(cause: TerminationCause, input: &Input<'_>) -> Transition {
    let containers = input.observed.containers.iter();
    let sandboxes = input.observed.sandboxes.iter();
    let mut step = Step::default();
    step.actions.extend(containers.map(|c| Action::RemoveContainer { id: c.id.clone() }));
    step.actions.extend(sandboxes.map(|s| Action::RemoveSandbox { id: s.id.clone() }));
    step.actions.push(Action::RemovePod);
    (State::Removing { cause }, Some(step))
}

/// When the pod has run for as long as it may.
fn active_deadline(pod: &Pod) -> Option<MicroTime> {
    let started = MicroTime::from(pod.status.start_time?);
    Some(started.saturating_add(Duration::from_secs(pod.spec.active_deadline_seconds?)))
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod world;
