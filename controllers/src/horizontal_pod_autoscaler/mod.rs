//! Horizontal pod autoscalers: as many pods as the work needs.
//!
//! Upstream: `pkg/controller/podautoscaler`.

pub mod conditions;
mod evaluate;
pub mod metrics;
pub mod normalize;
mod reconcile;
pub mod replicas;
pub mod source;

pub use reconcile::{Pace, add, add_with};
pub use source::{ApiMetrics, MetricsError, MetricsSource};
