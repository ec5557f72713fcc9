//! Jobs that are made at times.
//!
//! *Upstream:* `ValidateCronJobCreate`, `ValidateCronJobUpdate`.

use bowline_apimachinery::validation::field::{ErrorList, Path};

use super::faults::Faults as _;
use super::{jobs, time_zones};
use crate::batch::v1::CronJob;

const CONCURRENCY: [&str; 3] = ["Allow", "Forbid", "Replace"];
/// A name leaves room for what is appended to it.
const MAX_NAME: usize = 52;
const SPEC: Path<'_> = Path::new("spec");

pub(super) fn create(cron: &CronJob, out: &mut ErrorList) {
    if cron.metadata.name.len() > MAX_NAME {
        let metadata = Path::new("metadata");
        let why = "must be no more than 52 characters";
        out.invalid(&metadata.child("name"), cron.metadata.name.as_str(), why);
    }
    whole(cron, None, out);
}

pub(super) fn update(new: &CronJob, old: &CronJob, out: &mut ErrorList) {
    whole(new, Some(old), out);
}

/// What holds at all times, and what was before.
fn whole(cron: &CronJob, old: Option<&CronJob>, out: &mut ErrorList) {
    let path = SPEC;
    let spec = &cron.spec;
    let had_zone = old.is_some_and(|old| names_zone(&old.spec.schedule));
    schedule(&spec.schedule, spec.time_zone.is_some(), had_zone, &path.child("schedule"), out);
    if old.is_none_or(|old| old.spec.time_zone != spec.time_zone) {
        time_zones::judge(spec.time_zone.as_deref(), &path.child("timeZone"), out);
    }
    out.not_negative_if_set(
        &path.child("startingDeadlineSeconds"),
        cron.spec.starting_deadline_seconds,
    );
    let policy = cron.spec.concurrency_policy.as_str();
    out.one_of(&path.child("concurrencyPolicy"), policy, &CONCURRENCY);
    out.not_negative_if_set(
        &path.child("successfulJobsHistoryLimit"),
        cron.spec.successful_jobs_history_limit,
    );
    out.not_negative_if_set(
        &path.child("failedJobsHistoryLimit"),
        cron.spec.failed_jobs_history_limit,
    );
    let template = path.child("jobTemplate");
    let job = template.child("spec");
    let old = old.map(|old| &old.spec.job_template.spec.template);
    jobs::spec(&cron.spec.job_template.spec, old, &job, out);
    let template = &spec.job_template.spec;
    if template.manual_selector == Some(true) {
        out.unsupported(&job.child("manualSelector"), "true", &["nil", "false"]);
    }
    if let Some(selector) = template.selector.as_deref() {
        let shown = serde_json::to_value(selector).unwrap_or_default();
        out.invalid(&job.child("selector"), shown, "`selector` will be auto-generated");
    }
}

fn names_zone(schedule: &str) -> bool {
    schedule.contains("TZ")
}

fn schedule(text: &str, has_zone: bool, had_zone: bool, path: &Path<'_>, out: &mut ErrorList) {
    if text.is_empty() {
        return out.required(path, "");
    }
    if !is_schedule(text) {
        out.invalid(path, text, "not a valid schedule");
    }
    if names_zone(text) {
        if has_zone {
            let why = "cannot use both timeZone field and TZ or CRON_TZ in schedule";
            out.invalid(path, text, why);
        } else if !had_zone {
            let why = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead";
            out.invalid(path, text, why);
        }
    }
}

/// Whether a text says when to run: five fields, or a name such as `@daily`.
fn is_schedule(text: &str) -> bool {
    let text = match text.split_once(' ') {
        Some((zone, rest)) if zone.starts_with("TZ=") || zone.starts_with("CRON_TZ=") => rest,
        _ => text,
    };
    if let Some(name) = text.strip_prefix('@') {
        return match name.strip_prefix("every ") {
            Some(duration) => duration.chars().next().is_some_and(|c| c.is_ascii_digit()),
            None => matches!(
                name,
                "yearly" | "annually" | "monthly" | "weekly" | "daily" | "midnight" | "hourly"
            ),
        };
    }
    let months =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    let bounds: [(u32, u32, &[&str]); 5] =
        [(0, 59, &[]), (0, 23, &[]), (1, 31, &[]), (1, 12, &months), (0, 6, &days)];
    let fields: Vec<&str> = text.split_whitespace().collect();
    fields.len() == 5
        && fields.iter().zip(bounds).all(|(field, (low, high, names))| {
            field.split(',').all(|part| is_cron_range(part, low, high, names))
        })
}

fn is_cron_range(part: &str, low: u32, high: u32, names: &[&str]) -> bool {
    let (range, step) = match part.split_once('/') {
        Some((range, step)) => (range, Some(step)),
        None => (part, None),
    };
    if step.is_some_and(|step| step.parse::<u32>().map_or(true, |step| step == 0)) {
        return false;
    }
    if matches!(range, "*" | "?") {
        return true;
    }
    let number = |text: &str| {
        let lower = text.to_lowercase();
        match names.iter().position(|name| *name == lower) {
            Some(at) => u32::try_from(at).ok().map(|at| at + low),
            None => text.parse::<u32>().ok(),
        }
    };
    let (first, last) = match range.split_once('-') {
        Some((first, last)) => (number(first), number(last)),
        None => (number(range), number(range)),
    };
    matches!((first, last), (Some(a), Some(b)) if low <= a && a <= b && b <= high)
}
