//! The endpoints of every Service: which pods answer for it, on which ports.
//!
//! `plan` decides, without I/O, what the slices of a Service should be and how few
//! writes lead there.
//!
//! *Upstream:* `pkg/controller/endpointslice`, `staging/src/k8s.io/endpointslice`.

mod endpoints;
mod plan;
mod worker;

pub use plan::{Action, plan};
pub use worker::add;
