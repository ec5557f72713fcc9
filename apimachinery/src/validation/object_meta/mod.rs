//! Checks of an object's metadata, on creation and on update.
//!
//! Upstream: `apimachinery/pkg/api/validation/objectmeta.go`,
//! `pkg/apis/meta/v1/validation/validation.go`.

mod create;
mod owners;
#[cfg(test)]
mod tests;
mod update;

pub use create::{
    ANNOTATIONS_MAX_SIZE, Scope, annotations, finalizers, labels, managed_fields, object_meta,
};
pub use owners::owner_references;
pub use update::{IMMUTABLE, object_meta_update};
