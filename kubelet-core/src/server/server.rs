//! Connections.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use rustls::pki_types::CertificateDer;
use tokio::io::{AsyncRead, AsyncWrite, DuplexStream};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::auth::{AllowAll, KubeletAuth};
use super::dispatch::Context;
use super::driver::IdleTimeout;
use super::handler::KubeletHandler;

/// How patient the server is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KubeletServerConfig {
    /// A streaming connection that carries nothing for so long is ended; zero for never.
    /// `streamingConnectionIdleTimeout` of the kubelet's configuration.
    pub streaming_connection_idle_timeout: Duration,
    /// How long a SPDY client may take to open its streams.
    pub stream_creation_timeout: Duration,
    /// How long a client may take to read the rest and hang up once its session has ended.
    pub finish_timeout: Duration,
    /// How long a connection may wait for its next request.
    pub keep_alive_timeout: Duration,
    /// How long a client may take for the TLS handshake.
    pub tls_handshake_timeout: Duration,
}

impl Default for KubeletServerConfig {
    fn default() -> Self {
        Self {
            streaming_connection_idle_timeout: Duration::from_secs(4 * 60 * 60),
            stream_creation_timeout: Duration::from_secs(30),
            finish_timeout: Duration::from_secs(15 * 60),
            keep_alive_timeout: Duration::from_secs(90),
            tls_handshake_timeout: Duration::from_secs(10),
        }
    }
}

impl KubeletServerConfig {
    pub(super) fn idle_timeout(&self) -> IdleTimeout {
        match self.streaming_connection_idle_timeout {
            Duration::ZERO => IdleTimeout::Never,
            timeout => IdleTimeout::After(timeout),
        }
    }
}

/// The kubelet's HTTP server.
///
/// It speaks HTTP/1.1 only, for connections cannot be upgraded otherwise. Clones are handles of the
/// same server; [`KubeletServer::shutdown`] ends it.
#[derive(Clone)]
pub struct KubeletServer {
    context: Context,
}

impl std::fmt::Debug for KubeletServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KubeletServer").field("config", self.context.config()).finish()
    }
}

impl KubeletServer {
    /// A server that nobody is connected to yet.
    pub fn new(handler: Arc<dyn KubeletHandler>, config: KubeletServerConfig) -> Self {
        Self { context: Context::new(handler, config) }
    }

    /// Takes connections until [`KubeletServer::shutdown`].
    ///
    /// Whoever can connect can run commands in containers: without TLS that demands a client
    /// certificate, `auth` must not be [`AllowAll`] on an address that others can reach.
    ///
    /// # Errors
    /// The listener broke.
    pub async fn serve(
        &self,
        listener: TcpListener,
        tls: Option<Arc<rustls::ServerConfig>>,
        auth: Arc<dyn KubeletAuth>,
    ) -> io::Result<()> {
        let tls = tls.map(TlsAcceptor::from);
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = self.context.shutdown().cancelled() => return Ok(()),
            };
            let (socket, peer) = match accepted {
                Ok(accepted) => accepted,
                // Out of file descriptors, or a client that was gone at once: both pass.
                Err(error) if is_transient(&error) => {
                    tracing::debug!(%error, "connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(10)).await;
                    continue;
                }
                Err(error) => return Err(error),
            };
            let (server, tls, auth) = (self.clone(), tls.clone(), auth.clone());
            self.context.tasks().spawn(async move {
                let Some(tls) = tls else {
                    return server.serve_connection(socket, Vec::new(), auth).await;
                };
                let timeout = server.context.config().tls_handshake_timeout;
                match tokio::time::timeout(timeout, tls.accept(socket)).await {
                    Ok(Ok(socket)) => {
                        let certificates = socket.get_ref().1.peer_certificates();
                        let certificates = certificates.map(<[_]>::to_vec).unwrap_or_default();
                        let certificates =
                            certificates.into_iter().map(CertificateDer::into_owned).collect();
                        server.serve_connection(socket, certificates, auth).await;
                    }
                    Ok(Err(error)) => tracing::debug!(%peer, %error, "TLS handshake failed"),
                    Err(_) => tracing::debug!(%peer, "TLS handshake took too long"),
                }
            });
        }
    }

    /// Serves one connection to its end, but for sessions over it once it is upgraded.
    /// `certificates` are those the client has shown, verified.
    pub async fn serve_connection<S>(
        &self,
        io: S,
        certificates: Vec<CertificateDer<'static>>,
        auth: Arc<dyn KubeletAuth>,
    ) where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let service = service_fn(|request| {
            let (context, auth) = (self.context.clone(), auth.clone());
            let certificates = certificates.clone();
            async move {
                let response = context.answer(request, certificates, &*auth).await;
                Ok::<_, std::convert::Infallible>(response)
            }
        });
        let mut connection = std::pin::pin!(
            http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(self.context.config().keep_alive_timeout)
                .serve_connection(TokioIo::new(io), service)
                .with_upgrades()
        );
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = self.context.shutdown().cancelled() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "connection broke");
        }
    }

    /// A connection in memory, from a caller that may do everything: the API server in the same
    /// process.
    pub fn connect(&self) -> DuplexStream {
        let (caller, io) = tokio::io::duplex(64 << 10);
        let server = self.clone();
        self.context.tasks().spawn(async move {
            server.serve_connection(io, Vec::new(), Arc::new(AllowAll)).await;
        });
        caller
    }

    /// Ends the server: takes no more connections, ends sessions, lets requests that are being
    /// answered finish, and returns when all are done.
    pub async fn shutdown(&self) {
        self.context.shutdown().cancel();
        self.context.tasks().close();
        self.context.tasks().wait().await;
    }
}

fn is_transient(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    let kind = error.kind();
    let gone = matches!(kind, ConnectionAborted | ConnectionRefused | ConnectionReset);
    // EMFILE and ENFILE have no kind of their own.
    gone || kind == Interrupted || matches!(error.raw_os_error(), Some(23 | 24))
}
