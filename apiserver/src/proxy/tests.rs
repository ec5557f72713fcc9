//! The proxy between a caller and a backend in memory.

mod connector;

use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST, LOCATION};
use http::uri::PathAndQuery;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use parking_lot::Mutex;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio_util::task::AbortOnDropHandle;

use super::*;
use crate::Body;

type Seen = Arc<Mutex<Vec<Request<()>>>>;

/// A node that answers as its path says and notes what it was asked.
async fn backend(mut request: Request<Incoming>, seen: Seen) -> Response<Full<Bytes>> {
    let path = request.uri().path().to_owned();
    let upgrade = hyper::upgrade::on(&mut request);
    let (parts, body) = request.into_parts();
    seen.lock().push(Request::from_parts(parts, ()));
    let answer = |status: u16, text: &str| {
        let mut response = Response::new(Full::from(text.to_owned()));
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        response
    };
    match path.as_str() {
        "/exec/ns/web/c" => {
            tokio::spawn(async move {
                let (mut read, mut write) = tokio::io::split(TokioIo::new(upgrade.await.unwrap()));
                tokio::io::copy(&mut read, &mut write).await.unwrap();
                write.shutdown().await.unwrap();
            });
            let mut response = answer(101, "");
            response.headers_mut().insert("connection", "Upgrade".parse().unwrap());
            response.headers_mut().insert("upgrade", "websocket".parse().unwrap());
            response.headers_mut().insert("sec-websocket-protocol", "v5".parse().unwrap());
            response
        }
        "/exec/ns/web/polite" => answer(200, "no, thanks"),
        "/exec/ns/web/gone" => answer(404, "pod does not exist"),
        "/containerLogs/ns/web/c" => answer(200, "a line\n"),
        "/containerLogs/ns/web/bad" => answer(400, "previous terminated container not found"),
        "/containerLogs/ns/web/gone" => answer(404, "container not found"),
        "/echo" => answer(200, &String::from_utf8_lossy(&body.collect().await.unwrap().to_bytes())),
        "/moved" => {
            let mut response = answer(302, "");
            response.headers_mut().insert(LOCATION, "/elsewhere?x=1".parse().unwrap());
            response
        }
        "/metrics" => answer(200, "up 1"),
        "/" | "/page" => {
            let mut response = answer(200, "<a href=\"/next\">next</a>");
            let headers = response.headers_mut();
            headers.insert(CONTENT_TYPE, "text/html; charset=utf-8".parse().unwrap());
            headers.insert("access-control-allow-origin", "*".parse().unwrap());
            response
        }
        _ => answer(404, "nothing"),
    }
}

struct Setting {
    proxy: Proxy,
    seen: Seen,
}

impl Setting {
    fn new() -> Self {
        let seen = Seen::default();
        let nodes = InProcessNodes::new(Arc::new(NetworkDialer::default()));
        let noted = seen.clone();
        nodes.insert("n1", move || serve(noted.clone()));
        Self { proxy: Proxy::new(Arc::new(nodes)), seen }
    }

    /// A caller's connection, all of whose requests are forwarded to `path` of the node.
    fn caller(&self, path: &'static str, purpose: Purpose) -> DuplexStream {
        let (caller, io) = tokio::io::duplex(1024);
        let proxy = self.proxy.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let (proxy, purpose) = (proxy.clone(), purpose.clone());
            async move {
                let location = location("n1", path);
                let forwarded = proxy.forward(request, location, purpose, None).await;
                Ok::<_, std::convert::Infallible>(forwarded.unwrap())
            }
        });
        tokio::spawn(async move {
            let server = hyper::server::conn::http1::Builder::new();
            let _ = server.serve_connection(TokioIo::new(io), service).with_upgrades().await;
        });
        caller
    }

    async fn forward(
        &self,
        request: Request<String>,
        path: &'static str,
        purpose: Purpose,
    ) -> Result<Response<Body>, ProxyError> {
        let caller = Some([10, 9, 8, 7].into());
        self.proxy.forward(request, location("n1", path), purpose, caller).await
    }

    fn last_seen(&self) -> Request<()> {
        self.seen.lock().pop().unwrap()
    }
}

fn serve(seen: Seen) -> DuplexStream {
    let (ours, io) = tokio::io::duplex(1024);
    let service = service_fn(move |request| {
        let seen = seen.clone();
        async move { Ok::<_, std::convert::Infallible>(backend(request, seen).await) }
    });
    tokio::spawn(async move {
        let server = hyper::server::conn::http1::Builder::new();
        let _ = server.serve_connection(TokioIo::new(io), service).with_upgrades().await;
    });
    ours
}

fn location(node: &str, path: &'static str) -> Location {
    let destination = Destination::Kubelet { node: node.into(), host: String::new(), port: 10250 };
    Location { destination, path: PathAndQuery::from_static(path) }
}

fn get(uri: &str) -> Request<String> {
    Request::get(uri).header(HOST, "kube:6443").body(String::new()).unwrap()
}

fn websocket() -> Request<String> {
    let mut request = get("/api/v1/namespaces/ns/pods/web/exec?container=c");
    let headers = request.headers_mut();
    headers.insert("connection", "Upgrade".parse().unwrap());
    headers.insert("upgrade", "websocket".parse().unwrap());
    headers.insert("authorization", "Bearer secret".parse().unwrap());
    request
}

fn proxied() -> Purpose {
    Purpose::Proxy { prefix: "/api/v1/nodes/n1/proxy".into() }
}

async fn text(response: Response<Body>) -> String {
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn upgrades_pass_through() {
    let setting = Setting::new();
    let io = TokioIo::new(setting.caller("/exec/ns/web/c?input=1", Purpose::Stream));
    let (mut sender, connection) = hyper::client::conn::http1::handshake(io).await.unwrap();
    let connection = AbortOnDropHandle::new(tokio::spawn(connection.with_upgrades()));
    let response = sender.send_request(websocket()).await.unwrap();
    assert_eq!(response.status(), 101);
    assert_eq!(response.headers()["sec-websocket-protocol"], "v5");
    let mut io = TokioIo::new(hyper::upgrade::on(response).await.unwrap());
    connection.await.unwrap().unwrap();
    io.write_all(b"both ways").await.unwrap();
    let mut got = [0; 9];
    io.read_exact(&mut got).await.unwrap();
    assert_eq!(&got, b"both ways");
    io.shutdown().await.unwrap();
    assert_eq!(io.read_to_end(&mut Vec::new()).await.unwrap(), 0);
    let seen = setting.last_seen();
    assert_eq!(seen.uri(), "/exec/ns/web/c?input=1");
    assert_eq!(seen.headers()["upgrade"], "websocket");
    assert!(!seen.headers().contains_key("authorization"));
    setting.proxy.shutdown().await;
}

#[tokio::test]
async fn a_shutdown_ends_upgraded_connections() {
    let setting = Setting::new();
    let io = TokioIo::new(setting.caller("/exec/ns/web/c", Purpose::Stream));
    let (mut sender, connection) = hyper::client::conn::http1::handshake(io).await.unwrap();
    let _connection = AbortOnDropHandle::new(tokio::spawn(connection.with_upgrades()));
    let response = sender.send_request(websocket()).await.unwrap();
    let mut io = TokioIo::new(hyper::upgrade::on(response).await.unwrap());
    setting.proxy.shutdown().await;
    assert_eq!(io.read_to_end(&mut Vec::new()).await.unwrap(), 0);
}

#[tokio::test]
async fn refused_upgrades_are_told_apart() {
    let setting = Setting::new();
    let plain = setting.forward(get("/"), "/exec/ns/web/c", Purpose::Stream).await.unwrap_err();
    assert_eq!(plain.to_status().code, 400);
    let polite = setting.forward(websocket(), "/exec/ns/web/polite", Purpose::Stream).await;
    let message = polite.unwrap_err().to_status().message;
    assert_eq!(message, "invalid upgrade response: status code 200");
    let gone = setting.forward(websocket(), "/exec/ns/web/gone", Purpose::Stream).await.unwrap();
    assert_eq!(gone.status(), 404);
    assert_eq!(text(gone).await, "pod does not exist");
}

#[tokio::test]
async fn logs_stream_or_become_a_status() {
    let setting = Setting::new();
    let log =
        async |path| setting.forward(get("/"), path, Purpose::Log { pod: "web".into() }).await;
    let good = log("/containerLogs/ns/web/c").await.unwrap();
    assert_eq!(good.headers()[CONTENT_TYPE], "text/plain");
    assert_eq!(text(good).await, "a line\n");
    let bad = log("/containerLogs/ns/web/bad").await.unwrap_err().to_status();
    let want = (400, "BadRequest", "previous terminated container not found");
    assert_eq!((bad.code, bad.reason.as_str(), bad.message.as_str()), want);
    let gone = log("/containerLogs/ns/web/gone").await.unwrap_err().to_status();
    let want = "the server could not find the requested resource ( pods/log web)";
    assert_eq!((gone.code, gone.message.as_str()), (404, want));
}

#[tokio::test]
async fn proxied_requests_keep_their_query_and_body() {
    let setting = Setting::new();
    let mut request = Request::post("/api/v1/nodes/n1/proxy/echo?a=b&c");
    request = request.header("x-custom", "kept").header("connection", "close");
    let request = request.body("a body".to_owned()).unwrap();
    let response = setting.forward(request, "/echo", proxied()).await.unwrap();
    assert_eq!(text(response).await, "a body");
    let seen = setting.last_seen();
    assert_eq!(seen.uri(), "/echo?a=b&c");
    assert_eq!(seen.headers()["x-custom"], "kept");
    assert_eq!(seen.headers()["x-forwarded-for"], "10.9.8.7");
    assert_eq!(seen.headers()["x-forwarded-uri"], "/api/v1/nodes/n1/proxy/echo");
    assert_eq!(seen.headers()["host"], "n1:10250");
}

#[tokio::test]
async fn links_of_pages_lead_through_the_proxy() {
    let setting = Setting::new();
    let prefix = "/api/v1/nodes/n1/proxy";
    let page = setting.forward(get("/"), "/page", proxied()).await.unwrap();
    assert!(!page.headers().contains_key("access-control-allow-origin"));
    assert_eq!(text(page).await, format!("<a href=\"{prefix}/next\">next</a>"));
    let moved = setting.forward(get("/"), "/moved", proxied()).await.unwrap();
    assert_eq!(moved.status(), 302);
    assert_eq!(moved.headers()[LOCATION], format!("{prefix}/elsewhere?x=1"));
    let root = setting.forward(get(&format!("{prefix}?q=1")), "/", proxied()).await.unwrap();
    assert_eq!(root.status(), 301);
    assert_eq!(root.headers()[LOCATION], format!("{prefix}/?q=1"));
    let root = setting.forward(get(&format!("{prefix}/")), "/", proxied()).await.unwrap();
    assert_eq!(root.status(), 200);
}

#[tokio::test]
async fn unreachable_backends_are_said() {
    let setting = Setting::new();
    let log = Purpose::Log { pod: "web".into() };
    for (purpose, code, want) in [
        (log, 500, "error dialing backend: no route to n2:10250"),
        (proxied(), 503, "error trying to reach service: no route to n2:10250"),
    ] {
        let location = location("n2", "/containerLogs/ns/web/c");
        let error = setting.proxy.forward(get("/"), location, purpose, None).await.unwrap_err();
        let status = error.to_status();
        assert_eq!((status.code, status.message.as_str()), (code, want));
    }
}

#[tokio::test]
async fn the_network_can_be_dialed() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let to = |scheme| Destination::Address { scheme, host: "127.0.0.1".into(), port };
    let dialer = NetworkDialer::default();
    assert!(dialer.dial(&to(Scheme::Http)).await.is_ok());
    let refused = dialer.dial(&to(Scheme::Https)).await.err().unwrap();
    assert!(matches!(refused, DialError::NoRoute { .. }), "{refused}");
    drop(listener);
    let refused = dialer.dial(&to(Scheme::Http)).await.err().unwrap();
    assert!(matches!(refused, DialError::Connect { .. }), "{refused}");
}
