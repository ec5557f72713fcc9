//! What a server serves, and which resource a kind or a word means.
//!
//! *Upstream:* `client-go/discovery` and `client-go/restmapper`.

mod fetch;
mod model;
mod read;
mod rest_mapper;

pub use model::{ApiGroup, ApiVersion, Discovery, ServedResource};
pub use rest_mapper::{MapError, RestMapper};

#[cfg(test)]
mod tests;
