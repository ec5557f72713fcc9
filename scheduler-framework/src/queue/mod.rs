//! Where pods wait to be scheduled.

mod nominator;
mod queued_pod;
mod scheduling_queue;

pub use nominator::Nominator;
pub use queued_pod::QueuedPod;
pub use scheduling_queue::{Less, SchedulingQueue};
