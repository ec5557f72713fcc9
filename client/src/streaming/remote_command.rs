//! A process in a container, at the other end of a WebSocket.
//!
//! Upstream: `staging/src/k8s.io/client-go/tools/remotecommand`.

use std::time::Duration;

use bowline_apimachinery::streaming::channel::Channel;
use bowline_apimachinery::streaming::protocol::RemoteCommandProtocol;
use bowline_apimachinery::streaming::resize::TerminalSize;
use bowline_apimachinery::streaming::status::{ExecStatus, StatusError, StatusFormat};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio_util::task::AbortOnDropHandle;

use super::channel_session::{ChannelFormat, ChannelSession, ChannelStream, HalfClose, Heartbeat};
use super::upgrade::websocket;
use super::{IdleTimeout, StreamingError};

/// The versions that are offered, best first. With v4 the end of input cannot be said.
pub const PROTOCOLS: [&str; 2] = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

/// Which streams of a process are wanted, and of which container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachParams {
    /// The container; may be empty when there is only one.
    pub container: String,
    /// Whether input will be sent.
    pub stdin: bool,
    /// Whether output is wanted.
    pub stdout: bool,
    /// Whether error output is wanted. With a terminal there is none.
    pub stderr: bool,
    /// Whether the process has a terminal.
    pub tty: bool,
}

impl Default for AttachParams {
    /// Both outputs, no input, no terminal.
    fn default() -> Self {
        Self { container: String::new(), stdin: false, stdout: true, stderr: true, tty: false }
    }
}

impl AttachParams {
    /// Of this container.
    #[must_use]
    pub fn container(mut self, name: impl Into<String>) -> Self {
        self.container = name.into();
        self
    }

    /// With input.
    #[must_use]
    pub fn stdin(mut self) -> Self {
        self.stdin = true;
        self
    }

    /// With input and a terminal.
    #[must_use]
    pub fn terminal(mut self) -> Self {
        (self.stdin, self.tty, self.stderr) = (true, true, false);
        self
    }
}

/// How long the server may take to say goodbye once it has said how the process ended.
const GOODBYE_TIMEOUT: Duration = Duration::from_secs(5);

/// A process that was started, or a container that was attached to.
///
/// Read what was asked for, or drop it: output that nobody reads holds everything else up once a
/// megabyte of it waits. Dropping the process ends the session; the server then kills what was
/// started, and lets go of what was attached to.
#[derive(Debug)]
pub struct AttachedProcess {
    session: ChannelSession,
    stdin: Option<ChannelStream>,
    stdout: Option<ChannelStream>,
    stderr: Option<ChannelStream>,
    error: ChannelStream,
    resize: Option<ChannelStream>,
    format: StatusFormat,
    driver: AbortOnDropHandle<Result<(), StreamingError>>,
}

/// All that a process wrote, and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its output.
    pub stdout: Vec<u8>,
    /// Its error output.
    pub stderr: Vec<u8>,
    /// How it ended.
    pub status: ExecStatus,
}

impl AttachedProcess {
    /// The session over a connection that was upgraded to a WebSocket of this version.
    pub async fn new<S>(io: S, protocol: RemoteCommandProtocol, params: &AttachParams) -> Self
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let half_close = match protocol.half_closes() {
            true => HalfClose::Message,
            false => HalfClose::Silent,
        };
        let format = ChannelFormat { encoding: protocol.encoding(), half_close };
        let socket = websocket(io).await;
        let (session, driver) =
            ChannelSession::new(socket, format, IdleTimeout::Never, Heartbeat::Active);
        let open =
            |wanted: bool, channel: Channel| wanted.then(|| session.channel(channel.number()));
        Self {
            stdin: open(params.stdin, Channel::Stdin),
            stdout: open(params.stdout, Channel::Stdout),
            stderr: open(params.stderr && !params.tty, Channel::Stderr),
            resize: open(params.tty, Channel::Resize),
            error: session.channel(Channel::Error.number()),
            format: protocol.status_format(),
            driver: AbortOnDropHandle::new(tokio::spawn(driver.run())),
            session,
        }
    }

    /// The process's input; `None` when it was not asked for or is taken. Shutting it down is the
    /// end of input.
    pub fn stdin(&mut self) -> Option<impl AsyncWrite + Send + Unpin + use<>> {
        self.stdin.take()
    }

    /// The process's output; `None` when it was not asked for or is taken.
    ///
    /// Its end is the end of the session; an error instead means that something may be missing.
    pub fn stdout(&mut self) -> Option<impl AsyncRead + Send + Unpin + use<>> {
        self.stdout.take()
    }

    /// The process's error output; `None` when it was not asked for or is taken.
    pub fn stderr(&mut self) -> Option<impl AsyncRead + Send + Unpin + use<>> {
        self.stderr.take()
    }

    /// Tells the terminal its size; nothing happens without one.
    ///
    /// # Errors
    /// The connection is lost.
    pub async fn resize(&mut self, size: TerminalSize) -> Result<(), StreamingError> {
        if let Some(resize) = &mut self.resize {
            resize.write_all(&size.to_json()).await?;
        }
        Ok(())
    }

    /// Waits for the end. Output that was not taken is dropped; input that was not taken ends.
    ///
    /// # Errors
    /// [`StreamingError::is_truncated`]: the session was cut off, and output may be missing.
    pub async fn join(mut self) -> Result<ExecStatus, StreamingError> {
        self.stdout = None;
        self.stderr = None;
        self.end_input().await;
        self.finish().await
    }

    /// Collects what the process writes, until its end. Input that was not taken ends.
    ///
    /// # Errors
    /// As [`join`](Self::join).
    pub async fn output(mut self) -> Result<Output, StreamingError> {
        self.end_input().await;
        let (stdout, stderr) = (self.stdout.take(), self.stderr.take());
        let read = |stream: Option<ChannelStream>| async move {
            let mut bytes = Vec::new();
            if let Some(mut stream) = stream {
                stream.read_to_end(&mut bytes).await?;
            }
            Ok::<_, StreamingError>(bytes)
        };
        let (stdout, stderr, status) = tokio::join!(read(stdout), read(stderr), self.finish());
        // What the server said of the end is worth more than that the end was missed.
        let status = status?;
        Ok(Output { stdout: stdout?, stderr: stderr?, status })
    }

    async fn end_input(&mut self) {
        if let Some(mut stdin) = self.stdin.take() {
            // A process that is gone needs no input.
            let _ = stdin.shutdown().await;
        }
    }

    /// Reads the status, says goodbye, and ends the outputs.
    async fn finish(mut self) -> Result<ExecStatus, StreamingError> {
        let status = status(&mut self.error, self.format).await?;
        self.session.close();
        let goodbye = tokio::time::timeout(GOODBYE_TIMEOUT, &mut self.driver).await;
        if goodbye.is_err() {
            tracing::debug!("server did not say goodbye");
        }
        // The status came after all output: nothing is missing, whoever hung up first.
        self.session.end_channels();
        Ok(status)
    }
}

/// Reads the status. It is one JSON object, so that nobody has to wait for the end of its channel;
/// before v4 it is a text that ends with the channel.
async fn status(
    error: &mut ChannelStream,
    format: StatusFormat,
) -> Result<ExecStatus, StreamingError> {
    let mut bytes = Vec::new();
    loop {
        let read = error.read_buf(&mut bytes).await;
        let is_end = !matches!(read, Ok(1..));
        match ExecStatus::decode(format, &bytes) {
            Ok(status) if format == StatusFormat::Json => return Ok(status),
            Ok(status) if matches!(read, Ok(0)) => return Ok(status),
            Err(error) if is_end => return Err(StreamingError::Truncated(error)),
            _ if is_end => return Err(StreamingError::Truncated(StatusError::Missing)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
