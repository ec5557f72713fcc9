//! Where pods wait to be scheduled.

mod nominator;
mod queued_pod;

pub use nominator::Nominator;
pub use queued_pod::QueuedPod;
