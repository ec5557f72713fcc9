//! The API group `apidiscovery`.

pub mod v2;
