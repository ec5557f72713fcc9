//! Definitions as objects: what a valid one is, and how its deletion begins.
//!
//! *Upstream:* `apiextensions-apiserver/pkg/registry/customresourcedefinition`.

use bowline_apimachinery::time::Time;
use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use bowline_cel::rules::Stored;
use serde_json::Value;

use super::controller::{FINALIZER, set_condition};
use super::definition_check::{faults, stored_version_faults};
use crate::registry::ObjectAccess as _;
use crate::registry::store::WriteContext;
use crate::registry::strategy::{Strategy, Traits};

#[derive(Debug)]
pub(crate) struct DefinitionStrategy(pub(crate) Traits);

impl Strategy for DefinitionStrategy {
    fn traits(&self) -> &Traits {
        &self.0
    }

    fn prepare_for_create(&self, _: &WriteContext<'_>, definition: &mut Value) {
        definition.remove("status.storedVersions");
        note_storage_version(definition);
    }

    fn prepare_for_update(&self, cx: &WriteContext<'_>, definition: &mut Value, _: &Value) {
        if cx.subresource != "status" {
            note_storage_version(definition);
        }
    }

    fn validate(&self, _: &WriteContext<'_>, definition: &Value) -> ErrorList {
        faults(definition, &Stored::default())
    }

    fn validate_update(&self, cx: &WriteContext<'_>, new: &Value, old: &Value) -> ErrorList {
        if cx.subresource == "status" {
            return ErrorList::new();
        }
        let mut stored = Stored::default();
        for version in old.at("spec.versions").as_array().into_iter().flatten() {
            let schema = version.at("schema.openAPIV3Schema");
            stored.add_whole(schema);
        }
        let mut faults = faults(new, &stored);
        faults.extend(stored_version_faults(new));
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

/// From now on there may be objects of the storage version.
fn note_storage_version(definition: &mut Value) {
    let texts = |list: &Value| -> Vec<Value> { list.as_array().cloned().unwrap_or_default() };
    let mut stored = texts(definition.at("status.storedVersions"));
    for version in texts(definition.at("spec.versions")) {
        let name = &version["name"];
        if version["storage"] == true && !stored.contains(name) {
            stored.push(name.clone());
        }
    }
    definition.set("status.storedVersions", Value::Array(stored));
}
