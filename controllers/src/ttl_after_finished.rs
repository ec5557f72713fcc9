//! Jobs that have ended are deleted once their time is over.
//!
//! Upstream: `pkg/controller/ttlafterfinished`.

use std::sync::Arc;
use std::time::Duration;

use bowline_api::batch::v1::Job;
use bowline_apimachinery::time::Time;
use bowline_client::Client;
use bowline_client::api::DeleteParams;
use bowline_controller_runtime::{Action, ReconcileError, Request};

use crate::job::conditions::finished;
use crate::setup::{Setup, now};

/// How long a job has left; none if it stays for ever or has not ended.
#[must_use]
pub fn time_left(job: &Job, now: Time) -> Option<Duration> {
    let ttl = job.spec.ttl_seconds_after_finished?;
    if job.metadata.is_terminating() {
        return None;
    }
    let ended = finished(job)?.last_transition_time?;
    let left = i64::from(ttl) - now.since(ended).as_secs();
    Some(Duration::from_secs(u64::try_from(left).unwrap_or(0)))
}

/// Adds the controller.
pub fn add(setup: &mut Setup<'_>) {
    let client = setup.client();
    let controller = setup
        .controller::<Job>("ttl-after-finished-controller")
        .concurrency(5)
        .reconcile(move |request: Request<Job>| {
            let client = client.clone();
            async move { reconcile(&client, request.present()).await }
        });
    setup.add(controller);
}

async fn reconcile(client: &Client, job: Option<&Arc<Job>>) -> Result<Action, ReconcileError> {
    let Some(job) = job else { return Ok(Action::Done) };
    match time_left(job, now(client.clock())) {
        None => return Ok(Action::Done),
        Some(left) if !left.is_zero() => return Ok(Action::RequeueAfter(left)),
        Some(_) => {}
    }
    // The cache may not know yet that the time was prolonged.
    let jobs = client.namespaced::<Job>(&job.metadata.namespace);
    let Some(fresh) = jobs.get_opt(&job.metadata.name).await? else { return Ok(Action::Done) };
    if fresh.metadata.uid != job.metadata.uid {
        return Ok(Action::Done);
    }
    match time_left(&fresh, now(client.clock())) {
        None => Ok(Action::Done),
        Some(left) if !left.is_zero() => Ok(Action::RequeueAfter(left)),
        Some(_) => {
            let params = DeleteParams::foreground().if_uid(&fresh.metadata.uid);
            jobs.delete_if_present(&fresh.metadata.name, &params).await?;
            Ok(Action::Done)
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_time_counts_from_the_end() {
        let job = |ttl: Option<i32>, condition: &str| -> Job {
            serde_json::from_value(json!({
                "spec": {"ttlSecondsAfterFinished": ttl},
                "status": {"conditions": [{"type": condition, "status": "True",
                    "lastTransitionTime": "1970-01-01T00:01:40Z"}]}
            }))
            .unwrap()
        };
        let at = Time::from_unix_seconds;
        let left = |job: &Job, second| time_left(job, at(second)).map(|left| left.as_secs());
        assert_eq!(left(&job(Some(10), "Complete"), 103), Some(7));
        assert_eq!(left(&job(Some(10), "Failed"), 200), Some(0));
        assert_eq!(left(&job(Some(10), "Suspended"), 200), None);
        assert_eq!(left(&job(None, "Complete"), 200), None);
    }
}
