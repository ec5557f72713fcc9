//! The types of certificates.k8s.io/v1. Written by `cargo xtask generate`.

mod certificate_signing_request;

pub use certificate_signing_request::*;
