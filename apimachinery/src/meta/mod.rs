//! What every object carries: metadata, status answers, options, discovery and tables.
//!
//! *Upstream:* `apimachinery/pkg/apis/meta/v1`.

pub mod conditions;
mod generated;
mod object_meta;
mod partial_object_metadata;
mod status;
mod type_meta;

pub use generated::*;
pub use status::reason;
pub use type_meta::TypeMeta;
