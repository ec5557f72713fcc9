//! One of many: a lease in the cluster says who leads.
//!
//! *Upstream:* `client-go/tools/leaderelection`. On purpose we differ in one thing: the leader's
//! client carries a [`Fence`](crate::Fence), so that a leader that was paused, or cut off, past its
//! renew deadline cannot write any more.

mod candidate;
mod config;
mod elector;

pub use config::{ElectionConfigError, LeaderElection};
pub use elector::{LeaderElector, LeadershipLost};

#[cfg(test)]
mod tests;
