//! The replica sets of a deployment: which one is new, which are old, and the annotations that
//! number and measure them.
//!
//! Upstream: `pkg/controller/deployment/util/deployment_util.go`.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use bowline_api::apps::v1::{Deployment, ReplicaSet};
use bowline_api::core::v1::PodTemplateSpec;

/// The label whose value is the hash of the pod template.
pub const POD_TEMPLATE_HASH: &str = "pod-template-hash";
/// The annotation that numbers the revisions of a deployment.
pub const REVISION: &str = "deployment.kubernetes.io/revision";
/// The annotation that lists the earlier numbers of a replica set that came back.
pub const REVISION_HISTORY: &str = "deployment.kubernetes.io/revision-history";
/// The annotation that tells how many pods the deployment wanted when it last sized the set.
pub const DESIRED_REPLICAS: &str = "deployment.kubernetes.io/desired-replicas";
/// The annotation that tells how many pods the deployment allowed when it last sized the set.
pub const MAX_REPLICAS: &str = "deployment.kubernetes.io/max-replicas";

const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";
const ROLLBACK_TO: &str = "deprecated.deployment.rollback.to";
/// The longest list of earlier numbers, in characters.
const MAX_REVISION_HISTORY: usize = 2000;

/// How many pods a replica set should have.
#[must_use]
pub fn size(set: &ReplicaSet) -> i32 {
    set.spec.replicas.unwrap_or(1)
}

/// How many pods the replica sets should have together.
#[must_use]
pub fn desired_pods(sets: &[Arc<ReplicaSet>]) -> i32 {
    sets.iter().map(|set| size(set)).sum()
}

/// How many pods the replica sets report together.
#[must_use]
pub fn actual_pods(sets: &[Arc<ReplicaSet>]) -> i32 {
    sets.iter().map(|set| set.status.replicas).sum()
}

/// How many available pods the replica sets report together.
#[must_use]
pub fn available_pods(sets: &[Arc<ReplicaSet>]) -> i32 {
    sets.iter().map(|set| set.status.available_replicas).sum()
}

/// Those that should have pods.
#[must_use]
pub fn active(sets: &[Arc<ReplicaSet>]) -> Vec<Arc<ReplicaSet>> {
    sets.iter().filter(|set| size(set) > 0).cloned().collect()
}

/// The oldest first; those of one second by name.
#[must_use]
pub fn by_age(sets: &[Arc<ReplicaSet>]) -> Vec<Arc<ReplicaSet>> {
    let mut sorted = sets.to_vec();
    sorted.sort_by(|a, b| compare_age(a, b));
    sorted
}

/// Older first, then by name.
#[must_use]
pub fn compare_age(a: &ReplicaSet, b: &ReplicaSet) -> Ordering {
    let (a, b) = (&a.metadata, &b.metadata);
    a.creation_timestamp.cmp(&b.creation_timestamp).then_with(|| a.name.cmp(&b.name))
}

/// The replica set that has the deployment's template; the oldest, should there be several.
#[must_use]
pub fn find_new(deployment: &Deployment, sets: &[Arc<ReplicaSet>]) -> Option<Arc<ReplicaSet>> {
    by_age(sets)
        .into_iter()
        .find(|set| same_template(&set.spec.template, &deployment.spec.template))
}

/// Whether two templates make the same pods, whatever hash labels they bear.
#[must_use]
pub fn same_template(a: &PodTemplateSpec, b: &PodTemplateSpec) -> bool {
    fn labels(template: &PodTemplateSpec) -> impl Iterator<Item = (&String, &String)> {
        template.metadata.labels.iter().filter(|(key, _)| *key != POD_TEMPLATE_HASH)
    }
    if a.spec != b.spec || !labels(a).eq(labels(b)) {
        return false;
    }
    // The rest of the metadata, without copying the specs.
    let rest = |template: &PodTemplateSpec| {
        let mut metadata = template.metadata.clone();
        metadata.labels.clear();
        metadata
    };
    rest(a) == rest(b)
}

/// The number in an annotation, if it is there and a number.
#[must_use]
pub fn number(annotations: &BTreeMap<String, String>, key: &str) -> Option<i64> {
    annotations.get(key)?.parse().ok()
}

/// The highest revision among replica sets; 0 if none is numbered.
#[must_use]
pub fn max_revision(sets: &[Arc<ReplicaSet>]) -> i64 {
    let revision = |set: &Arc<ReplicaSet>| number(&set.metadata.annotations, REVISION);
    sets.iter().filter_map(revision).max().unwrap_or(0).max(0)
}

/// Notes in a replica set's annotations how large its deployment is and may become. Tells whether
/// that changed anything.
pub fn note_sizes(annotations: &mut BTreeMap<String, String>, desired: i32, max: i32) -> bool {
    let mut changed = false;
    for (key, value) in [(DESIRED_REPLICAS, desired), (MAX_REPLICAS, max)] {
        let value = value.to_string();
        if annotations.get(key) != Some(&value) {
            annotations.insert(key.to_owned(), value);
            changed = true;
        }
    }
    changed
}

/// Gives the new replica set the deployment's annotations and its revision, remembering the
/// revision it had. Tells whether that changed anything.
pub fn note_revision(
    deployment: &Deployment,
    annotations: &mut BTreeMap<String, String>,
    revision: i64,
) -> bool {
    let mut changed = copy_annotations(deployment, annotations);
    let old = annotations.get(REVISION).cloned();
    // A set whose number cannot be read was numbered by hand, and stays as it is.
    let old_number = match &old {
        None => 0,
        Some(text) => match text.parse::<i64>() {
            Ok(number) => number,
            Err(_) => return changed,
        },
    };
    if old_number < revision {
        annotations.insert(REVISION.to_owned(), revision.to_string());
        changed = true;
        if let Some(old) = old {
            let earlier = annotations.entry(REVISION_HISTORY.to_owned()).or_default();
            append_revision(earlier, &old);
        }
    }
    changed
}

/// Adds a number to the list, dropping the first ones if it gets too long.
fn append_revision(history: &mut String, revision: &str) {
    if history.is_empty() {
        *history = revision.to_owned();
        return;
    }
    let mut rest = history.as_str();
    while !rest.is_empty() && rest.len() + revision.len() + 1 > MAX_REVISION_HISTORY {
        rest = rest.split_once(',').map_or("", |(_, rest)| rest);
    }
    *history = if rest.is_empty() { revision.to_owned() } else { format!("{rest},{revision}") };
}

fn copy_annotations(deployment: &Deployment, annotations: &mut BTreeMap<String, String>) -> bool {
    const OWN: [&str; 6] =
        [LAST_APPLIED, REVISION, REVISION_HISTORY, DESIRED_REPLICAS, MAX_REPLICAS, ROLLBACK_TO];
    let mut changed = false;
    for (key, value) in &deployment.metadata.annotations {
        if !OWN.contains(&key.as_str()) && annotations.get(key) != Some(value) {
            annotations.insert(key.clone(), value.clone());
            changed = true;
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_compared_without_the_hash_label() {
        let mut a = PodTemplateSpec::default();
        a.metadata.labels.insert("app".into(), "web".into());
        let mut b = a.clone();
        b.metadata.labels.insert(POD_TEMPLATE_HASH.into(), "x".into());
        assert!(same_template(&a, &b));
        b.metadata.annotations.insert("restarted".into(), "now".into());
        assert!(!same_template(&a, &b));
        let mut c = a.clone();
        c.spec.hostname = "h".into();
        assert!(!same_template(&a, &c));
    }

    #[test]
    fn a_set_that_comes_back_remembers_its_numbers() {
        let mut deployment = Deployment::default();
        deployment.metadata.annotations.insert("note".into(), "n".into());
        deployment.metadata.annotations.insert(REVISION.into(), "7".into());
        let mut annotations = BTreeMap::new();
        assert!(note_revision(&deployment, &mut annotations, 1));
        assert!(!note_revision(&deployment, &mut annotations, 1));
        assert!(note_revision(&deployment, &mut annotations, 3));
        assert!(note_revision(&deployment, &mut annotations, 5));
        assert_eq!(annotations[REVISION], "5");
        assert_eq!(annotations[REVISION_HISTORY], "1,3");
        assert_eq!(annotations["note"], "n");
    }

    #[test]
    fn a_long_history_loses_its_beginning() {
        let mut history = "1,".repeat(998) + "222";
        assert_eq!(history.len(), 1999);
        append_revision(&mut history, "333");
        assert_eq!(history.len(), 1999);
        assert!(history.ends_with(",222,333"), "{}", &history[1980..]);
    }
}
