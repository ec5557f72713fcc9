//! A Kubernetes node agent core: pod workers, container runtimes, probes, volumes and node status.

pub mod environment;
pub mod eviction;
pub mod pod_worker;
pub mod probe;
pub mod resources;
pub mod runtime;
pub mod server;
pub mod source;
pub mod streaming;
