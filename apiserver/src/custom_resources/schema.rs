//! The schema of one version of a custom resource.

use serde_json::Value;

/// What a definition says about one version.
#[derive(Debug, Default)]
pub struct CustomSchema {
    /// The `openAPIV3Schema`, as written.
    open_api: Value,
    has_defaults: bool,
    scale: Option<CustomScale>,
}

/// Where a custom resource keeps what its scale shows; JSON paths such as `.spec.replicas`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomScale {
    /// The number of replicas wanted.
    pub spec_replicas_path: String,
    /// The number of replicas there are.
    pub status_replicas_path: String,
    /// The selector as text; empty for none.
    pub label_selector_path: String,
}

impl CustomSchema {
    /// The `openAPIV3Schema`, as written.
    #[must_use]
    pub fn open_api(&self) -> &Value {
        &self.open_api
    }

    /// What the scale subresource shows, where there is one.
    #[must_use]
    pub fn scale(&self) -> Option<&CustomScale> {
        self.scale.as_ref()
    }

    pub(crate) fn has_defaults(&self) -> bool {
        self.has_defaults
    }

    pub(crate) fn fill_on_read(&self, _object: &mut Value) {}
}
