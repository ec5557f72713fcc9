//! What counts as unchanged in an update, so that old faults are tolerated.
//!
//! *Upstream:* `apiextensions-apiserver/pkg/apiserver/validation/ratcheting.go`.

use serde_json::Value;

/// The item of the old list that an item of the new one stems from.
pub(super) fn old_item<'a>(
    schema: &Value,
    old: Option<&'a Value>,
    index: usize,
    item: &Value,
) -> Option<&'a Value> {
    let old = old?.as_array()?;
    match list_type(schema) {
        "map" => {
            let wanted = keys(schema, item);
            old.iter().find(|old| keys(schema, old) == wanted)
        }
        "set" | "atomic" => None,
        _ => old.get(index),
    }
}

fn list_type(schema: &Value) -> &str {
    schema.get("x-kubernetes-list-type").and_then(Value::as_str).unwrap_or("")
}

fn keys<'a>(schema: &Value, item: &'a Value) -> Vec<Option<&'a Value>> {
    let keys = schema.get("x-kubernetes-list-map-keys").and_then(Value::as_array);
    let keys = keys.into_iter().flatten().filter_map(Value::as_str);
    keys.map(|key| item.get(key)).collect()
}

/// Whether two values are equal as far as the schema looks; a field it does not look at makes
/// them differ.
pub(super) fn unchanged(schema: &Value, new: &Value, old: &Value) -> bool {
    match (new, old) {
        (Value::Array(new), Value::Array(before)) => {
            // Lists that are one value are compared as one.
            let Some(inner) = schema.get("items") else { return new == before };
            if matches!(list_type(schema), "set" | "atomic") {
                return new == before;
            }
            new.len() == before.len()
                && new.iter().enumerate().all(|(i, item)| {
                    old_item(schema, Some(old), i, item)
                        .is_some_and(|old| unchanged(inner, item, old))
                })
        }
        (Value::Object(new), Value::Object(old)) => {
            new.len() == old.len()
                && new.iter().all(|(name, value)| match (looks_at(schema, name), old.get(name)) {
                    (Some(inner), Some(old)) => unchanged(inner, value, old),
                    _ => false,
                })
        }
        (new, old) => new == old,
    }
}

/// The schema of a field, wherever it is declared.
fn looks_at<'a>(schema: &'a Value, name: &str) -> Option<&'a Value> {
    let declared = schema.get("properties").and_then(|p| p.get(name));
    let additional = schema.get("additionalProperties").filter(|a| a.is_object());
    declared.or(additional).or_else(|| {
        let combined = ["allOf", "anyOf", "oneOf"].into_iter();
        let mut inner = combined
            .filter_map(|list| schema.get(list)?.as_array())
            .flatten()
            .chain(schema.get("not"));
        inner.find_map(|schema| looks_at(schema, name))
    })
}
