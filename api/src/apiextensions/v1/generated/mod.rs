//! The types of apiextensions.k8s.io/v1. Written by `cargo xtask generate`.

mod conversion_review;
mod custom_resource_definition;

pub use conversion_review::*;
pub use custom_resource_definition::*;
