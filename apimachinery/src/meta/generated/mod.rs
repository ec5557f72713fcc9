//! The types of meta.k8s.io/v1. Written by `cargo xtask generate`.

mod answer;
mod condition;
mod discovery;
mod list;
mod object_meta;
mod options;
mod partial_object_metadata;
mod selector;
mod table;

pub use answer::*;
pub use condition::*;
pub use discovery::*;
pub use list::*;
pub use object_meta::*;
pub use options::*;
pub use partial_object_metadata::*;
pub use selector::*;
pub use table::*;
