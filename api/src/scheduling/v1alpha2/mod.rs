//! `scheduling/v1alpha2`.

mod generated;

pub use generated::*;
