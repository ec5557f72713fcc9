//! The API group `apiextensions`.

#[cfg(feature = "schema")]
pub mod definition;
mod review;

pub mod v1;

pub use review::answer_conversion;
