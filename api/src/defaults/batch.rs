//! Jobs and cron jobs.

use super::fill;
use crate::batch::v1::{
    CompletionMode, ConcurrencyPolicy, CronJob, Job, PodFailurePolicyOnPodConditionsPattern,
    PodReplacementPolicy,
};
use crate::core::v1::ConditionStatus;
use crate::walk::{Rules, rules};

pub(super) fn rules() -> Rules {
    rules! {
        CronJob => cron_job;
        Job => job;
        PodFailurePolicyOnPodConditionsPattern =>
            |pattern: &mut PodFailurePolicyOnPodConditionsPattern| {
                fill(&mut pattern.status, ConditionStatus::True);
            };
    }
}

fn cron_job(cron_job: &mut CronJob) {
    let spec = &mut cron_job.spec;
    fill(&mut spec.concurrency_policy, ConcurrencyPolicy::Allow);
    spec.suspend.get_or_insert(false);
    spec.successful_jobs_history_limit.get_or_insert(3);
    spec.failed_jobs_history_limit.get_or_insert(1);
}

fn job(job: &mut Job) {
    let spec = &mut job.spec;
    if spec.parallelism.is_none() {
        // A job that gives parallelism alone is done when one pod succeeds: no completions.
        spec.completions.get_or_insert(1);
        spec.parallelism = Some(1);
    }
    // With a limit for each index, retries as a whole are not limited.
    let retries = if spec.backoff_limit_per_index.is_some() { i32::MAX } else { 6 };
    spec.backoff_limit.get_or_insert(retries);
    fill(&mut job.metadata.labels, spec.template.metadata.labels.clone());
    spec.completion_mode.get_or_insert(CompletionMode::NonIndexed);
    spec.suspend.get_or_insert(false);
    let replacement = if spec.pod_failure_policy.is_some() {
        PodReplacementPolicy::Failed
    } else {
        PodReplacementPolicy::TerminatingOrFailed
    };
    spec.pod_replacement_policy.get_or_insert(replacement);
    spec.manual_selector.get_or_insert(false);
}
