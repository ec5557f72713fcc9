//! The API group `certificates`.

pub mod v1;
#[cfg(feature = "alpha")]
pub mod v1alpha1;
pub mod v1beta1;
