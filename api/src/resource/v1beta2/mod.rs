//! `resource/v1beta2`.

mod generated;

pub use generated::*;
