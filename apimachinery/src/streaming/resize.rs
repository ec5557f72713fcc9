//! Terminal sizes on the resize channel: a stream of JSON objects.
//!
//! Upstream: `staging/src/k8s.io/cri-streaming/pkg/streaming/remotecommand/resize.go`.

use serde::{Deserialize, Serialize};

/// The size of a terminal, in character cells.
///
/// The names on the wire are capitalised, for upstream's struct has no tags; either case is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TerminalSize {
    /// Columns.
    #[serde(rename = "Width", alias = "width", default)]
    pub width: u16,
    /// Rows.
    #[serde(rename = "Height", alias = "height", default)]
    pub height: u16,
}

impl TerminalSize {
    /// The JSON that goes on the resize channel, with the newline of Go's encoder.
    pub fn to_json(self) -> Vec<u8> {
        format!("{{\"Width\":{},\"Height\":{}}}\n", self.width, self.height).into_bytes()
    }
}

/// Reads sizes from the bytes of a resize channel, however they are cut.
#[derive(Debug, Default)]
pub struct ResizeDecoder {
    pending: Vec<u8>,
    broken: bool,
}

/// A size takes some 30 bytes; what is longer than this without an end is not a size.
const MAX_PENDING: usize = 1024;

impl ResizeDecoder {
    /// Takes the next bytes and returns the sizes that are complete with them, oldest first.
    ///
    /// After bytes that are no size the channel is dead, as upstream: all else is ignored.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<TerminalSize> {
        if self.broken {
            return Vec::new();
        }
        self.pending.extend_from_slice(bytes);
        let mut sizes = Vec::new();
        let mut reader =
            serde_json::Deserializer::from_slice(&self.pending).into_iter::<TerminalSize>();
        loop {
            match reader.next() {
                Some(Ok(size)) => sizes.push(size),
                Some(Err(error)) if error.is_eof() => break,
                Some(Err(_)) => {
                    self.broken = true;
                    break;
                }
                None => break,
            }
        }
        let read = reader.byte_offset();
        self.pending.drain(..read);
        if self.pending.len() > MAX_PENDING {
            self.broken = true;
        }
        if self.broken {
            self.pending = Vec::new();
        }
        sizes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn size(width: u16, height: u16) -> TerminalSize {
        TerminalSize { width, height }
    }

    #[test]
    fn sizes_are_read() {
        let rows: &[(&str, &str, &[TerminalSize])] = &[
            ("client-go", "{\"Width\":80,\"Height\":24}\n", &[size(80, 24)]),
            ("lower case", "{\"width\":80,\"height\":24}", &[size(80, 24)]),
            (
                "two at once",
                "{\"Width\":1,\"Height\":2}{\"Width\":3,\"Height\":4}",
                &[size(1, 2), size(3, 4)],
            ),
            ("unknown fields", "{\"Width\":1,\"Height\":2,\"Depth\":3}", &[size(1, 2)]),
            ("nothing", "", &[]),
            ("not a size ends the channel", "nonsense {\"Width\":1,\"Height\":2}", &[]),
            ("out of range", "{\"Width\":70000,\"Height\":2}", &[]),
        ];
        for (name, text, want) in rows {
            assert_eq!(ResizeDecoder::default().feed(text.as_bytes()), *want, "{name}");
        }
    }

    #[test]
    fn an_endless_object_is_given_up() {
        let mut decoder = ResizeDecoder::default();
        assert_eq!(decoder.feed("{".as_bytes()), []);
        assert_eq!(decoder.feed(&vec![b' '; MAX_PENDING]), []);
        assert_eq!(decoder.feed(b"\"Width\":1,\"Height\":2}"), []);
    }

    proptest! {
        #[test]
        fn cuts_do_not_matter(sizes in proptest::collection::vec((any::<u16>(), any::<u16>()), 0..8), step in 1usize..20) {
            let sizes: Vec<_> = sizes.into_iter().map(|(w, h)| size(w, h)).collect();
            let bytes: Vec<u8> = sizes.iter().flat_map(|size| size.to_json()).collect();
            let mut decoder = ResizeDecoder::default();
            let read: Vec<_> = bytes.chunks(step).flat_map(|cut| decoder.feed(cut)).collect();
            prop_assert_eq!(read, sizes);
        }
    }
}
