//! Where in an object a fault lies, and what it is.
//!
//! Upstream: `apimachinery/pkg/util/validation/field`.

mod error;
mod list;
mod path;
#[cfg(test)]
mod tests;

pub use error::{ErrorType, FieldError};
pub use list::ErrorList;
pub use path::Path;
