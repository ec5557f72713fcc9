//! What metadata must be like in any case.

use std::collections::BTreeMap;

use super::owners::owner_references;
use crate::meta::{ManagedFieldsEntry, ManagedFieldsOperationType, ObjectMeta};
use crate::validation::field::{ErrorList, FieldError, Path};
use crate::validation::names::{
    Generated, NameRule, field_manager, finalizer_name, label_key, label_value, namespace_name,
};

/// How many bytes the keys and values of all annotations may have together.
pub const ANNOTATIONS_MAX_SIZE: usize = 256 * 1024;
/// How many bytes the name of a subresource may have in managed fields.
const SUBRESOURCE_MAX_LENGTH: usize = 256;
const ORPHAN: &str = "orphan";
const FOREGROUND: &str = "foregroundDeletion";

/// Whether objects of a kind live in namespaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// They do.
    Namespaced,
    /// There is one set of them in a cluster.
    Cluster,
}

/// All faults of the metadata of an object that is about to be created, its name already
/// generated.
pub fn object_meta(meta: &ObjectMeta, scope: Scope, rule: NameRule, path: &Path<'_>) -> ErrorList {
    let mut errors = ErrorList::new();
    if !meta.generate_name.is_empty() {
        let path = path.child("generateName");
        let faults = rule.check(&meta.generate_name, Generated::Prefix).into_iter();
        let prefix = meta.generate_name.as_str();
        errors.extend(faults.map(|e| FieldError::invalid(&path, prefix, e)));
    }
    let name_path = path.child("name");
    if meta.name.is_empty() {
        errors.push(FieldError::required(&name_path, "name or generateName is required"));
    } else {
        let faults = rule.check(&meta.name, Generated::Name).into_iter();
        errors.extend(faults.map(|e| FieldError::invalid(&name_path, meta.name.as_str(), e)));
    }
    errors.extend(namespace(&meta.namespace, scope, &path.child("namespace")));
    if meta.generation < 0 {
        let detail = "must be greater than or equal to 0";
        errors.push(FieldError::invalid(&path.child("generation"), meta.generation, detail));
    }
    errors.extend(labels(&meta.labels, &path.child("labels")));
    errors.extend(annotations(&meta.annotations, &path.child("annotations")));
    errors.extend(owner_references(&meta.owner_references, &path.child("ownerReferences")));
    errors.extend(finalizers(&meta.finalizers, &path.child("finalizers")));
    errors.extend(managed_fields(&meta.managed_fields, &path.child("managedFields")));
    errors
}

fn namespace(namespace: &str, scope: Scope, path: &Path<'_>) -> ErrorList {
    match (scope, namespace) {
        (Scope::Namespaced, "") => FieldError::required(path, "").into(),
        (Scope::Namespaced, _) => namespace_name(namespace)
            .into_iter()
            .map(|e| FieldError::invalid(path, namespace, e))
            .collect(),
        (Scope::Cluster, "") => ErrorList::new(),
        (Scope::Cluster, _) => FieldError::forbidden(path, "not allowed on this type").into(),
    }
}

/// All faults of labels.
pub fn labels(labels: &BTreeMap<String, String>, path: &Path<'_>) -> ErrorList {
    let mut errors = ErrorList::new();
    for (key, value) in labels {
        let of_key = label_key(key).into_iter();
        errors.extend(of_key.map(|e| FieldError::invalid(path, key.as_str(), e)));
        let of_value = label_value(value).into_iter();
        errors.extend(of_value.map(|e| FieldError::invalid(path, value.as_str(), e)));
    }
    errors
}

/// All faults of annotations: their keys, in which case does not matter, and their size.
pub fn annotations(annotations: &BTreeMap<String, String>, path: &Path<'_>) -> ErrorList {
    let mut errors = ErrorList::new();
    let mut size = 0;
    for (key, value) in annotations {
        // One character stays one, as in Go.
        let lower: String = key.chars().flat_map(|c| c.to_lowercase().take(1)).collect();
        let faults = label_key(&lower).into_iter();
        errors.extend(faults.map(|e| FieldError::invalid(path, key.as_str(), e)));
        size += key.len() + value.len();
    }
    if size > ANNOTATIONS_MAX_SIZE {
        errors.push(FieldError::too_long(path, ANNOTATIONS_MAX_SIZE));
    }
    errors
}

/// All faults of finalizers.
pub fn finalizers(finalizers: &[String], path: &Path<'_>) -> ErrorList {
    let mut errors: ErrorList =
        finalizers.iter().flat_map(|finalizer| finalizer_name(path, finalizer)).collect();
    let has = |name: &str| finalizers.iter().any(|finalizer| finalizer == name);
    if has(ORPHAN) && has(FOREGROUND) {
        let detail = format!("finalizer {ORPHAN} and {FOREGROUND} cannot be both set");
        errors.push(FieldError::invalid(path, finalizers, detail));
    }
    errors
}

/// All faults of managed fields, apart from the fields themselves.
pub fn managed_fields(entries: &[ManagedFieldsEntry], path: &Path<'_>) -> ErrorList {
    let mut errors = ErrorList::new();
    for (index, entry) in entries.iter().enumerate() {
        let path = path.index(index);
        match &entry.operation {
            ManagedFieldsOperationType::Apply | ManagedFieldsOperationType::Update => {}
            other => {
                let detail = "must be `Apply` or `Update`";
                errors.push(FieldError::invalid(&path.child("operation"), other.as_str(), detail));
            }
        }
        if !entry.fields_type.is_empty() && entry.fields_type != "FieldsV1" {
            let (path, found) = (path.child("fieldsType"), entry.fields_type.as_str());
            errors.push(FieldError::invalid(&path, found, "must be `FieldsV1`"));
        }
        errors.extend(field_manager(&path.child("manager"), &entry.manager));
        if entry.subresource.len() > SUBRESOURCE_MAX_LENGTH {
            let path = path.child("subresource");
            errors.push(FieldError::too_long(&path, SUBRESOURCE_MAX_LENGTH));
        }
    }
    errors
}
