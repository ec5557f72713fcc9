//! Slices of Endpoints that a user writes for a Service without a selector.
//!
//! Upstream: `pkg/controller/endpointslicemirroring`.

mod plan;
mod reconcile;

pub use plan::{Observed, Plan, plan};
pub use reconcile::add;
