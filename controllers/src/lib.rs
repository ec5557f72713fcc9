//! The built-in controllers of a Kubernetes cluster, each a pure plan and a thin reconcile.
//!
//! [`ControllerManager`] runs them all, or a selection; [`registry::all`] is the catalogue. Each
//! controller's module has its decisions as plain functions, to be used and tested by themselves.

pub mod adoption;
pub mod certificate_signing_request;
pub mod cidr;
pub mod cluster_role_aggregation;
mod config;
mod controller_manager;
pub mod controller_revision;
pub mod cron_job;
pub mod daemon_set;
pub mod deployment;
pub mod endpoint_slice;
pub mod endpoint_slice_mirroring;
pub mod endpoints;
pub mod ephemeral_volume;
pub mod garbage_collector;
pub mod horizontal_pod_autoscaler;
pub mod job;
pub mod namespace;
pub mod node_ipam;
pub mod node_lifecycle;
pub mod own_writes;
pub mod owned;
pub mod persistent_volume;
pub mod persistent_volume_claim_protection;
pub mod persistent_volume_protection;
pub mod pod_control;
pub mod pod_disruption_budget;
pub mod pod_gc;
pub mod pod_ranking;
pub mod registry;
pub mod replica_set;
pub mod resource_quota;
pub mod root_ca_publisher;
pub mod service_account;
pub mod service_account_token;
pub mod service_cidr;
pub mod service_load_balancer;
pub mod setup;
pub mod slow_start;
pub mod stateful_set;
pub mod taint_eviction;
pub mod template_hash;
pub mod token_cleaner;
pub mod ttl;
pub mod ttl_after_finished;

pub use config::Config;
pub use controller_manager::{Builder, ControllerManager};
pub use registry::all;
