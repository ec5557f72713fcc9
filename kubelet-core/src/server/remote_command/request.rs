//! From a request to a session.

use bowline_apimachinery::streaming::protocol::{RemoteCommandProtocol, SpdyRemoteCommandProtocol};
use http::{HeaderMap, Response, StatusCode};
use hyper::upgrade::OnUpgrade;
use tokio::io::AsyncReadExt;

use super::super::dispatch::Context;
use super::super::query::Query;
use super::super::response::{self, Body, Refusal};
use super::super::upgrade::Wanted;
use super::session::Session;
use super::{spdy, websocket};
use crate::streaming::{ContainerSession, ContainerTarget, StreamError, StreamOptions};

/// What to do in the container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Command {
    Exec(Vec<String>),
    Attach,
}

/// Grants the upgrade and starts the session.
pub(in super::super) fn serve(
    context: &Context,
    command: Command,
    target: ContainerTarget,
    query: &Query,
    headers: &HeaderMap,
    connection: OnUpgrade,
) -> Result<Response<Body>, Refusal> {
    let options = options(query)?;
    let wanted = Wanted::read(headers)?;
    let session = Session { command, target, options };
    if matches!(wanted, Wanted::WebSocket { .. }) {
        let known = RemoteCommandProtocol::ALL.map(|protocol| (protocol.name(), protocol));
        let chosen = wanted.negotiate(headers, &known)?;
        let protocol = chosen.unwrap_or(RemoteCommandProtocol::V1);
        context.upgraded(connection, move |io, context| async move {
            websocket::serve(io, protocol, session, &context).await
        });
        return Ok(wanted.granted(chosen.map(RemoteCommandProtocol::name)));
    }
    let known = SpdyRemoteCommandProtocol::ALL.map(|protocol| (protocol.name(), protocol));
    let protocol = wanted.negotiate(headers, &known)?.unwrap_or(SpdyRemoteCommandProtocol::V1);
    context.upgraded(connection, move |io, context| async move {
        spdy::serve(io, protocol, session, &context).await
    });
    Ok(wanted.granted(Some(protocol.name())))
}

fn options(query: &Query) -> Result<StreamOptions, Refusal> {
    let tty = query.is_on("tty");
    // Upstream's names on this side of the API server are those of the streams.
    let on = |name: &str, short: &str| query.is_on(name) || query.is_on(short);
    let options = StreamOptions {
        stdin: on("stdin", "input"),
        stdout: on("stdout", "output"),
        stderr: on("stderr", "error") && !tty,
        tty,
    };
    if !options.stdin && !options.stdout && !options.stderr {
        let message = "you must specify at least 1 of stdin, stdout, stderr";
        return Err(response::text(StatusCode::BAD_REQUEST, message).into());
    }
    Ok(options)
}

/// Output of `/run`, at most: who wants more uses `exec`.
const MAX_COLLECTED: u64 = 16 << 20;

/// Runs a command to its end and returns what it wrote, both outputs in one.
pub(in super::super) async fn collect(
    context: &Context,
    target: &ContainerTarget,
    command: &[String],
) -> Result<Vec<u8>, StreamError> {
    let options = StreamOptions { stdout: true, stderr: true, ..StreamOptions::default() };
    let session = context.handler().exec(target, command, options).await?;
    let ContainerSession { stdout, stderr, exit, .. } = session;
    let read = |stream: Option<Box<dyn tokio::io::AsyncRead + Send + Unpin>>| async move {
        let mut bytes = Vec::new();
        if let Some(stream) = stream {
            stream.take(MAX_COLLECTED).read_to_end(&mut bytes).await?;
        }
        Ok::<_, std::io::Error>(bytes)
    };
    let (out, err, code) = tokio::join!(read(stdout), read(stderr), exit);
    let mut output = out?;
    output.extend(err?);
    match code? {
        0 => Ok(output),
        code => Err(StreamError::Start {
            command: command.to_vec(),
            reason: format!("exit status {code}: {}", String::from_utf8_lossy(&output)),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read() {
        let read =
            |query: &str| options(&Query::parse(query)).map_err(|refused| refused.0.status());
        let all = StreamOptions { stdin: true, stdout: true, stderr: true, tty: false };
        let rows = [
            ("stdin=1&stdout=1&stderr=1", Ok(all)),
            ("stdin=true&stdout=true&stderr=true", Ok(all)),
            ("input=1&output=1&error=1", Ok(all)),
            (
                "stdout=1&stderr=1&tty=1",
                Ok(StreamOptions { stdout: true, tty: true, ..StreamOptions::default() }),
            ),
            ("stderr=1&tty=1", Err(StatusCode::BAD_REQUEST)),
            ("", Err(StatusCode::BAD_REQUEST)),
        ];
        for (query, want) in rows {
            assert_eq!(read(query), want, "{query}");
        }
    }
}
