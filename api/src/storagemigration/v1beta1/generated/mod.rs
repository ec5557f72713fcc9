//! The types of storagemigration.k8s.io/v1beta1. Written by `cargo xtask generate`.

mod storage_version_migration;

pub use storage_version_migration::*;
