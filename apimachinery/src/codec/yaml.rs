//! YAML as kubectl reads it: to JSON values first, with YAML 1.1's octals and booleans.

use serde_json::Value;

/// Why a text is not YAML.
#[derive(Debug, thiserror::Error)]
#[error("error converting YAML to JSON: {0}")]
pub struct YamlError(#[source] Box<serde_saphyr::Error>);

/// Reads every document of a stream; empty ones are left out.
///
/// # Errors
/// When a document is not well formed or repeats a key.
pub fn documents(text: &str) -> Result<Vec<Value>, YamlError> {
    let read: Vec<Value> = serde_saphyr::from_multiple_with_options(text, options())
        .map_err(|e| YamlError(Box::new(e)))?;
    Ok(read.into_iter().filter(|v| !v.is_null()).collect())
}

/// Reads one document.
///
/// # Errors
/// When it is not well formed or repeats a key.
pub fn from_str(text: &str) -> Result<Value, YamlError> {
    serde_saphyr::from_str_with_options(text, options()).map_err(|e| YamlError(Box::new(e)))
}

/// Writes a value as YAML.
///
/// # Errors
/// When a value cannot be written, which no JSON value causes.
pub fn to_string<T: serde::Serialize>(value: &T) -> Result<String, serde_saphyr::ser::Error> {
    serde_saphyr::to_string(value)
}

fn options() -> serde_saphyr::Options {
    serde_saphyr::options! { legacy_octal_numbers: true, with_snippet: false }
}
