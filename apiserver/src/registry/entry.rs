//! An object as the cache holds it: stored bytes, and the little that selectors look at.

use std::sync::Arc;

use bowline_apimachinery::codec;
use bytes::Bytes;
use serde_json::Value;

use super::layout::Layout;
use super::stored_form;
use crate::storage::KeyValue;
use crate::storage::watch_cache::DecodeError;

/// One version of one object, shared by lists, watches and caches.
#[derive(Debug)]
pub struct Entry {
    layout: Arc<Layout>,
    revision: u64,
    name: Box<str>,
    namespace: Box<str>,
    uid: Box<str>,
    labels: Box<[(Box<str>, Box<str>)]>,
    fields: Box<[Box<str>]>,
    /// The stored text behind its head; shares the memory of the store.
    tail: Bytes,
}

impl Entry {
    /// Reads what a store holds.
    ///
    /// # Errors
    /// When the bytes are not an object of the layout's kind.
    pub(crate) fn decode(layout: &Arc<Layout>, kv: &KeyValue) -> Result<Self, DecodeError> {
        let stored = layout.canonical(&kv.value)?;
        Self::of_stored(layout, stored, kv.mod_revision)
    }

    /// Of bytes in the stored form. Revision 0 stands for an object that is not stored.
    ///
    /// # Errors
    /// When the bytes are not JSON, or lack the head.
    pub(crate) fn of_stored(
        layout: &Arc<Layout>,
        stored: Bytes,
        revision: u64,
    ) -> Result<Self, DecodeError> {
        if !stored.starts_with(layout.head().as_bytes()) {
            return Err(format!("stored object does not begin as a {}", layout.kind()).into());
        }
        let extract = layout.index().read(&stored)?;
        Ok(Self {
            layout: layout.clone(),
            revision,
            name: extract.name,
            namespace: extract.namespace,
            uid: extract.uid,
            labels: extract.labels.into(),
            fields: layout.index().settle(&extract.fields),
            tail: stored.slice(layout.head().len()..),
        })
    }

    /// The revision of the write; 0 for an object that is not stored.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// `metadata.name`
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// `metadata.namespace`; empty for cluster-scoped objects.
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// `metadata.uid`
    #[must_use]
    pub fn uid(&self) -> &str {
        &self.uid
    }

    /// A label.
    #[must_use]
    pub fn label(&self, key: &str) -> Option<&str> {
        self.labels.iter().find(|(k, _)| &**k == key).map(|(_, value)| &**value)
    }

    /// The indexed field at a position.
    pub(crate) fn field(&self, position: usize) -> &str {
        self.fields.get(position).map_or("", |f| f)
    }

    /// A field that selectors may name, as text; empty for others.
    #[must_use]
    pub fn field_of(&self, label: &str) -> &str {
        self.layout.index().position(label).map_or("", |position| self.field(position))
    }

    /// How the object is stored.
    pub(crate) fn layout(&self) -> &Arc<Layout> {
        &self.layout
    }

    /// The object as JSON, in the version it is stored as.
    #[must_use]
    pub fn value(&self) -> Value {
        self.value_at(self.revision)
    }

    /// The same under another revision.
    pub(crate) fn value_at(&self, revision: u64) -> Value {
        let mut json = Vec::with_capacity(self.size());
        self.write_as(&mut json, Some(self.layout.head()), revision);
        // The text was read when the entry was made.
        codec::json::value_from_slice(&json).unwrap_or_default()
    }

    /// Bytes of the object's JSON, about.
    #[must_use]
    pub fn size(&self) -> usize {
        self.layout.head().len() + self.tail.len() + 40
    }

    /// Appends the object's JSON with another head: another version of the same shape, or none.
    pub(crate) fn write_as(&self, out: &mut Vec<u8>, head: Option<&str>, revision: u64) {
        stored_form::write(out, head, revision, &self.tail);
    }
}
