//! Topic `tables`: the columns and cells of `kubectl get`.

use bowline::api::resources;
use bowline::apimachinery::codec::json::to_value;
use bowline::apimachinery::time::Time;
use bowline::apiserver::printers;
use serde_json::{Value, json};

use crate::defaults::decode;
use crate::harness::{self, Outcome};

/// The moment at which the cases were recorded.
const NOW: Time = Time::from_unix_seconds(1_700_000_000);

#[test]
fn tables() {
    harness::topic("tables", |_, object, want| check(object, want));
}

fn check(object: &Value, want: &Value) -> Outcome {
    let api_version = object["apiVersion"].as_str().unwrap_or_default();
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    let kind = object["kind"].as_str().unwrap_or_default();
    let resource = resources::of_kind(group, version, kind).ok_or_else(|| kind.to_owned())?;
    let columns: Vec<Value> = resource
        .columns
        .iter()
        .map(|(name, ty, format, priority)| {
            json!({"name": name, "type": ty, "format": format, "priority": priority})
        })
        .collect();
    let mut decoded =
        to_value(&*decode(object)?, Some((api_version, kind))).map_err(|e| e.to_string())?;
    keep_empty_lists(object, &mut decoded);
    let row = printers::row(group, version, kind, &decoded, NOW);
    let mut printed = json!({"cells": row.cells});
    if !row.conditions.is_empty() {
        printed["conditions"] = json!(row.conditions);
    }
    harness::same(&json!({"columns": columns, "rows": [printed]}), want)
}

/// Puts back the empty lists of the case: it was recorded on an object that had just been read,
/// where Go tells them from none, as neither a stored object nor ours does.
fn keep_empty_lists(given: &Value, decoded: &mut Value) {
    let (Some(given), Some(decoded)) = (given.as_object(), decoded.as_object_mut()) else { return };
    for (name, value) in given {
        match decoded.get_mut(name) {
            Some(inner) => keep_empty_lists(value, inner),
            None if value.as_array().is_some_and(Vec::is_empty) => {
                decoded.insert(name.clone(), json!([]));
            }
            None => {}
        }
    }
}
