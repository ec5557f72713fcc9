//! The API group `admission`.

pub mod v1;
