//! Merging a configuration that nobody owns, as mutating admission policies do.
//!
//! *Upstream:* `apiserver/pkg/admission/plugin/policy/mutating/patch/smd.go`.

use serde_json::Value;

use super::path_element::PathElement;
use super::schema::{Form, ListKind, Schema};
use super::typed::{Duplicates, TypedError, merge, validate};

/// Why a configuration cannot be merged into an object.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigurationError {
    /// The configuration does not have the type of the object.
    #[error("failed to convert patch object to typed object: {0}")]
    Configuration(TypedError),
    /// The configuration sets what is owned as one, which would drop what it does not name.
    #[error("invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: {0}")]
    Atomic(String),
    /// The object does not have its type.
    #[error("failed to convert original object to typed object: {0}")]
    Object(TypedError),
    /// The two do not fit together.
    #[error("failed to merge patch: {0}")]
    Merge(TypedError),
}

/// The object with the fields of a configuration put in; nothing is removed, and no owner of a field
/// is asked.
///
/// # Errors
/// When either does not have the type, or the configuration sets something atomic.
pub fn merge_configuration(
    object: &Value,
    configuration: &Value,
    schema: Schema<'_>,
) -> Result<Value, ConfigurationError> {
    validate(configuration, schema, Duplicates::Refused)
        .map_err(ConfigurationError::Configuration)?;
    let mut atomic = Vec::new();
    find_atomic(configuration, schema, "", &mut atomic);
    if !atomic.is_empty() {
        return Err(ConfigurationError::Atomic(atomic.join(", ")));
    }
    validate(object, schema, Duplicates::Allowed).map_err(ConfigurationError::Object)?;
    merge(object, configuration, schema).map_err(ConfigurationError::Merge)
}

fn find_atomic(value: &Value, schema: Schema<'_>, path: &str, found: &mut Vec<String>) {
    match (schema.atom().deduce(Some(value)).form(), value) {
        (Form::Map(map), Value::Object(members)) => {
            if map.atomic {
                found.push(path.to_owned());
            }
            for (name, member) in members {
                if let Some(schema) = map.field(name) {
                    let path = format!("{path}{}", PathElement::field(name));
                    find_atomic(member, schema, &path, found);
                }
            }
        }
        (Form::List(list), Value::Array(items)) => {
            if matches!(list.kind, ListKind::Atomic) {
                found.push(path.to_owned());
            }
            for (at, item) in items.iter().enumerate() {
                find_atomic(item, list.items, &format!("{path}[{at}]"), found);
            }
        }
        _ => {}
    }
}
