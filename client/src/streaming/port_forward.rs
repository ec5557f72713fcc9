//! Connections to a pod's ports, many over one upgraded connection.
//!
//! Upstream: `staging/src/k8s.io/client-go/tools/portforward`.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use bowline_apimachinery::streaming::port_forward::StreamKind;
use bowline_apimachinery::streaming::spdy::Role;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_util::task::AbortOnDropHandle;

use super::spdy_session::{SpdySession, SpdyStream};
use super::tunnel::Tunnel;
use super::upgrade::websocket;
use super::{IdleTimeout, StreamingError};

/// Opens connections to a pod's ports.
///
/// Dropping it ends all of them.
#[derive(Debug)]
pub struct PortForwarder {
    session: SpdySession,
    next_request: AtomicU64,
    _driver: AbortOnDropHandle<()>,
}

/// A connection to a port of a pod.
///
/// Shutting it down is the end of input. When the server cannot forward, reading fails with the
/// server's words. Dropping it closes it.
#[derive(Debug)]
pub struct PortForwardStream {
    data: SpdyStream,
    error: SpdyStream,
    reading: Reading,
}

#[derive(Debug)]
enum Reading {
    /// Bytes of the connection.
    Data,
    /// The connection has ended, well or not; perhaps the server says why.
    Message { text: Vec<u8>, broken: Option<io::ErrorKind> },
    /// All is said.
    Ended,
}

/// What the server may say about a failure, in bytes; more is cut off.
const MAX_MESSAGE: usize = 64 << 10;

impl PortForwarder {
    /// Over a connection that was upgraded to a WebSocket with SPDY in it
    /// (`SPDY/3.1+portforward.k8s.io`).
    pub async fn tunnelled<S>(io: S) -> Self
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        Self::straight(Tunnel::new(websocket(io).await))
    }

    /// Over a connection that was upgraded to SPDY itself (`portforward.k8s.io`).
    pub fn straight<S>(io: S) -> Self
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let (session, driver) = SpdySession::new(io, Role::Client, IdleTimeout::Never);
        let driver = AbortOnDropHandle::new(tokio::spawn(async move {
            if let Err(error) = driver.run().await {
                tracing::debug!(%error, "port-forward connection broke");
            }
        }));
        Self { session, next_request: AtomicU64::new(0), _driver: driver }
    }

    /// Connects to a port of the pod.
    ///
    /// # Errors
    /// The port-forward connection is lost. That nobody listens in the pod shows when reading.
    pub async fn open(&self, port: u16) -> Result<PortForwardStream, StreamingError> {
        PortForwardStream::open(&self.session, port, self.next_request()).await
    }

    fn next_request(&self) -> u64 {
        self.next_request.fetch_add(1, Ordering::Relaxed)
    }

    /// Forwards each connection that `listener` takes to a port of the pod, until the port-forward
    /// connection is lost. Dropping the future ends the connections.
    ///
    /// # Errors
    /// The port-forward connection is lost, or the listener broke.
    pub async fn forward(&self, listener: TcpListener, port: u16) -> Result<(), StreamingError> {
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                accepted = listener.accept() => {
                    let (local, peer) = accepted?;
                    tracing::debug!(%peer, port, "handling connection");
                    let (session, request) = (self.session.clone(), self.next_request());
                    connections.spawn(carry(local, session, port, request));
                }
                Some(_) = connections.join_next() => {}
                () = self.session.closed() => return Err(StreamingError::Lost),
            }
        }
    }

    /// Waits until the port-forward connection is lost. Cancel-safe.
    pub async fn closed(&self) {
        self.session.closed().await;
    }
}

/// Carries one connection; what breaks it ends it alone.
async fn carry(mut local: TcpStream, session: SpdySession, port: u16, request: u64) {
    let mut remote = match PortForwardStream::open(&session, port, request).await {
        Ok(remote) => remote,
        Err(error) => {
            tracing::warn!(port, %error, "error creating forwarding stream");
            return;
        }
    };
    let carried = tokio::io::copy_bidirectional(&mut local, &mut remote).await;
    if let Err(error) = carried {
        tracing::warn!(port, %error, "an error occurred forwarding");
    }
}

impl PortForwardStream {
    /// Opens both streams as client-go does: the error stream first, half-closed at once.
    async fn open(session: &SpdySession, port: u16, request: u64) -> Result<Self, StreamingError> {
        let mut error = session.open(StreamKind::Error.headers(port, request)).await?;
        error.shutdown().await?;
        let data = session.open(StreamKind::Data.headers(port, request)).await?;
        Ok(Self { data, error, reading: Reading::Data })
    }
}

impl AsyncRead for PortForwardStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        loop {
            match &mut this.reading {
                Reading::Data => {
                    let before = into.filled().len();
                    let read = ready!(Pin::new(&mut this.data).poll_read(cx, into));
                    if read.is_ok() && (into.filled().len() > before || into.remaining() == 0) {
                        return Poll::Ready(Ok(()));
                    }
                    let broken = read.err().map(|error| error.kind());
                    this.reading = Reading::Message { text: Vec::new(), broken };
                }
                Reading::Message { text, broken } => {
                    let mut buffer = [0; 1024];
                    let mut piece = ReadBuf::new(&mut buffer);
                    let read = ready!(Pin::new(&mut this.error).poll_read(cx, &mut piece));
                    if read.is_ok() && !piece.filled().is_empty() && text.len() < MAX_MESSAGE {
                        text.extend_from_slice(piece.filled());
                        continue;
                    }
                    let (text, broken) = (std::mem::take(text), broken.take());
                    this.reading = Reading::Ended;
                    if !text.is_empty() {
                        let message = String::from_utf8_lossy(&text).into_owned();
                        let error = StreamingError::Forward(message);
                        return Poll::Ready(Err(io::Error::other(error)));
                    }
                    return Poll::Ready(broken.map_or(Ok(()), |kind| Err(kind.into())));
                }
                Reading::Ended => return Poll::Ready(Ok(())),
            }
        }
    }
}

impl AsyncWrite for PortForwardStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.data).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.data).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.data).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests;
