//! Lists that are sets or maps: what their elements must be.

use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use serde_json::Value;

use super::{LIST_KEYS, LIST_TYPE, MAP_TYPE, child, flag, text};

/// Checks one schema, not those below it.
pub(super) fn check(schema: &Value, path: &Path<'_>, faults: &mut ErrorList) {
    let list_type = schema.get(LIST_TYPE).and_then(Value::as_str);
    let keys: Vec<&str> = schema
        .get(LIST_KEYS)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let items = child(schema, "items");
    let items_path = path.child("items");
    if list_type == Some("set") && text(schema, "type") == "array" {
        set_items(items, &items_path, faults);
    }
    if !keys.is_empty() && list_type != Some("map") {
        let why = "must be map if x-kubernetes-list-map-keys is non-empty";
        let path = path.child(LIST_TYPE);
        faults.push(match list_type {
            None => FieldError::required(&path, why),
            Some(given) => FieldError::invalid(&path, given, why),
        });
    }
    if list_type == Some("map") {
        map_items(schema, items, &keys, path, faults);
    }
    let (Some(items), Some(list_type @ ("set" | "map"))) = (items, list_type) else { return };
    if flag(items, "nullable") {
        let why = format!("cannot be nullable when x-kubernetes-list-type is {list_type}");
        faults.push(FieldError::forbidden(&items_path.child("nullable"), why));
    }
    if list_type == "map" {
        key_properties(items, &keys, &items_path, faults);
    }
}

fn set_items(items: Option<&Value>, path: &Path<'_>, faults: &mut ErrorList) {
    let Some(items) = items else { return };
    let why = "must be atomic as item of a list with x-kubernetes-list-type=set";
    let of = |name: &str| items.get(name).and_then(Value::as_str);
    match text(items, "type") {
        "array" if of(LIST_TYPE).is_some_and(|t| t != "atomic") => {
            faults.push(FieldError::invalid(&path.child(LIST_TYPE), of(LIST_TYPE), why));
        }
        "object" if of(MAP_TYPE) != Some("atomic") => {
            faults.push(FieldError::invalid(&path.child(MAP_TYPE), of(LIST_TYPE), why));
        }
        _ => {}
    }
}

fn map_items(
    schema: &Value,
    items: Option<&Value>,
    keys: &[&str],
    path: &Path<'_>,
    faults: &mut ErrorList,
) {
    let keys_path = path.child(LIST_KEYS);
    let items_path = path.child("items");
    if keys.is_empty() {
        let why = "must not be empty if x-kubernetes-list-type is map";
        faults.push(FieldError::required(&keys_path, why));
    }
    let Some(items) = items else {
        let why = "must have a schema if x-kubernetes-list-type is map";
        faults.push(FieldError::required(&items_path, why));
        return;
    };
    let kind = text(items, "type");
    if kind != "object" {
        let why = "must be object if parent array's x-kubernetes-list-type is map";
        faults.push(FieldError::invalid(&items_path.child("type"), kind, why));
        return;
    }
    let shown = schema.get(LIST_KEYS).cloned().unwrap_or_default();
    for (i, key) in keys.iter().enumerate() {
        match items.get("properties").and_then(|p| p.get(*key)) {
            Some(property) if matches!(text(property, "type"), "array" | "object") => {
                let why = "must be a scalar type if parent array's x-kubernetes-list-type is map";
                let properties = items_path.child("properties");
                let property = properties.key(key);
                faults.push(FieldError::invalid(&property.child("type"), kind, why));
            }
            Some(_) => {}
            None => {
                let why = "entries must all be names of item properties";
                faults.push(FieldError::invalid(&keys_path, shown.clone(), why));
            }
        }
        if keys[..i].contains(key) {
            let why = "must not contain duplicate entries";
            faults.push(FieldError::invalid(&keys_path, shown.clone(), why));
        }
    }
}

/// Keys must always be there.
fn key_properties(items: &Value, keys: &[&str], path: &Path<'_>, faults: &mut ErrorList) {
    let required = items.get("required").and_then(Value::as_array);
    let is_required = |key: &str| required.is_some_and(|list| list.iter().any(|name| name == key));
    let properties = path.child("properties");
    for key in keys {
        let Some(property) = items.get("properties").and_then(|p| p.get(*key)) else { continue };
        let at = properties.key(key);
        if !is_required(key) && property.get("default").is_none_or(Value::is_null) {
            let why = "this property is in x-kubernetes-list-map-keys, so it must have a default \
                       or be a required property";
            faults.push(FieldError::required(&at.child("default"), why));
        }
        if flag(property, "nullable") {
            let why = "this property is in x-kubernetes-list-map-keys, so it cannot be nullable";
            faults.push(FieldError::forbidden(&at.child("nullable"), why));
        }
    }
}
