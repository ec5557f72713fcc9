//! Kubernetes Services to forwarding rules, cluster DNS and ingress.
//!
//! [`rule_set`] decides, purely, where traffic should go; a [`Backend`] carries it out;
//! `driver` keeps the two in step with an API server.

mod backend;
mod balancer;
mod driver;
mod nftables;
mod userspace;

pub mod rule_set;

pub use backend::{Backend, BackendError};
pub use balancer::Balancer;
pub use driver::{Config, Proxy};
pub use nftables::{Nftables, transaction};
pub use userspace::Userspace;
