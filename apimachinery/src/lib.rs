//! What a Kubernetes API object is: metadata, descriptors, codecs, patches, selectors and quantities.

#[cfg(feature = "streaming")]
pub mod streaming;

pub mod backoff;
pub mod clock;
pub mod fields;
pub mod int_or_string;
#[cfg(feature = "k8s-openapi")]
pub mod interop;
pub mod labels;
pub mod quantity;
pub mod random;
pub mod schema;
pub mod time;
pub mod validation;
pub mod version;

pub mod byte_string;
pub mod codec;
pub mod conversion;
pub mod descriptor;
mod digits;
pub mod dynamic;
pub mod list;
pub mod managed_fields;
pub mod meta;
pub mod metrics;
pub mod patch;
pub mod raw_json;
pub mod reflect;
pub mod resource;
pub mod version_info;

#[doc(hidden)]
pub mod __private {
    //! What the macros of this crate expand to.
    pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
}
