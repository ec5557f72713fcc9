//! Cron jobs through the hours.

use std::sync::Arc;

use bowline_api::batch::v1::{CronJob, Job};
use bowline_api::core::v1::ObjectReference;
use bowline_apimachinery::time::Time;
use serde_json::{Value, json};

use super::plan::{Action, Observed, Plan, plan};

fn cron_job(spec: Value) -> CronJob {
    let mut cron_job = json!({
        "metadata": {"name": "c", "namespace": "d", "uid": "c-uid",
            "creationTimestamp": "2026-01-01T00:00:00Z"},
        "spec": {"schedule": "0 * * * *"}
    });
    for (key, value) in spec.as_object().unwrap() {
        cron_job["spec"][key] = value.clone();
    }
    serde_json::from_value(cron_job).unwrap()
}

fn job(name: &str, condition: Option<&str>, start: &str) -> Arc<Job> {
    let conditions: Vec<Value> =
        condition.iter().map(|c| json!({"type": c, "status": "True"})).collect();
    Arc::new(
        serde_json::from_value(json!({
            "metadata": {"name": name, "uid": name},
            "status": {"conditions": conditions, "startTime": start, "completionTime": start}
        }))
        .unwrap(),
    )
}

fn at(cron_job: &CronJob, jobs: &[Arc<Job>], now: &str) -> Plan {
    let observed =
        Observed { cron_job: Arc::new(cron_job.clone()), jobs: jobs.to_vec(), gone: vec![] };
    plan(&observed, now.parse::<Time>().unwrap())
}

fn started(plan: &Plan) -> Vec<String> {
    let started = plan.actions.iter().filter_map(|action| match action {
        Action::Start(job, _) => Some(job.metadata.name.clone()),
        _ => None,
    });
    started.collect()
}

fn told(plan: &Plan) -> Vec<&'static str> {
    let told = plan.actions.iter().filter_map(|action| match action {
        Action::Tell { reason, .. } => Some(*reason),
        _ => None,
    });
    told.collect()
}

#[test]
fn a_job_starts_when_it_is_due_and_once_only() {
    let mut hourly = cron_job(json!({}));
    let early = at(&hourly, &[], "2026-01-01T00:59:59Z");
    assert_eq!((started(&early), early.again.unwrap().as_millis()), (vec![], 1100));
    let due = at(&hourly, &[], "2026-01-01T01:00:00Z");
    assert_eq!(started(&due).len(), 1);
    assert_eq!(due.again.unwrap().as_secs(), 3600);
    hourly.status.last_schedule_time = Some("2026-01-01T01:00:00Z".parse().unwrap());
    assert!(started(&at(&hourly, &[], "2026-01-01T01:00:05Z")).is_empty());
}

#[test]
fn what_is_too_late_is_skipped() {
    let late = cron_job(json!({"startingDeadlineSeconds": 30}));
    assert!(started(&at(&late, &[], "2026-01-01T01:00:40Z")).is_empty());
    assert_eq!(started(&at(&late, &[], "2026-01-01T01:00:20Z")).len(), 1);
    let suspended = cron_job(json!({"suspend": true}));
    assert!(started(&at(&suspended, &[], "2026-01-01T01:00:00Z")).is_empty());
}

#[test]
fn the_policy_decides_about_a_job_that_still_runs() {
    let running = |policy: &str| {
        let mut cron_job = cron_job(json!({"concurrencyPolicy": policy}));
        cron_job.status.active.push(ObjectReference {
            name: "old".into(),
            uid: "old".into(),
            ..ObjectReference::default()
        });
        at(&cron_job, &[job("old", None, "2026-01-01T00:00:00Z")], "2026-01-01T01:00:00Z")
    };
    assert_eq!(started(&running("Allow")).len(), 1);
    let forbidden = running("Forbid");
    assert_eq!((started(&forbidden).len(), told(&forbidden)), (0, vec!["JobAlreadyActive"]));
    let replaced = running("Replace");
    assert!(matches!(&replaced.actions[..], [Action::Replace(old), Action::Start(..)]
        if old.name == "old"));
}

#[test]
fn ended_jobs_are_noted_and_cleared_away() {
    let mut cron_job = cron_job(json!({
        "suspend": true, "successfulJobsHistoryLimit": 1, "failedJobsHistoryLimit": 0
    }));
    cron_job.status.active.push(ObjectReference { uid: "b".into(), ..ObjectReference::default() });
    let jobs = [
        job("a", Some("Complete"), "2026-01-01T00:00:00Z"),
        job("b", Some("Complete"), "2026-01-01T01:00:00Z"),
        job("f", Some("Failed"), "2026-01-01T02:00:00Z"),
    ];
    let plan = at(&cron_job, &jobs, "2026-01-01T03:30:00Z");
    assert_eq!(told(&plan), ["SawCompletedJob"]);
    let deleted = plan.actions.iter().filter_map(|action| match action {
        Action::Delete(job) => Some(job.metadata.name.as_str()),
        _ => None,
    });
    assert_eq!(deleted.collect::<Vec<_>>(), ["a", "f"]);
    let status = &plan.cron_job.status;
    assert!(status.active.is_empty());
    assert_eq!(status.last_successful_time, Some("2026-01-01T01:00:00Z".parse().unwrap()));
}

#[test]
fn what_makes_no_sense_is_told() {
    for (spec, want) in [
        (json!({"schedule": "x"}), "UnparseableSchedule"),
        (json!({"schedule": "0 0 31 2 *"}), "InvalidSchedule"),
        (json!({"timeZone": "Nowhere"}), "UnknownTimeZone"),
        (json!({"schedule": "* * * * *"}), "TooManyMissedTimes"),
    ] {
        let plan = at(&cron_job(spec), &[], "2026-01-02T00:00:00Z");
        assert_eq!(told(&plan), [want]);
    }
}
