//! What counts as unchanged in an update, so that old faults are tolerated.
//!
//! *Upstream:* `apiextensions-apiserver/pkg/apiserver/validation/ratcheting.go`.

use std::collections::HashMap;

use serde_json::Value;

/// The items of a list as it was, by what names them.
pub(super) enum OldItems<'a> {
    /// Nothing names them.
    None,
    /// Their place.
    ByIndex(&'a [Value]),
    /// Their keys, as text; the first of several counts.
    ByKeys(HashMap<String, &'a Value>),
}

impl<'a> OldItems<'a> {
    pub(super) fn new(schema: &Value, old: Option<&'a Value>) -> Self {
        let Some(old) = old.and_then(Value::as_array) else { return Self::None };
        match list_type(schema) {
            "map" => {
                let mut items = HashMap::with_capacity(old.len());
                for item in old {
                    items.entry(keys(schema, item)).or_insert(item);
                }
                Self::ByKeys(items)
            }
            "set" | "atomic" => Self::None,
            _ => Self::ByIndex(old),
        }
    }

    /// The item that an item of the new list stems from.
    pub(super) fn find(&self, schema: &Value, index: usize, item: &Value) -> Option<&'a Value> {
        match self {
            Self::None => None,
            Self::ByIndex(old) => old.get(index),
            Self::ByKeys(old) => old.get(&keys(schema, item)).copied(),
        }
    }
}

fn list_type(schema: &Value) -> &str {
    schema.get("x-kubernetes-list-type").and_then(Value::as_str).unwrap_or("")
}

fn keys(schema: &Value, item: &Value) -> String {
    let keys = schema.get("x-kubernetes-list-map-keys").and_then(Value::as_array);
    let mut text = String::new();
    for key in keys.into_iter().flatten().filter_map(Value::as_str) {
        if let Some(value) = item.get(key) {
            text.push_str(&value.to_string());
        }
        text.push('\n');
    }
    text
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
            let items = OldItems::new(schema, Some(old));
            new.len() == before.len()
                && new.iter().enumerate().all(|(i, item)| {
                    items.find(schema, i, item).is_some_and(|old| unchanged(inner, item, old))
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
