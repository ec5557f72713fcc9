//! The types of batch/v1. Written by `cargo xtask generate`.

mod cron_job;
mod job;

pub use cron_job::*;
pub use job::*;
