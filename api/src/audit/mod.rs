//! The API group `audit`.

pub mod v1;
