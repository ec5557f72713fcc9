//! Jobs: pods that run until enough of them have succeeded.
//!
//! Upstream: `pkg/controller/job`.

pub mod backoff;
pub mod conditions;
pub mod failure_policy;
pub mod indexes;
mod orphans;
pub mod plan;
pub mod pods;
mod reconcile;
pub mod removal;
pub mod success_policy;
pub mod tracking;

#[cfg(test)]
mod tests;

pub use plan::{Creation, Decision, Manage, Managed, Observed, decide};
pub use reconcile::add;
pub use tracking::{Accounting, Closing, JobEvent};
