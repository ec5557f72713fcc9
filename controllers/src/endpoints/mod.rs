//! Endpoints: the older form of what endpoint slices tell, one object for each Service.
//!
//! Upstream: `pkg/controller/endpoint`.

pub mod plan;
mod reconcile;
pub mod subsets;

pub use plan::{Observed, Plan, plan};
pub use reconcile::add;
