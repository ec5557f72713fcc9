//! The objects: which kinds there are, how each is checked, stored, read and watched.
//!
//! An object is a JSON value inside the server, built-in or custom: one engine serves both.
//! [`Catalog`] lists what is served, [`Registry`] is the handle through which the server's own
//! parts (admission plugins, authorizers) read and write.
//!
//! *Upstream:* `apiserver/pkg/registry`, `pkg/registry`.

pub mod catalog;
pub mod object;
pub mod warnings;

pub(crate) mod built_in;
mod conversion;
mod entry;
mod handle;
mod index;
pub(crate) mod kinds;
mod layout;
mod schema;
pub(crate) mod selection;
pub(crate) mod store;
pub(crate) mod stored_form;
pub(crate) mod strategy;

pub use catalog::Catalog;
pub use entry::Entry;
pub(crate) use handle::ServiceRanges;
pub use handle::{Environment, Registry};
pub(crate) use index::FieldIndex;
pub use layout::Layout;
pub use object::ObjectAccess;
pub use schema::Schema;
