//! Replica sets: a number of equal pods, kept up.
//!
//! Upstream: `pkg/controller/replicaset`.

pub mod kind;
pub mod plan;
mod reconcile;
pub mod status;

pub use kind::ReplicaKeeper;
pub use plan::{Observed, Plan, plan};
pub use reconcile::add;
pub use status::{Failure, status, until_available};
