//! HTTP requests of probes and hooks.
//!
//! Upstream: `pkg/probe/http/http.go`.

use std::sync::Arc;

use bowline_api::core::v1::{HTTPGetAction, URIScheme};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::worker::ProbeOutcome;

/// How much of an answer is read.
const MAX_BODY: usize = 10 * 1024;
/// How often a request follows a redirection.
const MAX_REDIRECTS: usize = 10;
/// Who asks.
const USER_AGENT: &str = "kube-probe/1.36";

/// Sends a request; an answer from 200 to 399 is a success.
pub async fn get(action: &HTTPGetAction, host: &str, port: u16) -> ProbeOutcome {
    let tls = matches!(action.scheme, URIScheme::Https);
    let mut path = match action.path.as_str() {
        path if path.starts_with('/') => path.to_owned(),
        path => format!("/{path}"),
    };
    for _ in 0..=MAX_REDIRECTS {
        let answer = match request(action, host, port, &path, tls).await {
            Ok(answer) => answer,
            Err(error) => {
                let scheme = if tls { "https" } else { "http" };
                let url = format!("{scheme}://{host}:{port}{path}");
                return ProbeOutcome::Failure(format!("Get {url:?}: {error}"));
            }
        };
        let redirected = answer.location.filter(|_| (300..400).contains(&answer.status));
        match redirected {
            Some(location) if location.starts_with('/') && !location.starts_with("//") => {
                path = location;
            }
            Some(location) => {
                let what = format!(
                    "Probe terminated redirects, Response body: {} (to {location})",
                    answer.body
                );
                return ProbeOutcome::Warning(what);
            }
            None if (200..400).contains(&answer.status) => return ProbeOutcome::Success,
            None => {
                return ProbeOutcome::Failure(format!(
                    "HTTP probe failed with statuscode: {}",
                    answer.status
                ));
            }
        }
    }
    ProbeOutcome::Failure(format!("stopped after {MAX_REDIRECTS} redirects"))
}

struct Answer {
    status: u16,
    location: Option<String>,
    body: String,
}

async fn request(
    action: &HTTPGetAction,
    host: &str,
    port: u16,
    path: &str,
    tls: bool,
) -> Result<Answer, String> {
    let stream = TcpStream::connect((host, port)).await;
    let stream = stream.map_err(|error| format!("dial tcp {host}:{port}: {error}"))?;
    if tls {
        let name = rustls::pki_types::ServerName::try_from(host.to_owned())
            .map_err(|error| error.to_string())?;
        let connector = TlsConnector::from(unverified()?);
        let stream = connector.connect(name, stream).await.map_err(|error| error.to_string())?;
        send(action, host, port, path, stream).await
    } else {
        send(action, host, port, path, stream).await
    }
}

async fn send(
    action: &HTTPGetAction,
    host: &str,
    port: u16,
    path: &str,
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
) -> Result<Answer, String> {
    let text = |error: hyper::Error| error.to_string();
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(text)?;
    let host_header =
        if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") };
    let own = |name: &str| {
        let headers = &action.http_headers;
        headers.iter().any(|header| header.name.eq_ignore_ascii_case(name))
    };
    let mut builder = http::Request::get(path);
    for (name, value) in
        [("Host", host_header.as_str()), ("User-Agent", USER_AGENT), ("Accept", "*/*")]
    {
        if !own(name) {
            builder = builder.header(name, value);
        }
    }
    for header in action.http_headers.iter().filter(|header| !header.value.is_empty()) {
        builder = builder.header(&header.name, &header.value);
    }
    let request = builder
        .header("Connection", "close")
        .body(Empty::<Bytes>::new())
        .map_err(|error| error.to_string())?;
    let exchange = async {
        let response = sender.send_request(request).await.map_err(text)?;
        let status = response.status().as_u16();
        let location = response.headers().get("Location").and_then(|v| v.to_str().ok());
        let location = location.map(str::to_owned);
        // More than the limit is no fault of the container; what was read of it is lost.
        let body = Limited::new(response.into_body(), MAX_BODY).collect().await;
        let body = body.map(|body| body.to_bytes()).unwrap_or_default();
        let body = String::from_utf8_lossy(&body).into_owned();
        Ok(Answer { status, location, body })
    };
    let mut connection = std::pin::pin!(connection);
    let mut exchange = std::pin::pin!(exchange);
    tokio::select! {
        answer = &mut exchange => answer,
        ended = &mut connection => match ended {
            Err(error) => Err(error.to_string()),
            Ok(()) => exchange.await,
        },
    }
}

/// Probes take any certificate: they ask whether the server lives, not who it is.
fn unverified() -> Result<Arc<rustls::ClientConfig>, String> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(AnyCertificate(provider)))
        .with_no_client_auth();
    Ok(Arc::new(config))
}

#[derive(Debug)]
struct AnyCertificate(Arc<rustls::crypto::CryptoProvider>);

impl rustls::client::danger::ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _end_entity: &rustls::pki_types::CertificateDer<'_>,
        _intermediates: &[rustls::pki_types::CertificateDer<'_>],
        _server_name: &rustls::pki_types::ServerName<'_>,
        _ocsp_response: &[u8],
        _now: rustls::pki_types::UnixTime,
    ) -> Result<rustls::client::danger::ServerCertVerified, rustls::Error> {
        Ok(rustls::client::danger::ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &rustls::pki_types::CertificateDer<'_>,
        signature: &rustls::DigitallySignedStruct,
    ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &rustls::pki_types::CertificateDer<'_>,
        signature: &rustls::DigitallySignedStruct,
    ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<rustls::SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use bowline_api::core::v1::HTTPHeader;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    /// Answers each request with what `answer` makes of its head.
    async fn server(answer: fn(&str) -> String) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut head = vec![0; 4096];
                let read = stream.read(&mut head).await.unwrap();
                let head = String::from_utf8_lossy(&head[..read]).into_owned();
                stream.write_all(answer(&head).as_bytes()).await.unwrap();
            }
        });
        port
    }

    fn action(path: &str) -> HTTPGetAction {
        HTTPGetAction { path: path.into(), ..HTTPGetAction::default() }
    }

    #[tokio::test]
    async fn the_status_decides() {
        let port = server(|head| {
            let status = head.split(' ').nth(1).unwrap().trim_start_matches('/');
            format!("HTTP/1.1 {status} X\r\nContent-Length: 2\r\n\r\nok")
        })
        .await;
        assert_eq!(get(&action("/200"), "127.0.0.1", port).await, ProbeOutcome::Success);
        assert_eq!(get(&action("399"), "127.0.0.1", port).await, ProbeOutcome::Success);
        let failed = ProbeOutcome::Failure("HTTP probe failed with statuscode: 500".into());
        assert_eq!(get(&action("/500"), "127.0.0.1", port).await, failed);
    }

    #[tokio::test]
    async fn redirections_within_the_host_are_followed() {
        let port = server(|head| {
            let location = match head.split(' ').nth(1).unwrap() {
                "/here" => "/there",
                "/away" => "http://elsewhere.example/",
                "/loop" => "/loop",
                _ => return "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".into(),
            };
            format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n")
        })
        .await;
        assert_eq!(get(&action("/here"), "127.0.0.1", port).await, ProbeOutcome::Success);
        let away = get(&action("/away"), "127.0.0.1", port).await;
        assert!(matches!(away, ProbeOutcome::Warning(_)), "{away:?}");
        let endless = get(&action("/loop"), "127.0.0.1", port).await;
        assert!(matches!(endless, ProbeOutcome::Failure(_)), "{endless:?}");
    }

    #[tokio::test]
    async fn headers_are_the_agents_unless_the_pod_says_otherwise() {
        let port = server(|head| {
            let head = head.to_lowercase();
            let good = head.contains("host: own.example\r\n")
                && head.contains("user-agent: kube-probe/1.36\r\n")
                && head.contains("x-a: 1\r\n");
            format!("HTTP/1.1 {} X\r\nContent-Length: 0\r\n\r\n", if good { 200 } else { 400 })
        })
        .await;
        let header =
            |name: &str, value: &str| HTTPHeader { name: name.into(), value: value.into() };
        let action = HTTPGetAction {
            http_headers: vec![header("host", "own.example"), header("X-A", "1")],
            ..HTTPGetAction::default()
        };
        assert_eq!(get(&action, "127.0.0.1", port).await, ProbeOutcome::Success);
    }
}
