//! JSON merge patch (RFC 7386): applying, computing from two versions, and from three.
//!
//! *Upstream:* `github.com/evanphx/json-patch` v4 `MergePatch` and `CreateMergePatch`, and
//! `k8s.io/apimachinery/pkg/util/jsonmergepatch`.

use serde_json::{Map, Value};

use super::conflicts::overlap;

/// Why a merge patch can't be applied or computed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MergePatchError {
    /// The document to patch is `null`.
    #[error("invalid document: null can't be patched")]
    Document,
    /// The patch is neither an object nor a list.
    #[error("invalid merge patch: neither an object nor a list")]
    Patch,
    /// A patch can only be computed between objects.
    #[error("merge patch between values that are not both objects")]
    NotObjects,
    /// What changed and what was deleted overlap with different values.
    #[error("merge patch: additions and deletions conflict")]
    Conflict,
}

/// Applies a merge patch: objects merge, `null` deletes, all else replaces.
///
/// An object that is put where none was loses its `null` members. A patch that is a list replaces
/// the whole document.
///
/// # Errors
/// When the patch is a scalar or `null`, or the document is `null`. The document is unchanged then.
pub fn apply(document: &mut Value, patch: &Value) -> Result<(), MergePatchError> {
    if document.is_null() {
        return Err(MergePatchError::Document);
    }
    match (document, patch) {
        (Value::Object(document), Value::Object(patch)) => merge(document, patch),
        (document, Value::Object(_) | Value::Array(_)) => *document = without_nulls(patch),
        _ => return Err(MergePatchError::Patch),
    }
    Ok(())
}

fn merge(document: &mut Map<String, Value>, patch: &Map<String, Value>) {
    for (key, value) in patch {
        if value.is_null() {
            document.remove(key);
            continue;
        }
        match (document.get_mut(key), value) {
            (Some(Value::Object(current)), Value::Object(value)) => merge(current, value),
            // Upstream keeps the nulls within a list that takes an object's place.
            (Some(current @ Value::Object(_)), value) => *current = value.clone(),
            (_, value) => {
                document.insert(key.clone(), without_nulls(value));
            }
        }
    }
}

/// The value without `null` members of objects; `null` items of lists stay.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .filter(|(_, member)| !member.is_null())
            .map(|(key, member)| (key.clone(), without_nulls(member)))
            .collect(),
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        scalar => scalar.clone(),
    }
}

/// Computes the merge patch that turns `original` into `modified`.
///
/// Numbers pass through 64-bit floats, as upstream's do: `1.0` becomes `1`, and an integer beyond
/// 2^53 loses its last digits.
///
/// # Errors
/// [`MergePatchError::NotObjects`] unless both are objects.
pub fn create(original: &Value, modified: &Value) -> Result<Value, MergePatchError> {
    match (original, modified) {
        (Value::Object(original), Value::Object(modified)) => {
            Ok(Value::Object(difference(original, modified)))
        }
        _ => Err(MergePatchError::NotObjects),
    }
}

fn difference(original: &Map<String, Value>, modified: &Map<String, Value>) -> Map<String, Value> {
    let mut patch = Map::new();
    for (key, to) in modified {
        match (original.get(key), to) {
            (Some(Value::Object(from)), Value::Object(to)) => {
                let inner = difference(from, to);
                if !inner.is_empty() {
                    patch.insert(key.clone(), Value::Object(inner));
                }
            }
            (Some(from), to) if same(from, to) => {}
            _ => {
                patch.insert(key.clone(), through_floats(to));
            }
        }
    }
    for key in original.keys().filter(|key| !modified.contains_key(*key)) {
        patch.insert(key.clone(), Value::Null);
    }
    patch
}

/// The value with every number as Go's untyped JSON holds and prints it.
fn through_floats(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().map_or_else(|| value.clone(), float_to_json),
        Value::Array(items) => items.iter().map(through_floats).collect(),
        Value::Object(members) => {
            members.iter().map(|(key, member)| (key.clone(), through_floats(member))).collect()
        }
        scalar => scalar.clone(),
    }
}

/// A float as JSON, without a point where it is whole.
fn float_to_json(float: f64) -> Value {
    // Whole floats of this size fit an i128 exactly; the text decides which integer type they take.
    let whole = (float.fract() == 0.0 && float.abs() < 1e21).then_some(float as i128);
    match whole.map(|n| (i64::try_from(n), u64::try_from(n))) {
        Some((Ok(n), _)) => n.into(),
        Some((_, Ok(n))) => n.into(),
        _ => float.into(),
    }
}

/// Equality where `1` and `1.0` are one number, as they are for Go's untyped JSON.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

/// Computes `kubectl apply`'s patch for a kind without merge keys, such as a custom resource.
///
/// Takes the changes from `current` to `modified` and the deletions from `original` (what was
/// applied last; `None` for nothing) to `modified`; what others added to `current` stays.
///
/// # Errors
/// [`MergePatchError::NotObjects`] unless all are objects; [`MergePatchError::Conflict`] when a
/// deletion and a change meet in one place.
pub fn create_three_way(
    original: Option<&Value>,
    modified: &Value,
    current: &Value,
) -> Result<Value, MergePatchError> {
    let nothing = Value::Object(Map::new());
    let changes = without_deletions(create(current, modified)?);
    let mut patch = only_deletions(create(original.unwrap_or(&nothing), modified)?);
    if overlap(&changes, &patch) {
        return Err(MergePatchError::Conflict);
    }
    apply(&mut patch, &changes)?;
    Ok(patch)
}

fn without_deletions(patch: Value) -> Value {
    filter(patch, &|value| match value {
        Value::Null => None,
        other => Some(other),
    })
}

fn only_deletions(patch: Value) -> Value {
    filter(patch, &|value| value.is_null().then_some(value))
}

/// Keeps the members that `keep` keeps; an object that has members counts by what is left of it.
fn filter(patch: Value, keep: &dyn Fn(Value) -> Option<Value>) -> Value {
    let Value::Object(members) = patch else { return patch };
    let kept = members.into_iter().filter_map(|(key, value)| {
        let value = match value {
            Value::Object(inner) if !inner.is_empty() => {
                let inner = filter(Value::Object(inner), keep);
                inner.as_object().is_some_and(|left| !left.is_empty()).then_some(inner)
            }
            other => keep(other),
        };
        value.map(|value| (key, value))
    });
    Value::Object(kept.collect())
}

#[cfg(test)]
mod tests;
