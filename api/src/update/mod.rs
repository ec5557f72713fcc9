//! What a kind's strategy makes of a changed object before it is validated and stored.
//!
//! [`prepare`] is about what is special to a kind. What all have in common comes before it: the
//! status and the generation stay as they were, and the generation grows with the specification.
//!
//! *Upstream:* `PrepareForUpdate` in `pkg/registry/*/*/strategy.go`.

mod prepare;
mod service;

pub use prepare::prepare;
