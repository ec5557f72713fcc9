//! The revisions of a stateful set.
//!
//! Upstream: `getStatefulSetRevisions` of `pkg/controller/statefulset/stateful_set_control.go`.

use std::sync::Arc;

use bowline_api::apps::v1::{ControllerRevision, StatefulSet};
use bowline_api::core::v1::PodTemplateSpec;
use bowline_controller_runtime::owner::controller_reference;

use crate::controller_revision::{
    new_revision, records, revision_name, sort, template_of, template_patch,
};
use crate::template_hash::template_hash;

/// The label that has the hash of a revision's contents.
const HASH: &str = "controller.kubernetes.io/hash";

/// A revision as pods are made from it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Revision {
    /// Its name, which its pods bear as a label.
    pub name: String,
    /// Its template.
    pub template: PodTemplateSpec,
}

impl Revision {
    /// The template that a stored revision records; the set's own if that cannot be read.
    #[must_use]
    pub fn read(stored: &ControllerRevision, set: &StatefulSet) -> Self {
        let template = template_of(stored).unwrap_or_else(|| set.spec.template.clone());
        Self { name: stored.metadata.name.clone(), template }
    }
}

/// What to do so that the present template has the latest revision.
#[derive(Clone, Debug, PartialEq)]
pub enum Update {
    /// It has.
    Present(Arc<ControllerRevision>),
    /// It has an earlier one, whose number has to become this.
    Renumber(Arc<ControllerRevision>, i64),
    /// It has none.
    Create(Box<ControllerRevision>),
}

/// Finds the revision of the present template among those of the set, which get sorted.
#[must_use]
pub fn update(set: &StatefulSet, revisions: &mut [Arc<ControllerRevision>]) -> Update {
    sort(revisions);
    let patch = template_patch(&set.spec.template);
    let last = revisions.last().map_or(0, |last| last.revision);
    match revisions.iter().rfind(|revision| records(revision, &patch)) {
        Some(found) if found.revision == last => Update::Present(found.clone()),
        Some(found) => Update::Renumber(found.clone(), last + 1),
        None => {
            let hash = template_hash(&set.spec.template, set.status.collision_count);
            let mut labels = set.spec.template.metadata.labels.clone();
            labels.insert(HASH.to_owned(), hash.clone());
            Update::Create(Box::new(new_revision(
                revision_name(&set.metadata.name, &hash),
                &set.metadata.namespace,
                controller_reference(set),
                labels,
                set.metadata.annotations.clone(),
                (&patch, last + 1),
            )))
        }
    }
}

/// The revision that the set was at, by its status; the present one if that is not known any more.
#[must_use]
pub fn current(
    set: &StatefulSet,
    revisions: &[Arc<ControllerRevision>],
    update: &Arc<ControllerRevision>,
) -> Arc<ControllerRevision> {
    let name = &set.status.current_revision;
    let found = revisions.iter().find(|revision| revision.metadata.name == *name);
    found.unwrap_or(update).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_that_comes_back_gets_the_next_number() {
        let mut set = StatefulSet::default();
        set.metadata.name = "db".into();
        let Update::Create(first) = update(&set, &mut []) else { panic!("the first is made") };
        assert_eq!(first.revision, 1);
        let first: Arc<ControllerRevision> = Arc::new(*first);
        let mut all = vec![first.clone()];
        assert_eq!(update(&set, &mut all), Update::Present(first.clone()));
        set.spec.template.spec.hostname = "h".into();
        let Update::Create(second) = update(&set, &mut all) else { panic!("the second is made") };
        all.push(Arc::new(*second));
        set.spec.template.spec.hostname.clear();
        assert_eq!(update(&set, &mut all), Update::Renumber(first.clone(), 3));
        set.status.current_revision.clone_from(&all[1].metadata.name);
        assert_eq!(current(&set, &all, &first), all[1]);
        assert_eq!(Revision::read(&all[1], &set).template.spec.hostname, "h");
    }
}
