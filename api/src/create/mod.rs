//! What a kind's strategy makes of a new object before it is validated and stored.
//!
//! [`prepare`] comes after decoding, [defaulting](crate::defaults) and
//! [normalising](crate::conversion), and after uid and creation time are set. It takes out what a
//! client can't say (the status) and fills in what the kind needs (the first generation, a job's
//! selector). Addresses and ports, which have to be allocated, are not its part.
//!
//! *Upstream:* `PrepareForCreate` in `pkg/registry/*/*/strategy.go`.

mod claim;
mod job;
mod pod;
mod prepare;
mod status;

pub(crate) use claim::normalize_data_sources;
pub(crate) use prepare::name_secrets_only;
pub use prepare::{Creation, prepare};

#[cfg(test)]
mod tests;
