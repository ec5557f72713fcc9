//! The API group `metrics`.

pub mod v1beta1;
