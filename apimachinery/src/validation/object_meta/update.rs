//! What an update must leave alone.

use serde_json::Value;

use super::create::{annotations, labels, managed_fields};
use super::owners::owner_references;
use crate::meta::ObjectMeta;
use crate::time::Time;
use crate::validation::field::{ErrorList, FieldError, Path};
use crate::validation::quoted;

/// The words for a field that was changed and must not be.
pub const IMMUTABLE: &str = "field is immutable";

/// All faults of replacing the metadata `old` by `new`.
pub fn object_meta_update(new: &ObjectMeta, old: &ObjectMeta, path: &Path<'_>) -> ErrorList {
    let mut errors = ErrorList::new();
    if old.deletion_timestamp.is_some() {
        errors.extend(no_new_finalizers(new, old, &path.child("finalizers")));
    }
    if new.resource_version.is_empty() {
        let path = path.child("resourceVersion");
        errors.push(FieldError::invalid(&path, "", "must be specified for an update"));
    }
    if new.generation < old.generation {
        let path = path.child("generation");
        errors.push(FieldError::invalid(&path, new.generation, "must not be decremented"));
    }
    errors.extend(identity(new, old, path));
    errors.extend(labels(&new.labels, &path.child("labels")));
    errors.extend(annotations(&new.annotations, &path.child("annotations")));
    errors.extend(owner_references(&new.owner_references, &path.child("ownerReferences")));
    errors.extend(managed_fields(&new.managed_fields, &path.child("managedFields")));
    errors
}

fn identity(new: &ObjectMeta, old: &ObjectMeta, path: &Path<'_>) -> ErrorList {
    let mut errors = ErrorList::new();
    let mut check = |field: &str, same: bool, value: &dyn Fn() -> Value| {
        if !same {
            errors.push(FieldError::invalid(&path.child(field), value(), IMMUTABLE));
        }
    };
    check("name", new.name == old.name, &|| new.name.as_str().into());
    check("namespace", new.namespace == old.namespace, &|| new.namespace.as_str().into());
    check("uid", new.uid == old.uid, &|| new.uid.as_str().into());
    let (created, before) = (new.creation_timestamp, old.creation_timestamp);
    check("creationTimestamp", created == before, &|| time(created));
    let (deleted, before) = (new.deletion_timestamp, old.deletion_timestamp);
    check("deletionTimestamp", deleted == before, &|| time(deleted));
    let (grace, before) = (new.deletion_grace_period_seconds, old.deletion_grace_period_seconds);
    check("deletionGracePeriodSeconds", grace == before, &|| grace.into());
    errors
}

fn time(time: Option<Time>) -> Value {
    time.map_or(Value::Null, |time| Value::String(time.to_string()))
}

fn no_new_finalizers(new: &ObjectMeta, old: &ObjectMeta, path: &Path<'_>) -> Option<FieldError> {
    let mut added: Vec<&String> =
        new.finalizers.iter().filter(|finalizer| !old.finalizers.contains(finalizer)).collect();
    if added.is_empty() {
        return None;
    }
    added.sort_unstable();
    added.dedup();
    let added: Vec<_> = added.into_iter().map(|a| quoted(a).to_string()).collect();
    // The list is printed as Go prints one in its own syntax.
    let detail = format!(
        "no new finalizers can be added if the object is being deleted, found new finalizers \
         []string{{{}}}",
        added.join(", ")
    );
    Some(FieldError::forbidden(path, detail))
}
