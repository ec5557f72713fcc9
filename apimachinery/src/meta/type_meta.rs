//! `kind` and `apiVersion` as data.

use serde::{Deserialize, Serialize};

/// What an object says it is.
///
/// Typed kinds know this from their type; dynamic objects and nested kinds carry it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TypeMeta {
    /// `Pod`
    pub kind: String,
    /// `v1`, `apps/v1`
    pub api_version: String,
}

impl TypeMeta {
    /// Of an `apiVersion` and a kind.
    #[must_use]
    pub fn new(api_version: &str, kind: &str) -> Self {
        Self { kind: kind.to_owned(), api_version: api_version.to_owned() }
    }

    /// Group and version of `apiVersion`; the core group is empty.
    #[must_use]
    pub fn group_version(&self) -> (&str, &str) {
        self.api_version.split_once('/').unwrap_or(("", &self.api_version))
    }
}
