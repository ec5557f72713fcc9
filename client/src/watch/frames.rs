//! Cutting a stream of bytes into watch events, whatever the chunks it comes in.
//!
//! *Upstream:* `apimachinery/pkg/util/framer/framer.go` and the JSON decoder it wraps: values stand
//! back to back, and the newline between them is incidental.

use bytes::{Buf, Bytes, BytesMut};

use bowline_apimachinery::codec::MediaType;

/// The longest frame that client-go reads, in bytes.
pub(crate) const MAX_FRAME: usize = 16 << 20;

/// A frame longer than [`MAX_FRAME`]; the stream cannot be read further.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooLarge(pub(crate) usize);

/// An incremental cutter.
#[derive(Debug)]
pub(crate) enum Frames {
    Json(JsonFrames),
    Protobuf(BytesMut),
}

impl Frames {
    pub(crate) fn new(media_type: MediaType) -> Self {
        match media_type {
            MediaType::Protobuf => Self::Protobuf(BytesMut::new()),
            _ => Self::Json(JsonFrames::default()),
        }
    }

    /// Adds what came from the network.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        match self {
            Self::Json(json) => json.buffer.extend_from_slice(bytes),
            Self::Protobuf(buffer) => buffer.extend_from_slice(bytes),
        }
    }

    /// The next whole frame, if it is there.
    pub(crate) fn next(&mut self) -> Result<Option<Bytes>, TooLarge> {
        match self {
            Self::Json(json) => json.next(),
            Self::Protobuf(buffer) => {
                let Some(head) = buffer.first_chunk::<4>() else { return Ok(None) };
                let length = u32::from_be_bytes(*head) as usize;
                if length > MAX_FRAME {
                    return Err(TooLarge(length));
                }
                if buffer.len() < 4 + length {
                    buffer.reserve(4 + length - buffer.len());
                    return Ok(None);
                }
                buffer.advance(4);
                Ok(Some(buffer.split_to(length).freeze()))
            }
        }
    }
}

/// Where a scan for the end of a JSON value has got to.
#[derive(Debug, Default)]
pub(crate) struct JsonFrames {
    buffer: BytesMut,
    scanned: usize,
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl JsonFrames {
    fn next(&mut self) -> Result<Option<Bytes>, TooLarge> {
        if self.depth == 0 {
            let blank = self.buffer.iter().take_while(|b| b.is_ascii_whitespace()).count();
            self.buffer.advance(blank);
        }
        while let Some(&byte) = self.buffer.get(self.scanned) {
            self.scanned += 1;
            if self.step(byte) {
                let frame = self.buffer.split_to(self.scanned).freeze();
                self.scanned = 0;
                return Ok(Some(frame));
            }
        }
        if self.scanned > MAX_FRAME { Err(TooLarge(self.scanned)) } else { Ok(None) }
    }

    /// Whether a value ends with this byte. Outside of objects a line ends one, so that garbage
    /// becomes a frame that does not decode instead of an endless wait.
    fn step(&mut self, byte: u8) -> bool {
        if self.in_string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            b'\n' => return self.depth == 0,
            _ => {}
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All frames of `input` given in chunks of `size` bytes.
    fn cut(media_type: MediaType, input: &[u8], size: usize) -> Vec<Vec<u8>> {
        let mut frames = Frames::new(media_type);
        let mut out = Vec::new();
        for chunk in input.chunks(size) {
            frames.push(chunk);
            while let Some(frame) = frames.next().unwrap() {
                out.push(frame.to_vec());
            }
        }
        out
    }

    #[test]
    fn json_values_end_where_they_end() {
        for (name, input, want) in [
            ("lines", "{\"a\":1}\n{\"b\":2}\n", &["{\"a\":1}", "{\"b\":2}"][..]),
            ("back to back", "{\"a\":1}{\"b\":2}", &["{\"a\":1}", "{\"b\":2}"]),
            ("pretty", "{\n \"a\": {\n }\n}\n\n{}", &["{\n \"a\": {\n }\n}", "{}"]),
            (
                "braces in strings",
                r#"{"a":"}\"{"}{"b":"\\"}"#,
                &[r#"{"a":"}\"{"}"#, r#"{"b":"\\"}"#],
            ),
            ("unfinished", "{\"a\":", &[]),
            ("garbage is a frame", "oops\n{}", &["oops\n", "{}"]),
        ] {
            for size in [1, 3, 100] {
                let got = cut(MediaType::Json, input.as_bytes(), size);
                let want: Vec<_> = want.iter().map(|w| w.as_bytes().to_vec()).collect();
                assert_eq!(got, want, "{name} in chunks of {size}");
            }
        }
    }

    #[test]
    fn protobuf_frames_have_their_length_in_front() {
        let input = [&[0, 0, 0, 2][..], b"ab", &[0, 0, 0, 0], &[0, 0, 0, 1], b"c"].concat();
        for size in [1, 4, 100] {
            let got = cut(MediaType::Protobuf, &input, size);
            assert_eq!(got, [b"ab".to_vec(), Vec::new(), b"c".to_vec()], "chunks of {size}");
        }
        let mut frames = Frames::new(MediaType::Protobuf);
        frames.push(&[0x7f, 0, 0, 0]);
        assert_eq!(frames.next(), Err(TooLarge(0x7f00_0000)));
    }
}
