//! The API group `scheduling`.

pub mod v1;
#[cfg(feature = "alpha")]
pub mod v1alpha2;
