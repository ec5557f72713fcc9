//! Channel sessions against a peer in memory.

use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio_tungstenite::tungstenite::protocol::Role;
use tokio_util::task::AbortOnDropHandle;

use super::*;

type Running = AbortOnDropHandle<Result<(), StreamingError>>;

const V5: ChannelFormat =
    ChannelFormat { encoding: Encoding::Binary, half_close: HalfClose::Message };
const BASE64: ChannelFormat =
    ChannelFormat { encoding: Encoding::Base64, half_close: HalfClose::Silent };

fn spawn(driver: ChannelDriver<DuplexStream>) -> Running {
    AbortOnDropHandle::new(tokio::spawn(driver.run()))
}

type End<T> = (ChannelSession, T);

async fn ends(
    format: ChannelFormat,
) -> (End<ChannelDriver<DuplexStream>>, End<ChannelDriver<DuplexStream>>) {
    let (one, other) = tokio::io::duplex(4096);
    let client = WebSocketStream::from_raw_socket(one, Role::Client, None).await;
    let server = WebSocketStream::from_raw_socket(other, Role::Server, None).await;
    (
        ChannelSession::new(client, format, IdleTimeout::Never, Heartbeat::Active),
        ChannelSession::new(server, format, IdleTimeout::Never, Heartbeat::Passive),
    )
}

#[tokio::test]
async fn channels_carry_bytes_in_every_format() {
    for format in [V5, BASE64] {
        let ((client, client_driver), (server, server_driver)) = ends(format).await;
        let (mut stdin, mut at_server) = (client.channel(0), server.channel(0));
        let (mut stdout, mut at_client) = (server.channel(1), client.channel(1));
        let _running = (spawn(client_driver), spawn(server_driver));
        let sent: Vec<u8> = (0..300_000u32).flat_map(u32::to_le_bytes).collect();
        let echo = async {
            let mut rest = sent.len();
            let mut buffer = vec![0; 1000];
            while rest > 0 {
                let length = at_server.read(&mut buffer).await.unwrap();
                stdout.write_all(&buffer[..length]).await.unwrap();
                rest -= length;
            }
        };
        let mut got = vec![0; sent.len()];
        let (_, wrote, read) =
            tokio::join!(echo, stdin.write_all(&sent), at_client.read_exact(&mut got));
        wrote.unwrap();
        read.unwrap();
        assert!(got == sent, "{format:?}");
    }
}

#[tokio::test]
async fn half_close_ends_one_direction_of_one_channel() {
    let ((client, client_driver), (server, server_driver)) = ends(V5).await;
    let (mut stdin, mut at_server) = (client.channel(0), server.channel(0));
    let (mut stdout, mut at_client) = (server.channel(1), client.channel(1));
    let _running = (spawn(client_driver), spawn(server_driver));
    stdin.write_all(b"all").await.unwrap();
    stdin.shutdown().await.unwrap();
    let mut got = String::new();
    at_server.read_to_string(&mut got).await.unwrap();
    assert_eq!(got, "all");
    assert!(stdin.write_all(b"more").await.is_err());
    stdout.write_all(b"answer").await.unwrap();
    let mut got = [0; 6];
    at_client.read_exact(&mut got).await.unwrap();
    assert_eq!(&got, b"answer");
}

#[tokio::test]
async fn a_goodbye_comes_after_all_output_and_ends_every_channel() {
    let ((client, client_driver), (server, server_driver)) = ends(V5).await;
    let mut at_client = client.channel(1);
    let mut stdout = server.channel(1);
    let (client_driver, server_driver) = (spawn(client_driver), spawn(server_driver));
    let sent = vec![1; 100_000];
    stdout.write_all(&sent).await.unwrap();
    server.close();
    let mut got = Vec::new();
    at_client.read_to_end(&mut got).await.unwrap();
    assert_eq!(got.len(), sent.len());
    assert!(stdout.write_all(b"late").await.is_err());
    server_driver.await.unwrap().unwrap();
    client_driver.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_lost_connection_is_no_end() {
    let ((client, client_driver), (server, server_driver)) = ends(V5).await;
    let mut at_client = client.channel(1);
    let _client = spawn(client_driver);
    let running = spawn(server_driver);
    server.channel(1).write_all(b"half of i").await.unwrap();
    let mut got = [0; 9];
    at_client.read_exact(&mut got).await.unwrap();
    drop(running);
    let error = at_client.read_to_end(&mut Vec::new()).await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    client.closed().await;
}

#[tokio::test]
async fn nobody_wants_a_dropped_channel() {
    let ((client, client_driver), (server, server_driver)) = ends(V5).await;
    let (mut stdin, mut resize) = (client.channel(0), client.channel(4));
    let (at_server, mut sizes) = (server.channel(0), server.channel(4));
    let _running = (spawn(client_driver), spawn(server_driver));
    drop(at_server);
    stdin.write_all(&vec![0; 4 << 20]).await.unwrap();
    resize.write_all(b"size").await.unwrap();
    let mut got = [0; 4];
    sizes.read_exact(&mut got).await.unwrap();
    assert_eq!(&got, b"size");
}

#[tokio::test]
async fn an_announcement_is_an_empty_message() {
    let (one, other) = tokio::io::duplex(4096);
    let socket = WebSocketStream::from_raw_socket(one, Role::Server, None).await;
    let (session, driver) = ChannelSession::new(socket, V5, IdleTimeout::Never, Heartbeat::Passive);
    let _running = spawn(driver);
    session.announce(1);
    let mut client = WebSocketStream::from_raw_socket(other, Role::Client, None).await;
    let message = client.next().await.unwrap().unwrap();
    assert_eq!(message, Message::binary(vec![1]));
}

#[tokio::test(start_paused = true)]
async fn a_silent_server_is_given_up() {
    let (one, mut mute) = tokio::io::duplex(1 << 20);
    let socket = WebSocketStream::from_raw_socket(one, Role::Client, None).await;
    let (_session, driver) = ChannelSession::new(socket, V5, IdleTimeout::Never, Heartbeat::Active);
    let start = tokio::time::Instant::now();
    let got = driver.run().await;
    assert!(matches!(got, Err(StreamingError::TimedOut(_))), "{got:?}");
    assert_eq!(start.elapsed(), PING_DEADLINE);
    let mut pings = Vec::new();
    mute.read_to_end(&mut pings).await.unwrap();
    assert_eq!(pings.len(), 12 * 6, "twelve masked frames without payload");
}

#[tokio::test(start_paused = true)]
async fn an_answering_server_is_kept() {
    let ((client, client_driver), (_server, server_driver)) = ends(V5).await;
    let _running = (spawn(client_driver), spawn(server_driver));
    let waited = tokio::time::timeout(Duration::from_secs(3600), client.closed()).await;
    assert!(waited.is_err(), "the connection ended though pings were answered");
}
