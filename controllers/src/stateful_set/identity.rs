//! The names, labels and volumes that the pods of a stateful set keep for life.
//!
//! Upstream: `pkg/controller/statefulset/stateful_set_utils.go`.

use std::collections::BTreeMap;

use bowline_api::apps::v1::StatefulSet;
use bowline_api::core::v1::{
    PersistentVolumeClaim, PersistentVolumeClaimVolumeSource, Pod, PodTemplateSpec, Volume,
};

use crate::controller_revision::REVISION_HASH;
use crate::pod_control::pod_from_template;

/// The label that repeats a pod's name, so that a Service can choose one pod.
pub const POD_NAME: &str = "statefulset.kubernetes.io/pod-name";
/// The label that has a pod's ordinal.
pub const POD_INDEX: &str = "apps.kubernetes.io/pod-index";

/// The first ordinal of a set.
#[must_use]
pub fn first_ordinal(set: &StatefulSet) -> i32 {
    set.spec.ordinals.as_ref().map_or(0, |ordinals| ordinals.start)
}

/// The name of the pod with an ordinal.
#[must_use]
pub fn pod_name(set: &StatefulSet, ordinal: i32) -> String {
    format!("{}-{ordinal}", set.metadata.name)
}

/// The name that stands before a pod's ordinal, and the ordinal.
#[must_use]
pub fn parent_and_ordinal(pod: &str) -> Option<(&str, i32)> {
    let (parent, ordinal) = pod.rsplit_once('-')?;
    let digits = !ordinal.is_empty() && ordinal.bytes().all(|byte| byte.is_ascii_digit());
    Some((parent, ordinal.parse().ok().filter(|_| digits)?))
}

/// Whether the pod is named as a pod of the set.
#[must_use]
pub fn is_member(set: &StatefulSet, pod: &Pod) -> bool {
    parent_and_ordinal(&pod.metadata.name).is_some_and(|(parent, _)| parent == set.metadata.name)
}

/// The claims of the pod with an ordinal, by the name of their volume.
#[must_use]
pub fn claims(set: &StatefulSet, ordinal: i32) -> BTreeMap<String, PersistentVolumeClaim> {
    let templates = set.spec.volume_claim_templates.iter();
    let claim = |template: &PersistentVolumeClaim| {
        let mut claim = template.clone();
        let volume = std::mem::take(&mut claim.metadata.name);
        claim.metadata.name = claim_name(set, &volume, ordinal);
        claim.metadata.namespace.clone_from(&set.metadata.namespace);
        if let Some(selector) = set.spec.selector.as_deref() {
            claim.metadata.labels.extend(selector.match_labels.clone());
        }
        (volume, claim)
    };
    templates.map(claim).collect()
}

fn claim_name(set: &StatefulSet, volume: &str, ordinal: i32) -> String {
    format!("{volume}-{}-{ordinal}", set.metadata.name)
}

/// The pod with an ordinal, made from a template of the set's history.
#[must_use]
pub fn new_pod(set: &StatefulSet, template: &PodTemplateSpec, revision: &str, ordinal: i32) -> Pod {
    let mut pod = pod_from_template(set, template, None);
    pod.metadata.generate_name.clear();
    pod.metadata.name = pod_name(set, ordinal);
    pod.metadata.labels.insert(REVISION_HASH.to_owned(), revision.to_owned());
    pod.spec.hostname.clone_from(&pod.metadata.name);
    pod.spec.subdomain.clone_from(&set.spec.service_name);
    fix_identity(set, &mut pod, ordinal);
    pod
}

/// Gives a pod the labels and volumes that it should have. Tells whether that changed anything.
pub fn fix_identity(set: &StatefulSet, pod: &mut Pod, ordinal: i32) -> bool {
    let mut changed = false;
    for (key, value) in [(POD_NAME, pod.metadata.name.clone()), (POD_INDEX, ordinal.to_string())] {
        if pod.metadata.labels.get(key) != Some(&value) {
            pod.metadata.labels.insert(key.to_owned(), value);
            changed = true;
        }
    }
    for template in &set.spec.volume_claim_templates {
        let name = &template.metadata.name;
        let claim = claim_name(set, name, ordinal);
        let volumes = &mut pod.spec.volumes;
        let present = volumes.iter_mut().find(|volume| volume.name == *name);
        let names = |volume: &Volume| {
            let source = volume.persistent_volume_claim.as_ref();
            source.is_some_and(|source| source.claim_name == claim)
        };
        if present.as_deref().is_some_and(names) {
            continue;
        }
        changed = true;
        let source = PersistentVolumeClaimVolumeSource {
            claim_name: claim,
            // The template's own access modes decide about writing.
            ..PersistentVolumeClaimVolumeSource::default()
        };
        let volume = Volume {
            name: name.clone(),
            persistent_volume_claim: Some(source),
            ..Volume::default()
        };
        match present {
            Some(present) => *present = volume,
            None => volumes.push(volume),
        }
    }
    changed
}

/// The revision that a pod is of.
#[must_use]
pub fn revision(pod: &Pod) -> &str {
    pod.metadata.labels.get(REVISION_HASH).map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_end_in_an_ordinal() {
        for (name, want) in [
            ("db-0", Some(("db", 0))),
            ("db-x-12", Some(("db-x", 12))),
            ("db", None),
            ("db-", None),
            ("db-+1", None),
            ("db-99999999999", None),
        ] {
            assert_eq!(parent_and_ordinal(name), want, "{name}");
        }
    }

    #[test]
    fn a_pod_keeps_its_name_its_labels_and_its_volume() {
        let set: StatefulSet = serde_json::from_value(json!({
            "metadata": {"name": "db", "namespace": "d"},
            "spec": {
                "serviceName": "svc", "selector": {"matchLabels": {"app": "db"}},
                "volumeClaimTemplates": [{"metadata": {"name": "data"}}],
                "template": {"spec": {"volumes": [{"name": "data", "emptyDir": {}}]}}
            }
        }))
        .unwrap();
        let mut pod = new_pod(&set, &set.spec.template, "r1", 3);
        assert_eq!((pod.metadata.name.as_str(), pod.spec.subdomain.as_str()), ("db-3", "svc"));
        assert_eq!(pod.metadata.labels[POD_NAME], "db-3");
        assert_eq!((pod.metadata.labels[POD_INDEX].as_str(), revision(&pod)), ("3", "r1"));
        let claimed = pod.spec.volumes[0].persistent_volume_claim.as_ref().unwrap();
        assert_eq!((pod.spec.volumes.len(), claimed.claim_name.as_str()), (1, "data-db-3"));
        assert!(!fix_identity(&set, &mut pod, 3));
        pod.metadata.labels.remove(POD_NAME);
        assert!(fix_identity(&set, &mut pod, 3));
        let claim = &claims(&set, 3)["data"];
        assert_eq!(claim.metadata.name, "data-db-3");
        assert_eq!(claim.metadata.labels["app"], "db");
    }
}
