//! What a container finds in its environment.
//!
//! - [`expansion`]: values that name other variables.
//! - [`field_path`], [`resource_field`]: the downward API.
//! - [`service`]: variables that name services.
//! - [`make`]: all of it together.

pub mod expansion;
pub mod field_path;
pub mod make;
pub mod resource_field;
pub mod service;

pub use make::{EnvironmentError, EnvironmentSources, make_environment};
