//! Defaults: what the API server fills in when it decodes an object, from a request or from storage.
//!
//! [`apply`] walks any object, or any part of one, and runs the rules of each type it meets: a
//! parent before its members, members in JSON order. Rules are small functions, one file a group.
//! Every rule leaves alone what it has set before, so that defaulting twice changes nothing.
//!
//! *Upstream:* `pkg/apis/*/v1*/defaults.go` and `zz_generated.defaults.go`.

mod apply;

mod admissionregistration;
mod apiextensions;
mod apps;
mod autoscaling;
mod batch;
mod cluster;
mod container;
mod flowcontrol;
mod networking;
mod persistent_volume;
mod pod;
mod resource;
mod service;
mod storage;
mod volume;

pub use apply::apply;
#[cfg(test)]
pub(crate) use apply::rules;

use apply::fill;

#[cfg(test)]
mod tests;
