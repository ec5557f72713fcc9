//! Custom resources: kinds that a CustomResourceDefinition declares at run time.
//!
//! *Upstream:* `apiextensions-apiserver`.

mod schema;

pub use schema::{CustomScale, CustomSchema};
