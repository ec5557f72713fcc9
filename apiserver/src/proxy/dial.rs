//! Connections to kubelets, pods and services.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use parking_lot::RwLock;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::location::{Destination, Scheme};

/// Something that can be read and written.
pub trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

/// Nobody could be connected to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DialError {
    /// The other end does not take the connection.
    #[error("dial tcp {authority}: {source}")]
    Connect {
        /// Who was tried.
        authority: String,
        /// Why it failed.
        source: io::Error,
    },
    /// The other end does not answer.
    #[error("dial tcp {authority}: i/o timeout")]
    TimedOut {
        /// Who was tried.
        authority: String,
    },
    /// The other end cannot be trusted, or does not trust us.
    #[error("tls handshake with {authority}: {source}")]
    Tls {
        /// Who was tried.
        authority: String,
        /// Why it failed.
        source: io::Error,
    },
    /// This dialer has no way there.
    #[error("no route to {authority}")]
    NoRoute {
        /// Who was to be reached.
        authority: String,
    },
}

/// Makes connections. Which way they go (TCP, TLS, memory, a tunnel) is its own affair.
#[async_trait]
pub trait NodeDialer: Send + Sync + 'static {
    /// Connects; what is returned speaks HTTP/1.1.
    ///
    /// # Errors
    /// Nobody is there.
    async fn dial(&self, destination: &Destination) -> Result<Box<dyn Duplex>, DialError>;
}

const _: Option<&dyn NodeDialer> = None;

type Connect = Arc<dyn Fn() -> Box<dyn Duplex> + Send + Sync>;

/// Kubelets in this process, before anything else.
///
/// Clones share their nodes.
#[derive(Clone)]
pub struct InProcessNodes {
    nodes: Arc<RwLock<BTreeMap<String, Connect>>>,
    otherwise: Arc<dyn NodeDialer>,
}

impl std::fmt::Debug for InProcessNodes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.nodes.read().keys()).finish()
    }
}

impl InProcessNodes {
    /// No nodes yet; all others are left to `otherwise`.
    pub fn new(otherwise: Arc<dyn NodeDialer>) -> Self {
        Self { nodes: Arc::default(), otherwise }
    }

    /// Makes `connect` the way to the kubelet of `node`, in place of any earlier one.
    pub fn insert<C, D>(&self, node: impl Into<String>, connect: C)
    where
        C: Fn() -> D + Send + Sync + 'static,
        D: Duplex + 'static,
    {
        let connect: Connect = Arc::new(move || Box::new(connect()));
        self.nodes.write().insert(node.into(), connect);
    }

    /// Forgets a node.
    pub fn remove(&self, node: &str) {
        self.nodes.write().remove(node);
    }
}

#[async_trait]
impl NodeDialer for InProcessNodes {
    async fn dial(&self, destination: &Destination) -> Result<Box<dyn Duplex>, DialError> {
        let connect = match destination {
            Destination::Kubelet { node, .. } => self.nodes.read().get(node).cloned(),
            Destination::Address { .. } => None,
        };
        match connect {
            Some(connect) => Ok(connect()),
            None => self.otherwise.dial(destination).await,
        }
    }
}

/// The network.
#[derive(Clone, Debug, Default)]
pub struct NetworkDialer {
    /// How kubelets are spoken to: with which certificate of ours, trusting which of theirs.
    /// Without, in the clear.
    pub kubelet_tls: Option<Arc<rustls::ClientConfig>>,
    /// How pods and services are spoken to that are asked for by `https:`. Without, not at all.
    pub proxy_tls: Option<Arc<rustls::ClientConfig>>,
}

/// Upstream: the dialer of kubelet connections.
const DIAL_TIMEOUT: Duration = Duration::from_secs(30);

#[async_trait]
impl NodeDialer for NetworkDialer {
    async fn dial(&self, destination: &Destination) -> Result<Box<dyn Duplex>, DialError> {
        let authority = destination.authority();
        let (host, port, tls) = match destination {
            Destination::Kubelet { host, .. } if host.is_empty() => {
                return Err(DialError::NoRoute { authority });
            }
            Destination::Kubelet { host, port, .. } => (host, *port, self.kubelet_tls.clone()),
            Destination::Address { scheme: Scheme::Http, host, port } => (host, *port, None),
            Destination::Address { scheme: Scheme::Https, host, port } => {
                let Some(tls) = self.proxy_tls.clone() else {
                    return Err(DialError::NoRoute { authority });
                };
                (host, *port, Some(tls))
            }
        };
        let connect = async {
            let connected = TcpStream::connect((host.as_str(), port)).await;
            let socket = connected
                .map_err(|source| DialError::Connect { authority: authority.clone(), source })?;
            // Keystrokes shall not wait for each other; that this cannot be had is no harm.
            let _ = socket.set_nodelay(true);
            let Some(tls) = tls else { return Ok(Box::new(socket) as Box<dyn Duplex>) };
            let failed = |source| DialError::Tls { authority: authority.clone(), source };
            let name = ServerName::try_from(host.clone())
                .map_err(|error| failed(io::Error::new(io::ErrorKind::InvalidInput, error)))?;
            let socket = TlsConnector::from(tls).connect(name, socket).await.map_err(failed)?;
            Ok(Box::new(socket) as Box<dyn Duplex>)
        };
        match tokio::time::timeout(DIAL_TIMEOUT, connect).await {
            Ok(connected) => connected,
            Err(_) => Err(DialError::TimedOut { authority }),
        }
    }
}
