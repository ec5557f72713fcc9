//! The types of autoscaling/v2. Written by `cargo xtask generate`.

mod horizontal_pod_autoscaler;

pub use horizontal_pod_autoscaler::*;
