//! Moments and spans of time as Kubernetes writes them.
//!
//! [`Time`] has whole seconds, [`MicroTime`] microseconds, [`Duration`] is written as Go writes
//! its durations, and [`human_duration`] gives the ages that kubectl shows. None of them reads a
//! clock: see [`crate::clock`].

mod duration;
mod human_duration;
mod micro_time;
mod rfc3339;
mod seconds;
#[cfg(test)]
mod tests;

pub use duration::{Duration, ParseDurationError};
pub use human_duration::{human_duration, short_human_duration};
pub use micro_time::MicroTime;
pub use rfc3339::ParseTimeError;
pub use seconds::Time;
