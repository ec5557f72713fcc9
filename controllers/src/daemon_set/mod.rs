//! Daemon sets: one pod on every node that fits.
//!
//! Upstream: `pkg/controller/daemon`.

pub mod eligibility;
pub mod history;
pub mod plan;
mod reconcile;
pub mod status;

#[cfg(test)]
mod tests;

pub use plan::{Observed, Plan, Why, plan};
pub use reconcile::add;
pub use status::status;
