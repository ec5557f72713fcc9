//! Jobs and what makes them at times.
//!
//! *Upstream:* `pkg/apis/batch/validation`.

use std::collections::{BTreeMap, BTreeSet};

use bowline_apimachinery::labels::Selector;
use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::{
    dns1123_label, domain_prefixed_path, qualified_name,
};

use super::faults::Faults as _;
use super::pod;
use crate::batch::v1::{
    CronJob, Job, JobSpec, PodFailurePolicy, PodFailurePolicyOnExitCodesRequirement, SuccessPolicy,
};

const COMPLETION_MODES: [&str; 2] = ["Indexed", "NonIndexed"];
const FAILURE_ACTIONS: [&str; 4] = ["Count", "FailIndex", "FailJob", "Ignore"];
const STATUSES: [&str; 3] = ["False", "True", "Unknown"];
const CONCURRENCY: [&str; 3] = ["Allow", "Forbid", "Replace"];
/// The most indexes a job with a policy of its own may have.
const MAX_INDEXES: i32 = 100_000;
/// A cron job's name leaves room for what is appended to it.
const MAX_CRON_NAME: usize = 52;

pub(super) fn job(job: &Job, out: &mut ErrorList) {
    let path = Path::new("spec");
    spec(&job.spec, &path, out);
    let indexed = job.spec.completion_mode.as_ref().is_some_and(|mode| mode.as_str() == "Indexed");
    if let Some(last) = job.spec.completions.map(|count| count - 1).filter(|last| *last >= 0)
        && indexed
    {
        // The last pod has the longest name.
        let name = format!("{}-{last}", job.metadata.name);
        for why in dns1123_label(&name) {
            let metadata = Path::new("metadata");
            let why = format!("will not able to create pod with invalid DNS1123 label: {why}");
            out.invalid(&metadata.child("name"), job.metadata.name.as_str(), &why);
        }
    }
    if job.spec.selector.is_none() {
        out.required(&path.child("selector"), "");
        return;
    }
    let selector = job.spec.selector.as_deref();
    out.selector(&path.child("selector"), selector);
    let selector = selector.and_then(|selector| Selector::try_from(selector).ok());
    if selector.is_some_and(|s| !s.matches(&job.spec.template.metadata.labels)) {
        pod::unmatched(&job.spec.template, &path.child("template"), out);
    }
}

pub(super) fn spec(spec: &JobSpec, path: &Path<'_>, out: &mut ErrorList) {
    for (name, number) in [
        ("parallelism", spec.parallelism.map(i64::from)),
        ("completions", spec.completions.map(i64::from)),
        ("activeDeadlineSeconds", spec.active_deadline_seconds),
        ("backoffLimit", spec.backoff_limit.map(i64::from)),
        ("ttlSecondsAfterFinished", spec.ttl_seconds_after_finished.map(i64::from)),
        ("backoffLimitPerIndex", spec.backoff_limit_per_index.map(i64::from)),
        ("maxFailedIndexes", spec.max_failed_indexes.map(i64::from)),
    ] {
        out.not_negative_if_set(&path.child(name), number);
    }
    if let Some(manager) = &spec.managed_by {
        let path = path.child("managedBy");
        out.extend(domain_prefixed_path(&path, manager));
    }
    let mode = spec.completion_mode.as_ref().map_or("", |mode| mode.as_str());
    if spec.completion_mode.is_some() && !COMPLETION_MODES.contains(&mode) {
        out.unsupported(&path.child("completionMode"), mode, &COMPLETION_MODES);
    }
    let indexed = mode == "Indexed";
    if indexed && spec.completions.is_none() {
        let why = "when completion mode is Indexed";
        out.required(&path.child("completions"), why);
    }
    per_index(spec, indexed, path, out);
    if let Some(policy) = spec.pod_replacement_policy.as_ref().map(|policy| policy.as_str()) {
        let known: &[&str] = match spec.pod_failure_policy {
            Some(_) => &["Failed"],
            None => &["Failed", "TerminatingOrFailed"],
        };
        if !known.contains(&policy) {
            out.unsupported(&path.child("podReplacementPolicy"), policy, known);
        }
    }
    let template_path = path.child("template");
    pod::template(&spec.template, &template_path, out);
    let template_path = template_path.child("spec");
    let restart_path = template_path.child("restartPolicy");
    let restart = spec.template.spec.restart_policy.as_str();
    match restart {
        // What pods have by default: the client did not choose.
        "Always" => out.required(&restart_path, "valid values: \"OnFailure\", \"Never\""),
        "OnFailure" if spec.pod_failure_policy.is_some() => {
            let why = "only \"Never\" is supported when podFailurePolicy is specified";
            out.invalid(&restart_path, restart, why);
        }
        "OnFailure" | "Never" => {}
        other => out.unsupported(&restart_path, other, &["OnFailure", "Never"]),
    }
    if let Some(policy) = &spec.pod_failure_policy {
        failure_policy(policy, spec, &path.child("podFailurePolicy"), out);
    }
    if let Some(policy) = &spec.success_policy {
        success_policy(policy, spec, indexed, &path.child("successPolicy"), out);
    }
}

fn per_index(spec: &JobSpec, indexed: bool, path: &Path<'_>, out: &mut ErrorList) {
    let limit_path = path.child("backoffLimitPerIndex");
    let failed_path = path.child("maxFailedIndexes");
    if let Some(limit) = spec.backoff_limit_per_index
        && non_indexed(spec)
    {
        out.invalid(&limit_path, limit, "requires indexed completion mode");
    }
    if let Some(failed) = spec.max_failed_indexes {
        if spec.backoff_limit_per_index.is_none() {
            let why = "when maxFailedIndexes is specified";
            out.required(&limit_path, why);
        }
        if let Some(completions) = spec.completions
            && failed > completions
        {
            out.invalid(&failed_path, failed, "must be less than or equal to completions");
        }
    }
    if let (true, Some(parallelism)) = (indexed, spec.parallelism)
        && parallelism > MAX_INDEXES
    {
        let why =
            format!("must be less than or equal to {MAX_INDEXES} when completion mode is Indexed");
        out.invalid(&path.child("parallelism"), parallelism, &why);
    }
}

/// The labels by which a job whose selector was made for it knows its pods.
pub(super) fn generated_labels(job: &Job, out: &mut ErrorList) {
    if job.spec.manual_selector == Some(true) {
        return;
    }
    let (uid, name) = (job.metadata.uid.as_str(), job.metadata.name.as_str());
    let spec_path = Path::new("spec");
    let template = spec_path.child("template");
    let metadata = template.child("metadata");
    let path = metadata.child("labels");
    let labels = &job.spec.template.metadata.labels;
    let expected = [
        ("batch.kubernetes.io/controller-uid", uid),
        ("batch.kubernetes.io/job-name", name),
        ("controller-uid", uid),
        ("job-name", name),
    ];
    for (key, wanted) in expected {
        let why = format!("must be '{wanted}'");
        match labels.get(key) {
            None => out.required(&path.key(key), &why),
            Some(found) if found != wanted => {
                let shown = serde_json::to_value(labels).unwrap_or_default();
                out.invalid(&path.key(key), shown, &why);
            }
            Some(_) => {}
        }
    }
    let expected = expected.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    if let Some(selector) = job.spec.selector.as_deref()
        && Selector::try_from(selector).is_ok_and(|s| !matches(&s, &expected))
    {
        let shown = serde_json::to_value(selector).unwrap_or_default();
        out.invalid(&spec_path.child("selector"), shown, "`selector` not auto-generated");
    }
}

fn matches(selector: &Selector, labels: &BTreeMap<String, String>) -> bool {
    selector.matches(labels)
}

/// Whether pods are all alike; a mode that is none is neither.
fn non_indexed(spec: &JobSpec) -> bool {
    spec.completion_mode.as_ref().is_none_or(|mode| mode.as_str() == "NonIndexed")
}

fn failure_policy(policy: &PodFailurePolicy, spec: &JobSpec, path: &Path<'_>, out: &mut ErrorList) {
    let rules = path.child("rules");
    if policy.rules.len() > 20 {
        out.push(bowline_apimachinery::validation::field::FieldError::too_many(
            &rules,
            policy.rules.len(),
            20,
        ));
    }
    let containers = spec.template.spec.containers.iter();
    let names: BTreeSet<&str> = containers
        .chain(&spec.template.spec.init_containers)
        .map(|container| container.name.as_str())
        .collect();
    for (i, rule) in policy.rules.iter().enumerate() {
        let path = rules.index(i);
        let action = rule.action.as_str();
        let action_path = path.child("action");
        out.one_of(&action_path, action, &FAILURE_ACTIONS);
        if action == "FailIndex" && spec.backoff_limit_per_index.is_none() {
            let why = "requires the backoffLimitPerIndex to be set";
            out.invalid(&action_path, action, why);
        }
        match (&rule.on_exit_codes, rule.on_pod_conditions.is_empty()) {
            (Some(codes), empty) => {
                exit_codes(codes, &names, &path.child("onExitCodes"), out);
                if !empty {
                    let why = "specifying both OnExitCodes and OnPodConditions is not supported";
                    out.invalid(&path, "", why);
                }
            }
            (None, true) => {
                let why = "specifying one of OnExitCodes and OnPodConditions is required";
                out.invalid(&path, "", why);
            }
            (None, false) => {}
        }
        let conditions = path.child("onPodConditions");
        for (j, pattern) in rule.on_pod_conditions.iter().enumerate() {
            let path = conditions.index(j);
            let kind = path.child("type");
            out.complaints(&kind, &pattern.type_, qualified_name(&pattern.type_));
            let status = pattern.status.as_str();
            out.one_of(&path.child("status"), status, &STATUSES);
        }
    }
}

fn exit_codes(
    codes: &PodFailurePolicyOnExitCodesRequirement,
    names: &BTreeSet<&str>,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    let operator = codes.operator.as_str();
    out.one_of(&path.child("operator"), operator, &["In", "NotIn"]);
    if let Some(name) = codes.container_name.as_deref()
        && !names.contains(name)
    {
        let why = "must be one of the container or initContainer names in the pod template";
        out.invalid(&path.child("containerName"), name, why);
    }
    let values = path.child("values");
    if codes.values.is_empty() {
        out.invalid(&values, Vec::<i32>::new(), "at least one value is required");
    }
    let mut seen = BTreeSet::new();
    for (i, &value) in codes.values.iter().enumerate() {
        let path = values.index(i);
        if operator == "In" && value == 0 {
            out.invalid(&path, value, "must not be 0 for the In operator");
        }
        if !seen.insert(value) {
            out.duplicate(&path, value);
        }
    }
    if codes.values.windows(2).any(|pair| pair[0] > pair[1]) {
        out.invalid(&values, codes.values.clone(), "must be ordered");
    }
}

fn success_policy(
    policy: &SuccessPolicy,
    spec: &JobSpec,
    indexed: bool,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    if !indexed {
        out.invalid(path, "", "requires indexed completion mode");
        return;
    }
    let rules = path.child("rules");
    if policy.rules.is_empty() {
        out.required(
            &rules,
            "at least one rules must be specified when the successPolicy is specified",
        );
    }
    for (i, rule) in policy.rules.iter().enumerate() {
        let path = rules.index(i);
        if rule.succeeded_count.is_none() && rule.succeeded_indexes.is_none() {
            let why = "at least one of succeededCount or succeededIndexes must be specified";
            out.required(&path, why);
        }
        // Where the text is none, no index succeeds.
        let mut count = rule.succeeded_indexes.as_ref().map(|_| 0);
        if let (Some(text), Some(completions)) = (&rule.succeeded_indexes, spec.completions) {
            match count_indexes(text, completions) {
                Ok(found) => count = Some(found),
                Err(why) => {
                    let why = format!("error parsing succeededIndexes: {why}");
                    out.invalid(&path.child("succeededIndexes"), text.as_str(), &why);
                }
            }
        }
        if let Some(wanted) = rule.succeeded_count {
            let path = path.child("succeededCount");
            out.not_negative(&path, wanted);
            if let Some(completions) = spec.completions
                && wanted > completions
            {
                let why = format!(
                    "must be less than or equal to {completions} (the number of specified completions)"
                );
                out.invalid(&path, wanted, &why);
            }
            if let Some(count) = count
                && wanted > count
            {
                let why = format!(
                    "must be less than or equal to {count} (the number of indexes in the specified succeededIndexes field)"
                );
                out.invalid(&path, wanted, &why);
            }
        }
    }
}

/// How many indexes a text such as `1,3-5` names.
fn count_indexes(text: &str, completions: i32) -> Result<i32, String> {
    let mut count = 0;
    let mut last = None;
    if text.is_empty() {
        return Ok(0);
    }
    for interval in text.split(',') {
        let number = |text: &str| {
            let number = text.parse::<i32>();
            number.map_err(|_| format!("cannot convert string to integer for index: {text:?}"))
        };
        let mut parts = interval.split('-');
        let first = number(parts.next().unwrap_or_default())?;
        let end = match parts.next() {
            Some(end) => number(end)?,
            None => first,
        };
        if parts.next().is_some() {
            return Err(format!(
                "the fragment {interval:?} violates the requirement that an index interval can have at most two parts separated by '-'"
            ));
        }
        if last.is_some_and(|last| first <= last) {
            return Err(format!(
                "non-increasing order, previous: {}, current: {first}",
                last.unwrap_or(0)
            ));
        }
        if first >= completions || end >= completions || first < 0 {
            return Err(format!("too large index: {interval:?}"));
        }
        if interval.contains('-') && first >= end {
            return Err(format!("non-increasing order, previous: {first}, current: {end}"));
        }
        count += end - first + 1;
        last = Some(end);
    }
    Ok(count)
}

pub(super) fn cron_job(cron: &CronJob, out: &mut ErrorList) {
    let metadata = Path::new("metadata");
    if cron.metadata.name.len() > MAX_CRON_NAME {
        let why = "must be no more than 52 characters";
        out.invalid(&metadata.child("name"), cron.metadata.name.as_str(), why);
    }
    let path = Path::new("spec");
    let schedule = path.child("schedule");
    if cron.spec.schedule.is_empty() {
        out.required(&schedule, "");
    } else if !is_schedule(&cron.spec.schedule) {
        out.invalid(&schedule, cron.spec.schedule.as_str(), "not a valid schedule");
    }
    if let Some(zone) = cron.spec.time_zone.as_deref() {
        let path = path.child("timeZone");
        if zone.is_empty() {
            out.invalid(&path, zone, "timeZone must be nil or non-empty string");
        } else if zone.eq_ignore_ascii_case("local") {
            out.invalid(&path, zone, "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        } else if !zone.chars().all(|c| c.is_ascii_alphanumeric() || "/_+-".contains(c)) {
            out.invalid(&path, zone, &format!("unknown time zone {zone}"));
        }
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
    spec(&cron.spec.job_template.spec, &job, out);
    let template_spec = &cron.spec.job_template.spec;
    if let Some(selector) =
        template_spec.selector.as_deref().filter(|_| template_spec.manual_selector != Some(true))
    {
        let shown = serde_json::to_value(selector).unwrap_or_default();
        out.invalid(&job.child("selector"), shown, "`selector` will be auto-generated");
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
