//! The history of a template: what a controller needs to tell new pods from old ones and to go
//! back.
//!
//! Upstream: `pkg/controller/history/controller_history.go`.

use std::collections::BTreeMap;
use std::sync::Arc;

use bowline_api::apps::v1::ControllerRevision;
use bowline_api::core::v1::PodTemplateSpec;
use bowline_apimachinery::codec::json;
use bowline_apimachinery::meta::{ObjectMeta, OwnerReference};
use bowline_apimachinery::raw_json::RawJson;
use serde_json::{Value, json};

/// The label that says to which revision a pod belongs.
pub const REVISION_HASH: &str = "controller-revision-hash";

/// The patch that gives a set this template: what a revision records.
#[must_use]
pub fn template_patch(template: &PodTemplateSpec) -> Value {
    // Whatever came over the wire as JSON has a JSON form again.
    let mut template = json::to_value(template, None).unwrap_or_default();
    template["$patch"] = json!("replace");
    json!({"spec": {"template": template}})
}

/// The template that a revision records, if it can be read.
#[must_use]
pub fn template_of(revision: &ControllerRevision) -> Option<PodTemplateSpec> {
    let mut data = revision.data.to_value();
    let template = data.get_mut("spec")?.get_mut("template")?;
    template.as_object_mut()?.remove("$patch");
    serde_json::from_value(template.take()).ok()
}

/// Whether a revision records this patch.
#[must_use]
pub fn records(revision: &ControllerRevision, patch: &Value) -> bool {
    revision.data.to_value() == *patch
}

/// A revision that is to be made.
#[must_use]
pub fn new_revision(
    name: String,
    namespace: &str,
    owner: OwnerReference,
    labels: BTreeMap<String, String>,
    annotations: BTreeMap<String, String>,
    (patch, number): (&Value, i64),
) -> ControllerRevision {
    ControllerRevision {
        metadata: ObjectMeta {
            labels,
            annotations,
            owner_references: vec![owner],
            ..ObjectMeta::named(name).in_namespace(namespace)
        },
        data: RawJson::from_value(patch),
        revision: number,
    }
}

/// The name of a revision: that of the set, shortened if need be, and the hash.
#[must_use]
pub fn revision_name(set: &str, hash: &str) -> String {
    const MAX_STEM: usize = 223;
    format!("{}-{hash}", set.get(..MAX_STEM).unwrap_or(set))
}

/// The earliest first.
pub fn sort(revisions: &mut [Arc<ControllerRevision>]) {
    revisions.sort_by(|a, b| {
        (a.revision.cmp(&b.revision))
            .then_with(|| a.metadata.creation_timestamp.cmp(&b.metadata.creation_timestamp))
            .then_with(|| a.metadata.name.cmp(&b.metadata.name))
    });
}

/// Which revisions to delete so that no more than `limit` old ones are kept, leaving those that
/// are in use; `old` is sorted.
pub fn surplus(
    old: &[Arc<ControllerRevision>],
    limit: Option<i32>,
    in_use: impl Fn(&ControllerRevision) -> bool,
) -> Vec<Arc<ControllerRevision>> {
    let limit = usize::try_from(limit.unwrap_or(10)).unwrap_or(0);
    let unused: Vec<_> = old.iter().filter(|revision| !in_use(revision)).cloned().collect();
    let count = old.len().saturating_sub(limit).min(unused.len());
    unused.into_iter().take(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn revision(name: &str, number: i64) -> Arc<ControllerRevision> {
        let mut revision = ControllerRevision::default();
        revision.metadata.name = name.into();
        revision.revision = number;
        Arc::new(revision)
    }

    #[test]
    fn a_revision_records_its_template() {
        let mut template = PodTemplateSpec::default();
        template.metadata.labels.insert("a".into(), "b".into());
        let patch = template_patch(&template);
        let owner = OwnerReference::default();
        let made =
            new_revision("n".into(), "d", owner, BTreeMap::new(), BTreeMap::new(), (&patch, 3));
        assert!(records(&made, &patch));
        template.spec.hostname = "h".into();
        assert!(!records(&made, &template_patch(&template)));
        assert_eq!(patch["spec"]["template"]["$patch"], "replace");
    }

    #[test]
    fn the_earliest_unused_revisions_go_first() {
        let mut old = vec![revision("c", 3), revision("a", 1), revision("b", 2)];
        sort(&mut old);
        let names = |limit| {
            let surplus = surplus(&old, Some(limit), |revision| revision.metadata.name == "a");
            surplus.iter().map(|r| r.metadata.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names(10), [""; 0]);
        assert_eq!(names(2), ["b"]);
        assert_eq!(names(0), ["b", "c"]);
    }
}
