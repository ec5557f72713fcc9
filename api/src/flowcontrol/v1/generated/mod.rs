//! The types of flowcontrol.apiserver.k8s.io/v1. Written by `cargo xtask generate`.

mod flow_schema;
mod priority_level_configuration;

pub use flow_schema::*;
pub use priority_level_configuration::*;
