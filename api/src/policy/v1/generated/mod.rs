//! The types of policy/v1. Written by `cargo xtask generate`.

mod eviction;
mod pod_disruption_budget;

pub use eviction::*;
pub use pod_disruption_budget::*;
