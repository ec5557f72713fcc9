//! Frames: eight bytes of head, then a payload whose length the head gives.
//!
//! A control frame's head is `1 version:15 type:16 flags:8 length:24`, a data frame's
//! `0 stream:31 flags:8 length:24`, all big-endian.

use bytes::Bytes;

use super::headers::Headers;

/// The number of a stream: odd when the client opened it, even when the server did; never 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StreamId(pub u32);

impl std::fmt::Display for StreamId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// One frame.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Frame {
    /// Opens a stream.
    SynStream {
        /// The new stream.
        id: StreamId,
        /// The stream it belongs to, or 0.
        associated: StreamId,
        /// 0 is the most urgent, 7 the least.
        priority: u8,
        /// What the stream is for.
        headers: Headers,
        /// The opener will send nothing more on it.
        fin: bool,
        /// The other end may send nothing on it.
        unidirectional: bool,
    },
    /// Accepts a stream.
    SynReply {
        /// The accepted stream.
        id: StreamId,
        /// What the acceptor adds.
        headers: Headers,
        /// The acceptor will send nothing on it.
        fin: bool,
    },
    /// Ends a stream at once, both ways.
    RstStream {
        /// The ended stream.
        id: StreamId,
        /// Why.
        status: ResetStatus,
    },
    /// Says something about the connection.
    Settings {
        /// What is said.
        settings: Vec<Setting>,
    },
    /// Asks for an answer with the same number, or is that answer.
    Ping {
        /// Odd when the client asks, even when the server does.
        id: u32,
    },
    /// The sender opens and accepts no more streams.
    GoAway {
        /// The last stream of the receiver that was accepted; 0 for none.
        last_good: StreamId,
        /// Why.
        status: GoAwayStatus,
    },
    /// More headers on a stream.
    Headers {
        /// The stream.
        id: StreamId,
        /// What is added.
        headers: Headers,
        /// The sender will send nothing more on it.
        fin: bool,
    },
    /// The sender can take more bytes.
    WindowUpdate {
        /// The stream, or 0 for the connection.
        id: StreamId,
        /// How many more.
        delta: u32,
    },
    /// Bytes of a stream. A [`Decoder`](super::Decoder) hands out a long data frame in pieces, as they arrive.
    Data {
        /// The stream.
        id: StreamId,
        /// The bytes; perhaps none.
        data: Bytes,
        /// The sender will send nothing more on it.
        fin: bool,
    },
}

/// One entry of a settings frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Whether the value is to be kept, or was.
    pub flags: u8,
    /// What is set; 24 bits.
    pub id: u32,
    /// To which value.
    pub value: u32,
}

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
            /// A code that the draft does not know.
            Other(u32),
        }

        impl $name {
            /// The number on the wire.
            pub fn code(self) -> u32 {
                match self {
                    $(Self::$variant => $code,)*
                    Self::Other(code) => code,
                }
            }

            /// What a number on the wire means.
            pub fn from_code(code: u32) -> Self {
                match code {
                    $($code => Self::$variant,)*
                    code => Self::Other(code),
                }
            }
        }
    };
}

codes! {
    /// Why a stream was reset.
    ResetStatus {
        /// The other end broke the protocol.
        ProtocolError = 1,
        /// A frame for a stream that is not open.
        InvalidStream = 2,
        /// The stream was not accepted and nothing was done for it.
        RefusedStream = 3,
        /// A version that is not spoken.
        UnsupportedVersion = 4,
        /// The stream is no longer wanted.
        Cancel = 5,
        /// The sender failed.
        InternalError = 6,
        /// The other end sent past its window.
        FlowControlError = 7,
        /// A second reply to one stream.
        StreamInUse = 8,
        /// Data on a stream that was half-closed.
        StreamAlreadyClosed = 9,
        /// Client certificates are not right.
        InvalidCredentials = 10,
        /// A frame that is larger than can be taken.
        FrameTooLarge = 11,
    }
}

codes! {
    /// Why an end goes away.
    GoAwayStatus {
        /// It is done.
        Ok = 0,
        /// The other end broke the protocol.
        ProtocolError = 1,
        /// It failed.
        InternalError = 2,
    }
}

/// The bytes are no SPDY. The connection cannot go on: where the next frame starts, or what the
/// next header block means, is lost.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// A control frame of another version than 3.
    #[error("control frame has version {0}, want 3")]
    UnsupportedVersion(u16),
    /// A control frame longer than allowed.
    #[error("control frame of type {kind} has {length} bytes, more than {limit}")]
    TooLarge {
        /// The frame's type number.
        kind: u16,
        /// Its payload.
        length: usize,
        /// What is allowed.
        limit: usize,
    },
    /// A control frame whose payload does not have the length that its type demands.
    #[error("control frame of type {kind} has {length} bytes, which does not fit its type")]
    BadLength {
        /// The frame's type number.
        kind: u16,
        /// Its payload.
        length: usize,
    },
    /// Stream, ping or reset status 0 where there must be one.
    #[error("control frame of type {0} has a zero where a number must be")]
    Zero(u16),
    /// Data on stream 0.
    #[error("data frame on stream 0")]
    DataOnStreamZero,
    /// Header bytes that zlib cannot read.
    #[error("header block is not compressed as zlib does")]
    BadCompression,
    /// The compressed stream asks for a dictionary that is not SPDY/3's.
    #[error("header block asks for another dictionary than SPDY/3's")]
    WrongDictionary,
    /// The compressed stream was finished, so that no later block could follow.
    #[error("header block ends the compressed stream")]
    CompressionEnded,
    /// More headers than allowed.
    #[error("header block is larger than {limit} bytes")]
    HeaderBlockTooLarge {
        /// What is allowed.
        limit: usize,
    },
    /// A header block that ends too early.
    #[error("header block ends before its last header")]
    ShortHeaderBlock,
    /// A header block that goes on after its last header.
    #[error("header block has {0} bytes after its last header")]
    HeaderBlockTail(usize),
    /// A header name that is empty or has upper case letters.
    #[error("header name {0:?} is empty or not in lower case")]
    BadHeaderName(String),
    /// A header name that stands twice.
    #[error("header {0:?} stands twice")]
    DuplicateHeader(String),
}

/// Type numbers of control frames.
pub(super) mod kind {
    pub(in super::super) const SYN_STREAM: u16 = 1;
    pub(in super::super) const SYN_REPLY: u16 = 2;
    pub(in super::super) const RST_STREAM: u16 = 3;
    pub(in super::super) const SETTINGS: u16 = 4;
    pub(in super::super) const PING: u16 = 6;
    pub(in super::super) const GO_AWAY: u16 = 7;
    pub(in super::super) const HEADERS: u16 = 8;
    pub(in super::super) const WINDOW_UPDATE: u16 = 9;
}

pub(super) const VERSION: u16 = 3;
pub(super) const HEAD: usize = 8;
pub(super) const CONTROL: u32 = 0x8000_0000;
pub(super) const STREAM_MASK: u32 = 0x7fff_ffff;
pub(super) const FLAG_FIN: u8 = 0x01;
pub(super) const FLAG_UNIDIRECTIONAL: u8 = 0x02;
/// The longest payload that a head can announce.
pub(super) const MAX_PAYLOAD: usize = (1 << 24) - 1;

#[cfg(test)]
mod tests;
