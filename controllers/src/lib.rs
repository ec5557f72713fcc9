//! The built-in controllers of a Kubernetes cluster, each a pure plan and a thin reconcile.

pub mod adoption;
pub mod deployment;
pub mod pod_ranking;
pub mod template_hash;
