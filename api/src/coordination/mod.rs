//! The API group `coordination`.

pub mod v1;
#[cfg(feature = "alpha")]
pub mod v1alpha2;
pub mod v1beta1;
