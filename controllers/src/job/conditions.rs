//! The conditions of a job.
//!
//! Upstream: `pkg/controller/job/job_controller.go`, `pkg/controller/job/utils.go`.

use bowline_api::batch::v1::{Job, JobCondition, JobStatus};
use bowline_api::core::v1::ConditionStatus;
use bowline_apimachinery::time::Time;

/// The job is done.
pub const COMPLETE: &str = "Complete";
/// The job has failed.
pub const FAILED: &str = "Failed";
/// The job is told not to run.
pub const SUSPENDED: &str = "Suspended";
/// The job will be failed once its pods have ended.
pub const FAILURE_TARGET: &str = "FailureTarget";
/// The job will be complete once its pods have ended.
pub const SUCCESS_CRITERIA_MET: &str = "SuccessCriteriaMet";

/// The reasons of the conditions that end a job.
pub mod reason {
    /// A rule of the pod failure policy.
    pub const POD_FAILURE_POLICY: &str = "PodFailurePolicy";
    /// Too many failed pods.
    pub const BACKOFF_LIMIT_EXCEEDED: &str = "BackoffLimitExceeded";
    /// Active for too long.
    pub const DEADLINE_EXCEEDED: &str = "DeadlineExceeded";
    /// Too many failed indexes.
    pub const MAX_FAILED_INDEXES_EXCEEDED: &str = "MaxFailedIndexesExceeded";
    /// All indexes ended, some of them failed.
    pub const FAILED_INDEXES: &str = "FailedIndexes";
    /// A rule of the success policy.
    pub const SUCCESS_POLICY: &str = "SuccessPolicy";
    /// As many pods succeeded as were asked for.
    pub const COMPLETIONS_REACHED: &str = "CompletionsReached";
}

/// A condition that is set now.
#[must_use]
pub fn condition(
    type_: &str,
    status: ConditionStatus,
    reason: &str,
    message: impl Into<String>,
    now: Time,
) -> JobCondition {
    JobCondition {
        type_: type_.to_owned(),
        status,
        last_probe_time: Some(now),
        last_transition_time: Some(now),
        reason: reason.to_owned(),
        message: message.into(),
    }
}

/// The condition of that type if it is true.
#[must_use]
pub fn get_true<'a>(job: &'a Job, type_: &str) -> Option<&'a JobCondition> {
    job.status
        .conditions
        .iter()
        .find(|condition| condition.type_ == type_ && condition.status == ConditionStatus::True)
}

/// Whether the job has come to its end, good or bad.
#[must_use]
pub fn is_finished(job: &Job) -> bool {
    finished(job).is_some()
}

/// The condition that ended the job.
#[must_use]
pub fn finished(job: &Job) -> Option<&JobCondition> {
    get_true(job, COMPLETE).or_else(|| get_true(job, FAILED))
}

/// Sets a condition; one that would be new and false is not added. Tells whether anything changed.
pub fn ensure(status: &mut JobStatus, new: JobCondition) -> bool {
    match status.conditions.iter_mut().find(|present| present.type_ == new.type_) {
        Some(present) => {
            let same = present.status == new.status
                && present.reason == new.reason
                && present.message == new.message;
            if !same {
                *present = new;
            }
            !same
        }
        None if new.status == ConditionStatus::False => false,
        None => {
            status.conditions.push(new);
            true
        }
    }
}
