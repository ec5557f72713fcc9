//! Bytes to frames.

use bytes::{Buf, Bytes, BytesMut};

use super::compression::HeaderDecompressor;
use super::connection::Limits;
use super::frame::{
    CONTROL, FLAG_FIN, FLAG_UNIDIRECTIONAL, Frame, FrameError, GoAwayStatus, HEAD, ResetStatus,
    STREAM_MASK, Setting, StreamId, VERSION, kind,
};
use super::headers::Headers;

/// Reads frames from bytes, however they are cut.
///
/// Control frames are held until they are whole, up to [`Limits::control_frame`]; data is handed
/// out as it comes, so that a frame's length costs no memory.
#[derive(Debug)]
pub struct Decoder {
    limits: Limits,
    buffer: BytesMut,
    state: State,
    decompressor: HeaderDecompressor,
}

#[derive(Debug, Clone)]
enum State {
    /// Before a head.
    Head,
    /// In the payload of a data frame.
    Data { id: StreamId, fin: bool, rest: usize },
    /// In the payload of a control frame that nobody knows.
    Skip { rest: usize },
    /// The bytes made no sense.
    Failed(FrameError),
}

impl Decoder {
    /// A decoder at the start of a connection.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            buffer: BytesMut::new(),
            state: State::Head,
            decompressor: HeaderDecompressor::new(),
        }
    }

    /// Takes the next bytes. Call [`Decoder::next_frame`] until it has no more.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The next frame, or `None` when more bytes are needed for it.
    ///
    /// # Errors
    /// The bytes are no SPDY; the same error comes back for ever after.
    pub fn next_frame(&mut self) -> Result<Option<Frame>, FrameError> {
        let next = self.advance();
        if let Err(error) = &next {
            self.state = State::Failed(error.clone());
            self.buffer = BytesMut::new();
        }
        next
    }

    fn advance(&mut self) -> Result<Option<Frame>, FrameError> {
        loop {
            match &mut self.state {
                State::Failed(error) => return Err(error.clone()),
                State::Skip { rest } => {
                    let skipped = (*rest).min(self.buffer.len());
                    self.buffer.advance(skipped);
                    *rest -= skipped;
                    if *rest > 0 {
                        return Ok(None);
                    }
                    self.state = State::Head;
                }
                State::Data { id, fin, rest } => {
                    let piece = (*rest).min(self.buffer.len());
                    if piece == 0 && *rest > 0 {
                        return Ok(None);
                    }
                    let (id, fin) = (*id, *fin);
                    *rest -= piece;
                    let last = *rest == 0;
                    if last {
                        self.state = State::Head;
                    }
                    let data = self.buffer.split_to(piece).freeze();
                    return Ok(Some(Frame::Data { id, data, fin: fin && last }));
                }
                State::Head => {
                    let Some(head) = Head::peek(&self.buffer) else { return Ok(None) };
                    if let Some(step) = self.step(head)? {
                        return Ok(step);
                    }
                }
            }
        }
    }

    /// What a head leads to: a frame, the need for more bytes, or (`None`) another state.
    fn step(&mut self, head: Head) -> Result<Option<Option<Frame>>, FrameError> {
        let Head { first, flags, length } = head;
        if first & CONTROL == 0 {
            if first == 0 {
                return Err(FrameError::DataOnStreamZero);
            }
            self.buffer.advance(HEAD);
            let fin = flags & FLAG_FIN != 0;
            self.state = State::Data { id: StreamId(first), fin, rest: length };
            return Ok(None);
        }
        let [_, _, high, low] = first.to_be_bytes();
        let kind = u16::from_be_bytes([high, low]);
        let version = ((first & STREAM_MASK) >> 16) as u16;
        if version != VERSION {
            return Err(FrameError::UnsupportedVersion(version));
        }
        if !known(kind) {
            // The draft: what is not known is ignored.
            self.buffer.advance(HEAD);
            self.state = State::Skip { rest: length };
            return Ok(None);
        }
        let limit = self.limits.control_frame;
        if length > limit {
            return Err(FrameError::TooLarge { kind, length, limit });
        }
        if self.buffer.len() < HEAD + length {
            return Ok(Some(None));
        }
        self.buffer.advance(HEAD);
        let payload = self.buffer.split_to(length).freeze();
        self.control(kind, flags, payload).map(|frame| Some(Some(frame)))
    }

    fn control(&mut self, kind: u16, flags: u8, mut payload: Bytes) -> Result<Frame, FrameError> {
        let length = payload.len();
        let bad_length = FrameError::BadLength { kind, length };
        let fits = match kind {
            kind::SYN_STREAM => length >= 10,
            kind::SYN_REPLY | kind::HEADERS | kind::SETTINGS => length >= 4,
            kind::PING => length == 4,
            _ => length == 8,
        };
        if !fits {
            return Err(bad_length);
        }
        let fin = flags & FLAG_FIN != 0;
        let first = payload.get_u32();
        let id = StreamId(first & STREAM_MASK);
        let named = match kind {
            kind::SYN_STREAM | kind::SYN_REPLY | kind::RST_STREAM | kind::HEADERS => id.0 != 0,
            kind::PING => first != 0,
            _ => true,
        };
        if !named {
            return Err(FrameError::Zero(kind));
        }
        Ok(match kind {
            kind::SYN_STREAM => {
                let associated = StreamId(payload.get_u32() & STREAM_MASK);
                let priority = payload.get_u8() >> 5;
                payload.advance(1);
                let headers = self.headers(&payload)?;
                let unidirectional = flags & FLAG_UNIDIRECTIONAL != 0;
                Frame::SynStream { id, associated, priority, headers, fin, unidirectional }
            }
            kind::SYN_REPLY => Frame::SynReply { id, headers: self.headers(&payload)?, fin },
            kind::HEADERS => Frame::Headers { id, headers: self.headers(&payload)?, fin },
            kind::RST_STREAM => match payload.get_u32() {
                0 => return Err(FrameError::Zero(kind)),
                code => Frame::RstStream { id, status: ResetStatus::from_code(code) },
            },
            kind::SETTINGS => Frame::Settings { settings: settings(first, payload, bad_length)? },
            kind::PING => Frame::Ping { id: first },
            kind::GO_AWAY => {
                let status = GoAwayStatus::from_code(payload.get_u32());
                Frame::GoAway { last_good: id, status }
            }
            _ => Frame::WindowUpdate { id, delta: payload.get_u32() & STREAM_MASK },
        })
    }

    fn headers(&mut self, compressed: &[u8]) -> Result<Headers, FrameError> {
        let limit = self.limits.header_block;
        Headers::from_block(&self.decompressor.decompress(compressed, limit)?)
    }
}

fn settings(
    count: u32,
    mut payload: Bytes,
    bad_length: FrameError,
) -> Result<Vec<Setting>, FrameError> {
    if payload.len() as u64 != u64::from(count) * 8 {
        return Err(bad_length);
    }
    let mut settings = Vec::new();
    while payload.has_remaining() {
        let [flags, id @ ..] = payload.get_u32().to_be_bytes();
        let id = u32::from_be_bytes([0, id[0], id[1], id[2]]);
        settings.push(Setting { flags, id, value: payload.get_u32() });
    }
    Ok(settings)
}

fn known(kind: u16) -> bool {
    matches!(
        kind,
        kind::SYN_STREAM
            | kind::SYN_REPLY
            | kind::RST_STREAM
            | kind::SETTINGS
            | kind::PING
            | kind::GO_AWAY
            | kind::HEADERS
            | kind::WINDOW_UPDATE
    )
}

struct Head {
    first: u32,
    flags: u8,
    length: usize,
}

impl Head {
    fn peek(buffer: &[u8]) -> Option<Self> {
        let (head, _) = buffer.split_first_chunk::<HEAD>()?;
        let [a, b, c, d, flags, length @ ..] = *head;
        let length = u32::from_be_bytes([0, length[0], length[1], length[2]]) as usize;
        Some(Self { first: u32::from_be_bytes([a, b, c, d]), flags, length })
    }
}
