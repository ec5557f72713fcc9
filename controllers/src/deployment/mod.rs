//! Deployments: pods of one template, replaced by those of the next without stopping the work.
//!
//! Upstream: `pkg/controller/deployment`.

pub mod conditions;
pub mod fenceposts;
pub mod plan;
mod reconcile;
pub mod replica_sets;
pub mod rolling;
pub mod scale;
pub mod status;

#[cfg(test)]
mod tests;

pub use plan::{Action, Observed, Plan, plan};
pub use reconcile::add;
