//! A session over a WebSocket with channels.

use bowline_apimachinery::streaming::channel::Channel;
use bowline_apimachinery::streaming::protocol::RemoteCommandProtocol;
use tokio::io::AsyncWriteExt;

use super::super::dispatch::{Connection, Context};
use super::super::driver::{ChannelFormat, ChannelSession, HalfClose, Heartbeat, StreamingError};
use super::session::{ClientStreams, Session};

pub(super) async fn serve(
    io: Connection,
    protocol: RemoteCommandProtocol,
    session: Session,
    context: &Context,
) -> Result<(), StreamingError> {
    let socket = context.websocket(io).await;
    let half_close = HalfClose::Silent;
    let format = ChannelFormat { encoding: protocol.encoding(), half_close };
    let idle = context.config().idle_timeout();
    let (channels, driver) = ChannelSession::new(socket, format, idle, Heartbeat::Passive);
    let open = |wanted: bool, channel: Channel| wanted.then(|| channels.channel(channel.number()));
    let options = session.options;
    let mut client = ClientStreams {
        stdin: open(options.stdin, Channel::Stdin),
        stdout: open(options.stdout, Channel::Stdout),
        stderr: open(options.stderr, Channel::Stderr),
        resize: open(options.tty, Channel::Resize),
    };
    let mut error = channels.channel(Channel::Error.number());
    let first = match (options.stdout, options.stderr) {
        (true, _) => Channel::Stdout,
        (_, true) => Channel::Stderr,
        _ => Channel::Error,
    };
    channels.announce(first.number());
    let hold = async {
        let status = session.hold(context, &mut client).await;
        // A client that is gone cannot be told.
        let _ = error.write_all(&status.encode(protocol.status_format())).await;
        channels.close();
        context.linger().await;
        tracing::debug!("client did not hang up after its session ended");
    };
    tokio::select! {
        ended = driver.run() => ended,
        () = hold => Ok(()),
    }
}
