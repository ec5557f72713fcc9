//! What `/version` answers.
//!
//! *Upstream:* `apimachinery/pkg/version`.

mod generated;

pub use generated::*;
