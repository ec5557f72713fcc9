//! A server on a socket: TLS, HTTP/1.1 and HTTP/2, upgrades, a graceful end.
//!
//! *Upstream:* `apiserver/pkg/server/secure_serving.go`.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http::{Request, Response};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tower::util::BoxCloneSyncService;
use tower::{Service, ServiceExt as _};
use tracing::debug;

use crate::authentication::PeerCertificates;
use crate::body::Body;

/// A handshake may take this long, and so may the head of a request.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// Streams of one HTTP/2 connection, as upstream limits them.
const STREAMS: u32 = 250;
/// Window of a stream; that of the connection is a hundred times as wide, as upstream's.
const WINDOW: u32 = 256 << 10;
/// Requests under way at the end may take this long.
const DRAIN: Duration = Duration::from_secs(5);

/// The address of whoever sent a request; an extension of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeerAddress(pub SocketAddr);

/// Serves connections until told to stop, then lets requests under way finish for a while.
///
/// Without `tls` the connections are plain. Whatever a peer sends, others are served on.
///
/// # Errors
/// Never for what a peer does; only when the listener itself is beyond use.
pub async fn serve<S>(
    listener: TcpListener,
    tls: Option<Arc<rustls::ServerConfig>>,
    service: S,
    shutdown: CancellationToken,
) -> io::Result<()>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = std::convert::Infallible>
        + Clone
        + Send
        + Sync
        + 'static,
    S::Future: Send + 'static,
{
    let service = Handler::new(service);
    let acceptor = tls.map(TlsAcceptor::from);
    let graceful = Arc::new(GracefulShutdown::new());
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            () = shutdown.cancelled() => break,
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                let connection = Connection { acceptor: acceptor.clone(), peer };
                connections.spawn(connection.serve(stream, service.clone(), graceful.watcher()));
            }
            Err(error) => {
                // Out of descriptors, mostly: connections that end will free some.
                debug!(%error, "accepting a connection failed");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    if let Ok(graceful) = Arc::try_unwrap(graceful) {
        let _ = tokio::time::timeout(DRAIN, graceful.shutdown()).await;
    }
    connections.shutdown().await;
    Ok(())
}

/// The service without its type, so that connections are compiled once.
type Handler = BoxCloneSyncService<Request<Body>, Response<Body>, std::convert::Infallible>;

/// An answer on its way.
type Answer =
    Pin<Box<dyn Future<Output = Result<Response<Body>, std::convert::Infallible>> + Send>>;

struct Connection {
    acceptor: Option<TlsAcceptor>,
    peer: SocketAddr,
}

impl Connection {
    async fn serve(
        self,
        stream: TcpStream,
        service: Handler,
        watcher: hyper_util::server::graceful::Watcher,
    ) {
        let _ = stream.set_nodelay(true);
        let peer = self.peer;
        let Some(acceptor) = self.acceptor else {
            return drive(TokioIo::new(stream), service, peer, None, watcher).await;
        };
        match tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await {
            Ok(Ok(stream)) => {
                let chain = stream.get_ref().1.peer_certificates();
                let chain = chain.map(|c| {
                    let owned = c.iter().map(|c| c.clone().into_owned()).collect();
                    PeerCertificates(Arc::new(owned))
                });
                drive(TokioIo::new(stream), service, peer, chain, watcher).await;
            }
            Ok(Err(error)) => debug!(%peer, %error, "TLS handshake failed"),
            Err(_) => debug!(%peer, "TLS handshake timed out"),
        }
    }
}

async fn drive<I>(
    io: I,
    service: Handler,
    peer: SocketAddr,
    certificates: Option<PeerCertificates>,
    watcher: hyper_util::server::graceful::Watcher,
) where
    I: hyper::rt::Read + hyper::rt::Write + Unpin + Send + 'static,
{
    // The future is boxed by hand: an async block here would not be seen to be `Send`.
    let answer = service_fn(move |request: Request<Incoming>| -> Answer {
        let mut request = request.map(|body| body.map_err(Into::into).boxed_unsync());
        request.extensions_mut().insert(PeerAddress(peer));
        if let Some(certificates) = certificates.clone() {
            request.extensions_mut().insert(certificates);
        }
        Box::pin(service.clone().oneshot(request))
    });
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HANDSHAKE);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(WINDOW * 100)
        .keep_alive_interval(Duration::from_secs(30))
        .keep_alive_timeout(Duration::from_secs(15));
    let connection = builder.serve_connection_with_upgrades(io, answer).into_owned();
    if let Err(error) = watcher.watch(connection).await {
        debug!(%peer, %error, "connection ended");
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;
    use crate::body;

    #[tokio::test]
    async fn garbage_disturbs_nobody() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shutdown = CancellationToken::new();
        let hello = tower::service_fn(|request: Request<Body>| async move {
            assert!(request.extensions().get::<PeerAddress>().is_some());
            Ok(Response::new(body::full("hello")))
        });
        let server = tokio::spawn(serve(listener, None, hello, shutdown.clone()));
        let mut rude = TcpStream::connect(address).await.unwrap();
        rude.write_all(b"\x16\x03\x01 what is this?\r\n\r\n\0\xff").await.unwrap();
        let mut polite = TcpStream::connect(address).await.unwrap();
        polite.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        polite.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("hello"), "{answer}");
        shutdown.cancel();
        server.await.unwrap().unwrap();
    }
}
