//! Server-side apply: reading what a manager wants.

use bowline_apimachinery::meta::Status;
use bowline_apimachinery::validation::field::{FieldError, Path};
use serde_json::Value;

use super::decode::{Expected, expect_types, unrecognized};
use super::options::WriteOptions;
use crate::registry::ObjectAccess as _;
use crate::registry::store::invalid;

/// Reads the intent.
///
/// # Errors
/// 400 when it is not an object of the kind expected, 422 when nobody is named as its manager.
pub(crate) fn read(
    expected: Expected<'_>,
    bytes: &[u8],
    options: &WriteOptions,
) -> Result<Value, Status> {
    if options.field_manager.is_empty() {
        let path = Path::new("fieldManager");
        let fault = FieldError::required(&path, "is required for apply patch");
        return Err(invalid("meta.k8s.io", "PatchOptions", "", &fault.into()));
    }
    let text = String::from_utf8_lossy(bytes);
    let intent = bowline_apimachinery::codec::yaml::from_str(&text)
        .map_err(|e| Status::bad_request(format!("error decoding YAML: {e}")))?;
    if !intent.is_object() {
        return Err(unrecognized(expected, &"not an object", bytes));
    }
    expect_types(intent.text("apiVersion"), intent.text("kind"), expected)?;
    Ok(intent)
}
