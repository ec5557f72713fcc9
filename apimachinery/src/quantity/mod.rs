//! [`Quantity`]: exact amounts of resources, in the three spellings of Kubernetes.
//!
//! A quantity is a whole number times a power of ten. Nearly all fit the small form (64 bits and
//! a scale); the others carry a boxed number of any size. Which form a value has is visible, as
//! it is upstream: some conversions answer differently for the two, and clients see it. The whole
//! takes 24 bytes, and a parsed text is kept only when it must be printed again as it came.
//!
//! Upstream: `apimachinery/pkg/api/resource`.

mod arithmetic;
mod canonical;
mod convert;
mod decimal;
mod format;
mod magnitude;
mod parse;
mod serde;
mod value;

#[cfg(test)]
mod oracle_tests;
#[cfg(test)]
mod tests;

pub use format::{EXA, Format, GIGA, KILO, MEGA, MICRO, MILLI, NANO, PETA, TERA};
pub use parse::ParseQuantityError;
pub use value::Quantity;
