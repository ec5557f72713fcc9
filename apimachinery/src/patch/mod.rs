//! The three patch languages of the API server, as pure functions on JSON values.
//!
//! [`json_patch`] changes a document by a list of operations (RFC 6902), [`merge_patch`] by an
//! object of new values (RFC 7386), [`strategic`] by an object of new values whose lists merge by
//! key, as the type's descriptor says. The last two also compute patches: from two versions, or
//! from three as `kubectl apply` does.

pub mod json_patch;
pub mod merge_patch;
pub mod strategic;

mod conflicts;
