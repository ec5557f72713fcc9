//! `kubectl apply`'s patch: from what was applied last, what is wanted and what is there.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::apply::{Target, merge};
use super::diff::{Options, diff};
use super::order::{keyed, sort_text};
use super::schema::{FieldMeta, Kind, Schema, Strategy};
use super::{PATCH, RETAIN_KEYS, StrategicError};
use crate::descriptor::Descriptor;

/// Computes the patch that brings `current` to `modified`, and deletes what `original` (what was
/// applied last; `None` for nothing) had and `modified` lacks. What others added stays.
///
/// `overwrite` decides whether the patch may change what others changed since `original`.
///
/// # Errors
/// [`StrategicError::Conflict`] when it may not but would; otherwise when a document is no object,
/// or does not fit the type where they differ.
pub fn create_three_way(
    original: Option<&Value>,
    modified: &Value,
    current: &Value,
    descriptor: &'static Descriptor,
    overwrite: bool,
) -> Result<Value, StrategicError> {
    let nothing = Value::Object(Map::new());
    let (Value::Object(original), Value::Object(modified), Value::Object(current)) =
        (original.unwrap_or(&nothing), modified, current)
    else {
        return Err(StrategicError::Document);
    };
    let schema = Schema::Struct(descriptor);
    let options = Options { set_element_order: true, ..Options::default() };
    let changes = diff(current, modified, schema, Options { ignore_deletions: true, ..options })?;
    let mut patch = diff(original, modified, schema, Options { ignore_changes: true, ..options })?;
    merge(&mut patch, changes, schema, Target::Patch)?;
    if !overwrite {
        let theirs = diff(original, current, schema, Options::default())?;
        if objects_conflict(&patch, &theirs, schema)? {
            return Err(StrategicError::Conflict);
        }
    }
    Ok(Value::Object(patch))
}

/// Whether two patches set something differently.
///
/// *Upstream:* `MergingMapsHaveConflicts`.
fn objects_conflict(
    left: &Map<String, Value>,
    right: &Map<String, Value>,
    schema: Schema,
) -> Result<bool, StrategicError> {
    for (key, value) in left {
        if key == PATCH || key == RETAIN_KEYS {
            continue;
        }
        let Some(other) = right.get(key) else { continue };
        let meta = match value {
            Value::Object(_) | Value::Array(_) => schema.holding(key, value)?,
            _ => PLAIN,
        };
        if conflict(value, other, &meta)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A value without strategies.
const PLAIN: FieldMeta = FieldMeta {
    schema: Schema::Opaque,
    strategy: Strategy::Default,
    retain_keys: false,
    merge_key: "",
};

fn conflict(left: &Value, right: &Value, meta: &FieldMeta) -> Result<bool, StrategicError> {
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => {
            if left.get(PATCH) != right.get(PATCH) {
                return Ok(true);
            }
            if meta.strategy == Strategy::Replace {
                return Ok(false);
            }
            objects_conflict(left, right, meta.schema)
        }
        (Value::Array(left), Value::Array(right)) => lists_conflict(left, right, meta),
        _ => Ok(left != right),
    }
}

fn lists_conflict(
    left: &[Value],
    right: &[Value],
    meta: &FieldMeta,
) -> Result<bool, StrategicError> {
    let kind = Kind::of_items(left.iter().chain(right))?;
    let item = FieldMeta { schema: meta.schema, ..PLAIN };
    if meta.strategy == Strategy::Merge {
        // Sets of scalars can always be merged.
        if kind != Kind::Object {
            return Ok(false);
        }
        let (left, right) = (by_key(left, meta.merge_key)?, by_key(right, meta.merge_key)?);
        for (name, value) in left {
            if let Some(other) = right.get(&name)
                && conflict(value, other, &item)?
            {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if left.len() != right.len() {
        return Ok(true);
    }
    if kind != Kind::Object {
        let set = |items: &[Value]| {
            let mut texts: Vec<String> = items.iter().map(|i| sort_text(i).into_owned()).collect();
            texts.sort();
            texts.dedup();
            texts
        };
        return Ok(set(left) != set(right));
    }
    for (value, other) in left.iter().zip(right) {
        if conflict(value, other, &item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn by_key<'a>(
    items: &'a [Value],
    merge_key: &str,
) -> Result<BTreeMap<String, &'a Value>, StrategicError> {
    items.iter().map(|item| Ok((sort_text(keyed(item, merge_key)?.1).into_owned(), item))).collect()
}
