//! Cron jobs: schedules, missed starts, names.

use bowline::api::batch::v1::CronJob;
use bowline::apimachinery::time::Time;
use bowline::controllers::cron_job::missed::{Deadline, Missed, recent};
use bowline::controllers::cron_job::plan::{job_annotations, job_name, schedule_of};
use serde_json::{Value, json};

use crate::harness::{Outcome, same, same_result, text};

fn cron_job(input: &Value) -> Result<CronJob, String> {
    serde_json::from_value(json!({
        "metadata": {"name": "cj", "creationTimestamp": input["created"]},
        "spec": {
            "schedule": input["schedule"], "timeZone": input["timeZone"],
            "startingDeadlineSeconds": input["startingDeadlineSeconds"],
        },
        "status": {"lastScheduleTime": input["lastScheduleTime"]},
    }))
    .map_err(|error| error.to_string())
}

fn time(input: &Value, field: &str) -> Time {
    text(input, field).parse().expect("a moment")
}

pub(super) fn next(input: &Value, want: &Value) -> Outcome {
    let mut at = Some(time(input, "from"));
    let got = schedule_of(&cron_job(input)?).map(|schedule| {
        let mut next = Vec::new();
        while let (Some(now), true) = (at, next.len() < 5) {
            at = schedule.next(now);
            next.push(at);
        }
        json!({ "next": next })
    });
    same_result(got, want)
}

pub(super) fn recent_start(input: &Value, want: &Value) -> Outcome {
    let cron_job = cron_job(input)?;
    let schedule = schedule_of(&cron_job).map_err(|error| error.to_string())?;
    let deadline =
        if input["useDeadline"] == true { Deadline::Applies } else { Deadline::IsIgnored };
    let got = recent(&cron_job, &schedule, deadline, time(input, "now")).map(|recent| {
        let missed = match recent.missed {
            Missed::None => "none",
            Missed::Few => "few",
            Missed::Many => "many",
        };
        json!({"earliest": recent.earliest, "mostRecent": recent.latest, "missed": missed})
    });
    same_result(got, want)
}

pub(super) fn names(input: &Value, want: &Value) -> Outcome {
    let mut cron_job = CronJob::default();
    cron_job.spec.time_zone = input["timeZone"].as_str().map(str::to_owned);
    let time = Time::from_unix_seconds(input["scheduledUnix"].as_i64().unwrap_or_default());
    let got = json!({
        "name": job_name(text(input, "cronJob"), time),
        "annotations": job_annotations(&cron_job, time),
    });
    same(&got, want)
}
