//! What a watch reports.

use bowline_apimachinery::codec::{self, DecodeError, MediaType, protobuf};
use bowline_apimachinery::meta::{ObjectMeta, PartialObjectMetadata, Status};
use bowline_apimachinery::resource::{ApiResource, NamespacedName, Object};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;

/// The annotation of the bookmark that ends the initial events of a watch.
const INITIAL_EVENTS_END: &str = "k8s.io/initial-events-end";

/// A change that a watch reports.
#[derive(Clone, Debug)]
pub enum WatchEvent<K> {
    /// The object was created, or has come to match the selectors, or is one of the initial ones.
    Added(K),
    /// The object has changed.
    Modified(K),
    /// The object was deleted, or matches the selectors no more. The state is the last one, the
    /// resource version that of the deletion.
    Deleted(K),
    /// Nothing changed up to here.
    Bookmark(Bookmark),
    /// The server cannot go on; the watch ends. Code 410 says that the version is too old.
    Error(Status),
    /// An object that this program cannot read; the watch goes on.
    Undecodable(Box<Undecodable>),
}

/// A point in the history that a watch has reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bookmark {
    /// Everything up to this version has been reported.
    pub resource_version: String,
    /// Whether the initial events asked for with `sendInitialEvents` end here.
    pub initial_events_end: bool,
}

/// An object that could not be read, as far as it could be.
#[derive(Clone, Debug)]
pub struct Undecodable {
    /// Whether the object is gone with this event.
    pub deleted: bool,
    /// Namespace and name, empty when even they are unreadable.
    pub key: NamespacedName,
    /// Resource version, empty when it is unreadable.
    pub resource_version: String,
    /// Why it could not be read.
    pub error: String,
    /// What the server sent.
    pub bytes: Bytes,
}

impl Undecodable {
    pub(crate) fn new(deleted: bool, bytes: Bytes, media: MediaType, error: &DecodeError) -> Self {
        let metadata = metadata_of(&bytes, media).unwrap_or_default();
        Self {
            deleted,
            key: NamespacedName::new(metadata.namespace, metadata.name),
            resource_version: metadata.resource_version,
            error: error.to_string(),
            bytes,
        }
    }
}

/// The type of an event, before its object is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EventKind {
    Added,
    Modified,
    Deleted,
    Bookmark,
    Error,
}

/// An event whose object is still bytes.
#[derive(Clone, Debug)]
pub(crate) struct RawEvent {
    pub(crate) kind: EventKind,
    pub(crate) object: Bytes,
    pub(crate) media_type: MediaType,
}

impl RawEvent {
    /// Reads a frame; the object in it is a slice of the frame.
    ///
    /// The error is what became of an event of a type that is not known, or of no event at all.
    pub(crate) fn read(frame: &Bytes, media_type: MediaType) -> Result<Self, String> {
        let (kind, object) = match media_type {
            MediaType::Protobuf => read_protobuf(frame)?,
            _ => read_json(frame)?,
        };
        let kind = match kind.as_str() {
            "ADDED" => EventKind::Added,
            "MODIFIED" => EventKind::Modified,
            "DELETED" => EventKind::Deleted,
            "BOOKMARK" => EventKind::Bookmark,
            "ERROR" => EventKind::Error,
            other => return Err(format!("unknown watch event type {other:?}")),
        };
        Ok(Self { kind, object, media_type })
    }

    /// The event with its object.
    pub(crate) fn decode<K: Object>(self, resource: &ApiResource) -> WatchEvent<K> {
        let Self { kind, object, media_type } = self;
        let make = match kind {
            EventKind::Added => WatchEvent::Added,
            EventKind::Modified => WatchEvent::Modified,
            EventKind::Deleted => WatchEvent::Deleted,
            EventKind::Bookmark => return bookmark(&object, media_type),
            EventKind::Error => return error(&object, media_type),
        };
        match K::decode(&object, media_type) {
            Ok(mut decoded) => {
                decoded.fill_type_meta(resource);
                make(decoded)
            }
            Err(fault) => {
                let deleted = kind == EventKind::Deleted;
                let fault = Undecodable::new(deleted, object, media_type, &fault);
                WatchEvent::Undecodable(Box::new(fault))
            }
        }
    }
}

fn read_json(frame: &Bytes) -> Result<(String, Bytes), String> {
    #[derive(Deserialize)]
    struct Frame<'a> {
        #[serde(rename = "type")]
        kind: String,
        #[serde(borrow)]
        object: &'a RawValue,
    }
    let read: Frame<'_> = serde_json::from_slice(frame).map_err(|e| e.to_string())?;
    Ok((read.kind, frame.slice_ref(read.object.get().as_bytes())))
}

/// `WatchEvent { 1: type, 2: RawExtension { 1: raw } }`, without the envelope that objects have.
fn read_protobuf(frame: &Bytes) -> Result<(String, Bytes), String> {
    let mut kind = String::new();
    let mut object: &[u8] = &[];
    protobuf::each_bytes(frame, &mut |number, bytes| {
        match number {
            1 => kind = String::from_utf8_lossy(bytes).into_owned(),
            2 => protobuf::each_bytes(bytes, &mut |number, raw| {
                if number == 1 {
                    object = raw;
                }
                Ok(())
            })?,
            _ => {}
        }
        Ok(())
    })
    .map_err(|e| e.to_string())?;
    Ok((kind, frame.slice_ref(object)))
}

fn metadata_of(object: &[u8], media_type: MediaType) -> Result<ObjectMeta, DecodeError> {
    Ok(PartialObjectMetadata::decode(object, media_type)?.metadata)
}

fn bookmark<K>(object: &[u8], media_type: MediaType) -> WatchEvent<K> {
    match metadata_of(object, media_type) {
        Ok(metadata) => WatchEvent::Bookmark(Bookmark {
            initial_events_end: metadata.annotations.get(INITIAL_EVENTS_END).map(String::as_str)
                == Some("true"),
            resource_version: metadata.resource_version,
        }),
        Err(fault) => WatchEvent::Error(Status::internal(format_args!("bookmark: {fault}"))),
    }
}

fn error<K>(object: &[u8], media_type: MediaType) -> WatchEvent<K> {
    let mut status = Status::default();
    match codec::decode(&mut status, object, media_type) {
        Ok(_) => WatchEvent::Error(status),
        Err(fault) => WatchEvent::Error(Status::internal(format_args!("watch error: {fault}"))),
    }
}
