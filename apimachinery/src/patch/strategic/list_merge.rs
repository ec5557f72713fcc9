//! Merging two lists: scalars as a set, objects by their merge key.

use serde_json::Value;

use super::apply::{Target, merge};
use super::order::{find, interleave, keyed, partition};
use super::schema::{FieldMeta, Kind};
use super::{PATCH, StrategicError};

/// Merges the items of `patch` into `original`.
///
/// *Upstream:* `mergeSlice`.
pub(super) fn merge_lists(
    original: Vec<Value>,
    patch: Vec<Value>,
    meta: &FieldMeta,
    target: Target,
) -> Result<Vec<Value>, StrategicError> {
    if original.is_empty() && patch.is_empty() {
        return Ok(original);
    }
    let kind = Kind::of_items(original.iter().chain(&patch))?;
    let key = meta.merge_key;
    if kind != Kind::Object {
        let mut merged: Vec<Value> = Vec::with_capacity(original.len() + patch.len());
        for item in original.iter().chain(&patch) {
            if !merged.contains(item) {
                merged.push(item.clone());
            }
        }
        let (named, server_only) = partition(merged, &patch, key)?;
        return interleave(named, server_only, &patch, &original, key, kind);
    }
    if key.is_empty() {
        return Err(StrategicError::NoMergeKeyDeclared);
    }
    let (original, patch) = obey_item_directives(original, patch, key)?;
    let server_order = original.clone();
    let merged = merge_items(original, &patch, meta, target)?;
    let (named, server_only) = partition(merged, &patch, key)?;
    interleave(named, server_only, &patch, &server_order, key, kind)
}

/// Deletes items, or replaces the list, as items with `$patch` ask, and removes these.
fn obey_item_directives(
    mut original: Vec<Value>,
    patch: Vec<Value>,
    merge_key: &str,
) -> Result<(Vec<Value>, Vec<Value>), StrategicError> {
    let mut plain = Vec::with_capacity(patch.len());
    let mut replace = false;
    for item in patch {
        let Some(directive) = item.get(PATCH) else {
            plain.push(item);
            continue;
        };
        match directive.as_str() {
            Some("delete") => {
                let (_, value) = keyed(&item, merge_key)?;
                while let Some(at) = find(&original, merge_key, value)? {
                    original.remove(at);
                }
            }
            Some("replace") => replace = true,
            Some("merge") => return Err(StrategicError::MergeDirective),
            _ => return Err(StrategicError::UnknownDirective(directive.to_string())),
        }
    }
    Ok(if replace { (plain, Vec::new()) } else { (original, plain) })
}

fn merge_items(
    mut original: Vec<Value>,
    patch: &[Value],
    meta: &FieldMeta,
    target: Target,
) -> Result<Vec<Value>, StrategicError> {
    for item in patch {
        let (members, value) = keyed(item, meta.merge_key)?;
        match find(&original, meta.merge_key, value)?.map(|at| &mut original[at]) {
            Some(Value::Object(current)) => merge(current, members.clone(), meta.schema, target)?,
            _ => original.push(item.clone()),
        }
    }
    Ok(original)
}
