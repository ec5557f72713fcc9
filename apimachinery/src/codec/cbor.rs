//! CBOR as Kubernetes has it: self-described, strings as byte strings, keys sorted by their bytes.
//!
//! Reading goes over JSON values, which upstream's rules for tags and strings are made for; writing
//! goes straight from the message or value.
//!
//! *Upstream:* `apimachinery/pkg/runtime/serializer/cbor`.

mod decode;
mod encode;

#[cfg(test)]
mod tests;

pub use decode::{CborError, from_slice};
pub use encode::{encode_message, encode_value};

/// The head of tag 55799, which encloses every object.
pub const SELF_DESCRIBED: [u8; 3] = [0xd9, 0xd9, 0xf7];
