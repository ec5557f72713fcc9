//! Measurements of bowline beside its peers: what the benchmark binaries share.
//!
//! Each binary prints a table for people and, with `--json`, one JSON line a measurement.

pub mod judging;
pub mod pods;
pub mod report;
pub mod rules;
pub mod scheduling;
pub mod stopwatch;
