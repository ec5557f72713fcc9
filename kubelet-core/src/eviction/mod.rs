//! Which pod goes first when the node runs short.

mod ranking;

pub use ranking::{PodUsage, rank_disk_pressure, rank_memory_pressure, rank_pid_pressure};
