//! The API group `rbac`.

pub mod v1;
