//! Upgrades in one process: a connection in memory with hyper at both ends.

use std::convert::Infallible;
use std::sync::Arc;

use futures::future::BoxFuture;
use http::{Request, Response};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{client, server};
use hyper_util::rt::TokioIo;
use parking_lot::Mutex;
use tokio::task::JoinSet;

use super::{Body, TransportError};

type Call = Arc<dyn Fn(Request<Body>) -> BoxFuture<'static, Response<Body>> + Send + Sync>;

/// Bytes that may be under way in each direction.
const CONNECTION: usize = 64 << 10;

/// The connections that are being upgraded. Each is let go of once it has been.
#[derive(Debug, Default)]
pub(super) struct Upgrades {
    connections: Arc<Mutex<JoinSet<()>>>,
}

impl Upgrades {
    /// Sends the request over a connection of its own.
    pub(super) fn send(
        &self,
        call: Call,
        request: Request<Body>,
    ) -> impl Future<Output = Result<Response<Body>, TransportError>> + Send + use<> {
        let connections = self.connections.clone();
        async move {
            let (ours, theirs) = tokio::io::duplex(CONNECTION);
            let service = service_fn(move |request: Request<Incoming>| {
                let answer = call(request.map(|body| body.map_err(Into::into).boxed_unsync()));
                async move { Ok::<_, Infallible>(answer.await) }
            });
            let server = server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(theirs), service)
                .with_upgrades();
            let lost = |error: hyper::Error| TransportError::Lost(error.into());
            let handshake = client::conn::http1::handshake(TokioIo::new(ours)).await;
            let (mut sender, client) = handshake.map_err(lost)?;
            {
                let mut connections = connections.lock();
                while connections.try_join_next().is_some() {}
                // An end that breaks shows at the other end, which the caller holds.
                connections.spawn(async move { drop(server.await) });
                connections.spawn(async move { drop(client.with_upgrades().await) });
            }
            let response = sender.send_request(request).await.map_err(lost)?;
            Ok(response.map(|body| body.map_err(Into::into).boxed_unsync()))
        }
    }
}
