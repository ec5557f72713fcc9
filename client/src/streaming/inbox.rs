//! Bytes that arrived for one stream and wait to be read.

use std::collections::VecDeque;
use std::io;
use std::task::{Context, Poll, Waker};

use bytes::{Buf, Bytes};
use tokio::io::ReadBuf;

/// Why nothing more will arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The other side finished.
    Finished,
    /// The other side gave the stream up.
    Reset,
    /// The connection was lost before the other side finished.
    Lost,
}

#[derive(Debug, Default)]
pub(super) struct Inbox {
    chunks: VecDeque<Bytes>,
    buffered: usize,
    end: Option<End>,
    reader: Option<Waker>,
}

impl Inbox {
    /// Takes bytes, unless the end has come.
    pub(super) fn push(&mut self, bytes: Bytes) -> usize {
        if self.end.is_some() || bytes.is_empty() {
            return 0;
        }
        let length = bytes.len();
        self.buffered += length;
        self.chunks.push_back(bytes);
        self.wake();
        length
    }

    /// Notes the end, unless it has come. What is buffered can still be read.
    pub(super) fn finish(&mut self, end: End) {
        if self.end.is_none() {
            self.end = Some(end);
            self.wake();
        }
    }

    /// Lets it end well, also when the connection was lost before its end was said.
    pub(super) fn forgive(&mut self) {
        self.end = Some(End::Finished);
        self.wake();
    }

    pub(super) fn buffered(&self) -> usize {
        self.buffered
    }

    /// Reads what is there; the second value is how many bytes that was.
    pub(super) fn poll_read(
        &mut self,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<usize>> {
        let mut read = 0;
        while let Some(chunk) = self.chunks.front_mut()
            && into.remaining() > 0
        {
            let length = chunk.len().min(into.remaining());
            into.put_slice(chunk.get(..length).unwrap_or_default());
            chunk.advance(length);
            read += length;
            if chunk.is_empty() {
                self.chunks.pop_front();
            }
        }
        self.buffered -= read;
        match self.end {
            _ if read > 0 || into.remaining() == 0 => Poll::Ready(Ok(read)),
            Some(End::Finished) => Poll::Ready(Ok(0)),
            Some(End::Reset) => Poll::Ready(Err(io::ErrorKind::ConnectionReset.into())),
            Some(End::Lost) => Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into())),
            None => {
                self.reader = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    }

    fn wake(&mut self) {
        if let Some(reader) = self.reader.take() {
            reader.wake();
        }
    }
}

/// Notes a task that waits for room to write, once however often it asks.
pub(super) fn register(writers: &mut Vec<Waker>, cx: &Context<'_>) {
    if !writers.iter().any(|writer| writer.will_wake(cx.waker())) {
        writers.push(cx.waker().clone());
    }
}
