//! The types that expressions have before they run.

mod signature;
mod type_;

pub(crate) use signature::{Signature, parse as parse_signature, parse_type};
pub use type_::{ObjectType, Type};
