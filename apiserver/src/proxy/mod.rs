//! Requests that somebody else answers: `pods/{exec,attach,portforward,log,proxy}`, `nodes/proxy`,
//! `services/proxy`.
//!
//! - [`pod`], [`node`], [`service`]: where a request goes, decided by pure functions.
//! - [`NodeDialer`]: connections to there, over the network or in memory.
//! - [`Proxy`]: forwards a request over such a connection, and its upgrade with it. WebSocket and
//!   SPDY pass through as they are, for our kubelets speak both.
//! - [`NodeConnector`]: all of it, behind the server's [`crate::connector::Connector`] seam.
//!
//! Upstream: `pkg/registry/core/pod/{strategy.go,rest/subresources.go}`,
//! `staging/src/k8s.io/apimachinery/pkg/util/proxy`.

mod connector;
mod dial;
mod error;
mod forward;
mod headers;
mod html;
mod location;
pub mod node;
pub mod pod;
mod query;
mod rewrite;
pub mod service;
mod splice;

#[cfg(test)]
mod tests;

pub use connector::NodeConnector;
pub use dial::{DialError, Duplex, InProcessNodes, NetworkDialer, NodeDialer};
pub use error::ProxyError;
pub use forward::{Proxy, Purpose};
pub use location::{Destination, Location, Scheme, SchemeNamePort};
pub use query::{attach_options, exec_options, log_options, port_forward_options};
