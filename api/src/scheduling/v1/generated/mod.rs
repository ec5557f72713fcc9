//! The types of scheduling.k8s.io/v1. Written by `cargo xtask generate`.

mod priority_class;

pub use priority_class::*;
