//! What Kubernetes 1.36 does, recorded, against what this family does.
//!
//! Reads `BOWLINE_VECTORS`, by default `tests/data/vectors` of the workspace.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod defaults;
mod fields_v1;
mod harness;
mod patch;
mod server_side_apply;
mod updates;
