//! Commands in containers, and connections to what containers say and read.

use std::io;
use std::pin::Pin;
use std::process::Stdio;
use std::sync::Arc;
use std::task::{Context, Poll};

use bowline_apimachinery::streaming::resize::TerminalSize;
use futures::FutureExt as _;
use rustix::process::Signal;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};
use tokio::process::{Child, ChildStdin, Command};
use tokio::sync::{broadcast, watch};
use tokio_util::task::TaskTracker;

use super::command::Invocation;
use super::output::Said;
use super::table::{Live, exit_code};
use super::{group, launch, pty};
use crate::logs::cri::LogStreamName;
use crate::streaming::{ContainerSession, StreamError, StreamOptions};

/// How much waits between a container and who is attached to it.
const BUFFER: usize = 64 * 1024;

/// The exit code of a command that ended with its container.
const KILLED: i32 = 137;

/// What a container reads.
pub(super) enum Input {
    Pipe(ChildStdin),
    Terminal(pty::TerminalWriter),
}

impl AsyncWrite for Input {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Pipe(pipe) => Pin::new(pipe).poll_write(context, bytes),
            Self::Terminal(terminal) => Pin::new(terminal).poll_write(context, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Pipe(pipe) => Pin::new(pipe).poll_flush(context),
            Self::Terminal(terminal) => Pin::new(terminal).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Pipe(pipe) => Pin::new(pipe).poll_shutdown(context),
            Self::Terminal(terminal) => Pin::new(terminal).poll_shutdown(context),
        }
    }
}

/// A process group that ends when nobody holds it any more.
pub(super) struct Group {
    leader: Option<i32>,
}

impl Group {
    pub(super) fn of(child: &Child) -> Self {
        Self { leader: child.id().and_then(|id| i32::try_from(id).ok()) }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(leader) = self.leader {
            group::signal_group(leader, Signal::KILL);
        }
    }
}

/// A command with a container's environment, directory and user; not in its group.
/// Paths of the container's volumes are those of the host, as in the container's own command.
pub(super) fn command_in(invocation: &Invocation, words: &[String], tty: bool) -> Command {
    let words: Vec<String> = words.iter().map(|word| invocation.paths.rewrite(word)).collect();
    let mut command = if tty {
        let mut command = launch::terminal_command();
        command.arg("-c").arg("exec \"$@\"").arg("sh").args(words);
        command
    } else {
        let mut command = Command::new(words.first().map_or("", String::as_str));
        command.args(words.iter().skip(1)).process_group(0);
        command
    };
    launch::prepare(&mut command, invocation);
    command.kill_on_drop(true);
    command
}

/// Starts a command with streams. It ends with the session, and with the container.
pub(super) fn exec(
    invocation: &Invocation,
    words: &[String],
    options: StreamOptions,
    ended: watch::Receiver<bool>,
) -> Result<ContainerSession, StreamError> {
    let start_error = |error: io::Error| StreamError::Start {
        command: words.to_vec(),
        reason: error.to_string(),
    };
    let mut command = command_in(invocation, words, options.tty);
    if options.tty {
        let pty = pty::open()?;
        let [stdin, stdout, stderr] = pty.far;
        let child = command.stdin(stdin).stdout(stdout).stderr(stderr).spawn();
        let child = child.map_err(start_error)?;
        // The far side is the process' alone from here on, so that its end is seen.
        drop(command);
        let (resize, sizes) = watch::channel(TerminalSize::default());
        let near = pty.near;
        return Ok(ContainerSession {
            stdin: options.stdin.then(|| boxed_write(pty::TerminalWriter(near.clone()))),
            stdout: options.stdout.then(|| boxed_read(pty::TerminalReader(near.clone()))),
            stderr: None,
            resize: Some(resize),
            exit: exit(child, ended, Some((near, sizes))).boxed(),
        });
    }
    let stream = |wanted: bool| if wanted { Stdio::piped() } else { Stdio::null() };
    command.stdin(stream(options.stdin)).stdout(stream(options.stdout));
    command.stderr(stream(options.stderr));
    let mut child = command.spawn().map_err(start_error)?;
    Ok(ContainerSession {
        stdin: child.stdin.take().map(boxed_write),
        stdout: child.stdout.take().map(boxed_read),
        stderr: child.stderr.take().map(boxed_read),
        resize: None,
        exit: exit(child, ended, None).boxed(),
    })
}

fn boxed_read(
    stream: impl AsyncRead + Send + Unpin + 'static,
) -> Box<dyn AsyncRead + Send + Unpin> {
    Box::new(stream)
}

fn boxed_write(
    stream: impl AsyncWrite + Send + Unpin + 'static,
) -> Box<dyn AsyncWrite + Send + Unpin> {
    Box::new(stream)
}

async fn exit(
    mut child: Child,
    mut container: watch::Receiver<bool>,
    terminal: Option<(Arc<pty::Terminal>, watch::Receiver<TerminalSize>)>,
) -> Result<i32, StreamError> {
    let _group = Group::of(&child);
    let resizing = async {
        let Some((terminal, mut sizes)) = terminal else { return std::future::pending().await };
        while sizes.changed().await.is_ok() {
            let size = *sizes.borrow_and_update();
            terminal.resize(size);
        }
        std::future::pending::<()>().await
    };
    tokio::select! {
        status = child.wait() => Ok(exit_code(status?)),
        () = resizing => Ok(0),
        () = end_of(&mut container) => Ok(KILLED),
    }
}

/// Waits for a container's end; for ever if the runtime is closed before.
async fn end_of(container: &mut watch::Receiver<bool>) {
    if container.wait_for(|ended| *ended).await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Connects to a running container. `once` says that its input ends with this connection's.
pub(super) fn attach(
    live: Live,
    options: StreamOptions,
    once: bool,
    tasks: &TaskTracker,
) -> ContainerSession {
    let mut session = ContainerSession {
        stdin: None,
        stdout: None,
        stderr: None,
        resize: None,
        exit: futures::future::ready(Ok(0)).boxed(),
    };
    if options.stdin {
        let (near, far) = tokio::io::duplex(BUFFER);
        tasks.spawn(forward_input(far, live.input.clone(), once));
        session.stdin = Some(Box::new(near));
    }
    let has_terminal = live.resize.is_some();
    let wanted = [
        (LogStreamName::Stdout, options.stdout),
        (LogStreamName::Stderr, options.stderr && !has_terminal),
    ];
    for (stream, _) in wanted.into_iter().filter(|(_, wanted)| *wanted) {
        let (near, far) = tokio::io::duplex(BUFFER);
        tasks.spawn(forward_output(live.said.subscribe(), stream, far));
        let near = Some(boxed_read(near));
        match stream {
            LogStreamName::Stdout => session.stdout = near,
            LogStreamName::Stderr => session.stderr = near,
        }
    }
    if let Some(terminal) = live.resize.clone() {
        let (resize, mut sizes) = watch::channel(TerminalSize::default());
        tasks.spawn(async move {
            while sizes.changed().await.is_ok() {
                let size = *sizes.borrow_and_update();
                terminal.resize(size);
            }
        });
        session.resize = Some(resize);
    }
    let mut ended = live.ended;
    session.exit = async move {
        // Whether it ended or the runtime was closed: there is no more output.
        let _end = ended.wait_for(|ended| *ended).await.is_ok();
        Ok(0)
    }
    .boxed();
    session
}

async fn forward_input(
    mut from: tokio::io::DuplexStream,
    input: Arc<tokio::sync::Mutex<Option<Input>>>,
    once: bool,
) {
    let mut buffer = vec![0; 8192];
    loop {
        let read = tokio::io::AsyncReadExt::read(&mut from, &mut buffer).await.unwrap_or(0);
        let mut input = input.lock().await;
        if read == 0 {
            if once {
                input.take();
            }
            return;
        }
        let Some(to) = input.as_mut() else { return };
        if to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}

async fn forward_output(
    mut said: broadcast::Receiver<Said>,
    stream: LogStreamName,
    mut to: tokio::io::DuplexStream,
) {
    loop {
        match said.recv().await {
            Ok(piece) if piece.stream == stream => {
                if to.write_all(&piece.bytes).await.is_err() {
                    return;
                }
            }
            Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
            Err(broadcast::error::RecvError::Closed) => return,
        }
    }
}
