//! The built-in controllers of a Kubernetes cluster, each a pure plan and a thin reconcile.

pub mod adoption;
pub mod cluster_role_aggregation;
pub mod deployment;
pub mod endpoint_slice;
pub mod garbage_collector;
pub mod job;
pub mod namespace;
pub mod node_lifecycle;
pub mod pod_ranking;
pub mod replica_set;
pub mod root_ca_publisher;
pub mod service_account;
pub mod template_hash;
