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
    Job, JobSpec, PodFailurePolicy, PodFailurePolicyOnExitCodesRequirement, SuccessPolicy,
};
use crate::core::v1::PodTemplateSpec;

const COMPLETION_MODES: [&str; 2] = ["Indexed", "NonIndexed"];
const FAILURE_ACTIONS: [&str; 4] = ["Count", "FailIndex", "FailJob", "Ignore"];
const STATUSES: [&str; 3] = ["False", "True", "Unknown"];
/// The most indexes a job with a policy of its own may have.
const MAX_INDEXES: i32 = 100_000;
/// The most pods of a job with more indexes than that at a time, and the most that may fail.
const MAX_OF_MANY: i32 = 10_000;
/// How long the name of another controller for a job may be.
const MAX_MANAGER: usize = 63;
/// How many rules a policy may have, and how many conditions a rule.
const MAX_RULES: usize = 20;
/// How many exit codes a rule may name.
const MAX_CODES: usize = 255;
/// How long a text of indexes may be.
const MAX_TEXT: usize = 65_536;

pub(super) fn create(job: &Job, out: &mut ErrorList) {
    self::job(job, None, out);
}

/// A job, and what it was before.
fn job(job: &Job, old: Option<&Job>, out: &mut ErrorList) {
    whole(job, old.map(|old| &old.spec.template), out);
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
}

/// What a job says, and whether it chooses its pods.
fn whole(job: &Job, old: Option<&PodTemplateSpec>, out: &mut ErrorList) {
    let path = Path::new("spec");
    spec(&job.spec, old, &path, out);
    let Some(selector) = job.spec.selector.as_deref() else {
        return out.required(&path.child("selector"), "");
    };
    out.selector(&path.child("selector"), Some(selector));
    if Selector::try_from(selector).is_ok_and(|s| !s.matches(&job.spec.template.metadata.labels)) {
        pod::unmatched(&job.spec.template, &path.child("template"), out);
    }
}

pub(super) fn spec(
    spec: &JobSpec,
    old: Option<&PodTemplateSpec>,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
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
        out.not_longer(&path, manager.len(), MAX_MANAGER);
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
    pod::template(&spec.template, old, &template_path, out);
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
    let failed_path = path.child("maxFailedIndexes");
    if let Some(failed) = spec.max_failed_indexes {
        if spec.backoff_limit_per_index.is_none() {
            let why = "when maxFailedIndexes is specified";
            out.required(&path.child("backoffLimitPerIndex"), why);
        }
        if let Some(completions) = spec.completions
            && failed > completions
        {
            out.invalid(&failed_path, failed, "must be less than or equal to completions");
        }
        if failed > MAX_INDEXES {
            let why = format!("must be less than or equal to {MAX_INDEXES}");
            out.invalid(&failed_path, failed, &why);
        }
    }
    if non_indexed(spec) {
        for (field, number) in [
            ("backoffLimitPerIndex", spec.backoff_limit_per_index),
            ("maxFailedIndexes", spec.max_failed_indexes),
        ] {
            if let Some(number) = number {
                out.invalid(&path.child(field), number, "requires indexed completion mode");
            }
        }
    }
    let Some(parallelism) = spec.parallelism.filter(|_| indexed) else { return };
    if parallelism > MAX_INDEXES {
        let why =
            format!("must be less than or equal to {MAX_INDEXES} when completion mode is Indexed");
        out.invalid(&path.child("parallelism"), parallelism, &why);
    }
    let many = spec.completions.is_some_and(|completions| completions > MAX_INDEXES);
    if !many || spec.backoff_limit_per_index.is_none() {
        return;
    }
    let why = "when completions is above 100000";
    match spec.max_failed_indexes {
        None => out.required(&failed_path, &format!("must be specified {why}")),
        Some(failed) if failed > MAX_OF_MANY => {
            let why = format!("must be less than or equal to {MAX_OF_MANY} {why}");
            out.invalid(&failed_path, failed, &why);
        }
        Some(_) => {}
    }
    if parallelism > MAX_OF_MANY {
        let why = format!(
            "must be less than or equal to {MAX_OF_MANY} {why} and used with backoff limit per index"
        );
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
    out.not_more(&rules, policy.rules.len(), MAX_RULES);
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
        out.not_more(&conditions, rule.on_pod_conditions.len(), MAX_RULES);
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
    out.not_more(&values, codes.values.len(), MAX_CODES);
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
    out.not_more(&rules, policy.rules.len(), MAX_RULES);
    for (i, rule) in policy.rules.iter().enumerate() {
        let path = rules.index(i);
        if let Some(text) = &rule.succeeded_indexes {
            out.not_longer(&path.child("succeededIndexes"), text.len(), MAX_TEXT);
        }
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

/// What a running job may still change.
pub(super) fn update(new: &Job, old: &Job, out: &mut ErrorList) {
    job(new, Some(old), out);
    generated_labels(new, out);
    // Upstream judges what a changed job says twice.
    whole(new, Some(&old.spec.template), out);
    let path = Path::new("spec");
    let (n, o) = (&new.spec, &old.spec);
    let mode = n.completion_mode.as_ref();
    let indexed = mode.is_some_and(|mode| mode.as_str() == "Indexed");
    let completions = path.child("completions");
    if !indexed {
        out.immutable(&completions, &n.completions, &o.completions);
    } else if n.completions != o.completions && n.completions != n.parallelism {
        let shown = serde_json::to_value(n.completions).unwrap_or_default();
        out.invalid(&completions, shown, "can only be modified in tandem with spec.parallelism");
    }
    out.immutable(&path.child("selector"), &n.selector, &o.selector);
    template(new, old, &path.child("template"), out);
    out.immutable(&path.child("completionMode"), &n.completion_mode, &o.completion_mode);
    let policy = path.child("podFailurePolicy");
    out.immutable(&policy, &n.pod_failure_policy, &o.pod_failure_policy);
    let limit = path.child("backoffLimitPerIndex");
    out.immutable(&limit, &n.backoff_limit_per_index, &o.backoff_limit_per_index);
    out.immutable(&path.child("managedBy"), &n.managed_by, &o.managed_by);
    out.immutable(&path.child("successPolicy"), &n.success_policy, &o.success_policy);
}

/// A job that does not run yet may still be told where its pods go.
fn template(new: &Job, old: &Job, path: &Path<'_>, out: &mut ErrorList) {
    let mut now = new.spec.template.clone();
    let before = &old.spec.template;
    if old.spec.suspend == Some(true) && old.status.start_time.is_none() {
        let (spec, was) = (&mut now.spec, &before.spec);
        let nodes = was.affinity.as_ref().and_then(|affinity| affinity.node_affinity.clone());
        match (&mut spec.affinity, &was.affinity) {
            (Some(affinity), _) => {
                affinity.node_affinity = nodes;
                if was.affinity.is_none() && *affinity == Default::default() {
                    spec.affinity = None;
                }
            }
            (None, Some(_)) if nodes.is_some() => {
                spec.affinity.get_or_insert_default().node_affinity = nodes;
            }
            _ => {}
        }
        spec.node_selector.clone_from(&was.node_selector);
        spec.tolerations.clone_from(&was.tolerations);
        spec.scheduling_gates.clone_from(&was.scheduling_gates);
        for (now, was) in spec.containers.iter_mut().zip(&was.containers) {
            now.resources.clone_from(&was.resources);
        }
        for (now, was) in spec.init_containers.iter_mut().zip(&was.init_containers) {
            now.resources.clone_from(&was.resources);
        }
        now.metadata.annotations.clone_from(&before.metadata.annotations);
        now.metadata.labels.clone_from(&before.metadata.labels);
    }
    out.immutable(path, &now, before);
}
