//! What tells the items of a list apart.

use serde_json::Value;

use super::TypedError;
use crate::managed_fields::path_element::PathElement;
use crate::managed_fields::schema::{Keys, ListKind, ListType};

/// The path element of an item of a list that is a set or a map.
///
/// # Errors
/// When the item can't be one of such a list.
pub(super) fn element(list: &ListType<'_>, item: &Value) -> Result<PathElement, TypedError> {
    match list.kind {
        ListKind::Atomic => Err(TypedError::new("invalid indexing of non-associative list")),
        ListKind::Set => set_element(item),
        ListKind::Map(keys) => key_element(list, keys, item),
    }
}

fn set_element(item: &Value) -> Result<PathElement, TypedError> {
    match item {
        Value::Object(_) => {
            Err(TypedError::new("associative list without keys has an element that's a map type"))
        }
        Value::Array(_) => {
            Err(TypedError::new("not supported: associative list with lists as elements"))
        }
        Value::Null => Err(TypedError::new(
            "associative list without keys has an element that's an explicit null",
        )),
        scalar => Ok(PathElement::Value(scalar.clone())),
    }
}

fn key_element(
    list: &ListType<'_>,
    names: Keys<'_>,
    item: &Value,
) -> Result<PathElement, TypedError> {
    let members = match item {
        Value::Object(members) => members,
        Value::Null => {
            return Err(TypedError::new("associative list with keys may not have a null element"));
        }
        _ => {
            return Err(TypedError::new(
                "associative list with keys may not have non-map elements",
            ));
        }
    };
    let item_type = list.items.atom().map;
    let mut keys = Vec::with_capacity(1);
    for name in names.iter() {
        let value = match members.get(name) {
            Some(value) => Some(value.clone()),
            None => item_type.and_then(|map| map.key_default(name)),
        };
        keys.extend(value.map(|value| (name.to_owned(), value)));
    }
    if keys.is_empty() && names.iter().next().is_some() {
        let names: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
        return Err(TypedError::new(format!(
            "associative list with keys has an element that omits all key fields [{}] (and \
             doesn't have default values for any key fields)",
            names.join(" ")
        )));
    }
    keys.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(PathElement::Key(keys))
}

/// The elements of all items.
///
/// # Errors
/// When an item can't be one of such a list.
pub(super) fn elements<'v>(
    list: &ListType<'_>,
    items: &'v [Value],
) -> Result<Vec<(PathElement, &'v Value)>, TypedError> {
    let element = |(at, item)| match element(list, item) {
        Ok(element) => Ok((element, item)),
        Err(error) => Err(TypedError::new(format!("element {at}: {}", error.message))),
    };
    items.iter().enumerate().map(element).collect()
}
