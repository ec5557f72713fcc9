//! The types of resource.k8s.io/v1alpha3. Written by `cargo xtask generate`.

mod device;
mod device_taint_rule;
mod resource_pool_status_request;

pub use device::*;
pub use device_taint_rule::*;
pub use resource_pool_status_request::*;
