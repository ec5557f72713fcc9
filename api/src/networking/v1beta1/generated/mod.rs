//! The types of networking.k8s.io/v1beta1. Written by `cargo xtask generate`.

mod ingress;
mod ingress_class;
mod ip_address;
mod service_cidr;

pub use ingress::*;
pub use ingress_class::*;
pub use ip_address::*;
pub use service_cidr::*;
