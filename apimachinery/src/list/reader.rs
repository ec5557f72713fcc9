//! A list read item by item from the pieces in which it arrives, without holding the whole.

use std::collections::VecDeque;
use std::marker::PhantomData;

use super::{Decoded, ItemFault, List};
use crate::codec::{DecodeError, MediaType, protobuf};
use crate::meta::ListMeta;
use crate::resource::Object;

/// As large as an item may be; etcd keeps none above a tenth of it.
pub const MAX_ITEM_BYTES: usize = 16 << 20;

/// Why a list cannot be read on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadListError {
    /// The bytes between the items are malformed.
    #[error("read list")]
    Malformed(#[from] DecodeError),
    /// An item, or what stands between items, is larger than [`MAX_ITEM_BYTES`].
    #[error("item of a list exceeds {MAX_ITEM_BYTES} bytes")]
    TooLarge,
    /// The list ended early.
    #[error("list ends unexpectedly")]
    Truncated,
    /// Items of this encoding cannot be told apart before the end.
    #[error("lists of {} cannot be read in pieces", .0.as_str())]
    Unsupported(MediaType),
}

/// Takes the pieces of a list and hands out its items as soon as they are whole.
///
/// # Example
/// ```
/// # use bowline_apimachinery::codec::MediaType;
/// # use bowline_apimachinery::list::ListReader;
/// # use bowline_apimachinery::dynamic::DynamicObject;
/// # use bowline_apimachinery::resource::Object;
/// let mut reader = ListReader::<DynamicObject>::new(MediaType::Json)?;
/// reader.push(br#"{"metadata":{"resourceVersion":"7"},"items":[{"metadata":{"na"#)?;
/// assert!(reader.next_item().is_none());
/// reader.push(br#"me":"a"}},{"meta"#)?;
/// assert_eq!(reader.next_item().unwrap().unwrap().name(), "a");
/// reader.push(br#"data":"no object"}]}"#)?;
/// assert!(reader.next_item().unwrap().is_err());
/// assert_eq!(reader.finish()?.resource_version, "7");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct ListReader<T> {
    cutter: Cutter,
    media_type: MediaType,
    ready: VecDeque<Vec<u8>>,
    position: usize,
    kind: PhantomData<fn() -> T>,
}

#[derive(Debug)]
enum Cutter {
    Json(JsonCutter),
    Protobuf(ProtobufCutter),
}

impl<T: Object> ListReader<T> {
    /// A reader of lists in this encoding.
    ///
    /// # Errors
    /// For other encodings than JSON and protobuf.
    pub fn new(media_type: MediaType) -> Result<Self, ReadListError> {
        let cutter = match media_type {
            MediaType::Json => Cutter::Json(JsonCutter::default()),
            MediaType::Protobuf => Cutter::Protobuf(ProtobufCutter::default()),
            other => return Err(ReadListError::Unsupported(other)),
        };
        let (ready, position) = (VecDeque::new(), 0);
        Ok(Self { cutter, media_type, ready, position, kind: PhantomData })
    }

    /// Takes the next piece.
    ///
    /// # Errors
    /// When the list itself is malformed; a bad item fails alone, in
    /// [`next_item`](Self::next_item).
    pub fn push(&mut self, piece: &[u8]) -> Result<(), ReadListError> {
        match &mut self.cutter {
            Cutter::Json(cutter) => cutter.push(piece, &mut self.ready),
            Cutter::Protobuf(cutter) => cutter.push(piece, &mut self.ready),
        }
    }

    /// The next item that is whole, or why it is none; nothing until more has come.
    pub fn next_item(&mut self) -> Option<Result<T, ItemFault>> {
        let bytes = self.ready.pop_front()?;
        let mut one = Decoded::<T> {
            list: List { metadata: ListMeta::default(), items: Vec::new() },
            faults: Vec::new(),
        };
        one.push(&bytes, self.media_type);
        let position = self.position;
        self.position += 1;
        let fault = one.faults.pop().map(|fault| Err(ItemFault { position, ..fault }));
        fault.or_else(|| one.list.items.pop().map(Ok))
    }

    /// The list's metadata, once all has come.
    ///
    /// # Errors
    /// When the list is not whole, or what stands around the items is malformed.
    pub fn finish(self) -> Result<ListMeta, ReadListError> {
        match self.cutter {
            Cutter::Json(cutter) => cutter.finish(),
            Cutter::Protobuf(cutter) => cutter.finish(),
        }
    }
}

/// Cuts items out of JSON text; all else is kept for the end.
#[derive(Debug, Default)]
struct JsonCutter {
    /// The list without its items.
    frame: Vec<u8>,
    item: Vec<u8>,
    depth: usize,
    in_items: bool,
    quoted: bool,
    escaped: bool,
}

impl JsonCutter {
    fn push(&mut self, piece: &[u8], ready: &mut VecDeque<Vec<u8>>) -> Result<(), ReadListError> {
        for &byte in piece {
            self.byte(byte, ready);
        }
        let held = self.frame.len().max(self.item.len());
        if held > MAX_ITEM_BYTES { Err(ReadListError::TooLarge) } else { Ok(()) }
    }

    fn byte(&mut self, byte: u8, ready: &mut VecDeque<Vec<u8>>) {
        let plain = !self.quoted;
        self.quoted ^= byte == b'"' && !self.escaped;
        self.escaped = self.quoted && byte == b'\\' && !self.escaped;
        if plain && matches!(byte, b'}' | b']') {
            self.depth = self.depth.saturating_sub(1);
        }
        // The end of an item that is no object, or of all items.
        let between = plain && self.in_items && matches!((self.depth, byte), (2, b',') | (1, b']'));
        if between {
            if self.item.iter().any(|b| !b.is_ascii_whitespace()) {
                ready.push_back(std::mem::take(&mut self.item));
            }
            self.item.clear();
            self.in_items = byte == b',';
        }
        if self.in_items {
            if !between {
                self.item.push(byte);
            }
            if plain && self.depth == 2 && byte == b'}' {
                ready.push_back(std::mem::take(&mut self.item));
            }
        } else {
            self.frame.push(byte);
        }
        if plain && matches!(byte, b'{' | b'[') {
            self.depth += 1;
            if byte == b'[' && self.depth == 2 && !self.in_items {
                self.in_items = names_items(&self.frame);
            }
        }
    }

    fn finish(self) -> Result<ListMeta, ReadListError> {
        if self.depth > 0 || self.in_items || self.frame.is_empty() {
            return Err(ReadListError::Truncated);
        }
        let decoded = List::<crate::dynamic::DynamicObject>::decode(&self.frame, MediaType::Json);
        Ok(decoded?.metadata)
    }
}

/// Whether the text ends in `"items": [`.
fn names_items(frame: &[u8]) -> bool {
    let before = |text: &[u8], end: &[u8]| -> Option<usize> {
        text.trim_ascii_end().strip_suffix(end).map(<[u8]>::len)
    };
    let Some(bracket) = before(frame, b"[") else { return false };
    let Some(colon) = before(&frame[..bracket], b":") else { return false };
    before(&frame[..colon], b"\"items\"").is_some()
}

/// Cuts items out of protobuf.
#[derive(Debug, Default)]
struct ProtobufCutter {
    buffer: Vec<u8>,
    metadata: ListMeta,
    /// Bytes of the list's message that are still to come; unset before it begins.
    left: Option<usize>,
    opened: bool,
}

impl ProtobufCutter {
    fn push(&mut self, piece: &[u8], ready: &mut VecDeque<Vec<u8>>) -> Result<(), ReadListError> {
        self.buffer.extend_from_slice(piece);
        let mut at = 0;
        while let Some(taken) = self.step(at, ready)? {
            at += taken;
        }
        self.buffer.drain(..at);
        if self.buffer.len() > MAX_ITEM_BYTES { Err(ReadListError::TooLarge) } else { Ok(()) }
    }

    /// Reads one field, if it is whole, and says how many bytes it took.
    fn step(
        &mut self,
        at: usize,
        ready: &mut VecDeque<Vec<u8>>,
    ) -> Result<Option<usize>, ReadListError> {
        let bytes = &self.buffer[at..];
        if !self.opened {
            if bytes.len() < protobuf::MAGIC.len() {
                return Ok(None);
            }
            if !bytes.starts_with(&protobuf::MAGIC) {
                return Err(DecodeError::from(protobuf::DecodeError::NoMagic).into());
            }
            self.opened = true;
            return Ok(Some(protobuf::MAGIC.len()));
        }
        let Some(field) = protobuf::peek_field(bytes).map_err(DecodeError::from)? else {
            return Ok(None);
        };
        match &mut self.left {
            // Field 2 of the envelope is the list: what follows stands in it.
            None if field.number == 2 && field.size.is_some() => {
                self.left = field.size;
                return Ok(Some(field.head));
            }
            Some(left) if *left > 0 => {
                let whole = field.whole();
                if whole > *left {
                    return Err(DecodeError::from(protobuf::DecodeError::Truncated).into());
                }
                if whole > MAX_ITEM_BYTES {
                    return Err(ReadListError::TooLarge);
                }
                let Some(content) = bytes.get(field.head..whole) else { return Ok(None) };
                match (field.number, field.size) {
                    (1, Some(_)) => protobuf::decode_message(&mut self.metadata, content)
                        .map_err(DecodeError::from)?,
                    (2, Some(_)) => ready.push_back(content.to_vec()),
                    _ => {}
                }
                *left -= whole;
                return Ok(Some(whole));
            }
            _ => {}
        }
        // Other fields of the envelope.
        let whole = field.whole();
        Ok((bytes.len() >= whole).then_some(whole))
    }

    fn finish(self) -> Result<ListMeta, ReadListError> {
        match self.left {
            Some(0) if self.buffer.is_empty() => Ok(self.metadata),
            _ => Err(ReadListError::Truncated),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ListReader, ReadListError};
    use crate::codec::{MediaType, protobuf};
    use crate::meta::{ListMeta, PartialObjectMetadata};
    use crate::resource::Object;

    fn named(name: &str) -> PartialObjectMetadata {
        let mut object = PartialObjectMetadata::default();
        object.metadata.name = name.to_owned();
        object
    }

    /// Names of the items and the revision, read in pieces of `size` bytes.
    fn read(
        bytes: &[u8],
        size: usize,
        media_type: MediaType,
    ) -> Result<(Vec<String>, String), ReadListError> {
        let mut reader = ListReader::<PartialObjectMetadata>::new(media_type)?;
        let mut names = Vec::new();
        for piece in bytes.chunks(size) {
            reader.push(piece)?;
            while let Some(item) = reader.next_item() {
                names.push(item.map_or_else(
                    |fault| format!("fault {} {}", fault.position, fault.key),
                    |item| item.name().to_owned(),
                ));
            }
        }
        Ok((names, reader.finish()?.resource_version))
    }

    #[test]
    fn pieces_of_any_size_give_the_same_items() {
        let text = r#" {"kind":"PodList","items" : [ {"metadata":{"name":"a,]}\"\\"}} ,
            {"metadata":{"name":"b","labels":{"x":1}}}, 7, {"metadata":{"name":"c"}} ],
            "metadata":{"resourceVersion":"9"},"other":[{"items":[1]}]} "#;
        let want = ["a,]}\"\\", "fault 1 b", "fault 2 ", "c"];
        for size in 1..=text.len() {
            let (names, version) = read(text.as_bytes(), size, MediaType::Json).unwrap();
            assert_eq!((names.len(), &*version), (4, "9"), "pieces of {size}");
            assert_eq!(names[0], want[0]);
            assert!(names[1].starts_with("fault 1"), "{}", names[1]);
            assert_eq!(names[2..], want[2..]);
        }
    }

    #[test]
    fn protobuf_is_cut_at_its_fields() {
        let metadata = ListMeta { resource_version: "9".into(), ..ListMeta::default() };
        let mut body = Vec::new();
        protobuf::append_message(&mut body, 1, &metadata);
        for item in [named("a"), named(&"b".repeat(300)), named("")] {
            protobuf::append_message(&mut body, 2, &item);
        }
        let bytes = protobuf::seal("v1", "PodList", &body);
        for size in [1, 2, 7, 100, bytes.len()] {
            let (names, version) = read(&bytes, size, MediaType::Protobuf).unwrap();
            assert_eq!((names.len(), names[0].as_str(), &*version), (3, "a", "9"));
        }
        // The last four bytes are empty fields of the envelope.
        for end in 0..bytes.len() - 4 {
            let _ = read(&bytes[..end], 64, MediaType::Protobuf).unwrap_err();
        }
    }

    #[test]
    fn a_list_that_ends_early_is_no_list() {
        let text = r#"{"metadata":{},"items":[{"metadata":{"name":"a"}}]}"#;
        for end in 0..text.len() {
            assert!(read(&text.as_bytes()[..end], 16, MediaType::Json).is_err(), "{end}");
        }
    }
}
