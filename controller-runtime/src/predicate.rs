//! Which changes are worth a reconciliation.
//!
//! A predicate is a function of a [`Delta`]; deletions pass all of these.
//!
//! *Upstream:* `controller-runtime/pkg/predicate`.

use bowline_apimachinery::resource::Object;
use bowline_client::cache::Delta;

/// The states before and after an update; none for what is not one.
fn update<K>(delta: &Delta<K>) -> Option<(&K, &K)> {
    match delta {
        Delta::Applied { old: Some(old), new, .. } => Some((old, new)),
        _ => None,
    }
}

/// The specification has changed: writes of status and metadata do not pass. Kinds whose objects
/// have no generation never pass.
#[must_use]
pub fn generation_changed<K: Object>(delta: &Delta<K>) -> bool {
    update(delta).is_none_or(|(old, new)| old.metadata().generation != new.metadata().generation)
}

/// Labels have changed.
#[must_use]
pub fn labels_changed<K: Object>(delta: &Delta<K>) -> bool {
    update(delta).is_none_or(|(old, new)| old.metadata().labels != new.metadata().labels)
}

/// Annotations have changed.
#[must_use]
pub fn annotations_changed<K: Object>(delta: &Delta<K>) -> bool {
    update(delta).is_none_or(|(old, new)| old.metadata().annotations != new.metadata().annotations)
}

/// Deletion has begun, or finalizers have changed.
#[must_use]
pub fn deletion_changed<K: Object>(delta: &Delta<K>) -> bool {
    update(delta).is_none_or(|(old, new)| {
        let (old, new) = (old.metadata(), new.metadata());
        old.deletion_timestamp != new.deletion_timestamp || old.finalizers != new.finalizers
    })
}

/// Either predicate passes.
pub fn any<K>(
    a: impl Fn(&Delta<K>) -> bool + Send + Sync + 'static,
    b: impl Fn(&Delta<K>) -> bool + Send + Sync + 'static,
) -> impl Fn(&Delta<K>) -> bool + Send + Sync + 'static {
    move |delta| a(delta) || b(delta)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bowline_api::core::v1::Pod;

    use super::*;

    #[test]
    fn updates_pass_by_what_changed_and_all_else_passes() {
        let old = Arc::new(Pod::default());
        let mut labelled = Pod::default();
        labelled.metadata.labels.insert("a".into(), "b".into());
        let mut changed = Pod::default();
        changed.metadata.generation = 2;
        let update = |new: Pod| Delta::Applied {
            old: Some(old.clone()),
            new: Arc::new(new),
            initial: false,
        };
        let create = Delta::Applied { old: None, new: old.clone(), initial: false };
        let delete = Delta::Deleted { last: old.clone(), stale: false };
        let either = any(generation_changed, labels_changed);
        for (name, delta, generation, labels, both) in [
            ("spec", update(changed), true, false, true),
            ("labels", update(labelled), false, true, true),
            ("nothing", update(Pod::default()), false, false, false),
            ("create", create, true, true, true),
            ("delete", delete, true, true, true),
        ] {
            assert_eq!(generation_changed(&delta), generation, "{name}");
            assert_eq!(labels_changed(&delta), labels, "{name}");
            assert_eq!(either(&delta), both, "{name}");
            assert_eq!(annotations_changed(&delta), !matches!(name, "spec" | "labels" | "nothing"));
        }
    }
}
