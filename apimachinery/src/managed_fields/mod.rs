//! Server-side apply: who owns which field of an object, and merging what its owners apply.
//!
//! [`FieldManager`] is the door: [`update`](FieldManager::update) after an ordinary write,
//! [`apply`](FieldManager::apply) for an apply patch. Both work on JSON values; a [`Schema`] (the
//! descriptor of a built-in kind, or what [`TypeSchema`] makes of a custom resource's schema) says
//! which lists are sets or maps and which parts are owned as one. [`FieldSet`] is the set of fields
//! that an entry of `metadata.managedFields` holds.
//!
//! *Upstream:* `sigs.k8s.io/structured-merge-diff` and `k8s.io/apimachinery/pkg/util/managedfields`.

mod field_set;
mod path_element;
mod schema;
mod value_order;

mod typed;

mod apply_configuration;
mod conflict;
mod entries;
mod field_manager;
mod last_applied;
mod managers;
mod timestamps;
mod updater;

pub use apply_configuration::{ConfigurationError, merge_configuration};
pub use conflict::{Conflict, Conflicts};
pub use field_manager::{ApplyError, FieldManager, UpdateError};
pub use field_set::{FieldSet, ParseFieldsError};
pub use managers::DecodeManagersError;
pub use path_element::{Path, PathElement};
pub use schema::{OneVersion, Schema, TypeSchema, Versions};
pub use timestamps::keep_timestamps;
pub use typed::TypedError;

#[cfg(test)]
mod tests;
