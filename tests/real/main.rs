//! Real components against a whole cluster in this process.
//!
//! A component that is not installed is reported and skipped; with `BOWLINE_REAL=1` that is a
//! failure. Run with `--nocapture` to see the reports.

mod etcd;
mod kubectl;
mod manifest;
mod objects;
mod streams;
mod workloads;
