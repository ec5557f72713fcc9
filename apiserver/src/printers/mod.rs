//! The cells of `kubectl get`: what a `Table` shows of each kind.
//!
//! Headers are data (`bowline_api::resources`); how a cell is computed stands here, one file a
//! family of kinds.
//!
//! *Upstream:* `pkg/printers/internalversion`.

mod admission;
mod cell;
mod cluster;
mod network;
mod pod;
mod policy;
mod rbac;
mod registry;
mod storage;
mod workload;

pub use cell::Row;
pub use registry::row;
