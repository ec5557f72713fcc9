//! What a Kubernetes API object is: metadata, descriptors, codecs, patches, selectors and quantities.

#[cfg(feature = "streaming")]
pub mod streaming;

pub mod clock;
pub mod int_or_string;
pub mod quantity;
pub mod random;
pub mod schema;
pub mod time;
