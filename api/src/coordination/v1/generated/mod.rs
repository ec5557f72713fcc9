//! The types of coordination.k8s.io/v1. Written by `cargo xtask generate`.

mod lease;

pub use lease::*;
