//! Definitions as objects: what a valid one is, and how its deletion begins.
//!
//! *Upstream:* `apiextensions-apiserver/pkg/registry/customresourcedefinition`.

use bowline_apimachinery::time::Time;
use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use bowline_apimachinery::validation::names::{dns1035_label, dns1123_subdomain};
use serde_json::{Value, json};

use super::controller::{FINALIZER, set_condition};
use crate::registry::ObjectAccess as _;
use crate::registry::store::WriteContext;
use crate::registry::strategy::{Strategy, Traits};

#[derive(Debug)]
pub(crate) struct DefinitionStrategy(pub(crate) Traits);

impl Strategy for DefinitionStrategy {
    fn traits(&self) -> &Traits {
        &self.0
    }

    fn validate(&self, _: &WriteContext<'_>, definition: &Value) -> ErrorList {
        faults(definition)
    }

    fn validate_update(&self, cx: &WriteContext<'_>, new: &Value, old: &Value) -> ErrorList {
        if cx.subresource == "status" {
            return ErrorList::new();
        }
        let mut faults = faults(new);
        let spec = Path::new("spec");
        let established = old
            .at("status.conditions")
            .as_array()
            .into_iter()
            .flatten()
            .any(|c| c["type"] == "Established" && c["status"] == "True");
        if established {
            for field in ["scope", "names.kind"] {
                let field_path = format!("spec.{field}");
                if new.at(&field_path) != old.at(&field_path) {
                    let value = new.at(&field_path).clone();
                    faults.push(FieldError::invalid(
                        &spec.child(field),
                        value,
                        "field is immutable",
                    ));
                }
            }
        }
        for field in ["group", "names.plural"] {
            let field_path = format!("spec.{field}");
            if new.at(&field_path) != old.at(&field_path) {
                let value = new.at(&field_path).clone();
                faults.push(FieldError::invalid(&spec.child(field), value, "field is immutable"));
            }
        }
        faults
    }

    fn begin_deletion(&self, definition: &mut Value, now: Time) -> bool {
        if definition.is_terminating() {
            return false;
        }
        let mut finalizers = definition.finalizers();
        if !finalizers.iter().any(|f| f == FINALIZER) {
            finalizers.push(FINALIZER.to_owned());
        }
        definition.set_finalizers(finalizers);
        definition.metadata_mut().insert("deletionTimestamp".into(), now.to_string().into());
        set_condition(
            definition,
            "Terminating",
            true,
            "InstanceDeletionPending",
            "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon",
            now,
        );
        true
    }
}

fn faults(definition: &Value) -> ErrorList {
    let mut faults = ErrorList::new();
    let (spec, metadata) = (Path::new("spec"), Path::new("metadata"));
    let group = definition.text("spec.group");
    let plural = definition.text("spec.names.plural");
    if definition.name() != format!("{plural}.{group}") {
        let why = "must be spec.names.plural+\".\"+spec.group";
        faults.push(FieldError::invalid(&metadata.child("name"), definition.name(), why));
    }
    let group_path = spec.child("group");
    if group.is_empty() {
        faults.push(FieldError::required(&group_path, ""));
    } else {
        let complaints = dns1123_subdomain(group).into_iter();
        faults.extend(complaints.map(|why| FieldError::invalid(&group_path, group, why)));
        if group.split('.').count() < 2 {
            let why = "should be a domain with at least one dot";
            faults.push(FieldError::invalid(&group_path, group, why));
        }
    }
    match definition.text("spec.scope") {
        "" => faults.push(FieldError::required(&spec.child("scope"), "")),
        "Namespaced" | "Cluster" => {}
        other => {
            let known = ["Cluster", "Namespaced"];
            faults.push(FieldError::not_supported(&spec.child("scope"), other, known));
        }
    }
    faults.extend(name_faults(definition.at("spec.names"), &spec.child("names")));
    faults.extend(version_faults(definition, &spec.child("versions")));
    faults
}

fn name_faults(names: &Value, path: &Path<'_>) -> ErrorList {
    let mut faults = ErrorList::new();
    let mut label = |field: &str, text: &str| {
        let path = path.child(field);
        let complaints = dns1035_label(&text.to_lowercase()).into_iter();
        faults.extend(complaints.map(|why| FieldError::invalid(&path, text, why)));
    };
    for field in ["plural", "singular"] {
        let text = names.text(field);
        if !text.is_empty() || field == "plural" {
            label(field, text);
        }
    }
    for field in ["kind", "listKind"] {
        label(field, names.text(field));
    }
    if names.text("kind") == names.text("listKind") && !names.text("kind").is_empty() {
        let why = "kind and listKind may not be the same";
        let value = names.text("listKind");
        faults.push(FieldError::invalid(&path.child("listKind"), value, why));
    }
    faults
}

fn version_faults(definition: &Value, path: &Path<'_>) -> ErrorList {
    let mut faults = ErrorList::new();
    let versions = definition.at("spec.versions").as_array().cloned().unwrap_or_default();
    if versions.is_empty() {
        faults.push(FieldError::required(path, "must have at least one version"));
        return faults;
    }
    for (i, version) in versions.iter().enumerate() {
        let at = path.index(i);
        let name = version.text("name");
        let complaints = dns1035_label(name).into_iter();
        faults.extend(complaints.map(|why| FieldError::invalid(&at.child("name"), name, why)));
        if versions[..i].iter().any(|other| other.text("name") == name) {
            let why = "must contain unique version names";
            faults.push(FieldError::invalid(path, json!([name]), why));
        }
        if version.at("schema.openAPIV3Schema").is_null() {
            let schema = at.child("schema");
            let path = schema.child("openAPIV3Schema");
            faults.push(FieldError::required(&path, "schemas are required"));
        } else if version.text("schema.openAPIV3Schema.type") != "object" {
            let schema = at.child("schema");
            let open_api = schema.child("openAPIV3Schema");
            let found = version.text("schema.openAPIV3Schema.type");
            let path = open_api.child("type");
            faults.push(match found {
                "" => FieldError::required(&path, "must not be empty at the root"),
                found => FieldError::invalid(&path, found, "must be object at the root"),
            });
        }
    }
    let stored = versions.iter().filter(|v| v["storage"] == Value::Bool(true)).count();
    if stored != 1 {
        let why = "must have exactly one version marked as storage version";
        faults.push(FieldError::invalid(path, Value::Array(versions), why));
    }
    faults
}
