//! The types of coordination.k8s.io/v1beta1. Written by `cargo xtask generate`.

mod lease;
mod lease_candidate;

pub use lease::*;
pub use lease_candidate::*;
