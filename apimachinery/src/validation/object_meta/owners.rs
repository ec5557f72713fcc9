//! Checks of owner references.

use serde_json::Value;

use crate::meta::OwnerReference;
use crate::schema::GroupVersionKind;
use crate::validation::field::{ErrorList, FieldError, Path};

/// Kinds whose objects come and go too fast to own anything.
const BANNED: [GroupVersionKind; 1] = [GroupVersionKind::from_static("", "v1", "Event")];

/// All faults of owner references: missing parts, owners that may not own, more than one
/// controller.
pub fn owner_references(owners: &[OwnerReference], path: &Path<'_>) -> ErrorList {
    let mut errors = ErrorList::new();
    let mut controller: Option<String> = None;
    for owner in owners {
        errors.extend(owner_reference(owner, path));
        if owner.controller != Some(true) {
            continue;
        }
        let name = format!("{}/{}", owner.kind, owner.name);
        match &controller {
            Some(first) => {
                let detail = format!(
                    "Only one reference can have Controller set to true. Found \"true\" in \
                     references for {first} and {name}"
                );
                errors.push(FieldError::invalid(path, as_json(owners), detail));
            }
            None => controller = Some(name),
        }
    }
    errors
}

fn owner_reference(owner: &OwnerReference, path: &Path<'_>) -> ErrorList {
    let mut errors = ErrorList::new();
    let kind = GroupVersionKind::from_api_version_and_kind(&owner.api_version, owner.kind.clone());
    if kind.version.is_empty() {
        let (path, found) = (path.child("apiVersion"), owner.api_version.as_str());
        errors.push(FieldError::invalid(&path, found, "version must not be empty"));
    }
    for (name, value) in [("kind", &owner.kind), ("name", &owner.name), ("uid", &owner.uid)] {
        if value.is_empty() {
            errors.push(FieldError::invalid(&path.child(name), "", "must not be empty"));
        }
    }
    if BANNED.contains(&kind) {
        let detail = format!("{kind} is disallowed from being an owner");
        errors.push(FieldError::invalid(path, as_json(std::slice::from_ref(owner)), detail));
    }
    errors
}

fn as_json(owners: &[OwnerReference]) -> Value {
    serde_json::to_value(owners).unwrap_or_default()
}
