//! What becomes of a pod that has no node.

use std::sync::Arc;

use bowline_api::core::v1::{ConditionStatus, PodCondition, PodStatus, pod_condition};
use bowline_apimachinery::time::MicroTime;

use super::attempt::failed_scheduling;
use super::{Engine, Failure, FailureReason};
use crate::binding::Eviction;
use crate::cycle::{FilterRunner, FitError, Unfit};
use crate::cycle_state::CycleState;
use crate::plugin::{Cycle, Nomination, PostFilterCycle, PostFilterVerdict, Preemption};
use crate::pod_info::PodInfo;
use crate::profile::Profile;
use crate::queue::{QueuedPod, Setting};

/// Why an attempt failed.
pub(super) enum Cause {
    /// It fits nowhere.
    Unfit(Box<FitError>),
    /// There is nowhere.
    NoNodes(String),
    /// Something went wrong.
    Fault(String),
}

/// What `PostFilter` plugins came to.
#[derive(Default)]
struct MadeRoom {
    message: String,
    nomination: Nomination,
    preemption: Option<Preemption>,
}

impl Engine {
    /// The pod fits on no node as they are: can room be made?
    pub(super) fn unfit(
        &mut self,
        queued: QueuedPod,
        profile: &Profile,
        state: &CycleState,
        unfit: Unfit,
        now: MicroTime,
    ) -> Box<Failure> {
        let Unfit { mut error, pre_filtered } = unfit;
        let filters = FilterRunner::new(profile, &pre_filtered.skipped, self.queue.nominator());
        let cycle = Cycle::new(state, &self.snapshot);
        let cycle = PostFilterCycle::new(cycle, &filters, &*self.options.random);
        let room = make_room(profile, &cycle, &queued.pod, &error);
        error.post_filter_message = room.message;
        let nomination = room.nomination;
        let preemption = room.preemption;
        self.fail(queued, Cause::Unfit(Box::new(error)), nomination, preemption, now)
    }

    /// The pod waits again, and is no longer expected on a node that was nominated.
    pub(super) fn failed(
        &mut self,
        queued: QueuedPod,
        cause: Cause,
        now: MicroTime,
    ) -> Box<Failure> {
        self.fail(queued, cause, Nomination::Clear, None, now)
    }

    fn fail(
        &mut self,
        mut queued: QueuedPod,
        cause: Cause,
        nomination: Nomination,
        preemption: Option<Preemption>,
        now: MicroTime,
    ) -> Box<Failure> {
        let (reason, message) = match cause {
            Cause::Unfit(error) => {
                let message = error.to_string();
                queued.unschedulable_plugins = error.unschedulable_plugins;
                queued.pending_plugins = error.pending_plugins;
                (FailureReason::Unschedulable, message)
            }
            Cause::NoNodes(message) => (FailureReason::Unschedulable, message),
            Cause::Fault(message) => (FailureReason::SchedulerError, message),
        };
        let known = self.unassigned.get(queued.pod.uid()).cloned();
        let note = failed_scheduling(message.clone());
        let Some(pod) = known else {
            // It was deleted, or somebody else has bound it, while it was being tried.
            self.queue.done(queued.pod.uid());
            let pod = queued.pod;
            return Box::new(Failure { pod, reason, message, status: None, note, eviction: None });
        };
        let eviction = preemption.map(|preemption| self.begin(&pod, preemption));
        queued.pod = Arc::clone(&pod);
        let at = Setting { now, objects: self.cache.objects() };
        self.queue.add_unschedulable(queued, &at);
        self.nominate(&pod, &nomination);
        let status = new_status(&pod, reason, &message, nomination, now);
        Box::new(Failure { pod, reason, message, status, note, eviction })
    }

    fn nominate(&mut self, pod: &Arc<PodInfo>, nomination: &Nomination) {
        let nominator = self.queue.nominator_mut();
        let node = match nomination {
            Nomination::Set(node) => node,
            Nomination::Keep => &pod.pod().status.nominated_node_name,
            Nomination::Clear => "",
        };
        if !node.is_empty() {
            nominator.nominate(Arc::clone(pod), node);
        } else if *nomination == Nomination::Clear {
            nominator.remove(pod.uid());
        }
    }

    fn begin(&self, preemptor: &Arc<PodInfo>, preemption: Preemption) -> Eviction {
        let Preemption { node, victims } = preemption;
        self.options.preemptions.begin(preemptor.uid());
        let nominated = self.queue.nominator().pods_for(&node).iter();
        let lesser = nominated.filter(|it| it.priority() < preemptor.priority());
        Eviction {
            preemptor: Arc::clone(preemptor),
            nominated: lesser.cloned().collect(),
            node,
            victims,
            waiting: self.options.waiting.clone(),
            under_way: Arc::clone(&self.options.preemptions),
        }
    }
}

/// Asks the plugins in order, until one succeeds or is sure that none will.
fn make_room(
    profile: &Profile,
    cycle: &PostFilterCycle<'_>,
    pod: &PodInfo,
    error: &FitError,
) -> MadeRoom {
    let mut messages = Vec::new();
    let mut made = MadeRoom::default();
    for plugin in &profile.post_filter {
        match plugin.post_filter(cycle, pod, &error.statuses) {
            Ok(PostFilterVerdict::Schedulable { node, preemption }) => {
                return MadeRoom {
                    message: String::new(),
                    nomination: Nomination::Set(node),
                    preemption,
                };
            }
            Ok(PostFilterVerdict::Unschedulable { message, nomination }) => {
                messages.extend((!message.is_empty()).then_some(message));
                if nomination != Nomination::Keep {
                    made.nomination = nomination;
                }
            }
            Ok(PostFilterVerdict::Unresolvable { message }) => {
                messages.extend((!message.is_empty()).then_some(message));
                break;
            }
            Err(error) => {
                tracing::error!(plugin = plugin.name(), pod = pod.name(), %error, "post-filter");
                messages.push(error.to_string());
                break;
            }
        }
    }
    made.message = messages.join(", ");
    made
}

/// The status with the condition and the nomination; none if nothing changes.
fn new_status(
    pod: &PodInfo,
    reason: FailureReason,
    message: &str,
    nomination: Nomination,
    now: MicroTime,
) -> Option<PodStatus> {
    let mut status = pod.pod().status.clone();
    let condition = PodCondition {
        type_: pod_condition::POD_SCHEDULED.to_owned(),
        status: ConditionStatus::False,
        reason: reason.as_str().to_owned(),
        message: message.to_owned(),
        observed_generation: pod.pod().metadata.generation,
        ..PodCondition::default()
    };
    let mut changed = status.set_condition(condition, now.into());
    let node = match nomination {
        Nomination::Keep => status.nominated_node_name.clone(),
        Nomination::Set(node) => node,
        Nomination::Clear => String::new(),
    };
    changed |= node != status.nominated_node_name;
    status.nominated_node_name = node;
    changed.then_some(status)
}
