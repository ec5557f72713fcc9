//! Operations on values of a known type: checking, listing fields, comparing, merging, removing.
//!
//! *Upstream:* `structured-merge-diff/typed`.

mod compare;
mod error;
mod fields;
mod list_items;
mod merge;
mod reconcile;
mod remove;
mod validate;

pub(super) use compare::{Comparison, compare};
pub(super) use fields::{field_set, with_named_fields};
pub(super) use merge::merge;
pub(super) use reconcile::reconcile;
pub(super) use remove::remove;
pub(super) use validate::{Duplicates, validate};

pub use error::TypedError;
