//! Gives each node a range of addresses for its pods.
//!
//! Upstream: `pkg/controller/nodeipam`.

pub mod plan;
mod reconcile;

pub use plan::PodRanges;
pub use reconcile::add;
