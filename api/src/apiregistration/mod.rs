//! The API group `apiregistration`.

pub mod v1;
