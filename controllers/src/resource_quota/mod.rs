//! How much of its quotas a namespace has used.
//!
//! Upstream: `pkg/controller/resourcequota`, `pkg/quota/v1`.

mod reconcile;
pub mod scopes;
pub mod usage;

pub use reconcile::add;
