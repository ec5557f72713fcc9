//! The versions that the owners of an object speak.

use std::borrow::Cow;

use serde_json::Value;

use super::Schema;

/// An object's type in each version, and the way from one to another.
pub trait Versions {
    /// The type in this version (`apps/v1`); `None` when it is not served any more.
    fn schema(&self, api_version: &str) -> Option<Schema<'_>>;

    /// The object in this version; `None` when that can't be had, so that what was owned in it is
    /// forgotten.
    fn convert<'v>(&self, object: &'v Value, api_version: &str) -> Option<Cow<'v, Value>>;
}

/// A kind that is served in one version.
#[derive(Clone, Copy, Debug)]
pub struct OneVersion<'a> {
    /// The version, such as `apps/v1`.
    pub api_version: &'a str,
    /// The type.
    pub schema: Schema<'a>,
}

impl Versions for OneVersion<'_> {
    fn schema(&self, api_version: &str) -> Option<Schema<'_>> {
        (api_version == self.api_version).then_some(self.schema)
    }

    fn convert<'v>(&self, object: &'v Value, api_version: &str) -> Option<Cow<'v, Value>> {
        (api_version == self.api_version).then_some(Cow::Borrowed(object))
    }
}
