//! SPDY sessions against a peer in memory.

use tokio::io::DuplexStream;
use tokio_util::task::AbortOnDropHandle;

use super::*;

type Running = AbortOnDropHandle<Result<(), StreamingError>>;

struct Pair {
    client: SpdySession,
    server: SpdySession,
    client_driver: Running,
    server_driver: Running,
}

fn spawn(driver: SpdyDriver<DuplexStream>) -> Running {
    AbortOnDropHandle::new(tokio::spawn(driver.run()))
}

fn pair(idle: IdleTimeout) -> Pair {
    let (one, other) = tokio::io::duplex(4096);
    let (client, client_driver) = SpdySession::new(one, Role::Client, IdleTimeout::Never);
    let (server, server_driver) = SpdySession::new(other, Role::Server, idle);
    let (client_driver, server_driver) = (spawn(client_driver), spawn(server_driver));
    Pair { client, server, client_driver, server_driver }
}

fn headers() -> Headers {
    Headers::new().with("streamType", "data")
}

async fn opened(pair: &Pair) -> (SpdyStream, SpdyStream) {
    let accept = async { pair.server.accept().await.unwrap().accept() };
    let (client, server) = tokio::join!(pair.client.open(headers()), accept);
    (client.unwrap(), server)
}

#[tokio::test]
async fn streams_carry_bytes_both_ways() {
    let pair = pair(IdleTimeout::Never);
    let (mut client, mut server) = opened(&pair).await;
    let sent: Vec<u8> = (0..300_000u32).flat_map(u32::to_le_bytes).collect();
    let echo = async {
        let (mut read, mut write) = tokio::io::split(&mut server);
        tokio::io::copy(&mut read, &mut write).await.unwrap();
        write.shutdown().await.unwrap();
    };
    let (mut read, mut write) = tokio::io::split(&mut client);
    let send = async {
        write.write_all(&sent).await.unwrap();
        write.shutdown().await.unwrap();
    };
    let mut got = Vec::new();
    let (_, _, length) = tokio::join!(echo, send, read.read_to_end(&mut got));
    assert_eq!(length.unwrap(), sent.len());
    assert!(got == sent);
}

#[tokio::test]
async fn headers_arrive_and_a_dropped_stream_is_refused() {
    let pair = pair(IdleTimeout::Never);
    let refuse = async {
        let incoming = pair.server.accept().await.unwrap();
        assert_eq!(incoming.headers().get("streamType"), Some("data"));
        drop(incoming);
    };
    let (opened, ()) = tokio::join!(pair.client.open(headers()), refuse);
    let want = ResetStatus::RefusedStream;
    assert!(matches!(opened, Err(StreamingError::StreamRefused(got)) if got == want), "{opened:?}");
}

#[tokio::test]
async fn one_stream_can_be_reset_while_another_lives() {
    let pair = pair(IdleTimeout::Never);
    let (doomed, mut at_server) = opened(&pair).await;
    let (mut alive, mut server) = opened(&pair).await;
    doomed.reset();
    let got = at_server.read_to_end(&mut Vec::new()).await;
    assert_eq!(got.unwrap_err().kind(), io::ErrorKind::ConnectionReset);
    let broken = at_server.write_all(b"x").await;
    assert_eq!(broken.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    alive.write_all(b"hi").await.unwrap();
    let mut got = [0; 2];
    server.read_exact(&mut got).await.unwrap();
    assert_eq!(&got, b"hi");
}

#[tokio::test(start_paused = true)]
async fn nobody_reading_holds_the_writer_back() {
    let pair = pair(IdleTimeout::Never);
    let (mut client, mut server) = opened(&pair).await;
    let piece = vec![7; 64 << 10];
    let mut written = 0;
    let full = tokio::time::timeout(Duration::from_secs(1), async {
        loop {
            written += client.write(&piece).await.unwrap();
        }
    });
    assert!(full.await.is_err(), "the writer never had to wait");
    assert!(written < 4 << 20, "{written} bytes were taken though nobody reads");
    client.shutdown().await.unwrap();
    let mut got = Vec::new();
    server.read_to_end(&mut got).await.unwrap();
    assert_eq!(got.len(), written);
}

#[tokio::test(start_paused = true)]
async fn an_unanswered_stream_times_out() {
    let pair = pair(IdleTimeout::Never);
    let got = pair.client.open(headers()).await;
    assert!(matches!(got, Err(StreamingError::TimedOut(_))), "{got:?}");
    let incoming = pair.server.accept().await.unwrap();
    let mut late = incoming.accept();
    assert!(late.read_to_end(&mut Vec::new()).await.is_err(), "the opener has given it up");
}

#[tokio::test(start_paused = true)]
async fn an_idle_connection_ends() {
    let pair = pair(IdleTimeout::After(Duration::from_secs(60)));
    let (mut client, _server) = opened(&pair).await;
    let start = tokio::time::Instant::now();
    tokio::time::sleep(Duration::from_secs(59)).await;
    client.write_all(b"still here").await.unwrap();
    pair.server.closed().await;
    assert_eq!(start.elapsed().as_secs(), 119);
    let got = client.read_to_end(&mut Vec::new()).await;
    assert_eq!(got.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
}

#[tokio::test]
async fn closing_ends_both_drivers() {
    let pair = pair(IdleTimeout::Never);
    let (_client, mut server) = opened(&pair).await;
    pair.client.close();
    assert!(server.read_to_end(&mut Vec::new()).await.is_err());
    assert!(pair.server.accept().await.is_none());
    pair.client_driver.await.unwrap().unwrap();
    pair.server_driver.await.unwrap().unwrap();
    let late = pair.client.open(headers()).await;
    assert!(matches!(late, Err(StreamingError::Lost | StreamingError::Open(_))), "{late:?}");
}

#[tokio::test]
async fn going_away_waits_for_streams() {
    let pair = pair(IdleTimeout::Never);
    let (mut client, mut server) = opened(&pair).await;
    pair.server.go_away();
    server.write_all(b"last words").await.unwrap();
    server.shutdown().await.unwrap();
    let mut got = Vec::new();
    client.read_to_end(&mut got).await.unwrap();
    assert_eq!(got, b"last words");
    client.shutdown().await.unwrap();
    pair.server_driver.await.unwrap().unwrap();
}

#[tokio::test]
async fn garbage_is_answered_with_a_goodbye() {
    let (mut one, other) = tokio::io::duplex(4096);
    let (_session, driver) = SpdySession::new(other, Role::Server, IdleTimeout::Never);
    let driver = spawn(driver);
    one.write_all(b"\xa0\x20 HTTP/1.1 200 OK").await.unwrap();
    let mut goodbye = Vec::new();
    one.read_to_end(&mut goodbye).await.unwrap();
    assert!(goodbye.starts_with(b"\x80\x03\0\x07"), "{goodbye:?}");
    assert!(matches!(driver.await.unwrap(), Err(StreamingError::Spdy(_))));
}
