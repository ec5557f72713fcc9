//! The kubelet's HTTP server: logs, exec, attach, port-forward, pods, health, metrics, statistics.
//!
//! - [`KubeletServer`]: connections, over TLS or in memory.
//! - [`KubeletHandler`]: what the kubelet answers.
//! - [`KubeletAuth`]: who may ask.
//! - `route`, `query`, `logs`, `upgrade`: requests read by pure functions.
//! - `remote_command`, `port_forward`: sessions over upgraded connections.
//!
//! Upstream: `pkg/kubelet/server/server.go`, `staging/src/k8s.io/cri-streaming`.

mod auth;
mod copy;
mod dispatch;
mod driver;
mod handler;
mod logs;
mod port_forward;
mod query;
mod remote_command;
mod response;
mod route;
#[allow(clippy::module_inception, reason = "upstream's word for it, in upstream's folder")]
mod server;
mod upgrade;

#[cfg(test)]
mod tests;

pub use auth::{AllowAll, AuthError, Credentials, KubeletAuth, RequestAttributes};
pub use handler::{HandlerError, HealthCheck, KubeletHandler, LogStream};
pub use logs::{LogStreamSelection, PodLogOptions};
pub use route::MetricsEndpoint;
pub use server::{KubeletServer, KubeletServerConfig};
