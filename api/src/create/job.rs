//! The labels by which a job finds its pods.

use crate::batch::v1::Job;

/// Selects the job's pods by its uid, unless the user selects himself.
///
/// *Upstream:* `generateSelector` in `pkg/registry/batch/job/strategy.go`.
pub(super) fn prepare(job: &mut Job, shares_labels: bool) {
    if job.spec.manual_selector == Some(true) {
        return;
    }
    let (uid, name) = (job.metadata.uid.clone(), job.metadata.name.clone());
    let labels = &mut job.spec.template.metadata.labels;
    for (key, value) in [
        ("job-name", &name),
        ("batch.kubernetes.io/job-name", &name),
        ("controller-uid", &uid),
        (CONTROLLER_UID, &uid),
    ] {
        labels.entry(key.to_owned()).or_insert_with(|| value.clone());
    }
    if shares_labels {
        job.metadata.labels.clone_from(labels);
    }
    let selector = job.spec.selector.get_or_insert_default();
    selector.match_labels.entry(CONTROLLER_UID.to_owned()).or_insert(uid);
}

const CONTROLLER_UID: &str = "batch.kubernetes.io/controller-uid";
