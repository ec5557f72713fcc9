//! Stateful sets: pods with names and volumes of their own.
//!
//! Upstream: `pkg/controller/statefulset`.

pub mod claims;
pub mod identity;
pub mod plan;
mod reconcile;
pub mod revisions;

pub use plan::{Action, Observed, Plan, plan};
pub use reconcile::add;
