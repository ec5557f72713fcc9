//! Horizontal pod autoscalers: as many pods as the work needs.
//!
//! Upstream: `pkg/controller/podautoscaler`.

pub mod metrics;
pub mod normalize;
pub mod replicas;
