//! What a Kubernetes API object is: metadata, descriptors, codecs, patches, selectors and quantities.

#[cfg(feature = "streaming")]
pub mod streaming;
