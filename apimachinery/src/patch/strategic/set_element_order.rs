//! `$setElementOrder/<list>`: merging a list and giving it the order that the patch asks for.

use serde_json::{Map, Value};

use super::apply::{Target, drop_directives, list_name};
use super::list_merge::merge_lists;
use super::order::{find, interleave, is_deletion, keyed, partition};
use super::schema::{Kind, Schema, Strategy};
use super::{PATCH, SET_ELEMENT_ORDER, StrategicError};

/// Handles every ordered list of `patch`, and removes it and its directive from there.
///
/// The items that the directive names stand in its order, the server's own keep theirs.
///
/// *Upstream:* `mergePatchIntoOriginal`.
pub(super) fn apply_orders(
    original: &mut Map<String, Value>,
    patch: &mut Map<String, Value>,
    schema: Schema,
    target: Target,
) -> Result<(), StrategicError> {
    let directives: Vec<String> =
        patch.keys().filter(|key| key.starts_with(SET_ELEMENT_ORDER)).cloned().collect();
    for directive in directives {
        let order = patch.remove(&directive).unwrap_or_default();
        if target == Target::Patch {
            carry_over(original, &directive, &order)?;
        }
        let Value::Array(order) = order else {
            return Err(wrong_type(&order));
        };
        let key = list_name(&directive, SET_ELEMENT_ORDER)
            .ok_or(StrategicError::SetElementOrderFormat)?;
        let theirs = original.get(key).map(items).transpose()?;
        let ours = patch.get(key).map(items).transpose()?;
        let meta = schema.list(key)?;
        check_order(key, ours.unwrap_or_default(), &order, meta.merge_key)?;
        let mut server_order = theirs.unwrap_or_default().to_vec();
        let merged = match (theirs, ours) {
            (None, None) => continue,
            (Some(theirs), None) => theirs.to_vec(),
            (None, Some(ours)) => {
                let mut ours = ours.to_vec();
                ours.retain_mut(drop_directives);
                ours
            }
            (Some(theirs), Some(ours)) if meta.strategy == Strategy::Merge => {
                let merged = merge_lists(theirs.to_vec(), ours.to_vec(), &meta, target)?;
                fill_gaps(&mut server_order, ours, meta.merge_key)?;
                merged
            }
            (Some(_), Some(ours)) => ours.to_vec(),
        };
        let given = theirs.unwrap_or_default().iter().chain(ours.unwrap_or_default());
        let kind = Kind::of_items(given)?;
        let (named, server_only) = partition(merged, &order, meta.merge_key)?;
        let merged = interleave(named, server_only, &order, &server_order, meta.merge_key, kind)?;
        original.insert(key.to_owned(), Value::Array(merged));
        patch.remove(key);
    }
    Ok(())
}

/// Lets new items take the places at the end that deletions leave in the server's order.
///
/// Upstream merges into the very list whose order it consults later, so that a new item counts as
/// standing behind what was there as long as deletions have made room for it.
fn fill_gaps(
    server_order: &mut Vec<Value>,
    patch: &[Value],
    merge_key: &str,
) -> Result<(), StrategicError> {
    let room = server_order.len();
    for item in patch.iter().filter(|item| !merge_key.is_empty() && is_deletion(item)) {
        let (_, value) = keyed(item, merge_key)?;
        while let Some(at) = find(server_order, merge_key, value)? {
            server_order.remove(at);
        }
    }
    for item in patch {
        if server_order.len() == room {
            break;
        }
        if item.get(PATCH).is_none()
            && find(server_order, merge_key, keyed(item, merge_key)?.1)?.is_none()
        {
            server_order.push(item.clone());
        }
    }
    Ok(())
}

/// Moves the directive into the patch that `original` is; both must agree.
fn carry_over(
    original: &mut Map<String, Value>,
    directive: &str,
    order: &Value,
) -> Result<(), StrategicError> {
    match original.get(directive) {
        Some(other) if other != order => Err(StrategicError::SetElementOrderFormat),
        Some(_) => Ok(()),
        None => {
            original.insert(directive.to_owned(), order.clone());
            Ok(())
        }
    }
}

fn items(value: &Value) -> Result<&[Value], StrategicError> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| wrong_type(value))
}

fn wrong_type(value: &Value) -> StrategicError {
    StrategicError::WrongType { expected: Kind::List.name(), received: Kind::of(value).name() }
}

/// Checks that the patch's items, deletions aside, are in `order`, in its order.
///
/// *Upstream:* `validatePatchWithSetOrderList`.
fn check_order(
    key: &str,
    patch: &[Value],
    order: &[Value],
    merge_key: &str,
) -> Result<(), StrategicError> {
    if patch.is_empty() || order.is_empty() {
        return Ok(());
    }
    let mut left = Vec::with_capacity(patch.len());
    for item in patch {
        if !merge_key.is_empty() && !item.is_object() {
            let received = Kind::of(item).name();
            return Err(StrategicError::WrongType { expected: Kind::Object.name(), received });
        }
        if merge_key.is_empty() || !is_deletion(item) {
            left.push(item);
        }
    }
    let mut order = order.iter();
    for item in left {
        if item.get(PATCH).is_some() && !order.as_slice().is_empty() {
            continue;
        }
        let wanted = if merge_key.is_empty() { item } else { keyed(item, merge_key)?.1 };
        loop {
            let Some(next) = order.next() else {
                return Err(StrategicError::SetElementOrderMismatch(key.to_owned()));
            };
            let named = if merge_key.is_empty() { next } else { keyed(next, merge_key)?.1 };
            if named == wanted {
                break;
            }
        }
    }
    Ok(())
}
