//! Work-queue driven controllers, a manager, webhooks, leader election, and a testing kit.

pub mod apply;
pub mod controller;
pub mod expectations;
pub mod finalizer;
pub mod manager;
pub mod metrics;
pub mod owner;
pub mod predicate;
pub mod queue;
mod reconcile;

pub use controller::Controller;
pub use manager::{Caches, Manager, ManagerOptions};
pub use reconcile::{Action, Observed, Reconcile, ReconcileError, Request};

#[cfg(test)]
mod testing_cluster;
