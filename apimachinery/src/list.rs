//! Collections of one kind, read item by item so that one bad object does not hide the others.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::codec::protobuf::{self, DecodeError as ProtobufError};
use crate::codec::{DecodeError, EncodeError, MediaType, json};
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
            MediaType::Json => decoded.fill_json(bytes)?,
            MediaType::Yaml => {
                let value = crate::codec::yaml::from_str(&String::from_utf8_lossy(bytes))?;
                decoded.fill_json(value.to_string().as_bytes())?;
            }
            MediaType::Protobuf => decoded.fill_protobuf(bytes)?,
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
                let mut body = Vec::with_capacity(self.items.len() * 1024);
                protobuf::append_message(&mut body, 1, &self.metadata);
                for item in &self.items {
                    protobuf::append_message(&mut body, 2, item);
                }
                Ok(protobuf::seal(&T::api_version(), &kind, &body))
            }
            MediaType::Json => {
                json::encode_list(&T::api_version(), &kind, &self.metadata, &self.items)
                    .map_err(|source| EncodeError::Json { kind, source })
            }
            MediaType::Yaml => {
                let text = self.encode(MediaType::Json)?;
                serde_json::from_slice(&text)
                    .map_err(|source| EncodeError::Json { kind: kind.clone(), source })
                    .and_then(|value: serde_json::Value| {
                        crate::codec::yaml::to_string(&value)
                            .map(String::into_bytes)
                            .map_err(|source| EncodeError::Yaml { kind, source: Box::new(source) })
                    })
            }
        }
    }
}

impl<T: Object> Decoded<T> {
    fn fill_json(&mut self, bytes: &[u8]) -> Result<(), DecodeError> {
        #[derive(Deserialize)]
        struct Frame<'a> {
            #[serde(default)]
            metadata: ListMeta,
            #[serde(borrow, default)]
            items: Option<Vec<&'a RawValue>>,
        }
        let frame: Frame<'_> = serde_json::from_slice(bytes)?;
        self.list.metadata = frame.metadata;
        for item in frame.items.unwrap_or_default() {
            self.push(item.get().as_bytes(), MediaType::Json);
        }
        Ok(())
    }

    fn fill_protobuf(&mut self, bytes: &[u8]) -> Result<(), DecodeError> {
        let envelope = protobuf::open(bytes)?;
        let mut metadata = ListMeta::default();
        let mut items = Vec::new();
        protobuf::each_bytes(envelope.raw, &mut |number, bytes| -> Result<(), ProtobufError> {
            match number {
                1 => protobuf::decode_message(&mut metadata, bytes)?,
                2 => items.push(protobuf::seal("", "", bytes)),
                _ => {}
            }
            Ok(())
        })?;
        self.list.metadata = metadata;
        for item in items {
            self.push(&item, MediaType::Protobuf);
        }
        Ok(())
    }

    fn push(&mut self, item: &[u8], media_type: MediaType) {
        match T::decode(item, media_type) {
            Ok(item) => self.list.items.push(item),
            Err(error) => {
                let position = self.list.items.len() + self.faults.len();
                let key = PartialObjectMetadata::decode(item, media_type);
                let key = key.map(|partial| partial.key()).unwrap_or_default();
                self.faults.push(ItemFault { position, key, error });
            }
        }
    }
}
