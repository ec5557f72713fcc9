//! One attempt after another.
//!
//! Upstream: `pkg/scheduler/schedule_one.go`.

use std::sync::Arc;

use bowline_apimachinery::time::{Duration, MicroTime};

use super::failure::Cause;
use super::{Attempt, Engine, Report};
use crate::api_calls::Note;
use crate::binding::{Binding, BindingError, BindingOutcome, EvictionOutcome, PermitWait};
use crate::cycle::{CycleError, FitError, NodeStatuses, ScheduleError, SchedulePod};
use crate::cycle_state::CycleState;
use crate::plugin::{CycleMut, PermitVerdict};
use crate::pod_groups::GroupStage;
use crate::pod_info::PodInfo;
use crate::profile::Profile;
use crate::queue::{QueuedPod, Setting};
use crate::verdict::{Rejection, Verdict};

/// The longest that a plugin may let a pod wait for its permit.
const MAX_PERMIT_WAIT: Duration = Duration::from_secs(15 * 60);

/// What pods of services are spread by that ask for nothing else.
const SPREAD_BY_DEFAULT: [&str; 2] = ["kubernetes.io/hostname", "topology.kubernetes.io/zone"];

impl Engine {
    /// Tries the next pod that is due; none if there is none.
    pub fn schedule_next(&mut self, now: MicroTime) -> Option<Attempt> {
        self.activate_asked(now);
        let queued = {
            let at = Setting { now, objects: self.cache.objects() };
            self.queue.pop(&at)?
        };
        let pod = Arc::clone(&queued.pod);
        if pod.pod().metadata.is_terminating() {
            self.queue.done(pod.uid());
            let key = format!("{}/{}", pod.namespace(), pod.name());
            let message = format!("skip schedule deleting pod: {key}");
            return Some(Attempt::Skipped(pod, Some(failed_scheduling(message))));
        }
        let profile = self.profile_of(&pod).cloned();
        let Some(profile) = profile.filter(|_| !self.cache.is_assumed(pod.uid())) else {
            self.queue.done(pod.uid());
            return Some(Attempt::Skipped(pod, None));
        };
        self.look();
        self.snapshot.track_topologies(&pod);
        SPREAD_BY_DEFAULT.into_iter().for_each(|key| self.snapshot.track_topology(key));
        let mut state = CycleState::default();
        let search = SchedulePod {
            profile: &profile,
            pod: &pod,
            nominator: self.queue.nominator(),
            start: self.start,
            percentage_of_nodes_to_score: self.options.percentage_of_nodes_to_score,
            choice: self.choice(),
        };
        let mut cycle = CycleMut::new(&mut state, &self.snapshot);
        let (found, next) = match self.options.reuse {
            true => search.run_reusing(&mut cycle, &mut self.reuse),
            false => search.run(&mut cycle),
        };
        self.start = next;
        Some(match found {
            Ok(placement) => {
                state.end_search();
                let node = self.snapshot.node_at(placement.node).name().to_owned();
                self.place(queued, profile, state, node, now)
            }
            Err(error) => Attempt::Failed(match error {
                ScheduleError::Unfit(unfit) => self.unfit(queued, &profile, &state, *unfit, now),
                ScheduleError::NoNodes => {
                    self.failed(queued, Cause::NoNodes(error.to_string()), now)
                }
                ScheduleError::Fault(error) => {
                    self.failed(queued, Cause::Fault(error.to_string()), now)
                }
            }),
        })
    }

    /// A binding has ended.
    pub fn binding_done(&mut self, outcome: BindingOutcome, now: MicroTime) -> Report {
        let BindingOutcome { queued, pod, node, profile, mut state, result } = outcome;
        let Err(error) = result else {
            self.queue.done(pod.uid());
            self.cache.finish_binding(pod.uid(), now);
            let message =
                format!("Successfully assigned {}/{} to {node}", pod.namespace(), pod.name());
            let note = Note {
                is_normal: true,
                reason: "Scheduled",
                action: "Binding",
                message,
                related: None,
            };
            let waited = queued.initial_attempt.map(|first| now.since(first)).unwrap_or_default();
            return Report::Scheduled { pod, attempts: queued.attempts, waited, note };
        };
        self.options.waiting.remove(pod.uid());
        self.undo(&profile, &mut state, &pod, &node);
        self.pod_left(&pod, now);
        let cause = match error {
            BindingError::Rejected(rejection) => turned_down(rejection),
            BindingError::Fault(error @ CycleError::Plugin { point: "Bind", .. }) => {
                Cause::Fault(format!("binding rejected: {error}"))
            }
            error => Cause::Fault(error.to_string()),
        };
        Report::Failed(self.failed(queued, cause, now))
    }

    /// An eviction has ended. If it failed, the preemptor tries again at once.
    pub fn eviction_done(&mut self, outcome: &EvictionOutcome, now: MicroTime) {
        let uid = outcome.preemptor.uid();
        self.options.preemptions.end(uid);
        if let Err(error) = &outcome.result {
            tracing::warn!(pod = outcome.preemptor.name(), %error, "preemption failed");
            let at = Setting { now, objects: self.cache.objects() };
            self.queue.activate([uid], &at);
        }
    }

    /// Plugins may ask for pods to be tried.
    fn activate_asked(&mut self, now: MicroTime) {
        let asked = self.options.activations.take();
        if !asked.is_empty() {
            let at = Setting { now, objects: self.cache.objects() };
            self.queue.activate(asked.iter().map(String::as_str), &at);
        }
    }

    /// From the chosen node to the permit.
    fn place(
        &mut self,
        queued: QueuedPod,
        profile: Arc<Profile>,
        mut state: CycleState,
        node: String,
        now: MicroTime,
    ) -> Attempt {
        let pod = Arc::new(queued.pod.on_node(&node));
        if let Err(error) = self.cache.assume_pod(Arc::clone(&pod), &node) {
            let cause = Cause::Fault(error.to_string());
            return Attempt::Failed(self.failed(queued, cause, now));
        }
        self.options.pod_groups.set(&pod, GroupStage::Assumed);
        // From here on it takes its room itself.
        self.queue.nominator_mut().remove(pod.uid());
        let reserved = self.reserve(&profile, &mut state, &pod, &node);
        let permitted = reserved.and_then(|()| self.permit(&profile, &mut state, &pod, &node));
        match permitted {
            Ok(wait) => {
                if wait.is_none() {
                    self.queue.done(pod.uid());
                }
                let snapshot = self.snapshot.without_counts();
                let binding = Binding { queued, pod, node, profile, state, snapshot, wait };
                Attempt::Bind(Box::new(binding))
            }
            Err(cause) => {
                self.undo(&profile, &mut state, &pod, &node);
                Attempt::Failed(self.failed(queued, cause, now))
            }
        }
    }

    fn reserve(
        &self,
        profile: &Profile,
        state: &mut CycleState,
        pod: &PodInfo,
        node: &str,
    ) -> Result<(), Cause> {
        let mut cycle = CycleMut::new(state, &self.snapshot);
        for plugin in &profile.reserve {
            let verdict = plugin.reserve(&mut cycle, pod, node);
            match verdict.map_err(CycleError::plugin("Reserve", plugin.name())) {
                Ok(Verdict::Fits) => {}
                Ok(Verdict::Rejected(it)) => return Err(turned_down(it.by(plugin.name()))),
                Err(error) => return Err(Cause::Fault(error.to_string())),
            }
        }
        Ok(())
    }

    fn permit(
        &self,
        profile: &Profile,
        state: &mut CycleState,
        pod: &Arc<PodInfo>,
        node: &str,
    ) -> Result<Option<PermitWait>, Cause> {
        let mut cycle = CycleMut::new(state, &self.snapshot);
        let mut waits = Vec::new();
        for plugin in &profile.permit {
            let name = plugin.name();
            let verdict = plugin.permit(&mut cycle, pod, node);
            match verdict.map_err(CycleError::plugin("Permit", name)) {
                Ok(PermitVerdict::Allow) => {}
                Ok(PermitVerdict::Wait(patience)) => {
                    waits.push((name, patience.min(MAX_PERMIT_WAIT.to_std())));
                }
                Ok(PermitVerdict::Rejected(it)) => return Err(turned_down(it.by(name))),
                Err(error) => return Err(Cause::Fault(error.to_string())),
            }
        }
        Ok(self.options.waiting.add(Arc::clone(pod), node, &waits))
    }

    /// Takes back what was done for a pod since its node was chosen.
    fn undo(&mut self, profile: &Profile, state: &mut CycleState, pod: &PodInfo, node: &str) {
        for plugin in profile.reserve.iter().rev() {
            plugin.unreserve(state, pod, node);
        }
        if let Err(error) = self.cache.forget_pod(pod.uid()) {
            // The watch may have shown the pod bound although the binding failed for us.
            tracing::debug!(pod = pod.name(), %error, "forgetting an assumed pod");
        } else if self.unassigned.contains_key(pod.uid()) {
            self.options.pod_groups.set(pod, GroupStage::Unscheduled);
        } else {
            self.options.pod_groups.remove(pod);
        }
    }
}

/// A plugin turned the chosen node down.
fn turned_down(rejection: Rejection) -> Cause {
    let mut statuses = NodeStatuses::default();
    statuses.push(0, rejection);
    Cause::Unfit(Box::new(FitError::new(1, statuses)))
}

pub(super) fn failed_scheduling(message: String) -> Note {
    Note {
        is_normal: false,
        reason: "FailedScheduling",
        action: "Scheduling",
        message: truncated(message),
        related: None,
    }
}

/// The API takes notes of at most 1024 bytes.
fn truncated(message: String) -> String {
    const LIMIT: usize = 1024;
    const SUFFIX: &str = " ...";
    if message.len() <= LIMIT {
        return message;
    }
    let whole = |end: &usize| message.is_char_boundary(*end);
    let end = (0..=LIMIT - SUFFIX.len()).rev().find(whole).unwrap_or(0);
    format!("{}{SUFFIX}", &message[..end])
}
