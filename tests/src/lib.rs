//! The harness that the stories share.

pub mod cluster;
