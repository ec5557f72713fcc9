//! Defaults must themselves be what the schema says.

use std::sync::Arc;

use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use serde_json::Value;

use super::super::{Structural, Validator};
use super::{child, named};

/// The faults of the defaults of a schema.
pub(super) fn faults(schema: &Value, path: &Path<'_>) -> ErrorList {
    let mut faults = ErrorList::new();
    visit(schema, path, &mut faults);
    faults
}

fn visit(schema: &Value, path: &Path<'_>, faults: &mut ErrorList) {
    if let Some(default) = schema.get("default").filter(|d| !d.is_null()) {
        let path = path.child("default");
        let structural = Arc::new(Structural::of(schema));
        let mut pruned = default.clone();
        structural.prune_part(&mut pruned);
        if pruned != *default {
            let why = "must not have unknown fields";
            faults.push(FieldError::invalid(&path, default.clone(), why));
        }
        faults.extend(Validator::new(schema, structural).part_faults(default, &path));
    }
    // Below additionalProperties there are no defaults.
    if let Some(items) = child(schema, "items") {
        visit(items, &path.child("items"), faults);
    }
    let properties = path.child("properties");
    for (name, schema) in named(schema, "properties") {
        visit(schema, &properties.key(name), faults);
    }
}
