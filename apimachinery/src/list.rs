//! Collections of one kind, read item by item so that one bad object does not hide the others.

mod reader;

pub use reader::{ListReader, MAX_ITEM_BYTES, ReadListError};

use serde::de::Error as _;

use crate::codec::json::scanner::Scanner;
use crate::codec::protobuf::{self, DecodeError as ProtobufError};
use crate::codec::{DecodeError, EncodeError, MediaType, cbor, json, yaml};
use crate::meta::{ListMeta, PartialObjectMetadata};
use crate::reflect::Message;
use crate::resource::{NamespacedName, Object, Resource};

/// A list as the server sends it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct List<T> {
    /// Revision of the list, and where to continue.
    pub metadata: ListMeta,
    /// The items, in the server's order.
    pub items: Vec<T>,
}

/// A list and the items that could not be read.
#[derive(Debug)]
pub struct Decoded<T> {
    /// What could be read.
    pub list: List<T>,
    /// The items that could not.
    pub faults: Vec<ItemFault>,
}

/// An item of a list that could not be read.
#[derive(Debug)]
pub struct ItemFault {
    /// Where it stands in the list.
    pub position: usize,
    /// Namespace and name, empty when even they are unreadable.
    pub key: NamespacedName,
    /// Why it could not be read.
    pub error: DecodeError,
}

impl<T: Object> List<T> {
    /// Reads a list; the first bad item fails it.
    ///
    /// # Errors
    /// When the list or an item is malformed.
    pub fn decode(bytes: &[u8], media_type: MediaType) -> Result<Self, DecodeError> {
        let Decoded { list, faults } = Self::decode_each(bytes, media_type)?;
        faults.into_iter().next().map_or(Ok(list), |fault| Err(fault.error))
    }

    /// Reads a list; bad items are set aside.
    ///
    /// # Errors
    /// When the list itself is malformed.
    pub fn decode_each(bytes: &[u8], media_type: MediaType) -> Result<Decoded<T>, DecodeError> {
        let mut decoded = Decoded {
            list: Self { metadata: ListMeta::default(), items: Vec::new() },
            faults: Vec::new(),
        };
        match media_type {
            MediaType::Json => decoded.fill_json(&json::text_of(bytes))?,
            MediaType::Yaml => {
                let value = yaml::from_str(&String::from_utf8_lossy(bytes))?;
                decoded.fill_json(&value.to_string())?;
            }
            MediaType::Protobuf => decoded.fill_protobuf(bytes)?,
            MediaType::Cbor => decoded.fill_json(&cbor::from_slice(bytes)?.to_string())?,
        }
        Ok(decoded)
    }
}

impl<T: Resource + Message> List<T> {
    /// Writes the list as a server sends it: items without `apiVersion` and `kind`.
    ///
    /// # Errors
    /// When a value has no such form.
    pub fn encode(&self, media_type: MediaType) -> Result<Vec<u8>, EncodeError> {
        let kind = format!("{}List", T::KIND);
        match media_type {
            MediaType::Protobuf => {
                let first = self.items.first().map(|item| item as &dyn Message);
                let write = |out: &mut Vec<u8>| {
                    protobuf::append_message(out, 1, &self.metadata);
                    for item in &self.items {
                        protobuf::append_message(out, 2, item);
                    }
                };
                let (version, count) = (T::api_version(), self.items.len());
                Ok(protobuf::seal_list(&version, &kind, first, count, write))
            }
            MediaType::Json => {
                json::encode_list(&T::api_version(), &kind, &self.metadata, &self.items)
                    .map_err(|source| EncodeError::Json { kind, source })
            }
            MediaType::Yaml | MediaType::Cbor => {
                let text = self.encode(MediaType::Json)?;
                let value: serde_json::Value = serde_json::from_slice(&text)
                    .map_err(|source| EncodeError::Json { kind: kind.clone(), source })?;
                if media_type == MediaType::Cbor {
                    return Ok(cbor::encode_value(&value));
                }
                let text = yaml::to_string(&value);
                text.map(String::into_bytes)
                    .map_err(|source| EncodeError::Yaml { kind, source: Box::new(source) })
            }
        }
    }
}

impl<T: Object> Decoded<T> {
    fn fill_json(&mut self, text: &str) -> Result<(), DecodeError> {
        let fault = |fault: Box<str>| DecodeError::from(serde_json::Error::custom(fault));
        let mut scanner = Scanner::new(text);
        scanner.expect(b'{', "a list").map_err(fault)?;
        let mut more = scanner.peek() != b'}';
        if !more {
            scanner.pass();
        }
        while more {
            match &*scanner.key().map_err(fault)? {
                "metadata" => {
                    let metadata = scanner.raw_text().map_err(fault)?;
                    json::decode(&mut self.list.metadata, metadata.as_bytes())?;
                }
                "items" => self.fill_items(&mut scanner)?,
                _ => drop(scanner.skip().map_err(fault)?),
            }
            more = scanner.more(b'}').map_err(fault)?;
        }
        scanner.end().map_err(fault)
    }

    fn fill_items(&mut self, scanner: &mut Scanner<'_>) -> Result<(), DecodeError> {
        let fault = |fault: Box<str>| DecodeError::from(serde_json::Error::custom(fault));
        if scanner.peek() == b'n' {
            return scanner.word("null").map_err(fault);
        }
        scanner.expect(b'[', "a list of items").map_err(fault)?;
        let mut more = scanner.peek() != b']';
        if !more {
            scanner.pass();
        }
        while more {
            scanner.peek();
            match T::decode_prefix(scanner.rest()) {
                Some(Ok((item, taken))) => {
                    scanner.advance(taken);
                    self.list.items.push(item);
                }
                // What is wrong with one item must not hide the others.
                Some(Err(error)) => {
                    let item = scanner.raw_text().map_err(fault)?;
                    self.set_aside(item.as_bytes(), MediaType::Json, error);
                }
                None => {
                    let item = scanner.raw_text().map_err(fault)?;
                    self.push(item.as_bytes(), MediaType::Json);
                }
            }
            more = scanner.more(b']').map_err(fault)?;
        }
        Ok(())
    }

    fn fill_protobuf(&mut self, bytes: &[u8]) -> Result<(), DecodeError> {
        let envelope = protobuf::open(bytes)?;
        let mut metadata = ListMeta::default();
        protobuf::each_bytes(envelope.raw, &mut |number, bytes| -> Result<(), ProtobufError> {
            match number {
                1 => protobuf::decode_message(&mut metadata, bytes)?,
                2 => self.push(bytes, MediaType::Protobuf),
                _ => {}
            }
            Ok(())
        })?;
        self.list.metadata = metadata;
        Ok(())
    }

    fn push(&mut self, item: &[u8], media_type: MediaType) {
        match T::decode_item(item, media_type) {
            Ok(item) => self.list.items.push(item),
            Err(error) => self.set_aside(item, media_type, error),
        }
    }

    fn set_aside(&mut self, item: &[u8], media_type: MediaType, error: DecodeError) {
        let position = self.list.items.len() + self.faults.len();
        let key = PartialObjectMetadata::decode_item(item, media_type);
        let key = key.map(|partial| partial.key()).unwrap_or_default();
        self.faults.push(ItemFault { position, key, error });
    }
}
