//! Events as bytes, in the encoding and form that was negotiated.

use std::sync::Arc;

use bowline_apimachinery::codec::{self, MediaType, protobuf};
use bowline_apimachinery::meta::Status;
use serde_json::{Map, Value, json};

use crate::handlers::call::Call;
use crate::handlers::{forms, respond};
use crate::negotiation::Form;
use crate::registry::{Entry, ObjectAccess as _};

/// Marks the bookmark after the initial objects.
const INITIAL_EVENTS_END: &str = "k8s.io/initial-events-end";

/// What happened to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Added,
    Modified,
    Deleted,
}

impl Change {
    fn as_str(self) -> &'static str {
        match self {
            Self::Added => "ADDED",
            Self::Modified => "MODIFIED",
            Self::Deleted => "DELETED",
        }
    }
}

/// Writes events one after the other.
#[derive(Debug)]
pub(super) struct Frames {
    media_type: MediaType,
    /// Whether a table with its columns was written.
    columns_told: bool,
}

impl Frames {
    pub(super) fn new(call: &Call) -> Self {
        Self { media_type: call.output.media_type, columns_told: false }
    }

    /// A change of an object.
    ///
    /// # Errors
    /// When the object cannot be encoded.
    pub(super) fn change(
        &mut self,
        call: &Call,
        change: Change,
        entry: &Arc<Entry>,
        revision: u64,
        out: &mut Vec<u8>,
    ) -> Result<(), Status> {
        if call.output.form == Form::Object && self.media_type == MediaType::Json {
            let before = out.len();
            open(change.as_str(), out);
            return respond::object_at(&call.resource, entry, revision, MediaType::Json, out)
                .inspect(|()| out.extend_from_slice(b"}\n"))
                .inspect_err(|_| out.truncate(before));
        }
        let mut object = Vec::with_capacity(entry.size());
        match &call.output.form {
            Form::Object => {
                respond::object_at(&call.resource, entry, revision, self.media_type, &mut object)?;
            }
            Form::Metadata { version } => {
                let value = forms::metadata_of(entry.value_at(revision), version);
                respond::encode_value(&value, self.media_type, &mut object)?;
            }
            Form::Table { version } => {
                let columns = !std::mem::replace(&mut self.columns_told, true);
                let one = std::slice::from_ref(entry);
                let table = forms::table(call, one, version, None, columns)?;
                respond::encode_value(&table, self.media_type, &mut object)?;
            }
        }
        self.frame(change.as_str(), &object, out);
        Ok(())
    }

    /// A bookmark: an object with nothing but its revision.
    ///
    /// # Errors
    /// When it cannot be encoded.
    pub(super) fn bookmark(
        &self,
        call: &Call,
        revision: u64,
        initial_end: bool,
        out: &mut Vec<u8>,
    ) -> Result<(), Status> {
        let resource = &call.resource;
        let types = Some((resource.api_version.as_str(), resource.kind.as_str()));
        let mut value = match resource.schema.new_message() {
            Some(message) => {
                codec::json::to_value(message.as_ref(), types).map_err(Status::internal)?
            }
            None => json!({ "kind": resource.kind, "apiVersion": resource.api_version }),
        };
        let metadata = value.metadata_mut();
        metadata.insert("resourceVersion".into(), revision.to_string().into());
        metadata.insert("creationTimestamp".into(), Value::Null);
        if initial_end {
            let mut annotations = Map::new();
            annotations.insert(INITIAL_EVENTS_END.into(), "true".into());
            metadata.insert("annotations".into(), annotations.into());
        }
        match &call.output.form {
            Form::Object => {}
            Form::Metadata { version } => value = forms::metadata_of(value, version),
            Form::Table { version } => {
                value = forms::table_of_bookmark(value, version, revision);
            }
        }
        let mut object = Vec::new();
        respond::encode_value(&value, self.media_type, &mut object)?;
        self.frame("BOOKMARK", &object, out);
        Ok(())
    }

    /// The end of a watch that failed.
    pub(super) fn failure(&self, status: &Status, out: &mut Vec<u8>) {
        let encoded = codec::encode(status, "v1", "Status", self.media_type);
        self.frame("ERROR", &encoded.unwrap_or_default(), out);
    }

    fn frame(&self, kind: &str, object: &[u8], out: &mut Vec<u8>) {
        match self.media_type {
            MediaType::Protobuf => {
                let mut raw = Vec::with_capacity(object.len() + 8);
                protobuf::append_bytes(&mut raw, 1, object);
                let mut event = Vec::with_capacity(raw.len() + 24);
                protobuf::append_bytes(&mut event, 1, kind.as_bytes());
                protobuf::append_bytes(&mut event, 2, &raw);
                let length = u32::try_from(event.len()).unwrap_or(u32::MAX);
                out.extend_from_slice(&length.to_be_bytes());
                out.extend_from_slice(&event);
            }
            MediaType::Yaml => {
                let text = String::from_utf8_lossy(object);
                let value = codec::yaml::from_str(&text).unwrap_or_default();
                let event = json!({ "type": kind, "object": value });
                out.extend_from_slice(b"---\n");
                let text = codec::yaml::to_string(&event).unwrap_or_default();
                out.extend_from_slice(text.as_bytes());
            }
            _ => {
                open(kind, out);
                out.extend_from_slice(object);
                out.extend_from_slice(b"}\n");
            }
        }
    }
}

fn open(kind: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"type\":\"");
    out.extend_from_slice(kind.as_bytes());
    out.extend_from_slice(b"\",\"object\":");
}
