//! `apiextensions/v1`.

mod generated;

pub use generated::*;
