//! Terminals for containers and commands.

use std::io;
use std::os::fd::OwnedFd;
use std::pin::Pin;
use std::process::Stdio;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bowline_apimachinery::streaming::resize::TerminalSize;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use tokio::io::unix::AsyncFd;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// The near side of a terminal.
#[derive(Debug)]
pub(super) struct Terminal {
    fd: AsyncFd<OwnedFd>,
}

/// A terminal: its near side, and the far side three times, for a process' standard streams.
pub(super) struct Pty {
    pub(super) near: Arc<Terminal>,
    pub(super) far: [Stdio; 3],
}

/// Opens a new terminal.
pub(super) fn open() -> io::Result<Pty> {
    let near = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
    grantpt(&near)?;
    unlockpt(&near)?;
    let name = ptsname(&near, Vec::new())?;
    let name = name.to_str().map_err(io::Error::other)?;
    let far = std::fs::OpenOptions::new().read(true).write(true).open(name)?;
    let flags = rustix::fs::fcntl_getfl(&near)?;
    rustix::fs::fcntl_setfl(&near, flags | rustix::fs::OFlags::NONBLOCK)?;
    #[allow(
        deprecated,
        reason = "its successor is unsafe to call; the terminal owns its descriptor"
    )]
    let fd = AsyncFd::new(near)?;
    Ok(Pty {
        near: Arc::new(Terminal { fd }),
        far: [far.try_clone()?.into(), far.try_clone()?.into(), far.into()],
    })
}

impl Terminal {
    /// Tells the program how large the user's window is.
    pub(super) fn resize(&self, size: TerminalSize) {
        let size = Winsize { ws_row: size.height, ws_col: size.width, ws_xpixel: 0, ws_ypixel: 0 };
        if let Err(error) = tcsetwinsize(self.fd.get_ref(), size) {
            tracing::debug!(%error, "a terminal was not resized");
        }
    }
}

/// Reads what the program writes to its terminal.
pub(super) struct TerminalReader(pub(super) Arc<Terminal>);

/// Writes what the program reads from its terminal.
pub(super) struct TerminalWriter(pub(super) Arc<Terminal>);

impl AsyncRead for TerminalReader {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        loop {
            let mut guard = ready!(self.0.fd.poll_read_ready(context))?;
            let space = buffer.initialize_unfilled();
            match guard.try_io(|fd| Ok(rustix::io::read(fd.get_ref(), &mut *space)?)) {
                Ok(Ok(read)) => {
                    buffer.advance(read);
                    return Poll::Ready(Ok(()));
                }
                // So the kernel says that nobody holds the far side any more.
                Ok(Err(error))
                    if error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error()) =>
                {
                    return Poll::Ready(Ok(()));
                }
                Ok(Err(error)) => return Poll::Ready(Err(error)),
                Err(_would_block) => {}
            }
        }
    }
}

impl AsyncWrite for TerminalWriter {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        loop {
            let mut guard = ready!(self.0.fd.poll_write_ready(context))?;
            match guard.try_io(|fd| Ok(rustix::io::write(fd.get_ref(), bytes)?)) {
                Ok(result) => return Poll::Ready(result),
                Err(_would_block) => {}
            }
        }
    }

    fn poll_flush(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    /// The end of input is a character on a terminal, not the end of the line.
    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        const END_OF_TRANSMISSION: &[u8] = &[4];
        self.poll_write(context, END_OF_TRANSMISSION).map_ok(drop)
    }
}
