//! The types of authorization.k8s.io/v1. Written by `cargo xtask generate`.

mod attributes;
mod local_subject_access_review;
mod resources;
mod selector;
mod self_subject_access_review;
mod self_subject_rules_review;
mod subject_access_review;

pub use attributes::*;
pub use local_subject_access_review::*;
pub use resources::*;
pub use selector::*;
pub use self_subject_access_review::*;
pub use self_subject_rules_review::*;
pub use subject_access_review::*;
