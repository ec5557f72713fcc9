//! Bytes between a client's streams and a container's.

use bowline_apimachinery::streaming::resize::ResizeDecoder;
use bowline_apimachinery::streaming::status::ExecStatus;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::super::copy::copy;
use super::super::dispatch::Context;
use super::request::Command;
use crate::streaming::{ContainerSession, ContainerTarget, StreamError, StreamOptions};

/// A session that is to be held.
#[derive(Clone, Debug)]
pub(super) struct Session {
    pub(super) command: Command,
    pub(super) target: ContainerTarget,
    pub(super) options: StreamOptions,
}

/// The client's ends. Those it did not ask for are `None`.
pub(super) struct ClientStreams<S> {
    pub(super) stdin: Option<S>,
    pub(super) stdout: Option<S>,
    pub(super) stderr: Option<S>,
    pub(super) resize: Option<S>,
}

impl Session {
    /// Holds the session until the process has ended and all its output is written. The client's
    /// outputs stay open; its inputs are dropped, so that what it still sends is ignored.
    pub(super) async fn hold<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        context: &Context,
        client: &mut ClientStreams<S>,
    ) -> ExecStatus {
        let handler = context.handler();
        let (opened, failure) = match &self.command {
            Command::Exec(command) => (
                handler.exec(&self.target, command, self.options).await,
                "error executing command in container",
            ),
            Command::Attach => {
                (handler.attach(&self.target, self.options).await, "error attaching to container")
            }
        };
        let exited = match opened {
            Ok(container) => pump(container, client).await,
            Err(error) => Err(error),
        };
        client.stdin = None;
        client.resize = None;
        match exited {
            Ok(code) => ExecStatus::from_exit_code(code),
            Err(error) => {
                tracing::warn!(
                    pod = %self.target.pod.name,
                    namespace = %self.target.pod.namespace,
                    container = %self.target.container,
                    %error,
                    "streaming session failed"
                );
                ExecStatus::internal_error(format_args!("{failure}: {error}"))
            }
        }
    }
}

async fn pump<S: AsyncRead + AsyncWrite + Unpin>(
    container: ContainerSession,
    client: &mut ClientStreams<S>,
) -> Result<i32, StreamError> {
    let ContainerSession { stdin, stdout, stderr, resize, exit } = container;
    let input = async {
        if let (Some(client), Some(mut container)) = (client.stdin.as_mut(), stdin) {
            // A process that does not read its input, or a client that is gone, shows elsewhere.
            let _ = copy(client, &mut container).await;
            let _ = container.shutdown().await;
        }
    };
    let sizes = async {
        let (Some(client), Some(resize)) = (client.resize.as_mut(), resize) else { return };
        let (mut decoder, mut buffer) = (ResizeDecoder::default(), [0; 256]);
        while let Ok(length @ 1..) = client.read(&mut buffer).await {
            for size in decoder.feed(buffer.get(..length).unwrap_or_default()) {
                resize.send_replace(size);
            }
        }
    };
    let output = async {
        let out = forward(stdout, client.stdout.as_mut());
        let err = forward(stderr, client.stderr.as_mut());
        let ((), (), code) = tokio::join!(out, err, exit);
        code
    };
    tokio::select! {
        code = output => code,
        never = async {
            tokio::join!(input, sizes);
            std::future::pending().await
        } => never,
    }
}

async fn forward(
    container: Option<impl AsyncRead + Unpin>,
    client: Option<&mut (impl AsyncWrite + Unpin)>,
) {
    if let (Some(mut container), Some(client)) = (container, client) {
        // An error ends the output as its end does; the exit code comes either way.
        let _ = copy(&mut container, client).await;
    }
}
