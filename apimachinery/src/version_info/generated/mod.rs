//! The types of version. Written by `cargo xtask generate`.

mod info;

pub use info::*;
