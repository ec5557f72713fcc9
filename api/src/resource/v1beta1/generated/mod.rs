//! The types of resource.k8s.io/v1beta1. Written by `cargo xtask generate`.

mod device;
mod device_class;
mod resource_claim;
mod resource_claim_template;
mod resource_slice;

pub use device::*;
pub use device_class::*;
pub use resource_claim::*;
pub use resource_claim_template::*;
pub use resource_slice::*;
