//! Taking fields out of a value.

use serde_json::{Map, Value};

use super::list_items::element;
use crate::managed_fields::field_set::FieldSet;
use crate::managed_fields::path_element::PathElement;
use crate::managed_fields::schema::{Form, ListKind, Schema};

/// The value without these fields. A part that loses all of its own parts stays, empty.
///
/// *Upstream:* `TypedValue.RemoveItems` of structured-merge-diff 6.3.2.
pub(in crate::managed_fields) fn remove(
    value: &Value,
    fields: &FieldSet,
    schema: Option<Schema<'_>>,
) -> Value {
    let Some(schema) = schema else { return value.clone() };
    match (schema.atom().deduce(Some(value)).form(), value) {
        (Form::Map(map), Value::Object(members)) if !map.atomic => {
            let mut left = Map::new();
            for (name, member) in members {
                let step = PathElement::field(name);
                if !fields.has_member(&step) {
                    let inner = remove_within(member, fields.within(&step), map.member(name));
                    left.insert(name.clone(), inner);
                }
            }
            Value::Object(left)
        }
        (Form::List(list), Value::Array(items)) if !matches!(list.kind, ListKind::Atomic) => {
            let mut left = Vec::with_capacity(items.len());
            for item in items {
                match element(&list, item) {
                    Ok(step) if fields.has_member(&step) => {}
                    Ok(step) => {
                        left.push(remove_within(item, fields.within(&step), Some(list.items)));
                    }
                    Err(_) => left.push(item.clone()),
                }
            }
            Value::Array(left)
        }
        // Parts of what is owned as one are not told apart.
        (Form::Map(_), Value::Object(_)) => Value::Object(Map::new()),
        (Form::List(_), Value::Array(_)) => Value::Array(Vec::new()),
        _ => value.clone(),
    }
}

fn remove_within(value: &Value, fields: &FieldSet, schema: Option<Schema<'_>>) -> Value {
    if fields.is_empty() { value.clone() } else { remove(value, fields, schema) }
}
