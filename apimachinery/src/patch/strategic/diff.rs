//! Computing the patch between two versions of an object.

use serde_json::{Map, Value};

use super::list_diff::diff_lists;
use super::order::sort_text;
use super::schema::{Kind, Schema, Strategy};
use super::{DELETE_FROM_PRIMITIVE_LIST, PATCH, RETAIN_KEYS, SET_ELEMENT_ORDER, StrategicError};
use crate::descriptor::Descriptor;

/// Computes the patch that turns `original` into `modified`, two objects of the described type.
///
/// # Errors
/// When either is no object, or they don't fit the type where they differ.
pub fn create(
    original: &Value,
    modified: &Value,
    descriptor: &'static Descriptor,
) -> Result<Value, StrategicError> {
    let (Value::Object(original), Value::Object(modified)) = (original, modified) else {
        return Err(StrategicError::Document);
    };
    let options = Options { set_element_order: true, ..Options::default() };
    diff(original, modified, Schema::Struct(descriptor), options).map(Value::Object)
}

/// Which parts of a difference are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Options {
    /// Give the order of changed lists.
    pub(super) set_element_order: bool,
    /// Leave out what was changed or added.
    pub(super) ignore_changes: bool,
    /// Leave out what was deleted.
    pub(super) ignore_deletions: bool,
    /// Name the members that stay.
    pub(super) retain_keys: bool,
}

/// *Upstream:* `diffMaps`.
pub(super) fn diff(
    original: &Map<String, Value>,
    modified: &Map<String, Value>,
    schema: Schema,
    options: Options,
) -> Result<Map<String, Value>, StrategicError> {
    let mut patch = Map::new();
    for (key, to) in modified {
        let Some(from) = original.get(key) else {
            if !options.ignore_changes {
                patch.insert(key.clone(), to.clone());
            }
            continue;
        };
        if key == PATCH {
            let (Value::String(from), Value::String(to)) = (from, to) else {
                return Err(StrategicError::UnknownDirective(to.to_string()));
            };
            if from != to {
                patch.insert(key.clone(), to.clone().into());
            }
            continue;
        }
        match (from, to) {
            (Value::Object(from), Value::Object(to)) => {
                diff_object(&mut patch, key, from, to, schema, options)?;
            }
            (Value::Array(from), Value::Array(to)) => {
                diff_list(&mut patch, key, from, to, schema, options)?;
            }
            _ if options.ignore_changes || (from == to && Kind::of(from) == Kind::of(to)) => {}
            _ => {
                patch.insert(key.clone(), to.clone());
            }
        }
    }
    if !options.ignore_deletions {
        for key in original.keys().filter(|key| !modified.contains_key(*key)) {
            patch.insert(key.clone(), Value::Null);
        }
    }
    if options.retain_keys {
        add_retain_keys(&mut patch, original, modified);
    }
    Ok(patch)
}

/// Names the members that stay, when anything changes or goes away.
fn add_retain_keys(
    patch: &mut Map<String, Value>,
    original: &Map<String, Value>,
    modified: &Map<String, Value>,
) {
    let mut kept: Vec<Value> = modified
        .iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(key, _)| key.clone().into())
        .collect();
    let goes_away =
        || original.iter().any(|(key, value)| !value.is_null() && !modified.contains_key(key));
    if !kept.is_empty() && (!patch.is_empty() || goes_away()) {
        kept.sort_by(|a, b| sort_text(a).cmp(&sort_text(b)));
        patch.insert(RETAIN_KEYS.to_owned(), kept.into());
    }
}

fn diff_object(
    patch: &mut Map<String, Value>,
    key: &str,
    from: &Map<String, Value>,
    to: &Map<String, Value>,
    schema: Schema,
    mut options: Options,
) -> Result<(), StrategicError> {
    let meta = match schema.object(key) {
        Ok(meta) => meta,
        // What did not change needs no type.
        Err(_) if from == to => return Ok(()),
        Err(error) => return Err(error),
    };
    options.retain_keys = meta.retain_keys;
    if meta.strategy == Strategy::Replace {
        if !options.ignore_changes {
            patch.insert(key.to_owned(), Value::Object(to.clone()));
        }
        return Ok(());
    }
    let inner = diff(from, to, meta.schema, options)?;
    if !inner.is_empty() {
        patch.insert(key.to_owned(), Value::Object(inner));
    }
    Ok(())
}

fn diff_list(
    patch: &mut Map<String, Value>,
    key: &str,
    from: &[Value],
    to: &[Value],
    schema: Schema,
    mut options: Options,
) -> Result<(), StrategicError> {
    let meta = match schema.list(key) {
        Ok(meta) => meta,
        Err(_) if from == to => return Ok(()),
        Err(error) => return Err(error),
    };
    if meta.strategy != Strategy::Merge {
        if !options.ignore_changes && from != to {
            patch.insert(key.to_owned(), to.to_vec().into());
        }
        return Ok(());
    }
    options.retain_keys = meta.retain_keys;
    let lists = diff_lists(from, to, &meta, options)?;
    if !lists.patch.is_empty() {
        patch.insert(key.to_owned(), lists.patch.into());
    }
    if !lists.deletions.is_empty() {
        patch.insert(format!("{DELETE_FROM_PRIMITIVE_LIST}/{key}"), lists.deletions.into());
    }
    if !lists.order.is_empty() {
        patch.insert(format!("{SET_ELEMENT_ORDER}/{key}"), lists.order.into());
    }
    Ok(())
}
