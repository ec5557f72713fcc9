//! `resource/v1alpha3`.

mod generated;

pub use generated::*;
