//! Structural schemas: what a definition says about the objects of one version.
//!
//! An object goes through [`prune`](Structural::prune), [`default`](Structural::default) and
//! [`validate`](Validator::validate) in this order.
//!
//! *Upstream:* `apiextensions-apiserver/pkg/apiserver/schema`.

pub mod check;
mod defaulting;
pub mod formats;
mod lists;
mod metadata;
mod pruning;
mod structural;
mod validation;
mod validation_error;

pub(crate) use metadata::coerce as coerce_metadata;
pub use structural::{Additional, ListType, Structural};
pub use validation::Validator;
