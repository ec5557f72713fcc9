//! The API group `networking`.

pub mod v1;
pub mod v1beta1;
