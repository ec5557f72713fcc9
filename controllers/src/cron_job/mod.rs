//! Cron jobs: jobs that start again and again.
//!
//! Upstream: `pkg/controller/cronjob`.

pub mod civil;
pub mod missed;
pub mod plan;
mod reconcile;
pub mod schedule;

#[cfg(test)]
mod tests;

pub use plan::{Action, Observed, Plan, plan};
pub use reconcile::add;
