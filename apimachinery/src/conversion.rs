//! Versions of one kind and the way between them.
//!
//! One version is in the middle, the hub; every other says how it becomes the hub and how it is
//! made of it. A [`Converter`] goes between any two of them, as a conversion webhook must.
//!
//! *Upstream:* the hub and spokes of `sigs.k8s.io/controller-runtime/pkg/conversion`.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use crate::codec::{DecodeError, EncodeError, MediaType};
use crate::resource::{Kind, Object};

/// Why an object cannot become another version.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConversionError {
    /// The kind has no such version.
    #[error("{kind} of {from} has no form in {to}")]
    Version {
        /// Kind of the object.
        kind: String,
        /// `apiVersion` of the object.
        from: String,
        /// `apiVersion` that was asked for.
        to: String,
    },
    /// The object is not what its version says.
    #[error("{kind} is malformed: {reason}")]
    Malformed {
        /// Kind of the object.
        kind: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The object cannot be read as its version.
    #[error("read the object to convert")]
    Decode(#[from] DecodeError),
    /// The converted object cannot be written.
    #[error("write the converted object")]
    Encode(#[from] EncodeError),
    /// The object holds what the other version cannot say.
    #[error("{0}")]
    Refused(String),
}

/// A version of a kind that knows the way to the hub and back.
///
/// # Example
/// ```
/// # use bowline_apimachinery::conversion::{ConversionError, Convert};
/// # use bowline_apimachinery::resource::{Kind, Object};
/// # fn example<Old: Convert<Hub = New>, New: Object + Kind>(old: &Old) -> Result<New, ConversionError> {
/// let new: New = old.to_hub()?;
/// # Ok(new) }
/// ```
pub trait Convert: Object + Kind {
    /// The version in the middle.
    type Hub: Object + Kind;

    /// The same object in the hub's version. Metadata must stay, but for labels and annotations.
    ///
    /// # Errors
    /// When the hub cannot say what the object says.
    fn to_hub(&self) -> Result<Self::Hub, ConversionError>;

    /// The hub's object in this version.
    ///
    /// # Errors
    /// When this version cannot say what the hub says.
    fn from_hub(hub: &Self::Hub) -> Result<Self, ConversionError>;
}

type Read<H> = Box<dyn Fn(&[u8]) -> Result<H, ConversionError> + Send + Sync>;
type Write<H> = Box<dyn Fn(&H) -> Result<Vec<u8>, ConversionError> + Send + Sync>;

/// Goes between all versions of one kind.
pub struct Converter<H> {
    versions: BTreeMap<String, (Read<H>, Write<H>)>,
}

impl<H> fmt::Debug for Converter<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.versions.keys()).finish()
    }
}

impl<H: Object + Kind> Default for Converter<H> {
    fn default() -> Self {
        Self::new()
    }
}

impl<H: Object + Kind> Converter<H> {
    /// A converter that knows the hub only.
    #[must_use]
    pub fn new() -> Self {
        let read: Read<H> = Box::new(|bytes| Ok(H::decode(bytes, MediaType::Json)?));
        let write: Write<H> = Box::new(|hub| Ok(hub.encode(MediaType::Json)?));
        Self { versions: BTreeMap::from([(H::api_version(), (read, write))]) }
    }

    /// Adds a version.
    #[must_use]
    pub fn with<V: Convert<Hub = H>>(mut self) -> Self {
        let read: Read<H> = Box::new(|bytes| V::decode(bytes, MediaType::Json)?.to_hub());
        let write: Write<H> = Box::new(|hub| Ok(V::from_hub(hub)?.encode(MediaType::Json)?));
        self.versions.insert(V::api_version(), (read, write));
        self
    }

    /// The versions it knows, as `apiVersion` has them.
    pub fn versions(&self) -> impl Iterator<Item = &str> {
        self.versions.keys().map(String::as_str)
    }

    /// The object in another version.
    ///
    /// # Errors
    /// When either version is unknown, or the object does not convert.
    pub fn convert(&self, object: &Value, api_version: &str) -> Result<Value, ConversionError> {
        let text = |field: &str| object[field].as_str().unwrap_or_default();
        let (from, kind) = (text("apiVersion"), text("kind"));
        if from == api_version {
            return Ok(object.clone());
        }
        let unknown = || ConversionError::Version {
            kind: kind.to_owned(),
            from: from.to_owned(),
            to: api_version.to_owned(),
        };
        if kind != H::KIND {
            return Err(unknown());
        }
        let (read, _) = self.versions.get(from).ok_or_else(unknown)?;
        let (_, write) = self.versions.get(api_version).ok_or_else(unknown)?;
        let bytes = write(&read(object.to_string().as_bytes())?)?;
        serde_json::from_slice(&bytes).map_err(|error| ConversionError::Malformed {
            kind: kind.to_owned(),
            reason: error.to_string(),
        })
    }
}
