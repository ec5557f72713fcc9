//! The API group `resource`.

pub mod v1;
#[cfg(feature = "alpha")]
pub mod v1alpha3;
pub mod v1beta1;
pub mod v1beta2;
