//! Port-forward over every protocol.

use std::time::Duration;

use bowline_apimachinery::streaming::channel::Encoding;
use bowline_apimachinery::streaming::port_forward::StreamKind;
use bowline_apimachinery::streaming::spdy::Role;
use bowline_client::streaming::{
    ChannelFormat, ChannelSession, HalfClose, Heartbeat, IdleTimeout, SpdySession, SpdyStream,
    StreamingError, Tunnel,
};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::Role as WebSocketRole;

use super::*;

type Running = AbortOnDropHandle<Result<(), StreamingError>>;

fn session(io: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) -> (SpdySession, Running) {
    let (session, driver) = SpdySession::new(io, Role::Client, IdleTimeout::Never);
    (session, AbortOnDropHandle::new(tokio::spawn(driver.run())))
}

async fn straight(server: &KubeletServer) -> (SpdySession, Running) {
    let (io, chosen) = upgrade(server, spdy("/portForward/ns/web", "portforward.k8s.io")).await;
    assert_eq!(chosen.as_deref(), Some("portforward.k8s.io"));
    session(io)
}

async fn tunnelled(server: &KubeletServer) -> (SpdySession, Running) {
    let protocol = "SPDY/3.1+portforward.k8s.io";
    let (io, chosen) = upgrade(server, websocket("/portForward/ns/web", Some(protocol))).await;
    assert_eq!(chosen.as_deref(), Some(protocol));
    let socket = WebSocketStream::from_raw_socket(io, WebSocketRole::Client, None).await;
    session(Tunnel::new(socket))
}

/// As client-go opens a connection: the error stream first, half-closed at once.
async fn open(session: &SpdySession, port: u16, id: u64) -> (SpdyStream, SpdyStream) {
    let mut error = session.open(StreamKind::Error.headers(port, id)).await.unwrap();
    error.shutdown().await.unwrap();
    let data = session.open(StreamKind::Data.headers(port, id)).await.unwrap();
    (data, error)
}

#[tokio::test]
async fn connections_are_forwarded_straight_and_tunnelled() {
    let server = server();
    for tunnel in [false, true] {
        let (session, _running) = match tunnel {
            true => tunnelled(&server).await,
            false => straight(&server).await,
        };
        let (mut first, mut first_error) = open(&session, 80, 0).await;
        let (mut second, mut second_error) = open(&session, 81, 1).await;
        let mut got = String::new();
        second.read_to_string(&mut got).await.unwrap();
        assert_eq!(got, "hello", "tunnel {tunnel}");
        first.write_all(b"echo this").await.unwrap();
        first.shutdown().await.unwrap();
        let mut got = String::new();
        first.read_to_string(&mut got).await.unwrap();
        assert_eq!(got, "echo this", "tunnel {tunnel}");
        for error in [&mut first_error, &mut second_error] {
            let mut message = String::new();
            error.read_to_string(&mut message).await.unwrap();
            assert_eq!(message, "", "tunnel {tunnel}");
        }
    }
}

#[tokio::test]
async fn nobody_listening_is_said_on_the_error_stream() {
    let server = server();
    let (session, _running) = tunnelled(&server).await;
    let (mut data, mut error) = open(&session, 9999, 0).await;
    let mut message = String::new();
    error.read_to_string(&mut message).await.unwrap();
    let want = "error forwarding port 9999 to pod web, uid u-1: unable to connect to port 9999: \
                connection refused";
    assert_eq!(message, want);
    assert!(data.read_to_end(&mut Vec::new()).await.is_err(), "the data stream is reset");
    let (mut data, _error) = open(&session, 81, 1).await;
    let mut got = String::new();
    data.read_to_string(&mut got).await.unwrap();
    assert_eq!(got, "hello", "other connections go on");
}

/// client-go resets the data stream when its local connection breaks, and takes any word on the
/// error stream for the end of everything.
#[tokio::test]
async fn a_reset_by_the_client_is_no_error() {
    let server = server();
    let (session, _running) = straight(&server).await;
    let (mut data, mut error) = open(&session, 80, 0).await;
    data.write_all(b"x").await.unwrap();
    data.read_u8().await.unwrap();
    data.reset();
    let mut message = String::new();
    error.read_to_string(&mut message).await.unwrap();
    assert_eq!(message, "");
}

#[tokio::test(start_paused = true)]
async fn a_stream_without_its_other_half_is_given_up() {
    let server = server();
    let (session, _running) = straight(&server).await;
    let start = tokio::time::Instant::now();
    let mut error = session.open(StreamKind::Error.headers(80, 0)).await.unwrap();
    let mut message = String::new();
    error.read_to_string(&mut message).await.unwrap();
    assert_eq!(message, "(request=0) timed out waiting for streams");
    assert_eq!(start.elapsed(), Duration::from_secs(30));
}

#[tokio::test]
async fn streams_with_bad_headers_are_refused() {
    let server = server();
    let (session, _running) = straight(&server).await;
    let headers = bowline_apimachinery::streaming::spdy::Headers::new().with("port", "0");
    let refused = session.open(headers).await;
    assert!(matches!(refused, Err(StreamingError::StreamRefused(_))), "{refused:?}");
}

#[tokio::test]
async fn plain_channels_carry_one_connection_a_port() {
    let server = server();
    for protocol in ["v4.channel.k8s.io", "v4.base64.channel.k8s.io"] {
        let uri = "/portForward/ns/web?port=80,9999&port=81";
        let (io, chosen) = upgrade(&server, websocket(uri, Some(protocol))).await;
        assert_eq!(chosen.as_deref(), Some(protocol));
        let socket = WebSocketStream::from_raw_socket(io, WebSocketRole::Client, None).await;
        let encoding = match protocol.contains("base64") {
            true => Encoding::Base64,
            false => Encoding::Binary,
        };
        let format = ChannelFormat { encoding, half_close: HalfClose::Silent };
        let (session, driver) =
            ChannelSession::new(socket, format, IdleTimeout::Never, Heartbeat::Passive);
        let mut channels: Vec<_> = (0..6).map(|number| session.channel(number)).collect();
        let _running = AbortOnDropHandle::new(tokio::spawn(driver.run()));
        for (number, channel) in channels.iter_mut().enumerate() {
            let want = [80u16, 9999, 81][number / 2];
            assert_eq!(channel.read_u16_le().await.unwrap(), want, "{protocol} {number}");
        }
        channels[0].write_all(b"ping").await.unwrap();
        let mut got = [0; 4];
        channels[0].read_exact(&mut got).await.unwrap();
        assert_eq!(&got, b"ping");
        let mut got = [0; 5];
        channels[4].read_exact(&mut got).await.unwrap();
        assert_eq!(&got, b"hello");
        let mut got = [0; 21];
        channels[3].read_exact(&mut got).await.unwrap();
        assert_eq!(&got, b"error forwarding port");
    }
}
