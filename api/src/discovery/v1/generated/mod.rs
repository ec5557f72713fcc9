//! The types of discovery.k8s.io/v1. Written by `cargo xtask generate`.

mod endpoint_slice;

pub use endpoint_slice::*;
