//! Endpoint slices: where the traffic of a Service may go.
//!
//! Upstream: `pkg/controller/endpointslice`, `staging/src/k8s.io/endpointslice`.

pub mod endpoints;
mod hints;
pub mod labels;
pub mod plan;
mod reconcile;
pub(crate) mod slices;
pub mod trigger_time;

#[cfg(test)]
mod tests;

pub use plan::{Action, Observed, Plan, plan};
pub use reconcile::add;
pub(crate) use reconcile::{has_endpoints, services_concerned};
