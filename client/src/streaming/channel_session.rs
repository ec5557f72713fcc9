//! The channels of a `channel.k8s.io` WebSocket as tokio streams.
//!
//! [`ChannelSession`] is the handle, [`ChannelStream`] one channel of it, [`ChannelDriver`] what
//! moves the bytes.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bowline_apimachinery::streaming::channel::{self, Encoding};
use bytes::Bytes;
use futures::{Sink, SinkExt, Stream, StreamExt};
use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::Notify;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_util::sync::CancellationToken;

use super::StreamingError;
use super::idle::{Activity, IdleTimeout, READ_AFTER_WRITE_ERROR};
use super::inbox::{End, Inbox, register};
use super::tunnel::goodbye;

/// Bytes that may wait to be sent before writers have to wait.
const MAX_UNSENT: usize = 256 << 10;
/// Bytes that may wait to be read, over all channels, before reading from the socket stops.
const MAX_UNREAD: usize = 1 << 20;
/// The longest message that is written.
const MAX_MESSAGE: usize = 32 << 10;

/// How often the other end is asked whether it is there.
///
/// Upstream: `pingPeriod` and `pingReadDeadline` of client-go's `remotecommand/websocket.go`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heartbeat {
    /// Never; it asks us.
    Passive,
    /// Each 5 seconds; after 61 seconds without anything from it the connection counts as lost.
    Active,
}

const PING_PERIOD: Duration = Duration::from_secs(5);
const PING_DEADLINE: Duration = Duration::from_secs(61);

/// How a session's messages are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChannelFormat {
    /// Binary or text messages.
    pub encoding: Encoding,
    /// What shutting a channel down sends.
    pub half_close: HalfClose,
}

/// What shutting a channel down sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HalfClose {
    /// The close message of v5; clients send it.
    Message,
    /// Nothing: the version has no words for it, or the other end, a client, does not know them.
    Silent,
}

/// A WebSocket with channels. Clones are handles of the same one.
#[derive(Clone, Debug)]
pub struct ChannelSession {
    shared: Arc<Shared>,
}

/// Moves the bytes of a [`ChannelSession`]. Nothing happens unless [`ChannelDriver::run`] is
/// polled.
#[derive(Debug)]
pub struct ChannelDriver<S> {
    socket: WebSocketStream<S>,
    shared: Arc<Shared>,
    idle: IdleTimeout,
    heartbeat: Heartbeat,
}

/// One channel. What arrives after it is dropped is dropped too.
#[derive(Debug)]
pub struct ChannelStream {
    channel: u8,
    written: Written,
    shared: Arc<Shared>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    Open,
    Closed,
}

#[derive(Debug)]
struct Shared {
    format: ChannelFormat,
    state: Mutex<State>,
    /// There is something to send, or the session closes.
    output: Notify,
    /// There is room for what arrives.
    room: Notify,
    /// The connection is no more.
    closed: CancellationToken,
}

#[derive(Debug)]
struct State {
    channels: BTreeMap<u8, Inbox>,
    unread: usize,
    output: VecDeque<Vec<u8>>,
    unsent: usize,
    writers: Vec<Waker>,
    phase: Phase,
    received: Activity,
    sent: Activity,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Open,
    /// The close frame follows what waits to be sent.
    Closing,
}

impl ChannelSession {
    /// A session over an upgraded WebSocket. Open its channels before its driver runs, lest what
    /// arrives first is dropped.
    pub fn new<S>(
        socket: WebSocketStream<S>,
        format: ChannelFormat,
        idle: IdleTimeout,
        heartbeat: Heartbeat,
    ) -> (Self, ChannelDriver<S>) {
        let state = State {
            channels: BTreeMap::new(),
            unread: 0,
            output: VecDeque::new(),
            unsent: 0,
            writers: Vec::new(),
            phase: Phase::Open,
            received: Activity::now(),
            sent: Activity::now(),
        };
        let shared = Arc::new(Shared {
            format,
            state: Mutex::new(state),
            output: Notify::new(),
            room: Notify::new(),
            closed: CancellationToken::new(),
        });
        (Self { shared: shared.clone() }, ChannelDriver { socket, shared, idle, heartbeat })
    }

    /// The channel of this number; what arrives on it from now on can be read from here. Take each
    /// channel once: the streams of a second call would share the bytes.
    pub fn channel(&self, channel: u8) -> ChannelStream {
        let mut state = self.shared.state.lock();
        let inbox = state.channels.entry(channel).or_default();
        if self.shared.closed.is_cancelled() {
            inbox.finish(End::Lost);
        }
        drop(state);
        ChannelStream { channel, written: Written::Open, shared: self.shared.clone() }
    }

    /// Sends a message without a payload, which tells a client that the session stands.
    pub fn announce(&self, channel: u8) {
        self.shared.state.lock().push(self.shared.format.encoding.encode(channel, &[]));
        self.shared.output.notify_one();
    }

    /// Says goodbye after all that waits to be sent. The connection ends when the other end says
    /// goodbye too.
    pub fn close(&self) {
        self.shared.state.lock().phase = Phase::Closing;
        self.shared.output.notify_one();
    }

    /// Lets every channel end well where it stands, though the other end has not said goodbye:
    /// what it had to say is known to be said.
    pub fn end_channels(&self) {
        let mut state = self.shared.state.lock();
        state.channels.values_mut().for_each(Inbox::forgive);
    }

    /// Waits until the connection has ended, by either side. Cancel-safe.
    pub async fn closed(&self) {
        self.shared.closed.cancelled().await;
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> ChannelDriver<S> {
    /// Moves bytes until the connection ends. Dropping the future ends it at once.
    ///
    /// # Errors
    /// The connection broke, or the other end does not speak WebSocket.
    pub async fn run(self) -> Result<(), StreamingError> {
        let Self { socket, shared, idle, heartbeat } = self;
        let mut end = EndOnDrop { shared: &shared, end: End::Lost };
        let (sink, stream) = socket.split();
        let last_activity = || {
            let state = shared.state.lock();
            state.received.later(state.sent)
        };
        let silence = match heartbeat {
            Heartbeat::Passive => IdleTimeout::Never,
            Heartbeat::Active => IdleTimeout::After(PING_DEADLINE),
        };
        tokio::select! {
            read = read(stream, &shared) => {
                if let Ok(Farewell::Normal) = read {
                    end.end = End::Finished;
                }
                read.map(drop)
            }
            failure = write(sink, &shared, heartbeat) => Err(failure),
            () = idle.expired(last_activity) => Ok(()),
            () = silence.expired(|| shared.state.lock().received) => {
                Err(StreamingError::TimedOut(PING_DEADLINE))
            }
        }
    }
}

/// Whether the other end said goodbye.
enum Farewell {
    Normal,
    Missing,
}

async fn read(
    mut stream: impl Stream<Item = Result<Message, tungstenite::Error>> + Unpin,
    shared: &Shared,
) -> Result<Farewell, StreamingError> {
    use tungstenite::protocol::frame::coding::CloseCode;

    let mut farewell = Farewell::Missing;
    loop {
        loop {
            let room = shared.room.notified();
            if shared.state.lock().unread < MAX_UNREAD {
                break;
            }
            room.await;
        }
        let Some(message) = stream.next().await else { return Ok(farewell) };
        let message = match message {
            Ok(message) => message,
            // Many clients hang up without a word once they have what they came for.
            Err(tungstenite::Error::Protocol(
                tungstenite::error::ProtocolError::ResetWithoutClosingHandshake,
            )) => return Ok(farewell),
            Err(error) => return Err(error.into()),
        };
        shared.state.lock().received.touch();
        match message {
            Message::Binary(bytes) => shared.receive(bytes),
            Message::Text(text) => shared.receive(text.into()),
            Message::Close(Some(frame)) if frame.code == CloseCode::Normal => {
                farewell = Farewell::Normal;
            }
            // Without a code: x/net/websocket closes so.
            Message::Close(None) => farewell = Farewell::Normal,
            _ => {}
        }
    }
}

/// Sends what waits to be sent until that fails. What has arrived by then can still be read: the
/// end, or an error that says more, is there.
async fn write(
    sink: impl Sink<Message, Error = tungstenite::Error> + Unpin,
    shared: &Shared,
    heartbeat: Heartbeat,
) -> StreamingError {
    use tungstenite::error::ProtocolError::SendAfterClosing;

    let failure = match send(sink, shared, heartbeat).await {
        Ok(never) => match never {},
        Err(failure) => failure,
    };
    if let StreamingError::WebSocket(error) = &failure
        && matches!(**error, tungstenite::Error::Protocol(SendAfterClosing))
    {
        // The other end has said goodbye; the reader is about to learn it.
        return std::future::pending().await;
    }
    tokio::time::sleep(READ_AFTER_WRITE_ERROR).await;
    failure
}

async fn send(
    mut sink: impl Sink<Message, Error = tungstenite::Error> + Unpin,
    shared: &Shared,
    heartbeat: Heartbeat,
) -> Result<std::convert::Infallible, StreamingError> {
    let mut next_ping = tokio::time::Instant::now() + PING_PERIOD;
    loop {
        let more = shared.output.notified();
        let (message, phase) = shared.state.lock().take_output();
        match message {
            Some(message) => sink.feed(shared.wrap(message)?).await?,
            None if phase == Phase::Closing => {
                sink.send(Message::Close(Some(goodbye()))).await?;
                return std::future::pending().await;
            }
            None => {
                sink.flush().await?;
                let ping = async {
                    match heartbeat {
                        Heartbeat::Passive => std::future::pending().await,
                        Heartbeat::Active => tokio::time::sleep_until(next_ping).await,
                    }
                };
                tokio::select! {
                    () = more => {}
                    () = ping => {
                        next_ping = tokio::time::Instant::now() + PING_PERIOD;
                        sink.send(Message::Ping(Bytes::new())).await?;
                    }
                }
            }
        }
    }
}

/// Tells everybody that the connection is no more, however its driver ended.
struct EndOnDrop<'a> {
    shared: &'a Shared,
    end: End,
}

impl Drop for EndOnDrop<'_> {
    fn drop(&mut self) {
        let mut state = self.shared.state.lock();
        self.shared.closed.cancel();
        state.channels.values_mut().for_each(|inbox| inbox.finish(self.end));
        state.writers.drain(..).for_each(Waker::wake);
    }
}

impl Shared {
    fn receive(&self, message: Bytes) {
        let read = match self.format.encoding.decode(&message) {
            Ok(Some(read)) => read,
            Ok(None) => return,
            Err(error) => {
                tracing::debug!(%error, "ignoring a message on a streaming connection");
                return;
            }
        };
        let mut state = self.state.lock();
        match read {
            channel::Message::Close { channel } => {
                if let Some(inbox) = state.channels.get_mut(&channel) {
                    inbox.finish(End::Finished);
                }
            }
            channel::Message::Data { channel, payload } => {
                if let Some(inbox) = state.channels.get_mut(&channel) {
                    let payload = match payload {
                        std::borrow::Cow::Borrowed(payload) => message.slice_ref(payload),
                        std::borrow::Cow::Owned(payload) => payload.into(),
                    };
                    state.unread += inbox.push(payload);
                }
            }
        }
    }

    fn wrap(&self, message: Vec<u8>) -> Result<Message, StreamingError> {
        Ok(match self.format.encoding {
            Encoding::Binary => Message::Binary(message.into()),
            Encoding::Base64 => {
                let text = String::from_utf8(message).map_err(|_| StreamingError::Lost)?;
                Message::Text(text.into())
            }
        })
    }
}

impl State {
    fn push(&mut self, message: Vec<u8>) {
        self.unsent += message.len();
        self.output.push_back(message);
    }

    fn take_output(&mut self) -> (Option<Vec<u8>>, Phase) {
        let message = self.output.pop_front();
        if let Some(message) = &message {
            self.sent.touch();
            self.unsent -= message.len();
            if self.unsent < MAX_UNSENT {
                self.writers.drain(..).for_each(Waker::wake);
            }
        }
        (message, self.phase)
    }
}

impl AsyncRead for ChannelStream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let mut state = self.shared.state.lock();
        let Some(inbox) = state.channels.get_mut(&self.channel) else {
            return Poll::Ready(Ok(()));
        };
        let read = std::task::ready!(inbox.poll_read(cx, into))?;
        if read > 0 {
            state.unread -= read;
            drop(state);
            self.shared.room.notify_one();
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for ChannelStream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let mut state = self.shared.state.lock();
        let over = self.shared.closed.is_cancelled() || state.phase == Phase::Closing;
        if over || self.written == Written::Closed {
            return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
        }
        if bytes.is_empty() {
            return Poll::Ready(Ok(0));
        }
        if state.unsent >= MAX_UNSENT {
            register(&mut state.writers, cx);
            return Poll::Pending;
        }
        let piece = bytes.get(..MAX_MESSAGE).unwrap_or(bytes);
        state.push(self.shared.format.encoding.encode(self.channel, piece));
        drop(state);
        self.shared.output.notify_one();
        Poll::Ready(Ok(piece.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.written == Written::Open {
            self.written = Written::Closed;
            if self.shared.format.half_close == HalfClose::Message {
                let message = channel::close_message(self.channel).to_vec();
                self.shared.state.lock().push(message);
                self.shared.output.notify_one();
            }
        }
        Poll::Ready(Ok(()))
    }
}

impl Drop for ChannelStream {
    fn drop(&mut self) {
        let mut state = self.shared.state.lock();
        if let Some(inbox) = state.channels.remove(&self.channel) {
            state.unread -= inbox.buffered();
        }
        drop(state);
        self.shared.room.notify_one();
    }
}

#[cfg(test)]
mod tests;
