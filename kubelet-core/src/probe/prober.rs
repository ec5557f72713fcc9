//! Runs a probe once.
//!
//! Upstream: `pkg/kubelet/prober/prober.go`, `pkg/probe`.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bowline_api::core::v1::{Container, HTTPGetAction, Probe, TCPSocketAction};
use bowline_apimachinery::int_or_string::IntOrString;
use tokio::net::TcpStream;

use super::worker::ProbeOutcome;
use super::{grpc, http};
use crate::runtime::{RuntimeError, RuntimeService};

/// How much of what a command says is told.
const MAX_OUTPUT: usize = 10 * 1024;
/// How often a probe is tried when it fails itself.
const TRIES: usize = 3;

/// A probe to run.
#[derive(Clone, Debug)]
pub struct ProbeRequest {
    /// The container, for its ports.
    pub container: Container,
    /// Its id.
    pub container_id: String,
    /// The pod's address.
    pub pod_ip: String,
    /// What to do.
    pub probe: Probe,
    /// How long it may take.
    pub timeout: Duration,
}

/// Runs probes.
#[async_trait]
pub trait Prober: Send + Sync + 'static {
    /// Runs a probe once.
    async fn probe(&self, request: &ProbeRequest) -> ProbeOutcome;

    /// Whether the outcome never changes, so that once is enough.
    fn is_steady(&self) -> bool {
        false
    }
}

/// Finds every container well.
#[derive(Clone, Copy, Debug, Default)]
pub struct SteadyProber;

#[async_trait]
impl Prober for SteadyProber {
    async fn probe(&self, _request: &ProbeRequest) -> ProbeOutcome {
        ProbeOutcome::Success
    }

    fn is_steady(&self) -> bool {
        true
    }
}

/// Probes over the node's network, and commands through the runtime.
pub struct NodeProber {
    runtime: Arc<dyn RuntimeService>,
}

impl NodeProber {
    /// A prober that runs commands through `runtime`.
    #[must_use]
    pub fn new(runtime: Arc<dyn RuntimeService>) -> Self {
        Self { runtime }
    }

    async fn once(&self, request: &ProbeRequest) -> ProbeOutcome {
        let ProbeRequest { probe, container, timeout, .. } = request;
        if let Some(exec) = &probe.exec {
            return self.exec(request, &exec.command).await;
        }
        let run = async {
            if let Some(get) = &probe.http_get {
                match http_target(get, container, &request.pod_ip) {
                    Ok((host, port)) => http::get(get, &host, port).await,
                    Err(error) => ProbeOutcome::Unknown(error),
                }
            } else if let Some(socket) = &probe.tcp_socket {
                match tcp_target(socket, container, &request.pod_ip) {
                    Ok((host, port)) => tcp(&host, port).await,
                    Err(error) => ProbeOutcome::Unknown(error),
                }
            } else if let Some(action) = &probe.grpc {
                let service = action.service.as_deref().unwrap_or_default();
                match u16::try_from(action.port) {
                    Ok(port) => grpc::check(&request.pod_ip, port, service).await,
                    Err(_) => ProbeOutcome::Unknown(format!("invalid port {}", action.port)),
                }
            } else {
                ProbeOutcome::Unknown(format!("missing probe handler for {}", container.name))
            }
        };
        match tokio::time::timeout(*timeout, run).await {
            Ok(outcome) => outcome,
            Err(_) => ProbeOutcome::Failure(format!(
                "context deadline exceeded (probe took longer than {timeout:?})"
            )),
        }
    }

    async fn exec(&self, request: &ProbeRequest, command: &[String]) -> ProbeOutcome {
        match self.runtime.exec_sync(&request.container_id, command, request.timeout).await {
            Ok(output) => {
                let mut said = output.stdout;
                said.extend(&output.stderr);
                said.truncate(MAX_OUTPUT);
                let said = String::from_utf8_lossy(&said).into_owned();
                match output.exit_code {
                    0 => ProbeOutcome::Success,
                    _ => ProbeOutcome::Failure(said),
                }
            }
            Err(RuntimeError::Timeout { .. }) => ProbeOutcome::Failure(format!(
                "command timed out: {command:?} timed out after {:?}",
                request.timeout
            )),
            Err(error) => ProbeOutcome::Unknown(error.to_string()),
        }
    }
}

#[async_trait]
impl Prober for NodeProber {
    async fn probe(&self, request: &ProbeRequest) -> ProbeOutcome {
        let mut outcome = self.once(request).await;
        for _ in 1..TRIES {
            if !matches!(outcome, ProbeOutcome::Unknown(_)) {
                break;
            }
            outcome = self.once(request).await;
        }
        outcome
    }
}

/// Where an HTTP action goes: host and port.
pub(crate) fn http_target(
    get: &HTTPGetAction,
    container: &Container,
    pod_ip: &str,
) -> Result<(String, u16), String> {
    let host = if get.host.is_empty() { pod_ip } else { &get.host };
    Ok((host.to_owned(), port_number(&get.port, container)?))
}

fn tcp_target(
    socket: &TCPSocketAction,
    container: &Container,
    pod_ip: &str,
) -> Result<(String, u16), String> {
    let host = if socket.host.is_empty() { pod_ip } else { &socket.host };
    Ok((host.to_owned(), port_number(&socket.port, container)?))
}

/// A port by its number, or by its name among the container's.
fn port_number(port: &IntOrString, container: &Container) -> Result<u16, String> {
    let number = match port {
        IntOrString::Int(number) => i64::from(*number),
        IntOrString::String(name) => {
            let named = container.ports.iter().find(|port| port.name == *name);
            match named {
                Some(port) => i64::from(port.container_port),
                None => name.parse().map_err(|_| {
                    format!("couldn't find port {name:?} in container {:?}", container.name)
                })?,
            }
        }
    };
    match u16::try_from(number) {
        Ok(number) if number > 0 => Ok(number),
        _ => Err(format!("invalid port number: {number}")),
    }
}

async fn tcp(host: &str, port: u16) -> ProbeOutcome {
    match TcpStream::connect((host, port)).await {
        Ok(_) => ProbeOutcome::Success,
        Err(error) => ProbeOutcome::Failure(format!("dial tcp {host}:{port}: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use bowline_api::core::v1::ContainerPort;

    use super::*;

    #[test]
    fn ports_by_number_and_name() {
        let container = Container {
            name: "c".into(),
            ports: vec![ContainerPort {
                name: "web".into(),
                container_port: 8080,
                ..ContainerPort::default()
            }],
            ..Container::default()
        };
        let cases = [
            (IntOrString::Int(80), Some(80)),
            (IntOrString::from("web"), Some(8080)),
            (IntOrString::from("90"), Some(90)),
            (IntOrString::from("none"), None),
            (IntOrString::Int(0), None),
            (IntOrString::Int(70_000), None),
        ];
        for (port, want) in cases {
            assert_eq!(port_number(&port, &container).ok(), want, "{port:?}");
        }
    }

    #[tokio::test]
    async fn a_connection_is_a_success() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        assert_eq!(tcp("127.0.0.1", port).await, ProbeOutcome::Success);
        drop(listener);
        assert!(matches!(tcp("127.0.0.1", port).await, ProbeOutcome::Failure(_)));
    }
}
