//! The built-in kinds of Kubernetes 1.36, generated from data.
//!
//! One module per group version; behaviour written by hand stands beside the generated types.
//! [`resources`] lists what an API server serves. Alpha versions come with the feature `alpha`.

pub mod conversion;
pub mod create;
pub mod defaults;
pub mod dynamic;
pub mod kinds;
pub mod resources;
pub mod update;
pub mod validation;

mod walk;
pub mod warnings;

mod generated {
    pub(crate) mod kinds;
    pub(crate) mod resources;
}

pub mod admission;
pub mod admissionregistration;
pub mod apidiscovery;
pub mod apiextensions;
pub mod apiregistration;
#[cfg(feature = "alpha")]
pub mod apiserverinternal;
pub mod apps;
pub mod audit;
pub mod authentication;
pub mod authorization;
pub mod autoscaling;
pub mod batch;
pub mod certificates;
pub mod coordination;
pub mod core;
pub mod discovery;
pub mod events;
pub mod flowcontrol;
pub mod metrics;
pub mod networking;
pub mod node;
pub mod policy;
pub mod rbac;
pub mod resource;
pub mod scheduling;
pub mod storage;
pub mod storagemigration;
