//! What a container finds in its environment.
//!
//! - [`expansion`]: `$(NAME)`.
//! - [`field_path`], [`resource_field`]: the downward API.
//! - [`service`]: variables that name services.

pub mod expansion;
pub mod field_path;
pub mod resource_field;
pub mod service;
