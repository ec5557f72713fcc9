//! The types of audit.k8s.io/v1. Written by `cargo xtask generate`.

mod event;
mod policy;

pub use event::*;
pub use policy::*;
