//! One end of a SPDY connection: bytes in, events out, requests in, bytes out.

use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;

use super::decode::Decoder;
use super::encode::Encoder;
use super::frame::{Frame, FrameError, GoAwayStatus, ResetStatus, StreamId};
use super::headers::Headers;

/// Which end this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The end that asked for the upgrade; its streams and pings are odd.
    Client,
    /// The end that granted it; its streams and pings are even.
    Server,
}

impl Role {
    fn first_id(self) -> u32 {
        match self {
            Self::Client => 1,
            Self::Server => 2,
        }
    }

    fn owns(self, id: u32) -> bool {
        id % 2 == self.first_id() % 2
    }
}

/// What the other end may cost us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest control frame, in bytes of payload. Header blocks of Kubernetes take about 100.
    pub control_frame: usize,
    /// The largest header block after decompression, in bytes.
    pub header_block: usize,
    /// Streams open at once; more are refused. Go has no limit.
    pub streams: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { control_frame: 64 << 10, header_block: 64 << 10, streams: 4096 }
    }
}

/// What the other end did.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// It opened a stream. Answer with [`Connection::reply`] or [`Connection::reset`].
    StreamOpened {
        /// The new stream.
        id: StreamId,
        /// What the stream is for.
        headers: Headers,
        /// It will send nothing on the stream.
        fin: bool,
    },
    /// It accepted a stream that we opened.
    Reply {
        /// The accepted stream.
        id: StreamId,
        /// What it adds.
        headers: Headers,
        /// It will send nothing on the stream.
        fin: bool,
    },
    /// It added headers.
    Headers {
        /// The stream.
        id: StreamId,
        /// What it adds.
        headers: Headers,
        /// It will send nothing more on the stream.
        fin: bool,
    },
    /// It sent bytes. One data frame may come as several of these.
    Data {
        /// The stream.
        id: StreamId,
        /// The bytes; perhaps none, when only `fin` matters.
        data: Bytes,
        /// It will send nothing more on the stream.
        fin: bool,
    },
    /// It ended a stream at once, both ways; the stream is gone.
    Reset {
        /// The ended stream.
        id: StreamId,
        /// Why.
        status: ResetStatus,
    },
    /// It asked whether we are there; the answer is already among the output.
    Ping {
        /// The number of the question.
        id: u32,
    },
    /// It answered a [`Connection::ping`].
    Pong {
        /// The number of the question.
        id: u32,
    },
    /// It opens and accepts no more streams. Those that are open live on.
    GoAway {
        /// The last of our streams that it accepted; 0 for none.
        last_good: StreamId,
        /// Why.
        status: GoAwayStatus,
    },
}

/// Why a stream cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// One end said that it goes away.
    #[error("SPDY connection is going away")]
    GoingAway,
    /// All stream numbers are spent.
    #[error("SPDY connection has no stream numbers left")]
    Exhausted,
    /// The connection broke.
    #[error("SPDY connection has failed")]
    Failed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Half {
    Open,
    Closed,
}

impl Half {
    fn from_fin(fin: bool) -> Self {
        if fin { Self::Closed } else { Self::Open }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Acceptance {
    Awaited,
    Given,
}

#[derive(Debug)]
struct Stream {
    acceptance: Acceptance,
    /// Our way out.
    local: Half,
    /// Their way in.
    remote: Half,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Life {
    /// Streams come and go.
    Running,
    /// No new streams; those that are open live on.
    GoingAway,
    /// The bytes made no sense.
    Failed(FrameError),
}

/// One end of a connection.
///
/// *Contract.* After each call take [`Connection::poll_output`] and send it; after each
/// [`Connection::feed`] take events until there are none. Nothing here waits, and no bytes from
/// the other end can make it panic. Calls about a stream that is gone do nothing, for the other
/// end may have reset it a moment ago.
#[derive(Debug)]
pub struct Connection {
    role: Role,
    limits: Limits,
    life: Life,
    decoder: Decoder,
    encoder: Encoder,
    output: Vec<u8>,
    events: VecDeque<Event>,
    streams: BTreeMap<StreamId, Stream>,
    next_stream: u32,
    last_accepted: StreamId,
    last_seen: StreamId,
    next_ping: u32,
}

impl Connection {
    /// A connection right after the upgrade.
    pub fn new(role: Role, limits: Limits) -> Self {
        Self {
            role,
            limits,
            life: Life::Running,
            decoder: Decoder::new(limits),
            encoder: Encoder::new(),
            output: Vec::new(),
            events: VecDeque::new(),
            streams: BTreeMap::new(),
            next_stream: role.first_id(),
            last_accepted: StreamId(0),
            last_seen: StreamId(0),
            next_ping: role.first_id(),
        }
    }

    /// Takes bytes that arrived.
    ///
    /// # Errors
    /// They are no SPDY. A `GOAWAY` that says so is among the output; send it and hang up. Events
    /// from before the error can still be taken.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), FrameError> {
        if let Life::Failed(error) = &self.life {
            return Err(error.clone());
        }
        self.decoder.feed(bytes);
        loop {
            match self.decoder.next_frame() {
                Ok(Some(frame)) => self.receive(frame),
                Ok(None) => return Ok(()),
                Err(error) => {
                    self.send_go_away(GoAwayStatus::ProtocolError);
                    self.life = Life::Failed(error.clone());
                    self.streams.clear();
                    return Err(error);
                }
            }
        }
    }

    /// The next thing that the other end did, oldest first.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// All bytes that wait to be sent, if any.
    pub fn poll_output(&mut self) -> Option<Bytes> {
        (!self.output.is_empty()).then(|| Bytes::from(std::mem::take(&mut self.output)))
    }

    /// How many bytes wait to be sent: stop writing when they pile up.
    pub fn output_len(&self) -> usize {
        self.output.len()
    }

    /// How many streams are open, at least half.
    pub fn open_streams(&self) -> usize {
        self.streams.len()
    }

    /// Whether one end goes away, or the connection failed, and no stream keeps it: once the output
    /// is sent, hang up.
    pub fn is_done(&self) -> bool {
        self.life != Life::Running && self.streams.is_empty()
    }

    /// Opens a stream. Go drops data that overtakes its reply: wait for [`Event::Reply`] before
    /// sending.
    ///
    /// # Errors
    /// No stream can be opened any more.
    pub fn open_stream(&mut self, headers: Headers) -> Result<StreamId, OpenError> {
        match self.life {
            Life::Running => {}
            Life::GoingAway => return Err(OpenError::GoingAway),
            Life::Failed(_) => return Err(OpenError::Failed),
        }
        if self.next_stream > i32::MAX as u32 {
            return Err(OpenError::Exhausted);
        }
        let id = StreamId(self.next_stream);
        self.next_stream += 2;
        let (local, remote) = (Half::Open, Half::Open);
        self.streams.insert(id, Stream { acceptance: Acceptance::Awaited, local, remote });
        self.send(&Frame::SynStream {
            id,
            associated: StreamId(0),
            priority: 0,
            headers,
            fin: false,
            unidirectional: false,
        });
        Ok(id)
    }

    /// Accepts a stream that the other end opened.
    pub fn reply(&mut self, id: StreamId, headers: Headers) {
        if self.role.owns(id.0) {
            return;
        }
        let Some(stream) = self.streams.get_mut(&id) else { return };
        if stream.acceptance == Acceptance::Awaited {
            stream.acceptance = Acceptance::Given;
            self.send(&Frame::SynReply { id, headers, fin: false });
        }
    }

    /// Whether bytes can be sent on a stream: it is there, and not half-closed by us.
    pub fn can_send(&self, id: StreamId) -> bool {
        self.streams.get(&id).is_some_and(|stream| stream.local == Half::Open)
    }

    /// Sends bytes on a stream, unless it is half-closed or gone.
    pub fn send_data(&mut self, id: StreamId, data: &[u8]) {
        if self.can_send(id) && !data.is_empty() {
            self.encoder.data(id, data, false, &mut self.output);
        }
    }

    /// Half-closes a stream: nothing more will be sent on it.
    pub fn finish(&mut self, id: StreamId) {
        let Some(stream) = self.streams.get_mut(&id) else { return };
        if stream.local == Half::Open {
            stream.local = Half::Closed;
            self.encoder.data(id, &[], true, &mut self.output);
            self.forget_if_done(id);
        }
    }

    /// Ends a stream at once, both ways; with [`ResetStatus::RefusedStream`] it was never accepted.
    pub fn reset(&mut self, id: StreamId, status: ResetStatus) {
        if self.streams.remove(&id).is_some() {
            self.send(&Frame::RstStream { id, status });
        }
    }

    /// Asks whether the other end is there. [`Event::Pong`] brings the number back.
    pub fn ping(&mut self) -> u32 {
        let id = self.next_ping;
        self.next_ping = match id.checked_add(2) {
            Some(next) if next <= i32::MAX as u32 => next,
            _ => self.role.first_id(),
        };
        self.send(&Frame::Ping { id });
        id
    }

    /// Says that no more streams will be opened or accepted. Hang up once [`Connection::is_done`].
    pub fn go_away(&mut self) {
        if self.life == Life::Running {
            self.life = Life::GoingAway;
            self.send_go_away(GoAwayStatus::Ok);
        }
    }

    /// Resets all streams and goes away: after the output is sent nothing keeps the connection.
    pub fn close(&mut self) {
        let open: Vec<StreamId> = self.streams.keys().copied().collect();
        for id in open {
            self.reset(id, ResetStatus::Cancel);
        }
        self.go_away();
    }

    fn receive(&mut self, frame: Frame) {
        match frame {
            Frame::SynStream { id, headers, fin, unidirectional, .. } => {
                self.receive_stream(id, headers, fin, Half::from_fin(unidirectional));
            }
            Frame::SynReply { id, headers, fin } => self.receive_reply(id, headers, fin),
            Frame::RstStream { id, status } => {
                if self.streams.remove(&id).is_some() {
                    self.events.push_back(Event::Reset { id, status });
                }
            }
            Frame::Ping { id } if self.role.owns(id) => self.events.push_back(Event::Pong { id }),
            Frame::Ping { id } => {
                self.send(&Frame::Ping { id });
                self.events.push_back(Event::Ping { id });
            }
            Frame::GoAway { last_good, status } => {
                if self.life == Life::Running {
                    self.life = Life::GoingAway;
                }
                self.events.push_back(Event::GoAway { last_good, status });
            }
            Frame::Headers { id, headers, fin } => {
                if self.may_receive(id) {
                    self.events.push_back(Event::Headers { id, headers, fin });
                    self.receive_fin(id, fin);
                }
            }
            Frame::Data { id, data, fin } => {
                // Data on a stream that is gone was on its way when the stream went.
                if self.may_receive(id) && (fin || !data.is_empty()) {
                    self.events.push_back(Event::Data { id, data, fin });
                    self.receive_fin(id, fin);
                }
            }
            Frame::Settings { .. } | Frame::WindowUpdate { .. } => {}
        }
    }

    fn receive_stream(&mut self, id: StreamId, headers: Headers, fin: bool, local: Half) {
        if self.life != Life::Running {
            return;
        }
        if self.role.owns(id.0) || id <= self.last_seen {
            self.send(&Frame::RstStream { id, status: ResetStatus::ProtocolError });
            return;
        }
        self.last_seen = id;
        if self.streams.len() >= self.limits.streams {
            self.send(&Frame::RstStream { id, status: ResetStatus::RefusedStream });
            return;
        }
        self.last_accepted = id;
        let remote = Half::from_fin(fin);
        self.streams.insert(id, Stream { acceptance: Acceptance::Awaited, local, remote });
        self.events.push_back(Event::StreamOpened { id, headers, fin });
    }

    fn receive_reply(&mut self, id: StreamId, headers: Headers, fin: bool) {
        if !self.role.owns(id.0) {
            return;
        }
        let Some(stream) = self.streams.get_mut(&id) else { return };
        if stream.acceptance == Acceptance::Awaited {
            stream.acceptance = Acceptance::Given;
            self.events.push_back(Event::Reply { id, headers, fin });
            self.receive_fin(id, fin);
        }
    }

    /// Whether the other end may send on the stream. On our own streams it must accept first; a
    /// stream on which it does not is reset, as the draft says.
    fn may_receive(&mut self, id: StreamId) -> bool {
        let Some(stream) = self.streams.get(&id) else { return false };
        if self.role.owns(id.0) && stream.acceptance == Acceptance::Awaited {
            let status = ResetStatus::ProtocolError;
            self.reset(id, status);
            self.events.push_back(Event::Reset { id, status });
            return false;
        }
        stream.remote == Half::Open
    }

    fn receive_fin(&mut self, id: StreamId, fin: bool) {
        if !fin {
            return;
        }
        if let Some(stream) = self.streams.get_mut(&id) {
            stream.remote = Half::Closed;
            self.forget_if_done(id);
        }
    }

    fn forget_if_done(&mut self, id: StreamId) {
        let done = self
            .streams
            .get(&id)
            .is_some_and(|stream| stream.local == Half::Closed && stream.remote == Half::Closed);
        if done {
            self.streams.remove(&id);
        }
    }

    fn send_go_away(&mut self, status: GoAwayStatus) {
        let last_good = self.last_accepted;
        self.send(&Frame::GoAway { last_good, status });
    }

    fn send(&mut self, frame: &Frame) {
        if !matches!(self.life, Life::Failed(_)) {
            self.encoder.encode(frame, &mut self.output);
        }
    }
}

#[cfg(test)]
mod tests;
