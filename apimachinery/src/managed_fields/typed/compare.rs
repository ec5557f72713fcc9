//! Which fields differ between two values.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::TypedError;
use super::list_items::elements;
use super::validate::check_scalar;
use crate::managed_fields::field_set::{FieldSet, Mark};
use crate::managed_fields::path_element::PathElement;
use crate::managed_fields::schema::{Form, ListKind, ListType, MapType, Schema};
use crate::managed_fields::value_order::equal;

/// The fields that differ between two values. No field is in two of the sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::managed_fields) struct Comparison {
    pub(in crate::managed_fields) added: FieldSet,
    pub(in crate::managed_fields) modified: FieldSet,
    pub(in crate::managed_fields) removed: FieldSet,
}

impl Comparison {
    /// Leaves out fields and all their parts.
    pub(in crate::managed_fields) fn without(mut self, fields: &FieldSet) -> Self {
        self.added.subtract_recursive(fields);
        self.modified.subtract_recursive(fields);
        self.removed.subtract_recursive(fields);
        self
    }
}

/// Compares two values of a type; both must have passed validation.
///
/// # Errors
/// When the values can't be compared.
pub(in crate::managed_fields) fn compare(
    old: &Value,
    new: &Value,
    schema: Schema<'_>,
) -> Result<Comparison, TypedError> {
    let changes = differ(Some(old), Some(new), schema)?;
    Ok(Comparison {
        added: changes.added.children,
        modified: changes.modified.children,
        removed: changes.removed.children,
    })
}

/// What of a value was added, modified and removed.
#[derive(Default)]
struct Changes {
    added: Mark,
    modified: Mark,
    removed: Mark,
}

impl Changes {
    fn merge(&mut self, other: Self) {
        self.added.merge(other.added);
        self.modified.merge(other.modified);
        self.removed.merge(other.removed);
    }

    /// Takes in the changes of a part. Most parts have none, and need no path element then.
    fn add(&mut self, step: impl Fn() -> PathElement, inner: Self) {
        let sides = [
            (&mut self.added, inner.added),
            (&mut self.modified, inner.modified),
            (&mut self.removed, inner.removed),
        ];
        for (side, inner) in sides {
            if !inner.is_empty() {
                side.children.add(step(), inner);
            }
        }
    }
}

fn differ(
    old: Option<&Value>,
    new: Option<&Value>,
    schema: Schema<'_>,
) -> Result<Changes, TypedError> {
    let atom = schema.atom();
    let (of_old, of_new) = (atom.deduce(old), atom.deduce(new));
    let (mut changes, is_leaf) = if new.is_none() {
        differ_as(of_old.form(), old, new)?
    } else if old.is_none() || of_old.same_form(&of_new) {
        differ_as(of_new.form(), old, new)?
    } else {
        let (mut changes, _) = differ_as(of_old.form(), old, new)?;
        let (other, is_leaf) = differ_as(of_new.form(), old, new)?;
        changes.merge(other);
        (changes, is_leaf)
    };
    if !is_leaf {
        changes.added.member |= old.is_none();
        changes.removed.member |= old.is_some() && new.is_none();
    }
    Ok(changes)
}

/// Compares in one form, and tells whether the value was taken as one.
fn differ_as(
    form: Form<'_>,
    old: Option<&Value>,
    new: Option<&Value>,
) -> Result<(Changes, bool), TypedError> {
    match form {
        Form::Scalar(scalar) => {
            // One of the sides has to be what the type says.
            let faults =
                [old, new].map(|side| side.map_or(Ok(()), |value| check_scalar(scalar, value)));
            if let [Err(fault), Err(_)] = faults {
                return Err(fault);
            }
            Ok((leaf(old, new), true))
        }
        Form::Map(map) => {
            let (before, after) = (object(old), object(new));
            let is_empty = |side: Option<&Map<_, _>>| side.is_none_or(|m| m.is_empty());
            // Empty, null and absent are told apart only where nothing else is.
            if map.atomic || (is_empty(before) && is_empty(after)) {
                return Ok((leaf(old, new), true));
            }
            Ok((differ_members(&map, before, after)?, false))
        }
        Form::List(list) => {
            let (before, after) = (array(old), array(new));
            if matches!(list.kind, ListKind::Atomic) || (before.is_empty() && after.is_empty()) {
                return Ok((leaf(old, new), true));
            }
            Ok((differ_items(&list, before, after)?, false))
        }
    }
}

fn leaf(old: Option<&Value>, new: Option<&Value>) -> Changes {
    let mut changes = Changes::default();
    match (old, new) {
        (None, _) => changes.added = Mark::LEAF,
        (_, None) => changes.removed = Mark::LEAF,
        (Some(old), Some(new)) if !equal(old, new) => changes.modified = Mark::LEAF,
        _ => {}
    }
    changes
}

fn object(value: Option<&Value>) -> Option<&Map<String, Value>> {
    value.and_then(Value::as_object)
}

fn array(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn differ_members(
    map: &MapType<'_>,
    old: Option<&Map<String, Value>>,
    new: Option<&Map<String, Value>>,
) -> Result<Changes, TypedError> {
    let of = |side: Option<&'_ Map<String, Value>>, name: &str| {
        side.is_some_and(|m| m.contains_key(name))
    };
    let first = old.into_iter().flat_map(Map::keys);
    let second = new.into_iter().flat_map(Map::keys).filter(|name| !of(old, name));
    let mut changes = Changes::default();
    for name in first.chain(second) {
        let (old, new) = (old.and_then(|m| m.get(name)), new.and_then(|m| m.get(name)));
        if let (Some(old), Some(new)) = (old, new)
            && equal(old, new)
        {
            continue;
        }
        let step = || PathElement::field(name);
        let schema = map
            .member(name)
            .ok_or_else(|| TypedError::new("field not declared in schema").within(&step()))?;
        let inner = differ(old, new, schema).map_err(|error| error.within(&step()))?;
        changes.add(step, inner);
    }
    Ok(changes)
}

/// Compares lists by their elements. Elements that are there twice are compared as one.
fn differ_items(list: &ListType<'_>, old: &[Value], new: &[Value]) -> Result<Changes, TypedError> {
    let (old, new) = (elements(list, old)?, elements(list, new)?);
    let mut sides: BTreeMap<&PathElement, (Vec<&Value>, Vec<&Value>)> = BTreeMap::new();
    for (step, value) in &old {
        sides.entry(step).or_default().0.push(value);
    }
    for (step, value) in &new {
        sides.entry(step).or_default().1.push(value);
    }
    let mut changes = Changes::default();
    for (step, (old, new)) in sides {
        let mut inner = match (&*old, &*new) {
            ([] | [_], [] | [_]) => differ(old.first().copied(), new.first().copied(), list.items),
            ([_, _, ..], [_, _, ..]) => {
                let same = old.len() == new.len() && old.iter().zip(&new).all(|(o, n)| equal(o, n));
                let modified = Mark { member: !same, ..Mark::default() };
                Ok(Changes { modified, ..Changes::default() })
            }
            ([_, _, ..], []) | ([], [_, _, ..]) => Ok(Changes::default()),
            ([_, _, ..], [new]) => differ(None, Some(new), list.items),
            ([old], [_, _, ..]) => differ(Some(old), None, list.items),
        }
        .map_err(|error| error.within(step))?;
        match (old.len(), new.len()) {
            (2.., 0 | 1) => inner.removed.member = true,
            (0 | 1, 2..) => inner.added.member = true,
            _ => {}
        }
        changes.add(|| step.clone(), inner);
    }
    Ok(changes)
}
