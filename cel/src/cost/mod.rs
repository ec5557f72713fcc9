//! The cost of an expression before it runs: bounds from the sizes that schemas allow.

mod calls;
mod estimator;
mod range;

pub use estimator::{NoHints, SizeHints, estimate};
pub use range::Range;
