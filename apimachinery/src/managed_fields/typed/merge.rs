//! Merging what is applied into what is there.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::TypedError;
use super::list_items::elements;
use super::validate::check_scalar;
use crate::managed_fields::path_element::PathElement;
use crate::managed_fields::schema::{Form, ListKind, ListType, MapType, Schema};

/// The live value with what is applied put in. Nothing is removed; items that both have stand in
/// the applied order.
///
/// # Errors
/// When a value does not have its type.
pub(in crate::managed_fields) fn merge(
    live: &Value,
    applied: &Value,
    schema: Schema<'_>,
) -> Result<Value, TypedError> {
    Ok(merge_values(Some(live), Some(applied), schema)?.unwrap_or_default())
}

fn merge_values(
    live: Option<&Value>,
    applied: Option<&Value>,
    schema: Schema<'_>,
) -> Result<Option<Value>, TypedError> {
    let atom = schema.atom();
    let form = if applied.is_none() { atom.deduce(live) } else { atom.deduce(applied) }.form();
    let leaf = || applied.or(live).cloned();
    match form {
        Form::Scalar(scalar) => {
            let faults = [live, applied]
                .map(|side| side.map_or(Ok(()), |value| check_scalar(scalar, value)));
            if let [Err(fault), Err(_)] = faults {
                return Err(fault);
            }
            Ok(leaf())
        }
        Form::Map(map) => {
            let (live, applied) = (object(live), object(applied));
            let is_empty = |side: Option<&Map<_, _>>| side.is_none_or(Map::is_empty);
            if map.atomic || (is_empty(live) && is_empty(applied)) {
                return Ok(leaf());
            }
            merge_members(&map, live, applied)
        }
        Form::List(list) => {
            let (live, applied) = (array(live), array(applied));
            if matches!(list.kind, ListKind::Atomic) || (live.is_empty() && applied.is_empty()) {
                return Ok(leaf());
            }
            merge_items(&list, live, applied)
        }
    }
}

fn object(value: Option<&Value>) -> Option<&Map<String, Value>> {
    value.and_then(Value::as_object)
}

fn array(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn merge_members(
    map: &MapType<'_>,
    live: Option<&Map<String, Value>>,
    applied: Option<&Map<String, Value>>,
) -> Result<Option<Value>, TypedError> {
    let mut merged = Map::new();
    let names = [live, applied].into_iter().flatten().flat_map(Map::keys);
    for name in names {
        if merged.contains_key(name) {
            continue;
        }
        let step = || PathElement::field(name);
        let schema = map
            .member(name)
            .ok_or_else(|| TypedError::new("field not declared in schema").within(&step()))?;
        let (live, applied) = (live.and_then(|m| m.get(name)), applied.and_then(|m| m.get(name)));
        let value = merge_values(live, applied, schema).map_err(|error| error.within(&step()))?;
        if let Some(value) = value {
            merged.insert(name.clone(), value);
        }
    }
    Ok((!merged.is_empty()).then_some(Value::Object(merged)))
}

/// Merges lists: the applied order leads, and what only the live list has keeps its place before
/// the item that follows it there.
fn merge_items(
    list: &ListType<'_>,
    live: &[Value],
    applied: &[Value],
) -> Result<Option<Value>, TypedError> {
    let (live, applied) = (elements(list, live)?, elements(list, applied)?);
    let of_live = index_live(&live);
    let mut of_applied = BTreeMap::new();
    for (step, item) in &applied {
        if of_applied.insert(step, *item).is_some() {
            return Err(TypedError::new(format!("duplicate entries for key {step}")));
        }
    }
    let mut shared = applied.iter().map(|(step, _)| step).filter(|s| of_live.contains_key(s));
    let mut next_shared = shared.next();
    let mut done: BTreeMap<&PathElement, ()> = BTreeMap::new();
    let mut merged = Vec::with_capacity(live.len().max(applied.len()));
    let mut put = |step: &PathElement, live: Option<&Value>, applied: Option<&Value>| {
        let value = merge_values(live, applied, list.items).map_err(|error| error.within(step))?;
        merged.extend(value);
        Ok(())
    };
    let (mut l, mut r) = (0, 0);
    while l < live.len() || r < applied.len() {
        if let (Some((ours, _)), Some((theirs, item))) = (live.get(l), applied.get(r)) {
            if ours == theirs {
                done.insert(theirs, ());
                put(theirs, of_live.get(theirs).copied().flatten(), Some(item))?;
                (l, r) = (l + 1, r + 1);
                next_shared = shared.next();
                continue;
            }
            if of_applied.contains_key(ours) && next_shared.is_some_and(|next| next != ours) {
                // Shared, but its turn comes later.
                l += 1;
                continue;
            }
        }
        if let Some((step, item)) = live.get(l) {
            if !of_applied.contains_key(step) {
                put(step, Some(item), None)?;
                l += 1;
                continue;
            }
            if done.contains_key(step) {
                l += 1;
            }
        }
        if let Some((step, item)) = applied.get(r) {
            done.insert(step, ());
            put(step, of_live.get(step).copied().flatten(), Some(item))?;
            r += 1;
            if next_shared == Some(step) {
                next_shared = shared.next();
            }
        }
    }
    Ok((!merged.is_empty()).then_some(Value::Array(merged)))
}

/// The live items by element. One that is there twice merges with nothing: it counts as `null`.
fn index_live<'v>(
    live: &'v [(PathElement, &'v Value)],
) -> BTreeMap<&'v PathElement, Option<&'v Value>> {
    let mut index = BTreeMap::new();
    for (step, item) in live {
        index.entry(step).and_modify(|known| *known = Some(&Value::Null)).or_insert(Some(*item));
    }
    index
}
