//! The API group `apiextensions`.

#[cfg(feature = "schema")]
pub mod definition;
pub mod v1;
