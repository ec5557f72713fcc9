//! The types of apiregistration.k8s.io/v1. Written by `cargo xtask generate`.

mod api_service;

pub use api_service::*;
