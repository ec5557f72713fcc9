//! Checking that a value has its type.

use std::collections::BTreeSet;

use serde_json::Value;

use super::TypedError;
use super::list_items::element;
use crate::managed_fields::path_element::PathElement;
use crate::managed_fields::schema::{Form, ListKind, Scalar, Schema};

/// Whether a set or map may hold an item twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::managed_fields) enum Duplicates {
    /// In what is stored: older rules may have let them in.
    Allowed,
    /// In what is applied.
    Refused,
}

/// Checks a value.
///
/// # Errors
/// The first fault found.
pub(in crate::managed_fields) fn validate(
    value: &Value,
    schema: Schema<'_>,
    duplicates: Duplicates,
) -> Result<(), TypedError> {
    match schema.atom().deduce(Some(value)).form() {
        Form::Scalar(scalar) => check_scalar(scalar, value),
        Form::Map(map) => {
            let members = match value {
                Value::Null => return Ok(()),
                Value::Object(members) => members,
                other => return Err(TypedError::expected("map", other)),
            };
            for (name, member) in members {
                let within = |error: TypedError| error.within(&PathElement::field(name));
                let schema = map
                    .member(name)
                    .ok_or_else(|| within(TypedError::new("field not declared in schema")))?;
                validate(member, schema, duplicates).map_err(within)?;
            }
            Ok(())
        }
        Form::List(list) => {
            let items = match value {
                Value::Null => return Ok(()),
                Value::Array(items) => items,
                other => return Err(TypedError::expected("list", other)),
            };
            let mut seen = BTreeSet::new();
            for (at, item) in items.iter().enumerate() {
                let step = if matches!(list.kind, ListKind::Atomic) {
                    PathElement::Index(i64::try_from(at).unwrap_or(i64::MAX))
                } else {
                    let step = element(&list, item).map_err(|error| {
                        TypedError::new(format!("element {at}: {}", error.message))
                    })?;
                    if duplicates == Duplicates::Refused && !seen.insert(step.clone()) {
                        return Err(TypedError::new(format!("duplicate entries for key {step}")));
                    }
                    step
                };
                validate(item, list.items, duplicates).map_err(|error| error.within(&step))?;
            }
            Ok(())
        }
    }
}

/// Checks a scalar; `null` passes for any.
pub(super) fn check_scalar(scalar: Scalar, value: &Value) -> Result<(), TypedError> {
    let (fits, expected) = match scalar {
        Scalar::Numeric => (value.is_number(), "numeric (int or float)"),
        Scalar::String => (value.is_string(), "string"),
        Scalar::Boolean => (value.is_boolean(), "boolean"),
        Scalar::Untyped => (!value.is_array() && !value.is_object(), "any scalar"),
    };
    if fits || value.is_null() { Ok(()) } else { Err(TypedError::expected(expected, value)) }
}
