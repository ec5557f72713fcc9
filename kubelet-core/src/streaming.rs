//! What a container gives to `exec`, `attach` and `port-forward`: byte streams and an exit code.
//!
//! A runtime implements [`Streamer`]; [`crate::server`] puts it on the wire.
//!
//! Upstream: `staging/src/k8s.io/cri-streaming/pkg/streaming/server.go` (`Runtime`).

use async_trait::async_trait;
use bowline_apimachinery::streaming::resize::TerminalSize;
use futures::future::BoxFuture;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;

/// A pod of this node.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PodTarget {
    /// The pod's namespace.
    pub namespace: String,
    /// The pod's name.
    pub name: String,
    /// The pod's uid: a pod of the same name that came later is another one.
    pub uid: String,
}

/// A container of a pod of this node.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ContainerTarget {
    /// The container's pod.
    pub pod: PodTarget,
    /// The container's name in the pod: a container, init container or ephemeral one.
    pub container: String,
}

/// Which streams a client asked for. At least one of the three is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct StreamOptions {
    /// The client sends input.
    pub stdin: bool,
    /// The client wants output.
    pub stdout: bool,
    /// The client wants error output; never together with a terminal.
    pub stderr: bool,
    /// The process shall have a terminal, or the container has one.
    pub tty: bool,
}

/// Something that can be read and written.
pub trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

/// A running process, or a container attached to.
///
/// *Contract.* Streams that were not asked for are `None`; with a terminal all output is on
/// `stdout`. Output ends (reads 0 bytes) when the process and all who inherited its output are
/// gone. Shutting `stdin` down is the end of input. Dropping a session ends it: an executed
/// process is killed, an attached container merely let go.
pub struct ContainerSession {
    /// Input of the process.
    pub stdin: Option<Box<dyn AsyncWrite + Send + Unpin>>,
    /// Output of the process.
    pub stdout: Option<Box<dyn AsyncRead + Send + Unpin>>,
    /// Error output of the process.
    pub stderr: Option<Box<dyn AsyncRead + Send + Unpin>>,
    /// Takes the size of the client's terminal, the latest one only.
    pub resize: Option<watch::Sender<TerminalSize>>,
    /// The exit code; for an attached container resolves, with 0, when there is no more output.
    pub exit: BoxFuture<'static, Result<i32, StreamError>>,
}

impl std::fmt::Debug for ContainerSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ContainerSession")
            .field("stdin", &self.stdin.is_some())
            .field("stdout", &self.stdout.is_some())
            .field("stderr", &self.stderr.is_some())
            .field("resize", &self.resize.is_some())
            .finish_non_exhaustive()
    }
}

/// A stream of a container could not be had, or broke.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StreamError {
    /// There is no such container, or it does not run.
    #[error("container not found ({0:?})")]
    ContainerNotFound(String),
    /// The command could not be started.
    #[error("unable to start command {command:?}: {reason}")]
    Start {
        /// The command and its arguments.
        command: Vec<String>,
        /// Why, in the runtime's words.
        reason: String,
    },
    /// Nobody takes connections on the port.
    #[error("unable to connect to port {port}: {source}")]
    Connect {
        /// The pod's port.
        port: u16,
        /// Why.
        source: std::io::Error,
    },
    /// The runtime has no such streams.
    #[error("{0} is not supported by the container runtime")]
    Unsupported(&'static str),
    /// The stream broke.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The runtime failed.
    #[error("container runtime: {0}")]
    Runtime(String),
}

/// Opens streams into containers. Implemented by a container runtime.
#[async_trait]
pub trait Streamer: Send + Sync {
    /// Starts `command` in a running container.
    ///
    /// # Errors
    /// The container does not run, or the command cannot be started. That the command exits with
    /// an error is no error.
    async fn exec(
        &self,
        target: &ContainerTarget,
        command: &[String],
        options: StreamOptions,
    ) -> Result<ContainerSession, StreamError>;

    /// Attaches to the streams of a running container.
    ///
    /// # Errors
    /// The container does not run.
    async fn attach(
        &self,
        target: &ContainerTarget,
        options: StreamOptions,
    ) -> Result<ContainerSession, StreamError>;

    /// Connects to a TCP port inside the pod's network.
    ///
    /// # Errors
    /// Nobody takes the connection.
    async fn port_forward(
        &self,
        pod: &PodTarget,
        port: u16,
    ) -> Result<Box<dyn Duplex>, StreamError>;
}

const _: Option<&dyn Streamer> = None;
