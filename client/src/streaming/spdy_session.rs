//! A SPDY connection as tokio streams.
//!
//! [`SpdySession`] is the handle, [`SpdyStream`] one stream of it, [`SpdyDriver`] what moves the
//! bytes: the owner of the connection polls it, and the connection ends when it is dropped.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bowline_apimachinery::streaming::spdy::{
    Connection, Event, Headers, Limits, ResetStatus, Role, StreamId,
};
use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::StreamingError;
use super::idle::{Activity, IdleTimeout, READ_AFTER_WRITE_ERROR};
use super::inbox::{End, Inbox, register};

/// How long a stream that we open may stay unanswered.
///
/// Upstream: `createStreamResponseTimeout`.
const REPLY_TIMEOUT: Duration = Duration::from_secs(30);
/// Bytes that may wait to be sent before writers have to wait.
const MAX_UNSENT: usize = 256 << 10;
/// Bytes that may wait to be read, over all streams, before reading from the socket stops.
const MAX_UNREAD: usize = 1 << 20;
/// The longest data frame that is written.
const MAX_FRAME: usize = 32 << 10;

/// A SPDY connection. Clones are handles of the same one.
#[derive(Clone, Debug)]
pub struct SpdySession {
    shared: Arc<Shared>,
}

/// Moves the bytes of a [`SpdySession`]. Nothing happens unless [`SpdyDriver::run`] is polled.
#[derive(Debug)]
pub struct SpdyDriver<S> {
    io: S,
    shared: Arc<Shared>,
    idle: IdleTimeout,
}

/// A stream that the other end opened and that waits to be accepted. Dropping it refuses it.
#[derive(Debug)]
pub struct IncomingStream {
    stream: SpdyStream,
    headers: Headers,
}

/// One stream. Shutting it down half-closes it; dropping it before both ends have finished resets
/// it.
#[derive(Debug)]
pub struct SpdyStream {
    id: StreamId,
    refusal: ResetStatus,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    /// There is something to send.
    output: Notify,
    /// There is room for what arrives.
    room: Notify,
    /// A stream was opened by the other end.
    incoming: Notify,
    /// The connection is no more.
    closed: CancellationToken,
}

#[derive(Debug)]
struct State {
    connection: Connection,
    streams: BTreeMap<StreamId, Entry>,
    incoming: VecDeque<(StreamId, Headers)>,
    unread: usize,
    writers: Vec<Waker>,
    activity: Activity,
}

#[derive(Debug, Default)]
struct Entry {
    inbox: Inbox,
    answer: Option<Result<(), ResetStatus>>,
    opener: Option<Waker>,
}

impl SpdySession {
    /// A session over `io`, right after the upgrade. With an idle timeout the connection ends when
    /// nothing was sent or received for so long.
    pub fn new<S>(io: S, role: Role, idle: IdleTimeout) -> (Self, SpdyDriver<S>)
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let state = State {
            connection: Connection::new(role, Limits::default()),
            streams: BTreeMap::new(),
            incoming: VecDeque::new(),
            unread: 0,
            writers: Vec::new(),
            activity: Activity::now(),
        };
        let shared = Arc::new(Shared {
            state: Mutex::new(state),
            output: Notify::new(),
            room: Notify::new(),
            incoming: Notify::new(),
            closed: CancellationToken::new(),
        });
        (Self { shared: shared.clone() }, SpdyDriver { io, shared, idle })
    }

    /// Opens a stream and waits until the other end accepts it. Cancel-safe: a stream that nobody
    /// waits for is reset.
    ///
    /// # Errors
    /// It does not accept, not within 30 seconds, or the connection has ended.
    pub async fn open(&self, headers: Headers) -> Result<SpdyStream, StreamingError> {
        let id = {
            let mut state = self.shared.state.lock();
            if self.shared.closed.is_cancelled() {
                return Err(StreamingError::Lost);
            }
            let id = state.connection.open_stream(headers)?;
            state.streams.insert(id, Entry::default());
            id
        };
        self.shared.output.notify_one();
        let shared = self.shared.clone();
        let stream = SpdyStream { id, refusal: ResetStatus::Cancel, shared };
        let answer = std::future::poll_fn(|cx| {
            let mut state = self.shared.state.lock();
            match state.streams.get_mut(&id) {
                _ if self.shared.closed.is_cancelled() => Poll::Ready(Err(StreamingError::Lost)),
                None => Poll::Ready(Err(StreamingError::Lost)),
                Some(entry) => match entry.answer {
                    Some(Ok(())) => Poll::Ready(Ok(())),
                    Some(Err(status)) => Poll::Ready(Err(StreamingError::StreamRefused(status))),
                    None => {
                        entry.opener = Some(cx.waker().clone());
                        Poll::Pending
                    }
                },
            }
        });
        let answer = tokio::time::timeout(REPLY_TIMEOUT, answer).await;
        answer.map_err(|_| StreamingError::TimedOut(REPLY_TIMEOUT))??;
        Ok(stream)
    }

    /// The next stream that the other end opened, or `None` once the connection has ended.
    /// Cancel-safe.
    pub async fn accept(&self) -> Option<IncomingStream> {
        loop {
            let notified = self.shared.incoming.notified();
            if let Some((id, headers)) = self.shared.state.lock().incoming.pop_front() {
                let shared = self.shared.clone();
                let stream = SpdyStream { id, refusal: ResetStatus::RefusedStream, shared };
                return Some(IncomingStream { stream, headers });
            }
            tokio::select! {
                () = notified => {}
                () = self.shared.closed.cancelled() => return None,
            }
        }
    }

    /// Resets all streams and ends the connection once that is sent.
    pub fn close(&self) {
        let mut state = self.shared.state.lock();
        state.connection.close();
        state.streams.values_mut().for_each(|entry| entry.inbox.finish(End::Reset));
        drop(state);
        self.shared.output.notify_one();
    }

    /// Opens and accepts no more streams, and ends the connection when the last one has ended.
    pub fn go_away(&self) {
        self.shared.state.lock().connection.go_away();
        self.shared.output.notify_one();
    }

    /// Waits until the connection has ended, by either side. Cancel-safe.
    pub async fn closed(&self) {
        self.shared.closed.cancelled().await;
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> SpdyDriver<S> {
    /// Moves bytes until the connection ends. Dropping the future ends it at once; streams then
    /// read an error, unless the other end had finished them.
    ///
    /// # Errors
    /// The connection broke, or the other end does not speak SPDY.
    pub async fn run(self) -> Result<(), StreamingError> {
        let Self { io, shared, idle } = self;
        let _end = EndOnDrop(&shared);
        let (mut reader, mut writer) = tokio::io::split(io);
        let send = async {
            let sent = write(&mut writer, &shared).await;
            if sent.is_err() {
                // What has arrived can still be read: the end, perhaps.
                tokio::time::sleep(READ_AFTER_WRITE_ERROR).await;
            }
            sent
        };
        let broken = tokio::select! {
            read = read(&mut reader, &shared) => read,
            sent = send => return sent,
            () = idle.expired(|| shared.state.lock().activity) => Ok(()),
        };
        if matches!(broken, Err(StreamingError::Spdy(_))) {
            // The goodbye that says what was wrong; whether it arrives does not matter.
            let output = shared.state.lock().take_output().unwrap_or_default();
            let goodbye = async {
                writer.write_all(&output).await?;
                writer.flush().await
            };
            let _ = tokio::time::timeout(Duration::from_secs(1), goodbye).await;
        }
        broken
    }
}

async fn read(
    reader: &mut (impl AsyncRead + Unpin),
    shared: &Shared,
) -> Result<(), StreamingError> {
    let mut buffer = vec![0; 16 << 10];
    loop {
        loop {
            let room = shared.room.notified();
            if shared.state.lock().unread < MAX_UNREAD {
                break;
            }
            room.await;
        }
        let length = reader.read(&mut buffer).await?;
        if length == 0 {
            return Ok(());
        }
        let result = shared.state.lock().receive(buffer.get(..length).unwrap_or_default());
        shared.output.notify_one();
        shared.incoming.notify_waiters();
        result?;
    }
}

async fn write(
    writer: &mut (impl AsyncWrite + Unpin),
    shared: &Shared,
) -> Result<(), StreamingError> {
    loop {
        let more = shared.output.notified();
        let output = shared.state.lock().take_output();
        match output {
            Some(output) => {
                writer.write_all(&output).await?;
                writer.flush().await?;
            }
            None if shared.state.lock().connection.is_done() => {
                writer.shutdown().await?;
                return Ok(());
            }
            None => more.await,
        }
    }
}

/// Tells everybody that the connection is no more, however its driver ended.
struct EndOnDrop<'a>(&'a Shared);

impl Drop for EndOnDrop<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state.lock();
        self.0.closed.cancel();
        for entry in state.streams.values_mut() {
            entry.inbox.finish(End::Lost);
            entry.opener.take().into_iter().for_each(Waker::wake);
        }
        state.writers.drain(..).for_each(Waker::wake);
        state.incoming.clear();
    }
}

impl State {
    fn receive(&mut self, bytes: &[u8]) -> Result<(), StreamingError> {
        self.activity.touch();
        let fed = self.connection.feed(bytes);
        while let Some(event) = self.connection.poll_event() {
            self.handle(event);
        }
        Ok(fed?)
    }

    fn handle(&mut self, event: Event) {
        match event {
            Event::StreamOpened { id, headers, fin } => {
                let mut entry = Entry::default();
                if fin {
                    entry.inbox.finish(End::Finished);
                }
                self.streams.insert(id, entry);
                self.incoming.push_back((id, headers));
            }
            Event::Reply { id, fin, .. } => self.answer(id, Ok(()), fin.then_some(End::Finished)),
            Event::Reset { id, status } => {
                self.answer(id, Err(status), Some(End::Reset));
                self.writers.drain(..).for_each(Waker::wake);
            }
            Event::Headers { id, fin, .. } => self.deliver(id, bytes::Bytes::new(), fin),
            Event::Data { id, data, fin } => self.deliver(id, data, fin),
            _ => {}
        }
    }

    fn answer(&mut self, id: StreamId, answer: Result<(), ResetStatus>, end: Option<End>) {
        let Some(entry) = self.streams.get_mut(&id) else { return };
        entry.answer.get_or_insert(answer);
        entry.opener.take().into_iter().for_each(Waker::wake);
        end.into_iter().for_each(|end| entry.inbox.finish(end));
    }

    fn deliver(&mut self, id: StreamId, data: bytes::Bytes, fin: bool) {
        let Some(entry) = self.streams.get_mut(&id) else { return };
        self.unread += entry.inbox.push(data);
        if fin {
            entry.inbox.finish(End::Finished);
        }
    }

    fn take_output(&mut self) -> Option<bytes::Bytes> {
        let output = self.connection.poll_output()?;
        self.activity.touch();
        self.writers.drain(..).for_each(Waker::wake);
        Some(output)
    }
}

impl IncomingStream {
    /// What the other end says the stream is for.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// The stream's number.
    pub fn id(&self) -> StreamId {
        self.stream.id
    }

    /// Accepts it.
    pub fn accept(self) -> SpdyStream {
        let Self { mut stream, .. } = self;
        stream.refusal = ResetStatus::Cancel;
        stream.shared.state.lock().connection.reply(stream.id, Headers::new());
        stream.shared.output.notify_one();
        stream
    }
}

impl SpdyStream {
    /// The stream's number.
    pub fn id(&self) -> StreamId {
        self.id
    }

    /// Gives it up in both directions; what the other end still sends is dropped.
    pub fn reset(self) {}
}

impl AsyncRead for SpdyStream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let mut state = self.shared.state.lock();
        let Some(entry) = state.streams.get_mut(&self.id) else {
            return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into()));
        };
        let read = std::task::ready!(entry.inbox.poll_read(cx, into))?;
        if read > 0 {
            state.unread -= read;
            drop(state);
            self.shared.room.notify_one();
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for SpdyStream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let mut state = self.shared.state.lock();
        if self.shared.closed.is_cancelled() || !state.connection.can_send(self.id) {
            return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
        }
        if state.connection.output_len() >= MAX_UNSENT {
            register(&mut state.writers, cx);
            return Poll::Pending;
        }
        let piece = bytes.get(..MAX_FRAME).unwrap_or(bytes);
        state.connection.send_data(self.id, piece);
        drop(state);
        self.shared.output.notify_one();
        Poll::Ready(Ok(piece.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.shared.state.lock().connection.finish(self.id);
        self.shared.output.notify_one();
        Poll::Ready(Ok(()))
    }
}

impl Drop for SpdyStream {
    fn drop(&mut self) {
        let mut state = self.shared.state.lock();
        if let Some(entry) = state.streams.remove(&self.id) {
            state.unread -= entry.inbox.buffered();
        }
        state.connection.reset(self.id, self.refusal);
        drop(state);
        self.shared.room.notify_one();
        self.shared.output.notify_one();
    }
}

#[cfg(test)]
mod tests;
