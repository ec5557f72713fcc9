//! The pods of a job: what is made from its template, and which index a pod works on.
//!
//! Upstream: `pkg/controller/job/indexed_job_utils.go`.

use std::collections::BTreeSet;
use std::sync::Arc;

use bowline_api::batch::v1::{CompletionMode, Job, PodReplacementPolicy};
use bowline_api::core::v1::{
    Container, EnvVar, EnvVarSource, ObjectFieldSelector, Pod, PodPhase, PodTemplateSpec,
};

use super::failure_policy::judge;

/// Keeps a pod until the job has counted it.
pub const TRACKING_FINALIZER: &str = "batch.kubernetes.io/job-tracking";
/// The annotation and label that say which index a pod works on.
pub const COMPLETION_INDEX: &str = "batch.kubernetes.io/job-completion-index";
/// The annotation that counts the failures of an index before this pod.
pub const INDEX_FAILURE_COUNT: &str = "batch.kubernetes.io/job-index-failure-count";
/// The annotation that counts the failures of an index that the policy ignored.
pub const INDEX_IGNORED_FAILURE_COUNT: &str = "batch.kubernetes.io/job-index-ignored-failure-count";

const INDEX_ENV: &str = "JOB_COMPLETION_INDEX";
/// What remains for the stem of a generated name.
const MAX_GENERATED_NAME: usize = 58;

/// Whether each pod of the job works on an index of its own.
#[must_use]
pub fn is_indexed(job: &Job) -> bool {
    job.spec.completion_mode == Some(CompletionMode::Indexed)
}

/// Whether failures are counted for each index by itself.
#[must_use]
pub fn has_backoff_per_index(job: &Job) -> bool {
    job.spec.backoff_limit_per_index.is_some()
}

/// Whether the job is told not to run.
#[must_use]
pub fn is_suspended(job: &Job) -> bool {
    job.spec.suspend == Some(true)
}

/// Whether a pod is replaced only once it has ended, not already when its deletion begins.
#[must_use]
pub fn replaces_only_failed(job: &Job) -> bool {
    job.spec.pod_replacement_policy == Some(PodReplacementPolicy::Failed)
        || job.spec.pod_failure_policy.is_some()
}

/// Whether the pod counts as failed: it did, or it is being deleted without having succeeded.
#[must_use]
pub fn is_failed(pod: &Pod, job: &Job) -> bool {
    match pod.status.phase {
        PodPhase::Failed => true,
        PodPhase::Succeeded => false,
        _ => !replaces_only_failed(job) && pod.metadata.is_terminating(),
    }
}

/// The index that the pod works on, if it has one.
#[must_use]
pub fn completion_index(pod: &Pod) -> Option<i32> {
    let index = pod.metadata.annotations.get(COMPLETION_INDEX)?.parse().ok()?;
    (index >= 0).then_some(index)
}

/// The indexes that these pods work on.
#[must_use]
pub fn indexes(pods: &[Arc<Pod>]) -> BTreeSet<i32> {
    pods.iter().filter_map(|pod| completion_index(pod)).collect()
}

/// How often the pod's index failed before this pod: counted failures, ignored failures.
#[must_use]
pub fn index_failures(pod: &Pod) -> (i32, i32) {
    let count = |key: &str| {
        let text = pod.metadata.annotations.get(key);
        text.and_then(|text| text.parse().ok()).filter(|count| *count >= 0).unwrap_or(0)
    };
    (count(INDEX_FAILURE_COUNT), count(INDEX_IGNORED_FAILURE_COUNT))
}

/// The template of the next pod and the prefix of its name; `None` for the latter is the usual
/// prefix. `failed` is the pod that it replaces, if failures are counted for each index.
#[must_use]
pub fn template(
    job: &Job,
    index: Option<i32>,
    failed: Option<&Pod>,
) -> (PodTemplateSpec, Option<String>) {
    let mut template = job.spec.template.clone();
    if !template.metadata.has_finalizer(TRACKING_FINALIZER) {
        template.metadata.finalizers.push(TRACKING_FINALIZER.to_owned());
    }
    let Some(index) = index else { return (template, None) };
    let spec = &mut template.spec;
    spec.init_containers.iter_mut().chain(&mut spec.containers).for_each(add_index_env);
    let job_name = &job.metadata.name;
    spec.hostname = format!("{job_name}-{index}");
    let metadata = &mut template.metadata;
    metadata.annotations.insert(COMPLETION_INDEX.to_owned(), index.to_string());
    metadata.labels.insert(COMPLETION_INDEX.to_owned(), index.to_string());
    if has_backoff_per_index(job) {
        let (counted, ignored) = next_index_failures(job, failed);
        metadata.annotations.insert(INDEX_FAILURE_COUNT.to_owned(), counted.to_string());
        if ignored > 0 {
            let key = INDEX_IGNORED_FAILURE_COUNT.to_owned();
            metadata.annotations.insert(key, ignored.to_string());
        }
    }
    (template, Some(generate_name(job_name, index)))
}

/// The failures of an index, the one of this pod among them.
fn next_index_failures(job: &Job, failed: Option<&Pod>) -> (i32, i32) {
    let Some(failed) = failed else { return (0, 0) };
    let (counted, ignored) = index_failures(failed);
    if judge(job.spec.pod_failure_policy.as_ref(), failed).counts() {
        (counted.saturating_add(1), ignored)
    } else {
        (counted, ignored.saturating_add(1))
    }
}

fn add_index_env(container: &mut Container) {
    if container.env.iter().any(|variable| variable.name == INDEX_ENV) {
        return;
    }
    container.env.push(EnvVar {
        name: INDEX_ENV.to_owned(),
        value_from: Some(EnvVarSource {
            field_ref: Some(Box::new(ObjectFieldSelector {
                field_path: format!("metadata.labels['{COMPLETION_INDEX}']"),
                ..ObjectFieldSelector::default()
            })),
            ..EnvVarSource::default()
        }),
        ..EnvVar::default()
    });
}

/// The prefix of the names of an index's pods.
#[must_use]
pub fn generate_name(job: &str, index: i32) -> String {
    let suffix = format!("-{index}-");
    let stem = job.get(..MAX_GENERATED_NAME - suffix.len()).unwrap_or(job);
    format!("{stem}{suffix}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(spec: serde_json::Value) -> Job {
        serde_json::from_value(serde_json::json!({"metadata": {"name": "j"}, "spec": spec}))
            .unwrap()
    }

    #[test]
    fn a_pod_of_an_index_knows_it() {
        let job = job(serde_json::json!({
            "completionMode": "Indexed", "backoffLimitPerIndex": 2,
            "template": {"spec": {"containers": [{"name": "c"}]}}
        }));
        let (template, name) = template(&job, Some(3), None);
        assert_eq!(name.as_deref(), Some("j-3-"));
        assert_eq!(template.metadata.annotations[COMPLETION_INDEX], "3");
        assert_eq!(template.metadata.labels[COMPLETION_INDEX], "3");
        assert_eq!(template.metadata.annotations[INDEX_FAILURE_COUNT], "0");
        assert_eq!(template.spec.hostname, "j-3");
        assert_eq!(template.spec.containers[0].env[0].name, INDEX_ENV);
        assert_eq!(template.metadata.finalizers, [TRACKING_FINALIZER]);
    }

    #[test]
    fn a_replacement_counts_the_failure_it_follows() {
        let job = job(serde_json::json!({
            "completionMode": "Indexed", "backoffLimitPerIndex": 2,
            "podFailurePolicy": {"rules": [{"action": "Ignore", "onExitCodes":
                {"operator": "In", "values": [7]}}]},
        }));
        let failed = |code: i32| -> Pod {
            serde_json::from_value(serde_json::json!({
                "metadata": {"annotations": {INDEX_FAILURE_COUNT: "1"}},
                "status": {"phase": "Failed", "containerStatuses":
                    [{"name": "c", "state": {"terminated": {"exitCode": code}}}]}
            }))
            .unwrap()
        };
        assert_eq!(next_index_failures(&job, Some(&failed(1))), (2, 0));
        assert_eq!(next_index_failures(&job, Some(&failed(7))), (1, 1));
    }
}
