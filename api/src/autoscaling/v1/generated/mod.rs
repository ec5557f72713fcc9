//! The types of autoscaling/v1. Written by `cargo xtask generate`.

mod container;
mod horizontal_pod_autoscaler;
mod resources;
mod scale;

pub use container::*;
pub use horizontal_pod_autoscaler::*;
pub use resources::*;
pub use scale::*;
