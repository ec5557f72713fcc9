//! Port-forward against a peer in memory.

use std::time::Duration;

use tokio::io::{AsyncReadExt, DuplexStream};

use super::*;

/// A forwarder and the server's session at its other end.
fn pair() -> (PortForwarder, SpdySession, AbortOnDropHandle<()>) {
    let (one, other): (DuplexStream, DuplexStream) = tokio::io::duplex(4096);
    let (session, driver) = SpdySession::new(other, Role::Server, IdleTimeout::Never);
    let running = AbortOnDropHandle::new(tokio::spawn(async move {
        let _ = driver.run().await;
    }));
    (PortForwarder::straight(one), session, running)
}

/// The server's ends of the next connection: data, then error.
async fn accept(session: &SpdySession, port: &str) -> (SpdyStream, SpdyStream) {
    let error = session.accept().await.unwrap();
    assert_eq!(error.headers().get("streamType"), Some("error"));
    assert_eq!(error.headers().get("port"), Some(port));
    let request = error.headers().get("requestID").unwrap().to_owned();
    let mut error = error.accept();
    assert_eq!(error.read_to_end(&mut Vec::new()).await.unwrap(), 0, "it is half-closed at once");
    let data = session.accept().await.unwrap();
    assert_eq!(data.headers().get("streamType"), Some("data"));
    assert_eq!(data.headers().get("requestID"), Some(request.as_str()));
    (data.accept(), error)
}

#[tokio::test]
async fn bytes_go_both_ways() {
    let (forwarder, session, _running) = pair();
    let serve = async {
        let (mut data, mut error) = accept(&session, "80").await;
        let mut got = String::new();
        data.read_to_string(&mut got).await.unwrap();
        data.write_all(got.to_uppercase().as_bytes()).await.unwrap();
        data.shutdown().await.unwrap();
        error.shutdown().await.unwrap();
    };
    let call = async {
        let mut stream = forwarder.open(80).await.unwrap();
        stream.write_all(b"hello").await.unwrap();
        stream.shutdown().await.unwrap();
        let mut got = String::new();
        stream.read_to_string(&mut got).await.unwrap();
        assert_eq!(got, "HELLO");
    };
    tokio::join!(serve, call);
}

#[tokio::test]
async fn the_servers_words_are_the_error() {
    let (forwarder, session, _running) = pair();
    let serve = async {
        let (data, mut error) = accept(&session, "81").await;
        error.write_all(b"nobody listens").await.unwrap();
        error.shutdown().await.unwrap();
        data.reset();
    };
    let call = async {
        let mut stream = forwarder.open(81).await.unwrap();
        let error = stream.read_to_end(&mut Vec::new()).await.unwrap_err();
        assert_eq!(error.to_string(), "port-forward failed: nobody listens");
    };
    tokio::join!(serve, call);
}

#[tokio::test]
async fn a_reset_without_words_is_a_reset() {
    let (forwarder, session, _running) = pair();
    let serve = async {
        let (data, mut error) = accept(&session, "80").await;
        error.shutdown().await.unwrap();
        data.reset();
    };
    let call = async {
        let mut stream = forwarder.open(80).await.unwrap();
        let error = stream.read_to_end(&mut Vec::new()).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
    };
    tokio::join!(serve, call);
}

#[tokio::test]
async fn local_connections_are_forwarded() {
    let (forwarder, session, _running) = pair();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serve = async {
        for _ in 0..2 {
            let (mut data, mut error) = accept(&session, "80").await;
            let mut got = String::new();
            data.read_to_string(&mut got).await.unwrap();
            data.write_all(got.as_bytes()).await.unwrap();
            data.shutdown().await.unwrap();
            error.shutdown().await.unwrap();
        }
    };
    let call = async {
        for text in ["one", "two"] {
            let mut local = TcpStream::connect(address).await.unwrap();
            local.write_all(text.as_bytes()).await.unwrap();
            local.shutdown().await.unwrap();
            let mut got = String::new();
            local.read_to_string(&mut got).await.unwrap();
            assert_eq!(got, text);
        }
        session.close();
    };
    let (forwarded, (), ()) = tokio::join!(forwarder.forward(listener, 80), serve, call);
    assert!(matches!(forwarded, Err(StreamingError::Lost)));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_does_not_answer_is_given_up() {
    let (forwarder, _session, _running) = pair();
    let start = tokio::time::Instant::now();
    let opened = forwarder.open(80).await;
    assert!(matches!(opened, Err(StreamingError::TimedOut(_))));
    assert_eq!(start.elapsed(), Duration::from_secs(30));
}
