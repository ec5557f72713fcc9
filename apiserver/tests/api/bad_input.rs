//! What nobody should send, through a real socket: a Status or a closed connection, and the
//! server goes on.

use std::net::SocketAddr;
use std::sync::Arc;

use bowline_apimachinery::clock::{Clock as _, SystemClock};
use bowline_apimachinery::time::Time;
use bowline_apiserver::authentication::User;
use bowline_apiserver::certificates::{Authority, server_config};
use bowline_apiserver::serve::serve;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;
use tokio_util::sync::CancellationToken;

use crate::client::Api;

const MAPS: &str = "/api/v1/namespaces/default/configmaps";
const DEPLOYMENTS: &str = "/apis/apps/v1/namespaces/default/deployments";

/// A server on a socket.
struct Served {
    address: SocketAddr,
    authority: Authority,
    shutdown: CancellationToken,
    task: JoinHandle<std::io::Result<()>>,
}

impl Served {
    async fn start(tls: bool) -> Self {
        let api = Api::new().await;
        let user = User::named("admin").group("system:masters").group("system:authenticated");
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shutdown = CancellationToken::new();
        let authority = Authority::generate("test", Time::from(SystemClock.now())).unwrap();
        let tls = tls.then(|| {
            let names = ["127.0.0.1".to_owned()];
            let now = Time::from(SystemClock.now());
            let pair = authority.issue_server("server", &names, now).unwrap();
            server_config(&pair.certificate_pem, &pair.key_pem, None).unwrap()
        });
        let task = tokio::spawn(serve(listener, tls, api.server.as_user(user), shutdown.clone()));
        Self { address, authority, shutdown, task }
    }

    /// Sends bytes and reads until the server closes the connection.
    async fn exchange(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        // The server may close before all is sent.
        let _ = stream.write_all(bytes).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Sends a request with a body; the code and the Status of the answer.
    async fn request(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> (u16, Value) {
        let mut bytes = format!(
            "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: {kind}\r\n\
             content-length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes();
        bytes.extend_from_slice(body);
        answer(&self.exchange(&bytes).await)
    }

    async fn goes_on(self) {
        let (code, _) = self.request("GET", MAPS, "application/json", b"").await;
        assert_eq!(code, 200);
        self.shutdown.cancel();
        self.task.await.unwrap().unwrap();
    }
}

fn answer(text: &str) -> (u16, Value) {
    let code = text.get(9..12).and_then(|code| code.parse().ok()).unwrap_or_default();
    let body = text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    (code, serde_json::from_str(body).unwrap_or_default())
}

/// Method, path, media type and body of a request; code and reason of its answer.
type Case<'a> = (&'a str, &'a str, &'a str, &'a [u8], u16, &'a str);

#[tokio::test]
async fn malformed_bodies_get_a_status() {
    let served = Served::start(false).await;
    let deep_json = format!(r#"{{"a":{}1{}}}"#, "[".repeat(200_000), "]".repeat(200_000));
    let deep_yaml = format!("a: {}1{}", "[".repeat(50_000), "]".repeat(50_000));
    let deep_data = format!(
        r#"{{"apiVersion":"v1","kind":"ConfigMap","metadata":{{"name":"m"}},"data":{{"a":{}1{}}}}}"#,
        "{\"a\":".repeat(100_000),
        "}".repeat(100_000)
    );
    let (json, yaml) = ("application/json", "application/yaml");
    let protobuf = "application/vnd.kubernetes.protobuf";
    let merge = "application/merge-patch+json";
    let apply = "application/apply-patch+yaml";
    let cases: [Case<'_>; 24] = [
        ("POST", MAPS, json, b"{", 400, "BadRequest"),
        ("POST", MAPS, json, b"", 400, "BadRequest"),
        ("POST", MAPS, json, b"null", 400, "BadRequest"),
        ("POST", MAPS, json, b"[]", 400, "BadRequest"),
        ("POST", MAPS, json, b"\"\xff\xfe\"", 400, "BadRequest"),
        ("POST", MAPS, json, deep_json.as_bytes(), 400, "BadRequest"),
        ("POST", MAPS, json, deep_data.as_bytes(), 400, "BadRequest"),
        ("POST", MAPS, yaml, b"a: [b", 400, "BadRequest"),
        ("POST", MAPS, yaml, b"\t\x00", 400, "BadRequest"),
        ("POST", MAPS, yaml, b"a: &a [*a, *a]", 400, "BadRequest"),
        ("POST", MAPS, yaml, deep_yaml.as_bytes(), 400, "BadRequest"),
        ("POST", MAPS, protobuf, b"k8s\0\xff\xff\xff\xff\xff", 400, "BadRequest"),
        ("POST", MAPS, protobuf, b"{}", 400, "BadRequest"),
        ("POST", MAPS, "text/plain", b"{}", 415, "UnsupportedMediaType"),
        (
            "POST",
            MAPS,
            json,
            br#"{"apiVersion":"v1","kind":"Gadget","metadata":{"name":"g"}}"#,
            400,
            "BadRequest",
        ),
        (
            "POST",
            MAPS,
            json,
            br#"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"g"},"data":{"a":[1]}}"#,
            400,
            "BadRequest",
        ),
        (
            "POST",
            DEPLOYMENTS,
            json,
            br#"{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"replicas":"three"}}"#,
            400,
            "BadRequest",
        ),
        (
            "POST",
            DEPLOYMENTS,
            json,
            br#"{"apiVersion":"apps/v1","kind":"Deployment","metadata":"d"}"#,
            400,
            "BadRequest",
        ),
        ("POST", "/api/v1/namespaces/default/gadgets", json, b"{}", 404, "NotFound"),
        ("PATCH", "/api/v1/namespaces/default", merge, b"[1,2", 400, "BadRequest"),
        ("PATCH", "/api/v1/namespaces/default", merge, deep_json.as_bytes(), 400, "BadRequest"),
        (
            "PATCH",
            "/api/v1/namespaces/default",
            "application/json-patch+json",
            br#"[{"op":"jump"}]"#,
            422,
            "Invalid",
        ),
        (
            "PATCH",
            "/api/v1/namespaces/default?fieldManager=x",
            apply,
            b": : :",
            400,
            "BadRequest",
        ),
        ("DELETE", &format!("{MAPS}/a"), json, b"{{", 400, "BadRequest"),
    ];
    for (method, path, kind, body, code, reason) in cases {
        let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
        let (found, status) = served.request(method, path, kind, body).await;
        assert_eq!(found, code, "{method} {path} {kind} {shown}: {status}");
        assert_eq!(status["kind"], "Status", "{method} {path} {kind} {shown}");
        assert_eq!(status["reason"], reason, "{method} {path} {kind} {shown}: {status}");
    }
    served.goes_on().await;
}

#[tokio::test]
async fn bodies_without_end_are_refused() {
    let served = Served::start(false).await;
    let big = vec![b' '; 3 * 1024 * 1024 + 1];
    let (code, status) = served.request("POST", MAPS, "application/json", &big).await;
    assert_eq!((code, &status["reason"]), (413, &"RequestEntityTooLarge".into()), "{status}");
    assert_eq!(status["message"], "Request entity too large: limit is 3145728");
    let mut chunked = format!(
        "POST {MAPS} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n"
    )
    .into_bytes();
    for _ in 0..4 {
        chunked.extend_from_slice(b"100000\r\n");
        chunked.extend(std::iter::repeat_n(b' ', 0x10_0000));
        chunked.extend_from_slice(b"\r\n");
    }
    let (code, _) = answer(&served.exchange(&chunked).await);
    assert_eq!(code, 413);
    served.goes_on().await;
}

#[tokio::test]
async fn questions_without_sense_get_a_status() {
    let served = Served::start(false).await;
    for (path, code) in [
        (format!("{MAPS}?limit=many"), 400),
        (format!("{MAPS}?labelSelector=((("), 400),
        (format!("{MAPS}?fieldSelector=spec.none%3Da"), 400),
        (format!("{MAPS}?continue=garbage"), 400),
        (format!("{MAPS}?resourceVersion=abc"), 400),
        (format!("{MAPS}?watch=1&resourceVersion=-1"), 400),
        (format!("{MAPS}?timeout=soon"), 400),
        (format!("{MAPS}/%ff%00%zz"), 404),
        ("/api/v1/namespaces/..%2f..%2fetc/configmaps/x".to_owned(), 404),
        ("/apis//v1/x".to_owned(), 404),
        ("//////".to_owned(), 200),
    ] {
        let (found, status) = served.request("GET", &path, "application/json", b"").await;
        assert_eq!(found, code, "{path}: {status}");
    }
    served.goes_on().await;
}

#[tokio::test]
async fn garbage_closes_only_its_own_connection() {
    let served = Served::start(false).await;
    let flood = format!("GET / HTTP/1.1\r\n{}\r\n", "x-flood: 1\r\n".repeat(20_000));
    let long = format!("GET / HTTP/1.1\r\nhost: x\r\nx-long: {}\r\n\r\n", "a".repeat(2_000_000));
    let http2 = [&b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"[..], &[0xff; 200]].concat();
    let cases: [&[u8]; 9] = [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
        b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\ncontent-length: -5\r\n\r\n",
        b"POST / HTTP/1.1\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        flood.as_bytes(),
        long.as_bytes(),
        &http2,
    ];
    for bytes in cases {
        let mut stream = TcpStream::connect(served.address).await.unwrap();
        let _ = stream.write_all(bytes).await;
        // Some of these are the beginning of something: the end of it never comes.
        let _ = stream.shutdown().await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let text = String::from_utf8_lossy(&answer);
        assert!(!text.starts_with("HTTP/1.1 2"), "{:?}: {text}", &bytes[..bytes.len().min(40)]);
    }
    served.goes_on().await;
}

#[tokio::test]
async fn broken_handshakes_are_closed() {
    let served = Served::start(true).await;
    for bytes in [
        &b"GET / HTTP/1.1\r\nhost: x\r\n\r\n"[..],
        b"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00",
        b"\x15\x03\x03\x00\x02\x02\x28",
        &[0xff; 5000],
    ] {
        let text = served.exchange(bytes).await;
        assert!(!text.contains("HTTP/1.1"), "{text}");
    }
    let mut roots = RootCertStore::empty();
    let authority = served.authority.certificate_pem().as_bytes();
    roots.add(CertificateDer::from_pem_slice(authority).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let connector = TlsConnector::from(Arc::new(config));
    let stream = TcpStream::connect(served.address).await.unwrap();
    let name = ServerName::try_from("127.0.0.1").unwrap();
    let mut stream = connector.connect(name, stream).await.unwrap();
    let request = b"GET /version HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    let mut text = String::new();
    let _ = stream.read_to_string(&mut text).await;
    assert!(text.starts_with("HTTP/1.1 200"), "{text}");
    served.shutdown.cancel();
    served.task.await.unwrap().unwrap();
}
