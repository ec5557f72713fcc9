//! A value that does not have the type it should have.

use std::fmt;

use serde_json::Value;

use crate::managed_fields::path_element::PathElement;

/// A value that does not have the type it should have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct TypedError {
    /// Where, such as `.spec.replicas`; empty for the object.
    pub path: String,
    /// What is wrong.
    pub message: String,
}

impl TypedError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { path: String::new(), message: message.into() }
    }

    pub(super) fn expected(what: &str, got: &Value) -> Self {
        Self::new(format!("expected {what}, got {got}"))
    }

    /// The same fault, seen from the value around.
    pub(super) fn within(mut self, element: &PathElement) -> Self {
        self.path.insert_str(0, &element.to_string());
        self
    }
}

impl fmt::Display for TypedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.path, self.message)
        }
    }
}
