//! What a job does next: start pods, stop pods, or end.
//!
//! A round goes in three steps, between which pods are made or deleted and finalizers removed:
//! [`decide`], then [`Decision::account`], then [`Accounting::close`](super::tracking::Accounting).
//!
//! Upstream: `syncJob` and `manageJob` of `pkg/controller/job/job_controller.go`.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use bowline_api::batch::v1::{Job, JobCondition};
use bowline_api::core::v1::{ConditionStatus, Pod, PodPhase, PodTemplateSpec, RestartPolicy};
use bowline_apimachinery::time::Time;

use super::backoff::{self, Failures, finished_at};
use super::conditions::{
    FAILED, FAILURE_TARGET, SUCCESS_CRITERIA_MET, condition, get_true, reason,
};
use super::failure_policy::judge;
use super::indexes::Indexes;
use super::pods::{
    TRACKING_FINALIZER, completion_index, has_backoff_per_index, index_failures, indexes,
    is_failed, is_indexed, is_suspended, replaces_only_failed, template,
};
use super::removal::pods_to_remove;
use super::success_policy;

/// How many pods are made or deleted in one round.
const MAX_PODS_PER_ROUND: usize = 500;

/// What the decision rests on.
#[derive(Clone, Debug)]
pub struct Observed {
    /// The job.
    pub job: Arc<Job>,
    /// Its pods, ended ones included.
    pub pods: Vec<Arc<Pod>>,
    /// The failures known from earlier rounds.
    pub failures: Failures,
}

/// What to do about pods.
#[derive(Clone, Debug, PartialEq)]
pub enum Manage {
    /// Nothing.
    Nothing,
    /// The job ends: delete these.
    Finish(Vec<Arc<Pod>>),
    /// There are too many: take the tracking finalizer off these and delete them.
    Remove(Vec<Arc<Pod>>),
    /// There are too few: make these.
    Create(Vec<Creation>),
}

/// A pod to make.
#[derive(Clone, Debug, PartialEq)]
pub struct Creation {
    /// What to make it from.
    pub template: Box<PodTemplateSpec>,
    /// The prefix of its name, if it is not the job's name.
    pub generate_name: Option<String>,
}

/// How the work on pods went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Managed {
    /// How many of the pods were made or deleted.
    pub done: usize,
    /// How many of the deleted ones were ready.
    pub ready: usize,
}

/// The first step of a round.
#[derive(Clone, Debug)]
pub struct Decision {
    /// What to do about pods now.
    pub manage: Manage,
    /// The failures known now; to be kept once they are in the status.
    pub failures: Failures,
    /// When to look again even if nothing changes.
    pub again: Option<Duration>,
    pub(super) work: Work,
}

/// The state of a round.
#[derive(Clone, Debug)]
pub(super) struct Work {
    pub(super) job: Job,
    /// The job as it was observed.
    pub(super) original: Arc<Job>,
    pub(super) pods: Vec<Arc<Pod>>,
    pub(super) active: Vec<Arc<Pod>>,
    pub(super) ready: i32,
    pub(super) terminating: i32,
    pub(super) succeeded: i32,
    /// The condition that ends the job.
    pub(super) end: Option<JobCondition>,
    pub(super) uncounted: Uncounted,
    pub(super) succeeded_before: Indexes,
    pub(super) succeeded_indexes: Indexes,
    pub(super) failed_indexes: Option<Indexes>,
    /// Failed pods that stay until their index has a new one, which takes over their count.
    pub(super) awaiting_replacement: BTreeMap<i32, Arc<Pod>>,
}

/// Pods that have ended and are in the status by uid, but not in its counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Uncounted {
    pub(super) succeeded: HashSet<String>,
    pub(super) failed: HashSet<String>,
}

/// Decides what to do about the pods of a job that has not ended.
#[must_use]
pub fn decide(observed: &Observed, now: Time) -> Decision {
    let mut work = Work::new(observed, now);
    let newly_succeeded = work.newly(|work, pod| {
        pod.status.phase == PodPhase::Succeeded
            && !work.uncounted.succeeded.contains(&pod.metadata.uid)
    });
    let newly_failed = work.newly(|work, pod| {
        is_failed(pod, &work.job) && !work.uncounted.failed.contains(&pod.metadata.uid)
    });
    let failures = observed.failures.after(&newly_succeeded, &newly_failed);
    let policy = work.job.spec.pod_failure_policy.as_ref();
    let counted = newly_failed.iter().filter(|pod| judge(policy, pod).counts()).count();
    work.succeeded = work.job.status.succeeded
        + number(newly_succeeded.len())
        + number(work.uncounted.succeeded.len());
    let failed = work.job.status.failed + number(counted) + number(work.uncounted.failed.len());

    let mut again = None;
    work.end = work.end_in_sight(failed, now);
    if work.end.is_none() {
        again = work.until_deadline(now);
    }
    if is_indexed(&work.job) {
        work.tell_indexes(now);
    }
    let manage = if work.end.is_some() {
        Manage::Finish(work.active.clone())
    } else if work.job.metadata.is_terminating() {
        Manage::Nothing
    } else {
        match work.manage(&failures, now) {
            Ok(manage) => manage,
            Err(wait) => {
                again = Some(again.map_or(wait, |again: Duration| again.min(wait)));
                Manage::Nothing
            }
        }
    };
    Decision { manage, failures, again, work }
}

/// A count as the API holds it.
pub(super) fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

impl Work {
    fn new(observed: &Observed, now: Time) -> Self {
        let mut job = (*observed.job).clone();
        let uncounted = job.status.uncounted_terminated_pods.get_or_insert_default();
        let uncounted = Uncounted {
            succeeded: uncounted.succeeded.iter().cloned().collect(),
            failed: uncounted.failed.iter().cloned().collect(),
        };
        if job.status.start_time.is_none() && !is_suspended(&job) {
            job.status.start_time = Some(now);
        }
        let mut pods = observed.pods.clone();
        if is_indexed(&job) {
            pods.sort_by_key(|pod| completion_index(pod));
        }
        let active: Vec<_> = pods.iter().filter(|pod| pod.is_active()).cloned().collect();
        Self {
            ready: number(active.iter().filter(|pod| pod.is_ready()).count()),
            terminating: number(pods.iter().filter(|pod| pod.is_ending()).count()),
            succeeded: 0,
            end: None,
            succeeded_before: Indexes::default(),
            succeeded_indexes: Indexes::default(),
            failed_indexes: None,
            awaiting_replacement: BTreeMap::new(),
            original: observed.job.clone(),
            job,
            pods,
            active,
            uncounted,
        }
    }

    pub(super) fn completions(&self) -> i32 {
        self.job.spec.completions.unwrap_or(0)
    }

    /// The pods that still have to be counted, and that pass a test.
    fn newly(&self, test: impl Fn(&Self, &Pod) -> bool) -> Vec<Arc<Pod>> {
        self.pods
            .iter()
            .filter(|pod| is_tracked(pod) && self.has_valid_index(pod) && test(self, pod))
            .cloned()
            .collect()
    }

    pub(super) fn has_valid_index(&self, pod: &Pod) -> bool {
        !is_indexed(&self.job)
            || completion_index(pod).is_some_and(|index| index < self.completions())
    }

    /// The condition that ends the job, as far as it does not depend on indexes.
    fn end_in_sight(&self, failed: i32, now: Time) -> Option<JobCondition> {
        let job = &self.job;
        if let Some(met) = get_true(job, SUCCESS_CRITERIA_MET) {
            return Some(met.clone());
        }
        if let Some(target) = get_true(job, FAILURE_TARGET) {
            let truth = ConditionStatus::True;
            return Some(condition(FAILED, truth, &target.reason, &target.message, now));
        }
        let policy = job.spec.pod_failure_policy.as_ref();
        let by_policy = self
            .pods
            .iter()
            .filter(|pod| is_failed(pod, job))
            .find_map(|pod| judge(policy, pod).fails_job);
        if let Some(message) = by_policy {
            return Some(failure(reason::POD_FAILURE_POLICY, message, now));
        }
        let limit = job.spec.backoff_limit.unwrap_or(i32::MAX);
        if failed > limit || self.restarts_exceed(limit) {
            let message = "Job has reached the specified backoff limit";
            return Some(failure(reason::BACKOFF_LIMIT_EXCEEDED, message, now));
        }
        if self.until_deadline(now) == Some(Duration::ZERO) {
            let message = "Job was active longer than specified deadline";
            return Some(failure(reason::DEADLINE_EXCEEDED, message, now));
        }
        None
    }

    /// Whether containers that restart in place did so too often.
    fn restarts_exceed(&self, limit: i32) -> bool {
        if self.job.spec.template.spec.restart_policy != RestartPolicy::OnFailure {
            return false;
        }
        let runs =
            |pod: &&Arc<Pod>| matches!(pod.status.phase, PodPhase::Running | PodPhase::Pending);
        let restarts: i32 = self
            .pods
            .iter()
            .filter(runs)
            .flat_map(|pod| {
                pod.status.init_container_statuses.iter().chain(&pod.status.container_statuses)
            })
            .map(|status| status.restart_count)
            .sum();
        if limit == 0 { restarts > 0 } else { restarts >= limit }
    }

    /// How long the job may stay active still, if that is limited.
    fn until_deadline(&self, now: Time) -> Option<Duration> {
        let deadline = self.job.spec.active_deadline_seconds?;
        let start = self.job.status.start_time.filter(|_| !is_suspended(&self.job))?;
        let left = deadline.saturating_sub(now.since(start).as_secs());
        Some(Duration::from_secs(u64::try_from(left).unwrap_or(0)))
    }

    /// Finds out which indexes are done, and whether that ends the job.
    fn tell_indexes(&mut self, now: Time) {
        let completions = self.completions();
        self.succeeded_before = Indexes::parse(&self.job.status.completed_indexes, completions);
        let ended = self.newly(|_, pod| pod.status.phase == PodPhase::Succeeded);
        self.succeeded_indexes = self.succeeded_before.with_sorted(indexes(&ended));
        self.succeeded = self.succeeded_indexes.len();
        if has_backoff_per_index(&self.job) {
            let failed = self.failed_indexes();
            let (count, max) = (failed.len(), self.job.spec.max_failed_indexes);
            if self.end.is_none() && max.is_some_and(|max| count > max) {
                let message = "Job has exceeded the specified maximal number of failed indexes";
                self.end = Some(failure(reason::MAX_FAILED_INDEXES_EXCEEDED, message, now));
            } else if self.end.is_none() && count > 0 && count + self.succeeded >= completions {
                let message = "Job has failed indexes";
                self.end = Some(failure(reason::FAILED_INDEXES, message, now));
            }
            self.failed_indexes = Some(failed);
            self.awaiting_replacement = self.awaiting_replacement();
        }
        if self.end.is_none() {
            let policy = self.job.spec.success_policy.as_ref();
            if let Some(rule) = success_policy::met(policy, completions, &self.succeeded_indexes) {
                let message = format!("Matched rules at index {rule}");
                let (truth, why) = (ConditionStatus::True, reason::SUCCESS_POLICY);
                self.end = Some(condition(SUCCESS_CRITERIA_MET, truth, why, message, now));
            }
        }
    }

    fn failed_indexes(&self) -> Indexes {
        let known = self.job.status.failed_indexes.as_deref().unwrap_or("");
        let known = Indexes::parse(known, self.completions());
        let failed = self.pods.iter().filter(|pod| {
            completion_index(pod)
                .is_some_and(|index| index < self.completions() && !known.contains(index))
                && self.fails_its_index(pod)
        });
        let failed: Vec<_> = failed.cloned().collect();
        known.with_sorted(indexes(&failed))
    }

    fn fails_its_index(&self, pod: &Pod) -> bool {
        if !is_failed(pod, &self.job) {
            return false;
        }
        let verdict = judge(self.job.spec.pod_failure_policy.as_ref(), pod);
        let at_once = verdict.action.as_ref().is_some_and(|action| action.as_str() == "FailIndex");
        let limit = self.job.spec.backoff_limit_per_index.unwrap_or(i32::MAX);
        at_once || (verdict.counts() && index_failures(pod).0 >= limit)
    }

    /// For each index that needs a new pod, the last failed one.
    fn awaiting_replacement(&self) -> BTreeMap<i32, Arc<Pod>> {
        let active = indexes(&self.active);
        let failed = self.failed_indexes.clone().unwrap_or_default();
        let mut waiting: BTreeMap<i32, Arc<Pod>> = BTreeMap::new();
        for pod in self.newly(|work, pod| is_failed(pod, &work.job)) {
            let Some(index) = completion_index(&pod) else { continue };
            let settled = self.succeeded_indexes.contains(index) || failed.contains(index);
            if settled || active.contains(&index) {
                continue;
            }
            let is_later = waiting.get(&index).is_none_or(|other| {
                all_failures(other) <= all_failures(&pod) && finished_at(&pod) >= finished_at(other)
            });
            if is_later {
                waiting.insert(index, pod);
            }
        }
        waiting
    }

    /// What to do about pods while the job goes on; the wait if it is too early for new ones.
    fn manage(&self, failures: &Failures, now: Time) -> Result<Manage, Duration> {
        let job = &self.job;
        let active = number(self.active.len());
        if is_suspended(job) {
            let all = pods_to_remove(job, &self.active, self.active.len());
            return Ok(if all.is_empty() { Manage::Nothing } else { Manage::Remove(all) });
        }
        let parallelism = job.spec.parallelism.unwrap_or(1);
        let want = match job.spec.completions {
            // Once a pod has succeeded, those that run may end, and no new ones are started.
            None if self.succeeded > 0 => active,
            None => parallelism,
            Some(completions) => (completions - self.succeeded).min(parallelism).max(0),
        };
        let surplus = usize::try_from(active - want).unwrap_or(0);
        let mut remove = pods_to_remove(job, &self.active, surplus);
        remove.truncate(MAX_PODS_PER_ROUND);
        if !remove.is_empty() {
            return Ok(Manage::Remove(remove));
        }
        let ending = if replaces_only_failed(job) { self.terminating } else { 0 };
        let missing = usize::try_from(want - ending - active).unwrap_or(0);
        if missing == 0 { Ok(Manage::Nothing) } else { self.create(missing, failures, now) }
    }

    fn create(&self, missing: usize, failures: &Failures, now: Time) -> Result<Manage, Duration> {
        let job = &self.job;
        if !has_backoff_per_index(job) {
            let wait = failures.remaining(backoff::INITIAL, backoff::LONGEST, now);
            if !wait.is_zero() {
                return Err(wait);
            }
        }
        let missing = missing.min(MAX_PODS_PER_ROUND);
        if !is_indexed(job) {
            let (template, generate_name) = template(job, None, None);
            let creation = Creation { template: Box::new(template), generate_name };
            return Ok(Manage::Create(vec![creation; missing]));
        }
        let mut due = Vec::new();
        let mut shortest: Option<Duration> = None;
        for index in self.pending_indexes(missing) {
            let wait = self.wait_of_index(index, now);
            if wait.is_zero() {
                due.push(index);
            } else {
                shortest = Some(shortest.map_or(wait, |shortest| shortest.min(wait)));
            }
        }
        if due.is_empty() {
            return shortest.map_or(Ok(Manage::Nothing), Err);
        }
        let creations = due.into_iter().map(|index| {
            let failed = self.awaiting_replacement.get(&index);
            let (template, generate_name) = template(job, Some(index), failed.map(Arc::as_ref));
            Creation { template: Box::new(template), generate_name }
        });
        Ok(Manage::Create(creations.collect()))
    }

    fn pending_indexes(&self, count: usize) -> Vec<i32> {
        let mut busy = self.succeeded_indexes.with_sorted(indexes(&self.active));
        if replaces_only_failed(&self.job) {
            let ending: Vec<_> = self.pods.iter().filter(|pod| pod.is_ending()).cloned().collect();
            busy = busy.with_sorted(indexes(&ending));
        }
        if let Some(failed) = &self.failed_indexes {
            busy = busy.union(failed);
        }
        busy.first_missing(count, self.completions())
    }

    fn wait_of_index(&self, index: i32, now: Time) -> Duration {
        let Some(failed) = self.awaiting_replacement.get(&index) else { return Duration::ZERO };
        let count = u32::try_from(all_failures(failed).saturating_add(1)).unwrap_or(0);
        let failures = Failures { count, last: Some(finished_at(failed)) };
        failures.remaining(backoff::INITIAL, backoff::LONGEST, now)
    }
}

/// The interim condition of a job that will be failed once its pods have ended.
fn failure(why: &str, message: impl Into<String>, now: Time) -> JobCondition {
    condition(FAILURE_TARGET, ConditionStatus::True, why, message, now)
}

/// Whether the pod has still to be counted.
pub(super) fn is_tracked(pod: &Pod) -> bool {
    pod.metadata.has_finalizer(TRACKING_FINALIZER)
}

fn all_failures(pod: &Pod) -> i32 {
    let (counted, ignored) = index_failures(pod);
    counted.saturating_add(ignored)
}
