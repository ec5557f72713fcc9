//! Custom resources: kinds that a CustomResourceDefinition declares at run time.
//!
//! A definition is followed by the controller, which judges its names, marks it as
//! established, puts its versions into the catalog and, when it is deleted, deletes its objects.
//!
//! *Upstream:* `apiextensions-apiserver`.

mod columns;
mod controller;
mod custom_schema;
mod decode;
mod definition;
pub mod definition_check;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
mod json_path;
mod names;
pub mod schema;
mod served;
mod strategy;

pub(crate) use columns::row;
pub use columns::{Cell, table_columns};
pub(crate) use controller::Controller;
pub use custom_schema::{CustomColumn, CustomScale, CustomSchema};
pub(crate) use decode::{normalize, parse};
pub(crate) use definition::DefinitionStrategy;
