//! The API group `admissionregistration`.

pub mod v1;
#[cfg(feature = "alpha")]
pub mod v1alpha1;
pub mod v1beta1;
