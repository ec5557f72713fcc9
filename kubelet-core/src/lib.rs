//! A Kubernetes node agent core: pod workers, container runtimes, probes, volumes and node status.

pub mod backoff;
pub mod environment;
pub mod eviction;
pub mod resources;
pub mod server;
pub mod streaming;
