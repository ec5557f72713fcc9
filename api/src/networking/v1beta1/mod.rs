//! `networking/v1beta1`.

mod generated;

pub use generated::*;
