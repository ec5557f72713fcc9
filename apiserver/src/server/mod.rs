//! The server: a `tower::Service` from request to response.
//!
//! *Upstream:* `apiserver/pkg/server`.

mod authorize;
mod builder;
mod chain;
mod service;
mod shared;

pub use builder::{Config, ServerBuilder, StartError};
pub use service::{AsUser, Server};
pub(crate) use shared::Shared;
