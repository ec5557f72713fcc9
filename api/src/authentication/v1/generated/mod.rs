//! The types of authentication.k8s.io/v1. Written by `cargo xtask generate`.

mod self_subject_review;
mod token_request;
mod token_review;
mod user_info;

pub use self_subject_review::*;
pub use token_request::*;
pub use token_review::*;
pub use user_info::*;
