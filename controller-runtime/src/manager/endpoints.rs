//! Health and metrics over HTTP.

use std::convert::Infallible;

use bowline_apimachinery::metrics::Registry;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{Method, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tracing::debug;

use super::Health;

/// How long the head of a request may take.
const HEAD_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(10);

/// Serves until dropped. Whatever a peer sends, others are served on.
pub(super) async fn serve(listener: TcpListener, health: Health, metrics: Registry) -> Infallible {
    let mut connections = JoinSet::new();
    loop {
        let stream = tokio::select! {
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Out of descriptors, mostly: connections that end will free some.
                    debug!(%error, "accepting a connection failed");
                    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                    continue;
                }
            },
        };
        let (health, metrics) = (health.clone(), metrics.clone());
        connections.spawn(async move {
            let service = service_fn(|request| {
                let answer = answer(&request, &health, &metrics);
                async { Ok::<_, Infallible>(answer) }
            });
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD_TIMEOUT)
                .serve_connection(TokioIo::new(stream), service);
            if let Err(error) = connection.await {
                debug!(%error, "connection for health or metrics ended");
            }
        });
    }
}

fn answer<B>(request: &Request<B>, health: &Health, metrics: &Registry) -> Response<Full<Bytes>> {
    let verbose = request.uri().query().is_some_and(|query| {
        query.split('&').any(|part| part.split('=').next() == Some("verbose"))
    });
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let found = health.answer(request.uri().path(), verbose, metrics).filter(|_| reads);
    let (code, form, text) =
        found.unwrap_or((StatusCode::NOT_FOUND, "text/plain", "not found\n".to_owned()));
    let mut response = Response::new(Full::new(Bytes::from(text)));
    *response.status_mut() = code;
    response.headers_mut().insert(CONTENT_TYPE, http::HeaderValue::from_static(form));
    response
}
