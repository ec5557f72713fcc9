//! The types of node.k8s.io/v1. Written by `cargo xtask generate`.

mod runtime_class;

pub use runtime_class::*;
