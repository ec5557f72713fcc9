//! Checks that the API server makes, in its own words.
//!
//! A check of a text answers with complaints, none when all is well; a check of a part of an
//! object answers with [`field::FieldError`]s, which name the field and become the causes of a
//! Status. The wording is upstream's, since it is what clients see.
//!
//! Upstream: `apimachinery/pkg/util/validation`, `pkg/api/validate/content`.

pub mod field;
pub mod ip;
pub mod names;
pub mod object_meta;
mod quote;

pub use quote::{Quoted, is_printable, quoted};
