//! What the controller of jobs tells.
//!
//! *Upstream:* `ValidateJobUpdateStatus`, `validateJobStatus`.

use std::collections::BTreeSet;

use bowline_apimachinery::validation::field::{ErrorList, Path};

use super::faults::Faults as _;
use crate::batch::v1::{Job, JobStatus};

const STATUS: Path<'_> = Path::new("status");

/// How a job that no longer runs has ended.
fn has(status: &JobStatus, kind: &str) -> bool {
    let mut conditions = status.conditions.iter();
    conditions.any(|condition| condition.type_ == kind && condition.status.as_str() == "True")
}

fn has_ended(status: &JobStatus) -> bool {
    has(status, "Complete") || has(status, "Failed")
}

pub(super) fn update(new: &Job, old: &Job, out: &mut ErrorList) {
    counts(new, out);
    uncounted(&new.status, out);
    ends(new, out);
    changes(new, old, out);
}

fn counts(job: &Job, out: &mut ErrorList) {
    let status = &job.status;
    for (field, count) in
        [("active", status.active), ("succeeded", status.succeeded), ("failed", status.failed)]
    {
        out.not_negative(&STATUS.child(field), count);
    }
    if let Some(ready) = status.ready {
        let path = STATUS.child("ready");
        out.not_negative(&path, ready);
        if ready > status.active {
            out.invalid(&path, ready, "cannot set more ready pods than active");
        }
    }
    out.not_negative_if_set(&STATUS.child("terminating"), status.terminating);
    if status.active > 0 && has_ended(status) {
        let why = "active>0 is invalid for finished job";
        out.invalid(&STATUS.child("active"), status.active, why);
    }
}

/// Pods that end but are not counted yet.
fn uncounted(status: &JobStatus, out: &mut ErrorList) {
    let Some(pods) = &status.uncounted_terminated_pods else { return };
    let path = STATUS.child("uncountedTerminatedPods");
    let mut seen = BTreeSet::new();
    for (field, uids) in [("succeeded", &pods.succeeded), ("failed", &pods.failed)] {
        let path = path.child(field);
        for (i, uid) in uids.iter().enumerate() {
            let path = path.index(i);
            if uid.is_empty() {
                out.invalid(&path, uid.as_str(), "must not be empty");
            } else if !seen.insert(uid) {
                out.duplicate(&path, uid.as_str());
            }
        }
    }
    let any = !pods.succeeded.is_empty() || !pods.failed.is_empty();
    if any && has_ended(status) {
        let shown = serde_json::to_value(pods).unwrap_or_default();
        let why = "uncountedTerminatedPods needs to be empty for finished job";
        out.invalid(&path, shown, why);
    }
}

fn ends(job: &Job, out: &mut ErrorList) {
    let status = &job.status;
    let conditions = STATUS.child("conditions");
    let refuse = |why: &str, out: &mut ErrorList| {
        let shown = serde_json::to_value(&status.conditions).unwrap_or_default();
        out.invalid(&conditions, shown, why);
    };
    if has(status, "Complete") && has(status, "Failed") {
        refuse("cannot set Complete=True and Failed=true conditions", out);
    }
    if has(status, "Complete") && has(status, "FailureTarget") {
        refuse("cannot set Complete=True and FailureTarget=true conditions", out);
    }
    if has(status, "SuccessCriteriaMet") {
        for other in ["Failed", "FailureTarget"] {
            if has(status, other) {
                let why = format!("cannot set {other}=True and SuccessCriteriaMet=true conditions");
                refuse(&why, out);
            }
        }
    }
    let path = STATUS.child("completionTime");
    match status.completion_time {
        None if has(status, "Complete") => {
            out.required(&path, "completionTime is required for Complete jobs");
        }
        Some(time) if !has(status, "Complete") => {
            let why = "cannot set completionTime when there is no Complete=True condition";
            out.invalid(&path, time.to_string(), why);
        }
        Some(time) if status.start_time.is_some_and(|start| time < start) => {
            let why = "completionTime cannot be set before startTime";
            out.invalid(&path, time.to_string(), why);
        }
        _ => {}
    }
    if has_ended(status) && status.start_time.is_none() && has(status, "Complete") {
        out.required(&STATUS.child("startTime"), "startTime is required for finished job");
    }
    indexes(job, out);
}

fn indexes(job: &Job, out: &mut ErrorList) {
    let status = &job.status;
    let mode = job.spec.completion_mode.as_ref();
    let indexed = mode.is_some_and(|mode| mode.as_str() == "Indexed");
    if !indexed {
        if !status.completed_indexes.is_empty() {
            let why = "cannot set non-empty completedIndexes when non-indexed completion mode";
            out.invalid(&STATUS.child("completedIndexes"), status.completed_indexes.as_str(), why);
        }
        if let Some(failed) = &status.failed_indexes {
            let why = "cannot set non-nil failedIndexes when indexed completion mode";
            out.invalid(&STATUS.child("failedIndexes"), failed.as_str(), why);
        }
        return;
    }
    if let Some(failed) = &status.failed_indexes
        && job.spec.backoff_limit_per_index.is_none()
    {
        let why = "cannot set non-nil failedIndexes when backoffLimitPerIndex is not used";
        out.invalid(&STATUS.child("failedIndexes"), failed.as_str(), why);
    }
}

/// How a job ended, and what was counted, stays.
fn changes(new: &Job, old: &Job, out: &mut ErrorList) {
    let conditions = STATUS.child("conditions");
    for kind in ["Failed", "Complete", "FailureTarget", "SuccessCriteriaMet"] {
        if has(&old.status, kind) && !has(&new.status, kind) {
            let shown = serde_json::to_value(&new.status.conditions).unwrap_or_default();
            let why = format!("cannot disable the terminal {kind}=True condition");
            out.invalid(&conditions, shown, &why);
        }
    }
    if has_ended(&old.status) {
        for (field, count, before) in [
            ("failed", new.status.failed, old.status.failed),
            ("succeeded", new.status.succeeded, old.status.succeeded),
        ] {
            if count < before {
                let why = format!("cannot decrease the {field} counter");
                out.invalid(&STATUS.child(field), count, &why);
            }
        }
        let path = STATUS.child("completionTime");
        out.immutable(&path, &new.status.completion_time, &old.status.completion_time);
    }
    let path = STATUS.child("startTime");
    let (start, before) = (new.status.start_time, old.status.start_time);
    let unsuspends = new.spec.suspend == Some(true) || old.spec.suspend == Some(true);
    if before.is_some() && start.is_none() && new.spec.suspend != Some(true) {
        out.required(&path, "startTime cannot be removed for unsuspended job");
    } else if before.is_some() && start.is_some() && start != before && !unsuspends {
        let shown = start.map(|start| start.to_string()).unwrap_or_default();
        out.invalid(&path, shown, "startTime cannot be updated for unsuspended job");
    }
}
