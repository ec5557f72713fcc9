//! The server against clients in memory.

mod chain;
mod exec;
mod forward;
mod http;
mod toy;

use std::sync::Arc;

use ::http::{Request, Response};
use hyper::body::Incoming;
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio_util::task::AbortOnDropHandle;

use super::*;
use toy::Toy;

/// A server with a toy behind it.
fn server() -> KubeletServer {
    KubeletServer::new(Arc::new(Toy::default()), KubeletServerConfig::default())
}

type Connection = TokioIo<Upgraded>;

/// One request over a connection of its own; the handle keeps the connection.
async fn send(
    server: &KubeletServer,
    request: Request<String>,
) -> (Response<Incoming>, AbortOnDropHandle<()>) {
    let io = TokioIo::new(server.connect());
    let (mut sender, connection) = hyper::client::conn::http1::handshake(io).await.unwrap();
    let connection = AbortOnDropHandle::new(tokio::spawn(async move {
        connection.with_upgrades().await.unwrap();
    }));
    (sender.send_request(request).await.unwrap(), connection)
}

/// A request that asks for a WebSocket.
fn websocket(uri: &str, protocol: Option<&str>) -> Request<String> {
    let mut request = Request::get(uri)
        .header("connection", "Upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
    if let Some(protocol) = protocol {
        request = request.header("sec-websocket-protocol", protocol);
    }
    request.body(String::new()).unwrap()
}

/// A request that asks for SPDY.
fn spdy(uri: &str, protocol: &str) -> Request<String> {
    Request::post(uri)
        .header("connection", "Upgrade")
        .header("upgrade", "SPDY/3.1")
        .header("x-stream-protocol-version", protocol)
        .body(String::new())
        .unwrap()
}

/// The connection that comes of a request, and the subprotocol that was settled on.
async fn upgrade(server: &KubeletServer, request: Request<String>) -> (Connection, Option<String>) {
    let (response, connection) = send(server, request).await;
    assert_eq!(response.status(), 101);
    let headers = response.headers();
    let protocol = headers
        .get("sec-websocket-protocol")
        .or_else(|| headers.get("x-stream-protocol-version"))
        .map(|value| value.to_str().unwrap().to_owned());
    let upgraded = hyper::upgrade::on(response).await.unwrap();
    connection.await.unwrap();
    (TokioIo::new(upgraded), protocol)
}
