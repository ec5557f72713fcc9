//! Metadata with faults; the golden vectors have many more.

use super::*;
use crate::meta::{ManagedFieldsEntry, ObjectMeta, OwnerReference};
use crate::time::Time;
use crate::validation::field::Path;
use crate::validation::names::NameRule;

fn fields(errors: &crate::validation::field::ErrorList) -> Vec<&str> {
    errors.iter().map(|error| error.field.as_str()).collect()
}

fn valid() -> ObjectMeta {
    ObjectMeta { resource_version: "1".into(), ..ObjectMeta::named("web").in_namespace("default") }
}

#[test]
fn good_metadata_has_no_faults() {
    let path = Path::new("metadata");
    let meta = valid().label("app", "web").annotation("Example.com/Note", "any text\n");
    assert!(object_meta(&meta, Scope::Namespaced, NameRule::Subdomain, &path).is_empty());
    assert!(object_meta_update(&meta, &meta, &path).is_empty());
}

#[test]
fn every_fault_names_its_field() {
    let path = Path::new("metadata");
    let meta = ObjectMeta {
        generate_name: "A".into(),
        generation: -1,
        finalizers: vec!["orphan".into(), "foregroundDeletion".into()],
        managed_fields: vec![ManagedFieldsEntry { fields_type: "x".into(), ..Default::default() }],
        ..Default::default()
    };
    let errors = object_meta(&meta, Scope::Namespaced, NameRule::Label, &path);
    assert_eq!(
        fields(&errors),
        [
            "metadata.generateName",
            "metadata.name",
            "metadata.namespace",
            "metadata.generation",
            "metadata.finalizers",
            "metadata.managedFields[0].operation",
            "metadata.managedFields[0].fieldsType",
        ]
    );
    let errors = object_meta(&valid(), Scope::Cluster, NameRule::Label, &path);
    assert_eq!(errors.to_string(), "metadata.namespace: Forbidden: not allowed on this type");
}

#[test]
fn owners_have_all_parts_and_one_controller() {
    let path = Path::new("owners");
    let owner = |kind: &str| OwnerReference {
        api_version: "v1".into(),
        kind: kind.into(),
        name: "x".into(),
        uid: "u".into(),
        controller: Some(true),
        ..Default::default()
    };
    assert!(owner_references(&[owner("Pod")], &path).is_empty());
    let errors = owner_references(&[owner("Pod"), owner("Node")], &path);
    assert!(errors[0].detail.ends_with("references for Pod/x and Node/x"), "{errors}");
    let errors = owner_references(&[owner("Event")], &path);
    assert!(errors[0].detail.starts_with("/v1, Kind=Event is disallowed"), "{errors}");
    let errors = owner_references(&[OwnerReference::default()], &path);
    assert_eq!(fields(&errors), ["owners.apiVersion", "owners.kind", "owners.name", "owners.uid"]);
}

#[test]
fn updates_leave_identity_alone() {
    let path = Path::new("metadata");
    let old = ObjectMeta {
        deletion_timestamp: Some(Time::from_unix_seconds(0)),
        generation: 2,
        uid: "a".into(),
        ..valid()
    };
    let new = ObjectMeta {
        resource_version: String::new(),
        deletion_timestamp: None,
        generation: 1,
        uid: "b".into(),
        finalizers: vec!["z.io/f".into(), "a.io/f".into()],
        ..old.clone()
    };
    let errors = object_meta_update(&new, &old, &path);
    assert_eq!(
        fields(&errors),
        [
            "metadata.finalizers",
            "metadata.resourceVersion",
            "metadata.generation",
            "metadata.uid",
            "metadata.deletionTimestamp",
        ]
    );
    assert!(errors[0].detail.ends_with("[]string{\"a.io/f\", \"z.io/f\"}"), "{errors}");
    assert_eq!(errors[3].to_string(), "metadata.uid: Invalid value: \"b\": field is immutable");
}
