//! The decisions of the built-in controllers.

mod autoscaler;
mod cron_job;
mod deployment;
mod disruption;
mod job;
mod stateful_set;

use serde_json::Value;

use crate::harness::{Miss, topic};

#[test]
fn controllers() {
    topic("controllers", |kind, input, want| match kind {
        "fenceposts" => deployment::fenceposts(input, want),
        "rollout" => deployment::rollout(input, want),
        "proportional" => deployment::proportional(input, want),
        "hpa-normalise" => autoscaler::normalised(input, want),
        "hpa-ratio" => autoscaler::ratio(input, want),
        "hpa-rawreplicas" => autoscaler::raw_replicas(input, want),
        "hpa-replicas" => autoscaler::replicas(input, want),
        "hpa-tolerance" => autoscaler::tolerance(input, want),
        "hpa-usage" => autoscaler::usages(input, want),
        "job-backoff" => job::backoff(input, want),
        "job-failure-policy" => job::failure_policy(input, want),
        "job-generatename" => job::generate_names(input, want),
        "job-indexes" => job::indexes(input, want),
        "job-success" => job::success(input, want),
        "cron-jobname" => cron_job::names(input, want),
        "cron-next" => cron_job::next(input, want),
        "cron-recent" => cron_job::recent_start(input, want),
        "pdb" => disruption::budget(input, want),
        "statefulset" => stateful_set::stateful_set(input, want),
        _ => Err(Miss::NotImplemented),
    });
}

/// A number of a case, which is 0 where it is left out.
fn number(value: &Value) -> i32 {
    value.as_i64().unwrap_or_default() as i32
}
