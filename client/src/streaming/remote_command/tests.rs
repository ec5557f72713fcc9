//! Exec and attach against a peer in memory.

use bowline_apimachinery::streaming::channel::Encoding;
use tokio::io::DuplexStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::*;

/// A server's ends of a session.
struct Server {
    session: ChannelSession,
    stdin: ChannelStream,
    stdout: ChannelStream,
    stderr: ChannelStream,
    error: ChannelStream,
    resize: ChannelStream,
    _running: AbortOnDropHandle<Result<(), StreamingError>>,
}

impl Server {
    async fn new(io: DuplexStream) -> Self {
        let socket = WebSocketStream::from_raw_socket(io, Role::Server, None).await;
        let format = ChannelFormat { encoding: Encoding::Binary, half_close: HalfClose::Silent };
        let (session, driver) =
            ChannelSession::new(socket, format, IdleTimeout::Never, Heartbeat::Passive);
        let channel = |channel: Channel| session.channel(channel.number());
        Self {
            stdin: channel(Channel::Stdin),
            stdout: channel(Channel::Stdout),
            stderr: channel(Channel::Stderr),
            error: channel(Channel::Error),
            resize: channel(Channel::Resize),
            session,
            _running: AbortOnDropHandle::new(tokio::spawn(driver.run())),
        }
    }

    async fn say(&mut self, status: ExecStatus) {
        self.error.write_all(&status.encode(StatusFormat::Json)).await.unwrap();
    }
}

async fn start(params: AttachParams) -> (AttachedProcess, Server) {
    let (one, other) = tokio::io::duplex(4096);
    let server = Server::new(other).await;
    (AttachedProcess::new(one, RemoteCommandProtocol::V5, &params).await, server)
}

#[tokio::test]
async fn output_and_exit_code_are_collected() {
    let (process, mut server) = start(AttachParams::default()).await;
    let run = async {
        server.stdout.write_all(&[b'o'; 100_000]).await.unwrap();
        server.stderr.write_all(b"err").await.unwrap();
        server.say(ExecStatus::from_exit_code(3)).await;
        server.session.close();
        server.session.closed().await;
    };
    let (output, ()) = tokio::join!(process.output(), run);
    let output = output.unwrap();
    assert_eq!((output.stdout.len(), output.stderr.as_slice()), (100_000, b"err".as_slice()));
    assert_eq!(output.status.exit_code(), Some(3));
}

#[tokio::test]
async fn input_ends_when_it_is_shut_down() {
    let (mut process, mut server) = start(AttachParams::default().stdin()).await;
    let mut stdin = process.stdin().unwrap();
    assert!(process.stdin().is_none(), "it is taken");
    stdin.write_all(b"some input").await.unwrap();
    stdin.shutdown().await.unwrap();
    let mut got = String::new();
    server.stdin.read_to_string(&mut got).await.unwrap();
    assert_eq!(got, "some input");
}

#[tokio::test]
async fn sizes_reach_the_terminal() {
    let (mut process, mut server) = start(AttachParams::default().terminal()).await;
    assert!(process.stderr().is_none(), "a terminal has no error output");
    process.resize(TerminalSize { width: 80, height: 24 }).await.unwrap();
    let mut got = [0; 25];
    server.resize.read_exact(&mut got).await.unwrap();
    assert_eq!(&got, b"{\"Width\":80,\"Height\":24}\n");
}

/// A status is the end, whether or not the server hangs up properly after it.
#[tokio::test(start_paused = true)]
async fn a_server_that_hangs_up_or_does_not_is_no_harm() {
    for hangs_up in [true, false] {
        let (mut process, mut server) = start(AttachParams::default()).await;
        let mut stdout = process.stdout().unwrap();
        server.stdout.write_all(b"all of it").await.unwrap();
        server.say(ExecStatus::Success).await;
        let mut first = [0; 3];
        stdout.read_exact(&mut first).await.unwrap();
        // Time for what the server has said to be sent.
        tokio::time::sleep(Duration::from_secs(1)).await;
        let server = if hangs_up {
            drop(server);
            None
        } else {
            Some(server)
        };
        assert_eq!(process.join().await.unwrap(), ExecStatus::Success, "{hangs_up}");
        let mut rest = String::new();
        stdout.read_to_string(&mut rest).await.unwrap();
        assert_eq!(rest, " of it", "{hangs_up}");
        drop(server);
    }
}

#[tokio::test]
async fn a_cut_off_session_is_truncated() {
    let (mut process, mut server) = start(AttachParams::default()).await;
    let mut stdout = process.stdout().unwrap();
    server.stdout.write_all(b"half").await.unwrap();
    let mut got = [0; 4];
    stdout.read_exact(&mut got).await.unwrap();
    drop(server);
    let error = process.join().await.unwrap_err();
    assert!(error.is_truncated(), "{error}");
    assert!(stdout.read_to_end(&mut Vec::new()).await.is_err());
}

#[tokio::test]
async fn a_session_that_closes_without_a_status_is_truncated() {
    let (process, server) = start(AttachParams::default()).await;
    server.session.close();
    let error = process.output().await.unwrap_err();
    assert!(error.is_truncated(), "{error}");
}
