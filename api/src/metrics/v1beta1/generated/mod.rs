//! The types of metrics.k8s.io/v1beta1. Written by `cargo xtask generate`.

mod node_metrics;
mod pod_metrics;

pub use node_metrics::*;
pub use pod_metrics::*;
