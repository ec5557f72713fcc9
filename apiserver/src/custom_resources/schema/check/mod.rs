//! What a schema must be like before its kind is served.
//!
//! *Upstream:* `validateCustomResourceDefinitionValidation` and
//! `apiextensions-apiserver/pkg/apiserver/schema`.

mod complete;
mod defaults;
mod invariants;
mod keywords;
mod list_keys;

use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use bowline_cel::rules::{Stored, check_definition};
use bowline_cel::schema::Schema;
use serde_json::Value;

/// Keywords that the root of a schema may have where the status is a subresource of its own.
const ROOT_KEYWORDS: [&str; 21] = [
    "description",
    "type",
    "format",
    "title",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "multipleOf",
    "required",
    "items",
    "properties",
    "externalDocs",
    "x-kubernetes-preserve-unknown-fields",
    "x-kubernetes-validations",
];

/// What is wrong with the schema of a version, which stands at `path`.
pub fn faults(schema: &Value, path: &Path<'_>, has_status: bool, stored: &Stored) -> ErrorList {
    let mut faults = ErrorList::new();
    if has_status {
        faults.extend(root_fault(schema, path));
    }
    if schema["nullable"] == Value::Bool(true) {
        let why = "nullable cannot be true at the root";
        faults.push(FieldError::forbidden(&path.child("nullable"), why));
    }
    let mut structural = invariants::faults(schema, path);
    structural.extend(complete::faults(schema, path));
    if structural.is_empty() {
        structural = defaults::faults(schema, path);
    }
    let well_formed = structural.is_empty();
    faults.extend(structural);
    let keywords = keywords::faults(schema, path);
    let sound = well_formed && keywords.is_empty();
    faults.extend(keywords);
    let rules = Schema::from_json(schema, true);
    if rules.has_rules() {
        faults.extend(check_definition(&rules, path, &stored.for_schema(schema), sound));
    }
    faults
}

fn root_fault(schema: &Value, path: &Path<'_>) -> Option<FieldError> {
    let set = |value: &Value| !matches!(value, Value::Null | Value::Bool(false)) && value != "";
    let fields = schema.as_object()?;
    if let Some(kind) = fields.get("type").filter(|k| set(k) && *k != "object") {
        let why = "only \"object\" is allowed as the type at the root of the schema if the status \
                   subresource is enabled";
        return Some(FieldError::invalid(&path.child("type"), kind.clone(), why));
    }
    let alien = |name: &String| !ROOT_KEYWORDS.contains(&name.as_str());
    fields.iter().find(|(name, value)| alien(name) && set(value))?;
    let why = format!(
        "only {ROOT_KEYWORDS:?} fields are allowed at the root of the schema if the status \
         subresource is enabled"
    );
    Some(FieldError::invalid(path, schema.clone(), why))
}

/// The schema below a keyword, if it is one.
fn child<'s>(schema: &'s Value, name: &str) -> Option<&'s Value> {
    schema.get(name).filter(|s| s.is_object())
}

/// The schemas by name below a keyword.
fn named<'s>(schema: &'s Value, name: &str) -> impl Iterator<Item = (&'s String, &'s Value)> {
    schema.get(name).and_then(Value::as_object).into_iter().flatten()
}

/// The schemas listed below a keyword.
fn listed<'s>(schema: &'s Value, name: &str) -> impl Iterator<Item = (usize, &'s Value)> {
    schema.get(name).and_then(Value::as_array).into_iter().flatten().enumerate()
}

fn text<'s>(schema: &'s Value, name: &str) -> &'s str {
    schema.get(name).and_then(Value::as_str).unwrap_or("")
}

fn flag(schema: &Value, name: &str) -> bool {
    schema.get(name) == Some(&Value::Bool(true))
}

const EMBEDDED: &str = "x-kubernetes-embedded-resource";
const INT_OR_STRING: &str = "x-kubernetes-int-or-string";
const LIST_KEYS: &str = "x-kubernetes-list-map-keys";
const LIST_TYPE: &str = "x-kubernetes-list-type";
const MAP_TYPE: &str = "x-kubernetes-map-type";
const PRESERVE: &str = "x-kubernetes-preserve-unknown-fields";
