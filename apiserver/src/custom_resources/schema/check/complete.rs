//! What logic speaks of must be there in the structure.

use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use serde_json::Value;

use super::{child, listed, named};

/// The parts that only logic names.
pub(super) fn faults(schema: &Value, path: &Path<'_>) -> ErrorList {
    let mut faults = ErrorList::new();
    logic(schema, schema, path, path, &mut faults);
    faults
}

fn logic(
    part: &Value,
    schema: &Value,
    path: &Path<'_>,
    part_path: &Path<'_>,
    faults: &mut ErrorList,
) {
    if let Some(not) = child(part, "not") {
        nested(not, schema, path, &part_path.child("not"), faults);
    }
    for name in ["allOf", "anyOf", "oneOf"] {
        let list = part_path.child(name);
        for (i, inner) in listed(part, name) {
            nested(inner, schema, path, &list.index(i), faults);
        }
    }
}

fn nested(
    part: &Value,
    schema: &Value,
    path: &Path<'_>,
    part_path: &Path<'_>,
    faults: &mut ErrorList,
) {
    logic(part, schema, path, part_path, faults);
    let missing = |at: &Path<'_>, part: &Path<'_>| {
        FieldError::required(at, format!("because it is defined in {part}"))
    };
    if let Some(items) = child(part, "items") {
        let (at, part_at) = (path.child("items"), part_path.child("items"));
        match child(schema, "items") {
            Some(schema) => nested(items, schema, &at, &part_at, faults),
            None => faults.push(missing(&at, &part_at)),
        }
    }
    let (at, part_at) = (path.child("properties"), part_path.child("properties"));
    for (name, inner) in named(part, "properties") {
        let (at, part_at) = (at.key(name), part_at.key(name));
        match schema.get("properties").and_then(|p| p.get(name)) {
            Some(schema) => nested(inner, schema, &at, &part_at, faults),
            None => faults.push(missing(&at, &part_at)),
        }
    }
}
