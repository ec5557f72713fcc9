//! The order of merged lists: the patch's items among themselves, the server's among theirs.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::schema::Kind;
use super::{PATCH, StrategicError};

/// What tells one item of a merged list from another: the value of its merge key, or the scalar.
pub(super) fn identity<'a>(item: &'a Value, merge_key: &str, kind: Kind) -> Option<&'a Value> {
    if kind == Kind::Object { item.get(merge_key) } else { Some(item) }
}

/// The item as an object that has the merge key, and the value of that key.
///
/// # Errors
/// When it is no object or lacks the key.
pub(super) fn keyed<'a>(
    item: &'a Value,
    merge_key: &str,
) -> Result<(&'a Map<String, Value>, &'a Value), StrategicError> {
    let Value::Object(members) = item else {
        let received = Kind::of(item).name();
        return Err(StrategicError::WrongType { expected: Kind::Object.name(), received });
    };
    match members.get(merge_key) {
        Some(value) => Ok((members, value)),
        None => {
            Err(StrategicError::NoMergeKey { key: merge_key.to_owned(), item: item.to_string() })
        }
    }
}

/// Whether the item is there only to delete its namesake.
pub(super) fn is_deletion(item: &Value) -> bool {
    item.get(PATCH).is_some_and(|directive| directive == "delete")
}

/// The text by which scalars are ordered.
pub(super) fn sort_text(scalar: &Value) -> Cow<'_, str> {
    match scalar {
        Value::String(text) => Cow::Borrowed(text),
        Value::Null => Cow::Borrowed("<nil>"),
        other => Cow::Owned(other.to_string()),
    }
}

/// Sorts items by their place in `order`; deletions go last.
///
/// # Errors
/// When an object lacks the merge key.
pub(super) fn sort_by(
    items: Vec<Value>,
    order: &[Value],
    merge_key: &str,
    kind: Kind,
) -> Result<Vec<Value>, StrategicError> {
    if kind == Kind::Object {
        for item in items.iter().chain(order) {
            keyed(item, merge_key)?;
        }
    }
    let (deletions, mut sorted): (Vec<_>, Vec<_>) =
        items.into_iter().partition(|item| kind == Kind::Object && is_deletion(item));
    sorted.sort_by_cached_key(|item| index(order, item, merge_key, kind));
    sorted.extend(deletions);
    Ok(sorted)
}

fn index(order: &[Value], item: &Value, merge_key: &str, kind: Kind) -> Option<usize> {
    let wanted = identity(item, merge_key, kind);
    order.iter().position(|other| identity(other, merge_key, kind) == wanted)
}

/// Puts the patch's items in `patch_order` and the server's own in `server_order`, then merges both
/// by `server_order` as far as it knows them. Neither side's order is broken.
///
/// *Upstream:* `normalizeElementOrder`.
///
/// # Errors
/// When an object lacks the merge key.
pub(super) fn interleave(
    patch: Vec<Value>,
    server_only: Vec<Value>,
    patch_order: &[Value],
    server_order: &[Value],
    merge_key: &str,
    kind: Kind,
) -> Result<Vec<Value>, StrategicError> {
    let patch = sort_by(patch, patch_order, merge_key, kind)?;
    let server_only = sort_by(server_only, server_order, merge_key, kind)?;
    let mut merged = Vec::with_capacity(patch.len() + server_only.len());
    let mut theirs = server_only.into_iter().peekable();
    for item in patch {
        let place = index(server_order, &item, merge_key, kind);
        // An item that the server does not know comes before all that is left of the server's.
        while let Some(place) = place
            && let Some(other) = theirs.next_if(|other| {
                index(server_order, other, merge_key, kind).is_some_and(|at| at < place)
            })
        {
            merged.push(other);
        }
        merged.push(item);
    }
    merged.extend(theirs);
    Ok(merged)
}

/// Splits items into those whose namesake is in `present`, and the others.
///
/// # Errors
/// When an object of a keyed list lacks the key, or an item of `present` is no object.
pub(super) fn partition(
    items: Vec<Value>,
    present: &[Value],
    merge_key: &str,
) -> Result<(Vec<Value>, Vec<Value>), StrategicError> {
    if merge_key.is_empty() {
        return Ok(items.into_iter().partition(|item| present.contains(item)));
    }
    let (mut inside, mut outside) = (Vec::new(), Vec::new());
    for item in items {
        let (_, value) = keyed(&item, merge_key)?;
        if find(present, merge_key, value)?.is_some() {
            inside.push(item);
        } else {
            outside.push(item);
        }
    }
    Ok((inside, outside))
}

/// The index of the item with this value of the merge key.
///
/// # Errors
/// When an item before it is no object.
pub(super) fn find(
    items: &[Value],
    merge_key: &str,
    value: &Value,
) -> Result<Option<usize>, StrategicError> {
    for (at, item) in items.iter().enumerate() {
        let Value::Object(members) = item else {
            let received = Kind::of(item).name();
            return Err(StrategicError::WrongType { expected: Kind::Object.name(), received });
        };
        if members.get(merge_key) == Some(value) {
            return Ok(Some(at));
        }
    }
    Ok(None)
}
