//! The types of resource.k8s.io/v1beta2. Written by `cargo xtask generate`.

mod device;
mod device_class;
mod device_taint_rule;
mod resource_claim;
mod resource_claim_template;
mod resource_slice;

pub use device::*;
pub use device_class::*;
pub use device_taint_rule::*;
pub use resource_claim::*;
pub use resource_claim_template::*;
pub use resource_slice::*;
