//! The gRPC health check, version 1, over a connection in the clear.
//!
//! The two messages it takes have one field each, so that they are written and read here by hand.
//!
//! Upstream: `pkg/probe/grpc/grpc.go`.

use bytes::{BufMut as _, Bytes, BytesMut};
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpStream;

use super::worker::ProbeOutcome;

/// The status of a service that serves.
const SERVING: u8 = 1;

/// Asks a server how a service is.
pub async fn check(host: &str, port: u16, service: &str) -> ProbeOutcome {
    match ask(host, port, service).await {
        Ok(SERVING) => ProbeOutcome::Success,
        Ok(status) => {
            let status = match status {
                0 => "UNKNOWN",
                2 => "NOT_SERVING",
                3 => "SERVICE_UNKNOWN",
                _ => "an unknown status",
            };
            ProbeOutcome::Failure(format!("service unhealthy (responded with \"{status}\")"))
        }
        Err(error) => ProbeOutcome::Failure(error),
    }
}

async fn ask(host: &str, port: u16, service: &str) -> Result<u8, String> {
    let address =
        if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") };
    let connect = |error: String| {
        format!("timeout: failed to connect service {address:?} within its time: {error}")
    };
    let stream = TcpStream::connect((host, port)).await.map_err(|e| connect(e.to_string()))?;
    let handshake =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream));
    let (mut sender, connection) = handshake.await.map_err(|e| connect(e.to_string()))?;
    let request = http::Request::post(format!("http://{address}/grpc.health.v1.Health/Check"))
        .header("content-type", "application/grpc")
        .header("te", "trailers")
        .header("user-agent", "kube-probe/1.36")
        .body(Full::new(request_frame(service)))
        .map_err(|error| error.to_string())?;
    let exchange = async {
        let response = sender.send_request(request).await.map_err(|error| error.to_string())?;
        let (head, body) = response.into_parts();
        let body = body.collect().await.map_err(|error| error.to_string())?;
        let of = |headers: &http::HeaderMap, name: &str| {
            headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
        };
        let trailer = |name: &str| {
            body.trailers()
                .and_then(|trailers| of(trailers, name))
                .or_else(|| of(&head.headers, name))
        };
        match trailer("grpc-status").as_deref() {
            Some("0") | None => Ok(status_of(&body.to_bytes())),
            Some("12") => Err("error: this server does not implement the grpc health protocol \
                               (grpc.health.v1.Health)"
                .to_owned()),
            Some(code) => {
                let message = trailer("grpc-message").unwrap_or_default();
                Err(format!("error: health rpc probe failed with code {code}: {message}"))
            }
        }
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

/// `HealthCheckRequest { service }`, with gRPC's length before it.
fn request_frame(service: &str) -> Bytes {
    let mut message = BytesMut::new();
    if !service.is_empty() {
        message.put_u8(0x0a);
        put_varint(&mut message, service.len());
        message.put_slice(service.as_bytes());
    }
    let mut frame = BytesMut::with_capacity(message.len() + 5);
    frame.put_u8(0);
    frame.put_u32(u32::try_from(message.len()).unwrap_or(u32::MAX));
    frame.put_slice(&message);
    frame.freeze()
}

fn put_varint(out: &mut BytesMut, mut value: usize) {
    while value >= 0x80 {
        out.put_u8((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.put_u8(value as u8);
}

/// The `status` of a `HealthCheckResponse` frame; 0 if it has none.
fn status_of(frame: &[u8]) -> u8 {
    match frame.get(5..) {
        Some([0x08, status, ..]) => *status,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_framed() {
        assert_eq!(&request_frame("")[..], [0, 0, 0, 0, 0]);
        assert_eq!(&request_frame("ab")[..], [0, 0, 0, 0, 4, 0x0a, 2, b'a', b'b']);
        assert_eq!(status_of(&[0, 0, 0, 0, 2, 0x08, 1]), SERVING);
        assert_eq!(status_of(&[0, 0, 0, 0, 0]), 0);
        assert_eq!(status_of(&[]), 0);
    }

    #[tokio::test]
    async fn a_server_answers() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let answer = hyper::service::service_fn(
                    |request: http::Request<hyper::body::Incoming>| async move {
                        let body = request.into_body().collect().await?.to_bytes();
                        let status = if body.ends_with(b"good") { 1 } else { 2 };
                        let frame = vec![0, 0, 0, 0, 2, 0x08, status];
                        let response = http::Response::new(Full::new(Bytes::from(frame)));
                        Ok::<_, hyper::Error>(response)
                    },
                );
                let server = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
                tokio::spawn(server.serve_connection(TokioIo::new(stream), answer));
            }
        });
        assert_eq!(check("127.0.0.1", port, "good").await, ProbeOutcome::Success);
        let bad = check("127.0.0.1", port, "bad").await;
        assert_eq!(
            bad,
            ProbeOutcome::Failure("service unhealthy (responded with \"NOT_SERVING\")".into())
        );
    }
}
