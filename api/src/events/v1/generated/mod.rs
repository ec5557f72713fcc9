//! The types of events.k8s.io/v1. Written by `cargo xtask generate`.

mod event;

pub use event::*;
