//! Services: addresses and ports that no other service has.
//!
//! *Upstream:* `pkg/registry/core/service/storage`.

mod cluster_ip;
mod node_port;
mod range;
mod strategy;

pub(crate) use range::Range;
pub(crate) use strategy::ServiceStrategy;
