//! `channel.k8s.io`: one WebSocket carries many byte streams, each message on a numbered channel.
//!
//! A binary message is the channel number and then the bytes; a base64 message is a text of the
//! channel's digit and then the bytes in base64. An empty payload is legal: a server sends one at
//! once to say that it is connected.
//!
//! Upstream: `staging/src/k8s.io/apimachinery/pkg/util/httpstream/wsstream/conn.go`,
//! `.../util/remotecommand/constants.go`.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The channel numbers of exec and attach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Channel {
    /// To the process.
    Stdin = 0,
    /// From the process.
    Stdout = 1,
    /// From the process; absent with a terminal.
    Stderr = 2,
    /// From the server, once, at the end: see [`super::status`].
    Error = 3,
    /// To the terminal: see [`super::resize`].
    Resize = 4,
}

impl Channel {
    /// All of them, in order of their numbers.
    pub const ALL: [Self; 5] = [Self::Stdin, Self::Stdout, Self::Stderr, Self::Error, Self::Resize];

    /// The number on the wire.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The channel of this number, if exec knows one.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.number() == number)
    }

    /// The value of the `streamType` header that names this stream over SPDY.
    pub fn stream_type(self) -> &'static str {
        match self {
            Self::Stdin => "stdin",
            Self::Stdout => "stdout",
            Self::Stderr => "stderr",
            Self::Error => "error",
            Self::Resize => "resize",
        }
    }

    /// The channel of this `streamType`, if exec knows one.
    pub fn from_stream_type(stream_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.stream_type() == stream_type)
    }
}

/// The number that, in v5, half-closes the channel named by the byte after it.
pub const CLOSE: u8 = 255;

/// How a message is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Binary WebSocket messages.
    Binary,
    /// Text WebSocket messages, payload in standard padded base64.
    Base64,
}

/// A message that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message<'a> {
    /// Bytes on a channel; perhaps none.
    Data {
        /// The channel's number.
        channel: u8,
        /// What it carries.
        payload: Cow<'a, [u8]>,
    },
    /// The other side will write no more on this channel. Only v5 sends it.
    Close {
        /// The channel's number.
        channel: u8,
    },
}

/// A message that makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MessageError {
    /// The digit of a text message is below `0`.
    #[error("channel message starts with byte {0:#04x}, which is no channel")]
    NotAChannel(u8),
    /// The payload of a text message is not base64.
    #[error("channel {0}: payload is not base64")]
    NotBase64(u8),
    /// A close message that does not name exactly one channel.
    #[error("channel close message names {0} channels, want 1")]
    BadClose(usize),
}

impl Encoding {
    /// Writes `payload` on `channel` as the body of one WebSocket message.
    ///
    /// The body of a base64 message is ASCII.
    pub fn encode(self, channel: u8, payload: &[u8]) -> Vec<u8> {
        match self {
            Self::Binary => {
                let mut message = Vec::with_capacity(1 + payload.len());
                message.push(channel);
                message.extend_from_slice(payload);
                message
            }
            Self::Base64 => {
                let mut message = String::with_capacity(1 + payload.len().div_ceil(3) * 4);
                // Upstream adds the number to '0', so that channels past 9 run on into ':' and ';'.
                message.push(char::from(b'0'.wrapping_add(channel) & 0x7f));
                STANDARD.encode_string(payload, &mut message);
                message.into_bytes()
            }
        }
    }

    /// Reads the body of one WebSocket message; `None` for an empty one, which says nothing.
    ///
    /// # Errors
    /// The message is malformed. Upstream ignores such a message; so may the caller.
    pub fn decode(self, message: &[u8]) -> Result<Option<Message<'_>>, MessageError> {
        let Some((&first, rest)) = message.split_first() else { return Ok(None) };
        let message = match self {
            Self::Binary if first == CLOSE => match rest {
                [channel] => Message::Close { channel: *channel },
                _ => return Err(MessageError::BadClose(rest.len())),
            },
            Self::Binary => Message::Data { channel: first, payload: Cow::Borrowed(rest) },
            Self::Base64 => {
                let channel = first.checked_sub(b'0').ok_or(MessageError::NotAChannel(first))?;
                let payload =
                    STANDARD.decode(rest).map_err(|_| MessageError::NotBase64(channel))?;
                Message::Data { channel, payload: Cow::Owned(payload) }
            }
        };
        Ok(Some(message))
    }
}

/// The v5 message that half-closes `channel`.
pub fn close_message(channel: u8) -> [u8; 2] {
    [CLOSE, channel]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn messages_are_as_upstream_documents_them() {
        type Row<'a> = (&'a str, Encoding, u8, &'a [u8], &'a [u8]);
        let rows: &[Row<'_>] = &[
            ("binary", Encoding::Binary, 0, b"foo\n", &[0, 102, 111, 111, 10]),
            ("binary, empty", Encoding::Binary, 1, b"", &[1]),
            ("base64 on stdin", Encoding::Base64, 0, b"foo\n", b"0Zm9vCg=="),
            ("base64 on stdout", Encoding::Base64, 1, b"\n", b"1Cg=="),
            ("base64, channel ten", Encoding::Base64, 10, b"", b":"),
        ];
        for (name, encoding, channel, payload, want) in rows {
            assert_eq!(encoding.encode(*channel, payload), *want, "{name}");
            let read = encoding.decode(want).unwrap().unwrap();
            let payload = Cow::Borrowed(*payload);
            assert_eq!(read, Message::Data { channel: *channel, payload }, "{name}");
        }
    }

    #[test]
    fn close_names_one_channel() {
        let read = Encoding::Binary.decode(&[255, 0]);
        assert_eq!(close_message(0), [255, 0]);
        assert_eq!(read, Ok(Some(Message::Close { channel: 0 })));
        assert_eq!(Encoding::Binary.decode(&[255]), Err(MessageError::BadClose(0)));
        assert_eq!(Encoding::Binary.decode(&[255, 0, 1]), Err(MessageError::BadClose(2)));
    }

    #[test]
    fn nonsense_is_refused() {
        assert_eq!(Encoding::Binary.decode(&[]), Ok(None));
        assert_eq!(Encoding::Base64.decode(b"\x01AA=="), Err(MessageError::NotAChannel(1)));
        assert_eq!(Encoding::Base64.decode(b"1!"), Err(MessageError::NotBase64(1)));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            base64: bool,
            channel in 0u8..64,
            payload in proptest::collection::vec(any::<u8>(), 0..300),
        ) {
            let encoding = if base64 { Encoding::Base64 } else { Encoding::Binary };
            let message = encoding.encode(channel, &payload);
            let payload = Cow::Owned(payload);
            prop_assert_eq!(encoding.decode(&message), Ok(Some(Message::Data { channel, payload })));
        }

        #[test]
        fn no_message_panics(base64: bool, message in proptest::collection::vec(any::<u8>(), 0..64)) {
            let encoding = if base64 { Encoding::Base64 } else { Encoding::Binary };
            let _ = encoding.decode(&message);
        }
    }
}
