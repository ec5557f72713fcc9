//! The types of admission.k8s.io/v1. Written by `cargo xtask generate`.

mod admission_review;

pub use admission_review::*;
