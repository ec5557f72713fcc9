//! The types of certificates.k8s.io/v1beta1. Written by `cargo xtask generate`.

mod certificate_signing_request;
mod cluster_trust_bundle;
mod pod_certificate_request;

pub use certificate_signing_request::*;
pub use cluster_trust_bundle::*;
pub use pod_certificate_request::*;
