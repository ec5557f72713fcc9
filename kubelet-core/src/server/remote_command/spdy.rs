//! A session over SPDY streams.

use bowline_apimachinery::streaming::channel::Channel;
use bowline_apimachinery::streaming::protocol::{STREAM_TYPE_HEADER, SpdyRemoteCommandProtocol};
use bowline_apimachinery::streaming::spdy::Role;
use tokio::io::AsyncWriteExt;

use super::super::dispatch::{Connection, Context};
use super::super::driver::{SpdySession, SpdyStream, StreamingError};
use super::session::{ClientStreams, Session};
use crate::streaming::StreamOptions;

pub(super) async fn serve(
    io: Connection,
    protocol: SpdyRemoteCommandProtocol,
    session: Session,
    context: &Context,
) -> Result<(), StreamingError> {
    let (connection, driver) = SpdySession::new(io, Role::Server, context.config().idle_timeout());
    let hold = async {
        let streams = streams(&connection, protocol, session.options);
        let timeout = context.config().stream_creation_timeout;
        let streams = tokio::time::timeout(timeout, streams).await;
        let Ok(Some((mut client, mut error))) = streams else {
            tracing::debug!("timed out waiting for client to create streams");
            return;
        };
        let status = session.hold(context, &mut client).await;
        // A client that is gone cannot be told.
        let _ = error.write_all(&status.encode(protocol.status_format())).await;
        let outputs = [client.stdout.as_mut(), client.stderr.as_mut(), Some(&mut error)];
        for output in outputs.into_iter().flatten() {
            let _ = output.shutdown().await;
        }
        context.linger().await;
        tracing::debug!("client did not hang up after its session ended");
    };
    tokio::select! {
        ended = driver.run() => ended,
        () = hold => Ok(()),
    }
}

/// Waits for the streams that fit what the client asked for; `None` when it hangs up.
async fn streams(
    connection: &SpdySession,
    protocol: SpdyRemoteCommandProtocol,
    options: StreamOptions,
) -> Option<(ClientStreams<SpdyStream>, SpdyStream)> {
    let mut client = ClientStreams { stdin: None, stdout: None, stderr: None, resize: None };
    let mut error = None;
    let resizes = options.tty && protocol.resizes();
    loop {
        let complete = client.stdin.is_some() >= options.stdin
            && client.stdout.is_some() >= options.stdout
            && client.stderr.is_some() >= options.stderr
            && client.resize.is_some() >= resizes;
        error = match error {
            Some(error) if complete => return Some((client, error)),
            error => error,
        };
        let incoming = connection.accept().await?;
        let kind = incoming.headers().get(STREAM_TYPE_HEADER).and_then(Channel::from_stream_type);
        let place = match kind {
            Some(Channel::Stdin) => &mut client.stdin,
            Some(Channel::Stdout) => &mut client.stdout,
            Some(Channel::Stderr) => &mut client.stderr,
            Some(Channel::Resize) => &mut client.resize,
            Some(Channel::Error) => &mut error,
            None => {
                tracing::debug!(headers = ?incoming.headers(), "unexpected stream type");
                continue;
            }
        };
        *place = Some(incoming.accept());
    }
}
