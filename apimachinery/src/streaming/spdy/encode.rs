//! Frames to bytes.

use super::compression::HeaderCompressor;
use super::frame::{
    CONTROL, FLAG_FIN, FLAG_UNIDIRECTIONAL, Frame, MAX_PAYLOAD, STREAM_MASK, StreamId, VERSION,
    kind,
};
use super::headers::Headers;

/// Writes frames. Header blocks depend on all that were written before, so that a connection has
/// one encoder and sends in the order of encoding.
#[derive(Debug)]
pub struct Encoder {
    compressor: HeaderCompressor,
}

impl Default for Encoder {
    fn default() -> Self {
        Self::new()
    }
}

impl Encoder {
    /// An encoder at the start of a connection.
    pub fn new() -> Self {
        Self { compressor: HeaderCompressor::new() }
    }

    /// Appends `frame` to `output`. Data past 16 MiB becomes several frames.
    pub fn encode(&mut self, frame: &Frame, output: &mut Vec<u8>) {
        match frame {
            Frame::SynStream { id, associated, priority, headers, fin, unidirectional } => {
                let flags = flag(*fin, FLAG_FIN) | flag(*unidirectional, FLAG_UNIDIRECTIONAL);
                let mut payload = words(&[id.0 & STREAM_MASK, associated.0 & STREAM_MASK]);
                payload.extend_from_slice(&[(priority & 7) << 5, 0]);
                self.headers(kind::SYN_STREAM, flags, payload, headers, output);
            }
            Frame::SynReply { id, headers, fin } => {
                let payload = words(&[id.0 & STREAM_MASK]);
                self.headers(kind::SYN_REPLY, flag(*fin, FLAG_FIN), payload, headers, output);
            }
            Frame::Headers { id, headers, fin } => {
                let payload = words(&[id.0 & STREAM_MASK]);
                self.headers(kind::HEADERS, flag(*fin, FLAG_FIN), payload, headers, output);
            }
            Frame::RstStream { id, status } => {
                control(kind::RST_STREAM, 0, &words(&[id.0 & STREAM_MASK, status.code()]), output);
            }
            Frame::Settings { settings } => {
                let count = u32::try_from(settings.len()).unwrap_or(u32::MAX);
                let mut payload = words(&[count]);
                for setting in settings {
                    let name = u32::from(setting.flags) << 24 | (setting.id & 0x00ff_ffff);
                    payload.extend_from_slice(&words(&[name, setting.value]));
                }
                control(kind::SETTINGS, 0, &payload, output);
            }
            Frame::Ping { id } => control(kind::PING, 0, &words(&[*id]), output),
            Frame::GoAway { last_good, status } => {
                let payload = words(&[last_good.0 & STREAM_MASK, status.code()]);
                control(kind::GO_AWAY, 0, &payload, output);
            }
            Frame::WindowUpdate { id, delta } => {
                let payload = words(&[id.0 & STREAM_MASK, delta & STREAM_MASK]);
                control(kind::WINDOW_UPDATE, 0, &payload, output);
            }
            Frame::Data { id, data, fin } => self.data(*id, data, *fin, output),
        }
    }

    /// Appends the data frames for `data`; with `fin` the last one half-closes the stream.
    pub(super) fn data(&mut self, id: StreamId, data: &[u8], fin: bool, output: &mut Vec<u8>) {
        let mut pieces = data.chunks(MAX_PAYLOAD).peekable();
        if pieces.peek().is_none() {
            head(id.0 & STREAM_MASK, flag(fin, FLAG_FIN), 0, output);
        }
        while let Some(piece) = pieces.next() {
            let last = fin && pieces.peek().is_none();
            head(id.0 & STREAM_MASK, flag(last, FLAG_FIN), piece.len(), output);
            output.extend_from_slice(piece);
        }
    }

    fn headers(
        &mut self,
        kind: u16,
        flags: u8,
        mut payload: Vec<u8>,
        headers: &Headers,
        output: &mut Vec<u8>,
    ) {
        self.compressor.compress(&headers.to_block(), &mut payload);
        control(kind, flags, &payload, output);
    }
}

fn control(kind: u16, flags: u8, payload: &[u8], output: &mut Vec<u8>) {
    head(CONTROL | u32::from(VERSION) << 16 | u32::from(kind), flags, payload.len(), output);
    output.extend_from_slice(payload);
}

fn head(first: u32, flags: u8, length: usize, output: &mut Vec<u8>) {
    let length = u32::try_from(length.min(MAX_PAYLOAD)).expect("it is below 2^24");
    output.extend_from_slice(&words(&[first, u32::from(flags) << 24 | length]));
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}

fn flag(set: bool, flag: u8) -> u8 {
    if set { flag } else { 0 }
}
