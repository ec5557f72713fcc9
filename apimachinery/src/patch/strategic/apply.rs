//! Applying a patch to an object.

use serde_json::{Map, Value};

use super::list_merge::merge_lists;
use super::schema::{Kind, Schema, Strategy};
use super::set_element_order::apply_orders;
use super::{DELETE_FROM_PRIMITIVE_LIST, PATCH, RETAIN_KEYS, SET_ELEMENT_ORDER, StrategicError};
use crate::descriptor::Descriptor;

/// Applies a strategic merge patch to an object of the described type.
///
/// A `null` in the place of either counts as an object without members.
///
/// # Errors
/// When either is no object, or the patch does not fit. The document is partly patched then: throw
/// it away.
pub fn apply(
    document: &mut Value,
    patch: &Value,
    descriptor: &'static Descriptor,
) -> Result<(), StrategicError> {
    if document.is_null() {
        *document = Value::Object(Map::new());
    }
    match (document, patch) {
        (Value::Object(_), Value::Null) => Ok(()),
        (Value::Object(members), Value::Object(patch)) => {
            merge(members, patch.clone(), Schema::Struct(descriptor), Target::Object)
        }
        _ => Err(StrategicError::Document),
    }
}

/// What a patch is merged into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// An object: directives act, nulls delete.
    Object,
    /// Another patch: directives and nulls are carried over, to act later.
    Patch,
}

/// Merges `patch` into `original`.
///
/// *Upstream:* `mergeMap`.
pub(super) fn merge(
    original: &mut Map<String, Value>,
    mut patch: Map<String, Value>,
    schema: Schema,
    target: Target,
) -> Result<(), StrategicError> {
    if let Some(directive) = patch.remove(PATCH) {
        match directive.as_str() {
            Some("replace") => *original = patch,
            Some("delete") => original.clear(),
            _ => return Err(StrategicError::UnknownDirective(directive.to_string())),
        }
        return Ok(());
    }
    retain_keys(original, &mut patch, target)?;
    apply_orders(original, &mut patch, schema, target)?;
    for (key, value) in patch {
        if !key.starts_with(DELETE_FROM_PRIMITIVE_LIST) {
            merge_member(original, key, value, schema, target)?;
        } else if target == Target::Patch {
            original.insert(key, value);
        } else {
            delete_scalars(original, &key, value, schema)?;
        }
    }
    Ok(())
}

fn merge_member(
    original: &mut Map<String, Value>,
    key: String,
    mut value: Value,
    schema: Schema,
    target: Target,
) -> Result<(), StrategicError> {
    if value.is_null() {
        original.remove(&key);
        if target == Target::Object {
            return Ok(());
        }
    }
    let current = original.get_mut(&key).filter(|current| Kind::of(current) == Kind::of(&value));
    match (current, value) {
        (Some(Value::Object(current)), Value::Object(value)) => {
            let meta = schema.object(&key)?;
            if meta.strategy == Strategy::Replace {
                *current = value;
                return Ok(());
            }
            merge(current, value, meta.schema, target)
        }
        (Some(Value::Array(current)), Value::Array(value)) => {
            let meta = schema.list(&key)?;
            *current = if meta.strategy == Strategy::Merge {
                merge_lists(std::mem::take(current), value, &meta, target)?
            } else {
                value
            };
            Ok(())
        }
        (current, taken) => {
            let replaces_scalar = current.is_some();
            value = taken;
            if target == Target::Object && !replaces_scalar {
                drop_nulls(&mut value);
            }
            if drop_directives(&mut value) {
                original.insert(key, value);
            } else {
                original.remove(&key);
            }
            Ok(())
        }
    }
}

/// Takes the values of `$deleteFromPrimitiveList/<list>` out of the list.
fn delete_scalars(
    original: &mut Map<String, Value>,
    directive: &str,
    values: Value,
    schema: Schema,
) -> Result<(), StrategicError> {
    let key = list_name(directive, DELETE_FROM_PRIMITIVE_LIST)
        .ok_or(StrategicError::PrimitiveListFormat)?;
    if values.is_null() {
        original.remove(key);
        return Ok(());
    }
    let Some(current) = original.get_mut(key) else { return Ok(()) };
    let (Value::Array(items), Value::Array(values)) = (current, values) else { return Ok(()) };
    let meta = schema.list(key)?;
    if items.is_empty() && values.is_empty() {
        return Ok(());
    }
    if Kind::of_items(items.iter().chain(&values))? == Kind::Object {
        *items = merge_lists(std::mem::take(items), values, &meta, Target::Object)?;
    } else {
        items.retain(|item| !values.contains(item));
    }
    Ok(())
}

/// The list that `$directive/<list>` speaks of.
pub(super) fn list_name<'a>(directive: &'a str, prefix: &str) -> Option<&'a str> {
    directive.strip_prefix(prefix)?.strip_prefix('/')
}

/// Obeys `$retainKeys`: members of the original that it does not list go away.
fn retain_keys(
    original: &mut Map<String, Value>,
    patch: &mut Map<String, Value>,
    target: Target,
) -> Result<(), StrategicError> {
    let Some(directive) = patch.remove(RETAIN_KEYS) else { return Ok(()) };
    if target == Target::Patch {
        return match original.get(RETAIN_KEYS) {
            Some(other) if *other != directive => Err(StrategicError::RetainKeysFormat),
            Some(_) => Ok(()),
            None => {
                original.insert(RETAIN_KEYS.to_owned(), directive);
                Ok(())
            }
        };
    }
    let Value::Array(kept) = directive else { return Err(StrategicError::RetainKeysFormat) };
    let is_kept = |key: &str| kept.iter().any(|name| name == key);
    let stray = patch.iter().find(|(key, value)| {
        !value.is_null()
            && !key.starts_with(DELETE_FROM_PRIMITIVE_LIST)
            && !key.starts_with(SET_ELEMENT_ORDER)
            && !is_kept(key)
    });
    if let Some((key, _)) = stray {
        return Err(StrategicError::NotRetained(key.clone()));
    }
    original.retain(|key, _| is_kept(key));
    Ok(())
}

/// Drops `null` members of objects, at any depth.
fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

/// Drops objects that carry `$patch`, at any depth; false when the value itself is one.
pub(super) fn drop_directives(value: &mut Value) -> bool {
    match value {
        Value::Object(members) => {
            if members.contains_key(PATCH) {
                return false;
            }
            members.retain(|_, member| drop_directives(member));
        }
        Value::Array(items) => items.retain_mut(drop_directives),
        _ => {}
    }
    true
}
