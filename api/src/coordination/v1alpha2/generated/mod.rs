//! The types of coordination.k8s.io/v1alpha2. Written by `cargo xtask generate`.

mod lease_candidate;

pub use lease_candidate::*;
