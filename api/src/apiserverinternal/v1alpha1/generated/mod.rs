//! The types of internal.apiserver.k8s.io/v1alpha1. Written by `cargo xtask generate`.

mod storage_version;

pub use storage_version::*;
