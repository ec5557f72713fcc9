//! Pod disruption budgets: how many pods may be disrupted at once.
//!
//! Upstream: `pkg/controller/disruption`.

pub mod plan;
mod reconcile;

pub use plan::{Observed, Plan, plan};
pub use reconcile::add;
