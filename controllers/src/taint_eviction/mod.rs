//! Pods leave nodes whose taints they do not tolerate, at once or after the time they tolerate.
//!
//! Upstream: `pkg/controller/tainteviction`.

mod plan;
mod reconcile;

pub use plan::may_stay;
pub use reconcile::add;
