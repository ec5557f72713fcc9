//! A runtime whose containers are only played: no process, no file, no network.
//!
//! Thousands of nodes fit into a process. A container of a pod that restarts always runs until it
//! is stopped; others succeed after [`HollowConfig::completion`]. What a container does otherwise
//! can be said on its pod, see [`script`], and simple commands (`sleep 5`, `sh -c "exit 3"`) do
//! what they say.

pub mod fleet;
pub mod pod_cidr;
pub mod script;

mod images;
mod node;
mod service;

use std::sync::Arc;
use std::time::Duration;

use bowline_apimachinery::clock::Clock;
use parking_lot::Mutex;
use tokio::sync::Notify;

pub use fleet::{HollowFleet, HollowFleetConfig};
use node::HollowNode;
pub use pod_cidr::{Ipv4Cidr, PodCidr};

/// How played containers behave.
#[derive(Clone, Debug)]
pub struct HollowConfig {
    /// How long a sandbox and each container take to start.
    pub start_latency: Duration,
    /// How long a container takes to stop after it was asked to.
    pub stop_latency: Duration,
    /// How long a container runs that is expected to end by itself.
    pub completion: Duration,
}

impl Default for HollowConfig {
    fn default() -> Self {
        Self {
            start_latency: Duration::ZERO,
            stop_latency: Duration::ZERO,
            completion: Duration::from_secs(1),
        }
    }
}

/// The played runtime of one node.
#[derive(Debug)]
pub struct HollowRuntime {
    config: Arc<HollowConfig>,
    clock: Arc<dyn Clock>,
    node: Mutex<HollowNode>,
    changed: Notify,
}

impl HollowRuntime {
    /// A runtime whose pods get their addresses from `pods`.
    #[must_use]
    pub fn new(config: Arc<HollowConfig>, clock: Arc<dyn Clock>, pods: PodCidr) -> Self {
        Self { config, clock, node: Mutex::new(HollowNode::new(pods)), changed: Notify::new() }
    }
}

#[cfg(test)]
mod tests;
