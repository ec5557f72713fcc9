//! The types of apidiscovery.k8s.io/v2. Written by `cargo xtask generate`.

mod api_group_discovery;

pub use api_group_discovery::*;
