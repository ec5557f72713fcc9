//! Nodes that fall silent: their readiness becomes unknown, and taints keep pods away and have them
//! leave, zone by zone and not too fast.
//!
//! Upstream: `pkg/controller/nodelifecycle`.

mod health;
mod monitor;
mod taints;
mod zones;

pub use health::Grace;
pub use monitor::add;
pub use zones::EvictionRates;
