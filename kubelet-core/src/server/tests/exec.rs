//! Exec and attach over every protocol.

use bowline_apimachinery::streaming::channel::{Channel, Encoding};
use bowline_apimachinery::streaming::protocol::{
    RemoteCommandProtocol, STREAM_TYPE_HEADER, SpdyRemoteCommandProtocol,
};
use bowline_apimachinery::streaming::resize::TerminalSize;
use bowline_apimachinery::streaming::spdy::{Headers, Role};
use bowline_apimachinery::streaming::status::{ExecStatus, StatusFormat};
use bowline_client::streaming::{
    ChannelFormat, ChannelSession, ChannelStream, HalfClose, Heartbeat, IdleTimeout, SpdySession,
    SpdyStream,
};
use futures::StreamExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::Role as WebSocketRole;

use super::*;

/// A client's ends over a WebSocket.
struct Client {
    session: ChannelSession,
    stdin: ChannelStream,
    stdout: ChannelStream,
    stderr: ChannelStream,
    error: ChannelStream,
    resize: ChannelStream,
    _running: AbortOnDropHandle<()>,
}

impl Client {
    async fn connect(server: &KubeletServer, uri: &str, protocol: RemoteCommandProtocol) -> Self {
        let (io, chosen) = upgrade(server, websocket(uri, Some(protocol.name()))).await;
        assert_eq!(chosen.as_deref(), Some(protocol.name()));
        let socket = WebSocketStream::from_raw_socket(io, WebSocketRole::Client, None).await;
        let half_close = match protocol.half_closes() {
            true => HalfClose::Message,
            false => HalfClose::Silent,
        };
        let format = ChannelFormat { encoding: protocol.encoding(), half_close };
        let (session, driver) =
            ChannelSession::new(socket, format, IdleTimeout::Never, Heartbeat::Active);
        let channel = |channel: Channel| session.channel(channel.number());
        Self {
            stdin: channel(Channel::Stdin),
            stdout: channel(Channel::Stdout),
            stderr: channel(Channel::Stderr),
            error: channel(Channel::Error),
            resize: channel(Channel::Resize),
            session,
            _running: AbortOnDropHandle::new(tokio::spawn(async move {
                driver.run().await.unwrap();
            })),
        }
    }

    /// Both outputs and the status, to their ends.
    async fn finish(mut self, format: StatusFormat) -> (String, String, ExecStatus) {
        let (mut out, mut err, mut status) = (String::new(), String::new(), Vec::new());
        self.stdout.read_to_string(&mut out).await.unwrap();
        self.stderr.read_to_string(&mut err).await.unwrap();
        self.error.read_to_end(&mut status).await.unwrap();
        (out, err, ExecStatus::decode(format, &status).unwrap())
    }
}

const ALL: &str = "stdin=1&stdout=1&stderr=1";

#[tokio::test]
async fn every_version_runs_a_command_to_its_end() {
    let server = server();
    for protocol in RemoteCommandProtocol::ALL {
        let uri = format!("/exec/ns/web/c?{ALL}&command=fail&command=3");
        let client = Client::connect(&server, &uri, protocol).await;
        let (out, err, status) = client.finish(protocol.status_format()).await;
        assert_eq!((out.as_str(), err.as_str()), ("to stdout", "to stderr"), "{protocol:?}");
        let want = "command terminated with non-zero exit code: exit status 3";
        assert_eq!(status.message(), want, "{protocol:?}");
        if protocol.status_format() == StatusFormat::Json {
            assert_eq!(status.exit_code(), Some(3), "{protocol:?}");
        }
    }
}

#[tokio::test]
async fn input_reaches_the_process_and_ends() {
    let server = server();
    for path in ["exec", "attach"] {
        let uri = format!("/{path}/ns/web/u-1/c?{ALL}&command=cat");
        let mut client = Client::connect(&server, &uri, RemoteCommandProtocol::V5).await;
        client.stdin.write_all(b"some input").await.unwrap();
        client.stdin.shutdown().await.unwrap();
        let (out, _, status) = client.finish(StatusFormat::Json).await;
        assert_eq!((out.as_str(), status), ("some input", ExecStatus::Success), "{path}");
    }
}

#[tokio::test]
async fn a_terminal_learns_its_size_and_has_no_error_output() {
    let server = server();
    let uri = "/exec/ns/web/c?stdin=1&stdout=1&stderr=1&tty=1&command=size";
    let mut client = Client::connect(&server, uri, RemoteCommandProtocol::V4).await;
    let size = TerminalSize { width: 80, height: 24 };
    client.resize.write_all(&size.to_json()).await.unwrap();
    let (out, err, status) = client.finish(StatusFormat::Json).await;
    assert_eq!((out.as_str(), err.as_str(), status), ("80x24", "", ExecStatus::Success));
}

#[tokio::test]
async fn a_command_that_cannot_start_is_an_internal_error() {
    let server = server();
    for (uri, want) in [
        ("/exec/ns/web/c?stdout=1&command=nowhere", "no such file or directory"),
        ("/exec/ns/web/other?stdout=1&command=cat", "container not found (\"other\")"),
    ] {
        let client = Client::connect(&server, uri, RemoteCommandProtocol::V5).await;
        let (_, _, status) = client.finish(StatusFormat::Json).await;
        let ExecStatus::Failure { reason, message, code } = status else {
            panic!("{uri}: {status:?}")
        };
        assert_eq!((reason.as_str(), code), ("InternalError", 500), "{uri}");
        assert!(message.contains(want), "{uri}: {message}");
    }
}

#[tokio::test]
async fn output_past_all_buffers_arrives_whole() {
    let server = server();
    let uri = "/exec/ns/web/c?stdout=1&command=yes&command=5000";
    let client = Client::connect(&server, uri, RemoteCommandProtocol::V5).await;
    let (out, _, status) = client.finish(StatusFormat::Json).await;
    assert_eq!((out.len(), status), (5_000_000, ExecStatus::Success));
}

/// What the client still sends must not keep the end of the session from it.
#[tokio::test]
async fn a_process_that_stops_reading_ends_the_session() {
    let server = server();
    let uri = format!("/exec/ns/web/c?{ALL}&command=head&command=10");
    let mut client = Client::connect(&server, &uri, RemoteCommandProtocol::V5).await;
    let flood = vec![b'x'; 8 << 20];
    let mut stdin = client.stdin;
    let flooding = AbortOnDropHandle::new(tokio::spawn(async move {
        let _ = stdin.write_all(&flood).await;
        stdin
    }));
    let mut out = String::new();
    client.stdout.read_to_string(&mut out).await.unwrap();
    assert_eq!(out, "xxxxxxxxxx");
    drop(flooding);
}

#[tokio::test]
async fn a_client_that_is_gone_takes_its_process_along() {
    let toy = Arc::new(Toy::default());
    let server = KubeletServer::new(toy.clone(), KubeletServerConfig::default());
    let uri = "/exec/ns/web/c?stdout=1&command=sleep";
    let client = Client::connect(&server, uri, RemoteCommandProtocol::V5).await;
    let dropped = loop {
        if let Some(dropped) = toy.dropped.lock().take() {
            break dropped;
        }
        tokio::task::yield_now().await;
    };
    drop(client);
    assert!(dropped.await.is_err(), "the process is gone");
}

#[tokio::test]
async fn a_server_that_ends_ends_its_sessions() {
    let server = server();
    let uri = "/exec/ns/web/c?stdout=1&command=sleep";
    let client = Client::connect(&server, uri, RemoteCommandProtocol::V5).await;
    server.shutdown().await;
    client.session.closed().await;
}

#[tokio::test]
async fn the_first_message_is_empty_on_the_lowest_output() {
    let server = server();
    for (query, channel) in [("stdout=1&stderr=1", 1), ("stderr=1", 2), ("stdin=1", 3)] {
        let uri = format!("/exec/ns/web/c?{query}&command=sleep");
        let (io, chosen) = upgrade(&server, websocket(&uri, None)).await;
        assert_eq!(chosen, None);
        let mut socket = WebSocketStream::from_raw_socket(io, WebSocketRole::Client, None).await;
        let message = socket.next().await.unwrap().unwrap();
        assert_eq!(message.into_data().as_ref(), [channel], "{query}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_hang_up_is_cut_off() {
    let server = server();
    let uri = "/exec/ns/web/c?stdout=1&command=fail&command=0";
    let start = tokio::time::Instant::now();
    let (mut io, _) = upgrade(&server, websocket(uri, Some("v5.channel.k8s.io"))).await;
    let mut all = Vec::new();
    io.read_to_end(&mut all).await.unwrap();
    assert_eq!(start.elapsed(), KubeletServerConfig::default().finish_timeout);
    // The last thing on the wire is a close frame with code 1000.
    assert!(all.ends_with(&[0x88, 2, 0x03, 0xe8]), "{all:?}");
}

/// A client's ends over SPDY.
async fn spdy_streams(
    server: &KubeletServer,
    uri: &str,
    protocol: SpdyRemoteCommandProtocol,
    kinds: &[Channel],
) -> (SpdySession, Vec<SpdyStream>, AbortOnDropHandle<()>) {
    let (io, chosen) = upgrade(server, spdy(uri, protocol.name())).await;
    assert_eq!(chosen.as_deref(), Some(protocol.name()));
    let (session, driver) = SpdySession::new(io, Role::Client, IdleTimeout::Never);
    let running = AbortOnDropHandle::new(tokio::spawn(async move { driver.run().await.unwrap() }));
    let mut streams = Vec::new();
    for kind in kinds {
        let headers = Headers::new().with(STREAM_TYPE_HEADER, kind.stream_type());
        streams.push(session.open(headers).await.unwrap());
    }
    (session, streams, running)
}

#[tokio::test]
async fn every_spdy_version_runs_a_command_to_its_end() {
    let server = server();
    for protocol in SpdyRemoteCommandProtocol::ALL {
        let uri = format!("/exec/ns/web/c?{ALL}&command=fail&command=3");
        let kinds = [Channel::Error, Channel::Stdin, Channel::Stdout, Channel::Stderr];
        let (session, mut streams, running) = spdy_streams(&server, &uri, protocol, &kinds).await;
        let mut got = Vec::new();
        for stream in &mut streams {
            let mut bytes = Vec::new();
            // The server resets stdin when the process is gone.
            let _ = stream.read_to_end(&mut bytes).await;
            got.push(bytes);
        }
        assert_eq!(got[1..], [b"".to_vec(), b"to stdout".to_vec(), b"to stderr".to_vec()]);
        let status = ExecStatus::decode(protocol.status_format(), &got[0]).unwrap();
        assert!(status.message().ends_with("exit status 3"), "{protocol:?}: {status:?}");
        session.close();
        running.await.unwrap();
    }
}

#[tokio::test]
async fn spdy_input_and_sizes_arrive() {
    let server = server();
    let v4 = SpdyRemoteCommandProtocol::V4;
    let kinds = [Channel::Error, Channel::Stdin, Channel::Stdout, Channel::Resize];
    let uri = "/attach/ns/web/c?stdin=1&stdout=1&tty=1";
    let (_session, mut streams, _running) = spdy_streams(&server, uri, v4, &kinds).await;
    streams[1].write_all(b"some input").await.unwrap();
    streams[1].shutdown().await.unwrap();
    let mut out = String::new();
    streams[2].read_to_string(&mut out).await.unwrap();
    assert_eq!(out, "some input");

    let uri = "/exec/ns/web/c?stdin=1&stdout=1&tty=1&command=size";
    let (_session, mut streams, _running) = spdy_streams(&server, uri, v4, &kinds).await;
    streams[3].write_all(b"{\"Width\":132,\"Height\":43}").await.unwrap();
    let mut out = String::new();
    streams[2].read_to_string(&mut out).await.unwrap();
    assert_eq!(out, "132x43");
}

#[tokio::test(start_paused = true)]
async fn spdy_clients_must_open_their_streams() {
    let server = server();
    let uri = "/exec/ns/web/c?stdin=1&stdout=1&command=cat";
    let start = tokio::time::Instant::now();
    let kinds = [Channel::Error, Channel::Stdin];
    let (session, _streams, _running) =
        spdy_streams(&server, uri, SpdyRemoteCommandProtocol::V4, &kinds).await;
    session.closed().await;
    assert_eq!(start.elapsed(), KubeletServerConfig::default().stream_creation_timeout);
}

#[tokio::test]
async fn text_messages_are_base64() {
    let server = server();
    let uri = "/exec/ns/web/c?stdout=1&command=fail&command=0";
    let (io, _) = upgrade(&server, websocket(uri, Some("base64.channel.k8s.io"))).await;
    let mut socket = WebSocketStream::from_raw_socket(io, WebSocketRole::Client, None).await;
    let mut read = async || socket.next().await.unwrap().unwrap().into_text().unwrap().to_string();
    assert_eq!(read().await, "1");
    let message = read().await;
    let message = Encoding::Base64.decode(message.as_bytes()).unwrap().unwrap();
    let payload = std::borrow::Cow::Borrowed(b"to stdout".as_slice());
    assert_eq!(
        message,
        bowline_apimachinery::streaming::channel::Message::Data { channel: 1, payload }
    );
}
