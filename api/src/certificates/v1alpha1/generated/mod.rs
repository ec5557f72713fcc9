//! The types of certificates.k8s.io/v1alpha1. Written by `cargo xtask generate`.

mod cluster_trust_bundle;

pub use cluster_trust_bundle::*;
