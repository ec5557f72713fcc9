//! A Kubernetes node agent core: pod workers, container runtimes, probes, volumes and node status.

pub mod server;
pub mod streaming;
