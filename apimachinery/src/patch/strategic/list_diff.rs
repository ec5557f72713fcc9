//! Computing the patch between two versions of a list that merges.

use std::cmp::Ordering;

use serde_json::{Map, Value, json};

use super::diff::{Options, diff};
use super::order::{keyed, sort_by, sort_text};
use super::schema::{FieldMeta, Kind};
use super::{PATCH, StrategicError};

/// What a patch says of a list that merges.
#[derive(Debug, Default)]
pub(super) struct ListPatch {
    /// Items to merge in.
    pub(super) patch: Vec<Value>,
    /// Scalars to take out.
    pub(super) deletions: Vec<Value>,
    /// The order of the items.
    pub(super) order: Vec<Value>,
}

/// *Upstream:* `diffLists`.
pub(super) fn diff_lists(
    original: &[Value],
    modified: &[Value],
    meta: &FieldMeta,
    options: Options,
) -> Result<ListPatch, StrategicError> {
    if original.is_empty() {
        let patch = if options.ignore_changes { Vec::new() } else { modified.to_vec() };
        return Ok(ListPatch { patch, ..ListPatch::default() });
    }
    let kind = Kind::of_items(original.iter().chain(modified))?;
    if kind == Kind::Object {
        diff_objects(original, modified, meta, options)
    } else {
        diff_scalars(original, modified, kind, options)
    }
}

fn diff_scalars(
    original: &[Value],
    modified: &[Value],
    kind: Kind,
    options: Options,
) -> Result<ListPatch, StrategicError> {
    let mut lists = ListPatch::default();
    pair(&sorted(original, sort_text), &sorted(modified, sort_text), sort_text, |pair| {
        match pair {
            (Some(from), None) if !options.ignore_deletions && !lists.deletions.contains(from) => {
                lists.deletions.push(from.clone());
            }
            (None, Some(to)) if !options.ignore_changes => lists.patch.push(to.clone()),
            _ => {}
        }
        Ok(())
    })?;
    lists.patch = sort_by(lists.patch, modified, "", kind)?;
    let deleted = !options.ignore_deletions && !lists.deletions.is_empty();
    if options.set_element_order && (deleted || (!options.ignore_changes && original != modified)) {
        lists.order = modified.to_vec();
    }
    Ok(lists)
}

fn diff_objects(
    original: &[Value],
    modified: &[Value],
    meta: &FieldMeta,
    options: Options,
) -> Result<ListPatch, StrategicError> {
    let key = meta.merge_key;
    for item in original.iter().chain(modified) {
        keyed(item, key)?;
    }
    let name = |item| sort_text(keyed(item, key).map_or(&Value::Null, |(_, value)| value));
    let (mut patch, mut deletions) = (Vec::new(), Vec::new());
    pair(&sorted(original, name), &sorted(modified, name), name, |pair| {
        match pair {
            (Some(from), Some(to)) => {
                let ((from, _), (to, value)) = (keyed(from, key)?, keyed(to, key)?);
                let mut inner = diff(from, to, meta.schema, options)?;
                if !inner.is_empty() {
                    inner.insert(key.to_owned(), value.clone());
                    patch.push(Value::Object(inner));
                }
            }
            (None, Some(to)) if !options.ignore_changes => patch.push(to.clone()),
            (Some(from), None) if !options.ignore_deletions => {
                let (_, value) = keyed(from, key)?;
                deletions.push(json!({ key: value, PATCH: "delete" }));
            }
            _ => {}
        }
        Ok(())
    })?;
    let mut patch = sort_by(patch, modified, key, Kind::Object)?;
    patch.append(&mut deletions);
    let changed =
        !options.ignore_changes && (!patch.is_empty() || !same_order(original, modified, key)?);
    let deleted = !options.ignore_deletions && !patch.is_empty();
    let mut order = Vec::new();
    if options.set_element_order && (changed || deleted) {
        for item in modified {
            let (_, value) = keyed(item, key)?;
            order.push(Value::Object(Map::from_iter([(key.to_owned(), value.clone())])));
        }
    }
    Ok(ListPatch { patch, deletions, order })
}

fn same_order(original: &[Value], modified: &[Value], key: &str) -> Result<bool, StrategicError> {
    if original.len() != modified.len() {
        return Ok(false);
    }
    for (from, to) in original.iter().zip(modified) {
        if keyed(from, key)?.1 != keyed(to, key)?.1 {
            return Ok(false);
        }
    }
    Ok(true)
}

fn sorted<'a, T: Ord>(items: &'a [Value], name: impl Fn(&'a Value) -> T) -> Vec<&'a Value> {
    let mut sorted: Vec<&Value> = items.iter().collect();
    sorted.sort_by_key(|item| name(item));
    sorted
}

/// Walks two sorted lists and shows each item beside its namesake.
fn pair<'a, T: Ord>(
    left: &[&'a Value],
    right: &[&'a Value],
    name: impl Fn(&'a Value) -> T,
    mut visit: impl FnMut((Option<&'a Value>, Option<&'a Value>)) -> Result<(), StrategicError>,
) -> Result<(), StrategicError> {
    let mut left = left.iter().copied().peekable();
    let mut right = right.iter().copied().peekable();
    loop {
        let order = match (left.peek(), right.peek()) {
            (None, None) => return Ok(()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(l), Some(r)) => name(l).cmp(&name(r)),
        };
        let l = if order.is_le() { left.next() } else { None };
        let r = if order.is_ge() { right.next() } else { None };
        visit((l, r))?;
    }
}
