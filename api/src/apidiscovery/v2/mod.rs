//! `apidiscovery/v2`.

mod generated;

pub use generated::*;
