//! The types of scheduling.k8s.io/v1alpha2. Written by `cargo xtask generate`.

mod pod_group;
mod policy;
mod workload;

pub use pod_group::*;
pub use policy::*;
pub use workload::*;
