//! Liveness, readiness and startup probes.
//!
//! - [`results`]: what each container's probes last said.
//! - [`worker`]: when a probe runs and when its result counts, without waiting or doing anything.

pub mod results;
pub mod worker;

pub use results::{ProbeResult, ProbeResults, ProbeType};
