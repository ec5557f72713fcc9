//! Counting ended pods exactly once: their uids go into the status, then their finalizers go,
//! then they are counted.
//!
//! Upstream: `trackJobStatusAndRemoveFinalizers` of `pkg/controller/job/job_controller.go`.

use std::collections::HashSet;
use std::sync::Arc;

use bowline_api::batch::v1::{Job, JobCondition, JobStatus};
use bowline_api::core::v1::{ConditionStatus, Pod, PodPhase};
use bowline_apimachinery::time::Time;

use super::conditions::{
    self, COMPLETE, FAILED, FAILURE_TARGET, SUCCESS_CRITERIA_MET, SUSPENDED, condition, get_true,
    reason,
};
use super::failure_policy::judge;
use super::plan::{Decision, Manage, Managed, Work, is_tracked, number};
use super::pods::{completion_index, is_failed, is_indexed, is_suspended};

/// How many pods may be in the status by uid.
const MAX_UNCOUNTED: usize = 500;

/// An event to record on the job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobEvent {
    /// Whether it tells of trouble.
    pub is_warning: bool,
    /// Its reason.
    pub reason: String,
    /// Its message.
    pub message: String,
}

impl JobEvent {
    fn normal(reason: &str, message: &str) -> Self {
        Self { is_warning: false, reason: reason.to_owned(), message: message.to_owned() }
    }

    fn warning(reason: &str, message: &str) -> Self {
        Self { is_warning: true, ..Self::normal(reason, message) }
    }
}

/// The second step of a round: write the status if it is dirty, then remove the finalizers, then
/// go on with [`close`](Accounting::close).
#[derive(Clone, Debug)]
pub struct Accounting {
    /// The job with its new status.
    pub job: Job,
    /// Whether the status has to be written before any finalizer is removed.
    pub is_dirty: bool,
    /// The pods whose tracking finalizers are to be removed.
    pub release: Vec<Arc<Pod>>,
    /// What happened.
    pub events: Vec<JobEvent>,
    /// The uids of all pods that are tracked still.
    tracked: HashSet<String>,
    /// The final condition, once all pods are counted and gone.
    end: Option<JobCondition>,
    /// Whether more pods wait to be counted than one round takes.
    is_full: bool,
    terminating: i32,
}

/// The last step of a round.
#[derive(Clone, Debug, PartialEq)]
pub struct Closing {
    /// The job with its new status.
    pub job: Job,
    /// Whether the status has to be written.
    pub is_dirty: bool,
    /// What happened.
    pub events: Vec<JobEvent>,
}

impl Decision {
    /// Counts what ended, given how the work on pods went.
    #[must_use]
    pub fn account(self, managed: Managed, now: Time) -> Accounting {
        let Self { manage, mut work, .. } = self;
        let mut events = Vec::new();
        let (done, done_ready) = (number(managed.done), number(managed.ready));
        let active = number(work.active.len());
        let active = match &manage {
            Manage::Nothing => active,
            Manage::Create(_) => active + done,
            Manage::Remove(_) | Manage::Finish(_) => {
                work.terminating += done;
                work.ready -= done_ready;
                active - done
            }
        };
        if work.end.is_some() {
            // Pods are left that could still end by themselves.
            if active > 0 {
                work.end = None;
            }
        } else if is_done(&work, active) {
            let message = "Reached expected number of succeeded pods";
            let (truth, why) = (ConditionStatus::True, reason::COMPLETIONS_REACHED);
            work.end = Some(condition(SUCCESS_CRITERIA_MET, truth, why, message, now));
        } else if !work.job.metadata.is_terminating() {
            events.extend(note_suspension(&mut work.job, now));
        }
        let status = &mut work.job.status;
        status.active = active;
        status.ready = Some(work.ready);
        status.terminating = Some(work.terminating);
        let is_dirty = *status != work.original.status;
        track(work, is_dirty, events, now)
    }
}

fn is_done(work: &Work, active: i32) -> bool {
    let enough = match work.job.spec.completions {
        None => work.succeeded > 0,
        Some(completions) => work.succeeded >= completions,
    };
    enough && active == 0
}

/// Keeps the condition that tells of suspension.
fn note_suspension(job: &mut Job, now: Time) -> Option<JobEvent> {
    let (truth, why, message, event) = if is_suspended(job) {
        (ConditionStatus::True, "JobSuspended", "Job suspended", "Suspended")
    } else {
        (ConditionStatus::False, "JobResumed", "Job resumed", "Resumed")
    };
    if !conditions::ensure(&mut job.status, condition(SUSPENDED, truth, why, message, now)) {
        return None;
    }
    // The deadline counts the time since the job was last resumed.
    job.status.start_time = (!is_suspended(job)).then_some(now);
    Some(JobEvent::normal(event, message))
}

fn track(mut work: Work, mut is_dirty: bool, events: Vec<JobEvent>, now: Time) -> Accounting {
    let mut tracked: HashSet<String> = HashSet::new();
    tracked.extend(work.pods.iter().filter(|p| is_tracked(p)).map(|p| p.metadata.uid.clone()));
    is_dirty |= count_released(&mut work.job.status, &tracked);
    let mut release = Vec::new();
    let mut is_full = false;
    let mut newly_succeeded = Vec::new();
    for pod in work.pods.clone() {
        let is_failure = is_failed(&pod, &work.job);
        if !is_tracked(&pod) || !may_release(&work, &pod, is_failure) {
            continue;
        }
        release.push(pod.clone());
        if pod.status.phase == PodPhase::Succeeded
            && !work.uncounted.failed.contains(&pod.metadata.uid)
        {
            is_dirty |= note_success(&mut work, &pod, &mut newly_succeeded);
        } else if is_failure || ends_badly(&work) {
            is_dirty |= note_failure(&mut work, &pod);
        }
        let uncounted = work.job.status.uncounted_terminated_pods.get_or_insert_default();
        let waiting = uncounted.succeeded.len() + uncounted.failed.len() + newly_succeeded.len();
        if waiting >= MAX_UNCOUNTED {
            is_full = true;
            break;
        }
    }
    if is_indexed(&work.job) {
        is_dirty |= write_indexes(&mut work, newly_succeeded);
    }
    is_dirty |= write_interim_condition(&mut work, now);
    let Work { job, end, terminating, .. } = work;
    Accounting { job, is_dirty, release, events, tracked, end, is_full, terminating }
}

/// Whether a pod's finalizer may go.
fn may_release(work: &Work, pod: &Pod, is_failure: bool) -> bool {
    if work.job.metadata.is_terminating()
        || work.end.is_some()
        || pod.status.phase == PodPhase::Succeeded
    {
        return true;
    }
    let awaited = completion_index(pod).and_then(|index| work.awaiting_replacement.get(&index));
    is_failure && awaited.is_none_or(|awaited| awaited.metadata.uid != pod.metadata.uid)
}

/// Whether pods that have not ended count as failed, because the job ends without them.
fn ends_badly(work: &Work) -> bool {
    work.end.as_ref().is_some_and(|end| end.type_ != SUCCESS_CRITERIA_MET)
}

fn note_success(work: &mut Work, pod: &Pod, newly_succeeded: &mut Vec<i32>) -> bool {
    if is_indexed(&work.job) {
        // The index keeps the pod from being counted twice.
        let index = completion_index(pod)
            .filter(|index| *index < work.completions() && !work.succeeded_before.contains(*index));
        newly_succeeded.extend(index);
        return index.is_some();
    }
    let uid = &pod.metadata.uid;
    let is_new = !work.uncounted.succeeded.contains(uid);
    if is_new {
        let uncounted = work.job.status.uncounted_terminated_pods.get_or_insert_default();
        uncounted.succeeded.push(uid.clone());
    }
    is_new
}

fn note_failure(work: &mut Work, pod: &Pod) -> bool {
    let uid = &pod.metadata.uid;
    let counts = !work.uncounted.failed.contains(uid)
        && work.has_valid_index(pod)
        && judge(work.job.spec.pod_failure_policy.as_ref(), pod).counts();
    if counts {
        let uncounted = work.job.status.uncounted_terminated_pods.get_or_insert_default();
        uncounted.failed.push(uid.clone());
    }
    counts
}

fn write_indexes(work: &mut Work, newly_succeeded: Vec<i32>) -> bool {
    let succeeded = work.succeeded_indexes.with_sorted(newly_succeeded);
    let failed = work.failed_indexes.as_ref().map(ToString::to_string);
    let status = &mut work.job.status;
    let text = succeeded.to_string();
    let changed = text != status.completed_indexes || failed != status.failed_indexes;
    status.succeeded = succeeded.len();
    status.completed_indexes = text;
    status.failed_indexes = failed;
    changed
}

/// Says in the status how the job will end, before the first finalizer goes; the final condition
/// takes the interim one's place.
fn write_interim_condition(work: &mut Work, now: Time) -> bool {
    let Some(end) = work.end.take() else { return false };
    let (last, is_new) = match end.type_.as_str() {
        FAILURE_TARGET => (FAILED, true),
        SUCCESS_CRITERIA_MET => (COMPLETE, get_true(&work.job, SUCCESS_CRITERIA_MET).is_none()),
        _ => {
            work.end = Some(end);
            return false;
        }
    };
    let truth = ConditionStatus::True;
    work.end = Some(condition(last, truth, &end.reason, &end.message, now));
    if is_new {
        conditions::ensure(&mut work.job.status, end);
    }
    is_new
}

/// Moves pods that are no longer tracked from the lists into the counts.
fn count_released(status: &mut JobStatus, tracked: &HashSet<String>) -> bool {
    let Some(uncounted) = status.uncounted_terminated_pods.as_deref_mut() else { return false };
    let take = |uids: &mut Vec<String>| {
        let before = uids.len();
        uids.retain(|uid| tracked.contains(uid));
        number(before - uids.len())
    };
    let (succeeded, failed) = (take(&mut uncounted.succeeded), take(&mut uncounted.failed));
    status.succeeded += succeeded;
    status.failed += failed;
    succeeded + failed > 0
}

impl Accounting {
    /// Counts the pods whose finalizers are gone, and ends the job when all are counted and none
    /// is left. `job` is the job as last written, if it was.
    #[must_use]
    pub fn close(self, job: Option<Job>, released: &HashSet<String>, now: Time) -> Closing {
        let mut job = job.unwrap_or(self.job);
        let mut tracked = self.tracked;
        tracked.retain(|uid| !released.contains(uid));
        let mut is_dirty = count_released(&mut job.status, &tracked);
        let all_released = self.release.iter().all(|pod| released.contains(&pod.metadata.uid));
        let uncounted = job.status.uncounted_terminated_pods.as_deref();
        let all_counted = uncounted.is_none_or(|u| u.succeeded.is_empty() && u.failed.is_empty());
        let may_end = !self.is_full && all_released && all_counted && self.terminating == 0;
        let mut events = Vec::new();
        if let Some(end) = self.end.filter(|_| may_end) {
            let is_complete = end.type_ == COMPLETE;
            if is_complete {
                job.status.completion_time = end.last_transition_time;
                events.extend(completion_events(&job));
            } else {
                events.push(JobEvent::warning(&end.reason, &end.message));
            }
            let end = JobCondition { last_transition_time: Some(now), ..end };
            conditions::ensure(&mut job.status, end);
            is_dirty = true;
        }
        Closing { job, is_dirty, events }
    }
}

fn completion_events(job: &Job) -> Vec<JobEvent> {
    let mut events = Vec::new();
    if job.spec.completions.is_some_and(|completions| job.status.succeeded > completions) {
        let message = "Too many succeeded pods running after completion count reached";
        events.push(JobEvent::warning("TooManySucceededPods", message));
    }
    events.push(JobEvent::normal("Completed", "Job completed"));
    events
}
