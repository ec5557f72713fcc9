//! Nodes that fall silent: their readiness becomes unknown, taints keep pods away, and pods that
//! do not tolerate the taint are evicted.
//!
//! *Upstream:* `pkg/controller/nodelifecycle`, `pkg/controller/tainteviction`.

mod eviction;
mod health;
mod worker;

pub use health::Grace;
pub use worker::add;
