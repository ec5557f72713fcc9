//! The schema of one version of a custom resource.

use serde_json::Value;

/// What a definition says about one version.
#[derive(Debug, Default)]
pub struct CustomSchema {
    /// The `openAPIV3Schema`, as written.
    open_api: Value,
    has_defaults: bool,
}

impl CustomSchema {
    /// The `openAPIV3Schema`, as written.
    #[must_use]
    pub fn open_api(&self) -> &Value {
        &self.open_api
    }

    pub(crate) fn has_defaults(&self) -> bool {
        self.has_defaults
    }

    pub(crate) fn fill_on_read(&self, _object: &mut Value) {}
}
