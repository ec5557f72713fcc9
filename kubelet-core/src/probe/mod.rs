//! Liveness, readiness and startup probes.
//!
//! - [`worker`]: when a probe runs and when its result counts, without waiting or doing anything.
//! - [`results`]: what each container's probes last said.
//! - [`prober`]: runs a probe once: a command, an HTTP request, a connection, a gRPC health check.

pub mod grpc;
pub mod http;
pub mod prober;
pub mod results;
pub mod worker;

pub use prober::{NodeProber, Prober, SteadyProber};
pub use results::{ProbeResult, ProbeResults, ProbeType};
pub use worker::{ProbeOutcome, ProbeWorker};
