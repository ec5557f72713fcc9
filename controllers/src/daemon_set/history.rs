//! The revisions of a daemon set.
//!
//! Upstream: `constructHistory` of `pkg/controller/daemon/update.go`.

use std::sync::Arc;

use bowline_api::apps::v1::{ControllerRevision, DaemonSet};
use bowline_controller_runtime::owner::controller_reference;

use crate::controller_revision::{REVISION_HASH, new_revision, records, sort, template_patch};
use crate::template_hash::template_hash;

/// The revisions that a set owns, told apart.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// What to do so that the present template has a revision.
    pub current: Current,
    /// The revisions of other templates, the earliest first.
    pub old: Vec<Arc<ControllerRevision>>,
}

/// The revision of the present template.
#[derive(Clone, Debug, PartialEq)]
pub enum Current {
    /// There is one, and it is the latest.
    Present(Arc<ControllerRevision>),
    /// There is one, whose number has to become this.
    Renumber(Arc<ControllerRevision>, i64),
    /// It has to be made.
    Create(Box<ControllerRevision>),
}

/// Tells the revisions of a set apart.
#[must_use]
pub fn history(set: &DaemonSet, revisions: Vec<Arc<ControllerRevision>>) -> History {
    let patch = template_patch(&set.spec.template);
    let (mut current, mut old): (Vec<_>, Vec<_>) =
        revisions.into_iter().partition(|revision| records(revision, &patch));
    sort(&mut current);
    sort(&mut old);
    let next = old.last().map_or(0, |last| last.revision) + 1;
    let current = match current.pop() {
        Some(present) if present.revision >= next => Current::Present(present),
        Some(present) => Current::Renumber(present, next),
        None => {
            let hash = template_hash(&set.spec.template, set.status.collision_count);
            let mut labels = set.spec.template.metadata.labels.clone();
            labels.insert(REVISION_HASH.to_owned(), hash.clone());
            let metadata = &set.metadata;
            Current::Create(Box::new(new_revision(
                format!("{}-{hash}", metadata.name),
                &metadata.namespace,
                controller_reference(set),
                labels,
                metadata.annotations.clone(),
                (&patch, next),
            )))
        }
    };
    History { current, old }
}

/// The hash that pods of a revision bear.
#[must_use]
pub fn hash(revision: &ControllerRevision) -> &str {
    revision.metadata.labels.get(REVISION_HASH).map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_that_comes_back_becomes_the_latest() {
        let mut set = DaemonSet::default();
        set.metadata.name = "d".into();
        let first = history(&set, vec![]);
        let Current::Create(first) = first.current else { panic!("the first is made") };
        assert_eq!((first.revision, first.metadata.name.starts_with("d-")), (1, true));
        let first = Arc::new(*first);
        assert_eq!(history(&set, vec![first.clone()]).current, Current::Present(first.clone()));

        set.spec.template.spec.hostname = "h".into();
        let second = history(&set, vec![first.clone()]);
        let Current::Create(second) = second.current else { panic!("the second is made") };
        assert_eq!(second.revision, 2);
        assert_ne!(hash(&first), hash(&second));

        set.spec.template.spec.hostname.clear();
        let back = history(&set, vec![first.clone(), Arc::new(*second)]);
        assert_eq!((back.current, back.old.len()), (Current::Renumber(first, 3), 1));
    }
}
