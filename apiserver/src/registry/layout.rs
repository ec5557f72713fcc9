//! The stored shape of one resource: kind, version, and what is indexed.

use bowline_api::{conversion, defaults, kinds};
use bowline_apimachinery::codec::{self, protobuf};
use bowline_apimachinery::meta::Status;
use bowline_apimachinery::time::Time;
use bytes::Bytes;
use serde_json::Value;

use super::index::FieldIndex;
use super::schema::Schema;
use super::stored_form;
use crate::storage::watch_cache::DecodeError;

/// How the objects of a resource lie in storage.
#[derive(Debug)]
pub struct Layout {
    kind: String,
    api_version: String,
    head: String,
    index: FieldIndex,
    schema: Schema,
}

impl Layout {
    /// Objects of a kind in a version.
    #[must_use]
    pub(crate) fn new(kind: &str, api_version: &str, index: FieldIndex, schema: Schema) -> Self {
        Self {
            kind: kind.to_owned(),
            api_version: api_version.to_owned(),
            head: stored_form::head(kind, api_version),
            index,
            schema,
        }
    }

    /// Kind.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Group and version, as in `apiVersion`.
    #[must_use]
    pub fn api_version(&self) -> &str {
        &self.api_version
    }

    /// The text every stored object begins with.
    pub(crate) fn head(&self) -> &str {
        &self.head
    }

    /// What the objects are made of.
    pub(crate) fn schema(&self) -> &Schema {
        &self.schema
    }

    pub(crate) fn index(&self) -> &FieldIndex {
        &self.index
    }

    /// Writes an object as it is stored.
    pub(crate) fn encode(&self, object: &Value) -> Bytes {
        stored_form::encode(object, &self.kind, &self.api_version)
    }

    /// An object put together from JSON, with its fields typed and defaulted.
    ///
    /// # Errors
    /// When it does not fit the kind's type.
    pub(crate) fn complete(&self, mut object: Value, now: Time) -> Result<Value, Status> {
        let Some(mut message) = self.schema.new_message() else {
            self.schema.fill_on_read(&mut object);
            return Ok(object);
        };
        codec::json::from_value(message.as_mut(), object).map_err(Status::internal)?;
        defaults::apply(message.as_mut(), now);
        conversion::normalize(message.as_mut());
        let types = Some((self.api_version.as_str(), self.kind.as_str()));
        codec::json::to_value(message.as_ref(), types).map_err(Status::internal)
    }

    /// Bytes of a store in our own stored form: as they are, or rewritten if someone else wrote
    /// them (another order of fields, another version, protobuf).
    pub(crate) fn canonical(&self, stored: &Bytes) -> Result<Bytes, DecodeError> {
        if stored.starts_with(self.head.as_bytes()) && !self.schema.fills_on_read() {
            return Ok(stored.clone());
        }
        let mut object: Value = if stored.starts_with(&protobuf::MAGIC) {
            self.read_protobuf(stored)?
        } else {
            codec::json::value_from_slice(stored)?
        };
        if self.schema.built_in().is_some() {
            conversion::reshape(&mut object, &self.api_version)?;
        }
        self.schema.fill_on_read(&mut object);
        Ok(self.encode(&object))
    }

    /// An object in the version that its envelope names.
    fn read_protobuf(&self, stored: &[u8]) -> Result<Value, DecodeError> {
        let envelope = protobuf::open(stored)?;
        let (group, version) =
            envelope.api_version.split_once('/').unwrap_or(("", &envelope.api_version));
        let of_envelope = || kinds::new(group, version, &envelope.kind);
        let message = self.schema.new_message().map(|own| of_envelope().unwrap_or(own));
        let mut message = message.ok_or("custom resources are never stored as protobuf")?;
        protobuf::decode_message(message.as_mut(), envelope.raw)?;
        let types = Some((envelope.api_version.as_str(), envelope.kind.as_str()));
        Ok(codec::json::to_value(message.as_ref(), types)?)
    }
}
