//! What merging needs to know of a type, built-in or custom.

mod atom;
mod built_in;
mod json_schema;
mod versions;

pub use atom::Schema;
pub(super) use atom::{Form, Keys, ListKind, ListType, MapType, Scalar};
pub use json_schema::TypeSchema;
pub use versions::{OneVersion, Versions};
