//! A Kubernetes node agent core: pod workers, container runtimes, probes, volumes and node status.

pub mod admission;
pub mod api_server;
pub mod config;
pub mod conformance;
pub mod driver;
pub mod environment;
pub mod eviction;
pub mod handler;
pub mod images;
pub mod kubelet;
pub mod lease;
pub mod logs;
pub mod node_agent;
pub mod node_context;
pub mod node_status;
pub mod pod_manager;
pub mod pod_worker;
pub mod probe;
pub mod resources;
pub mod runtime;
pub mod runtimes;
pub mod server;
pub mod source;
pub mod status;
pub mod streaming;
pub mod sync_loop;
pub mod volumes;

pub use config::Config;
pub use kubelet::{Kubelet, KubeletBuilder};
