//! Extenders: schedulers outside that are asked in the middle of a cycle.
//!
//! [`Extender`] is the seam, [`HttpExtender`] the one that a configuration names. Asking blocks
//! the scheduling loop, as it does upstream: each pod is placed on what the last one left.

mod courier;
mod extender;
mod http;
#[cfg(test)]
mod tests;
mod wire;

pub use extender::{Extender, ExtenderFiltered, ExtenderVictims};
pub use http::{ExtenderError, HttpExtender};
