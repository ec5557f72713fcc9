//! Where pods wait to be scheduled.
//!
//! ```text
//!  new ──▶ active ──pop──▶ (attempt) ──bound──▶ out
//!   │        ▲  ▲             │ failed
//!   │ gated  │  └─ backoff ◀──┤ an event helped meanwhile, or a fault
//!   └──▶ gated      ▲         ▼
//!          events   └── unschedulable: until an event that a rejecting plugin waits for
//! ```
//!
//! Time and the objects that `PreEnqueue` plugins look at are arguments; nothing here waits.

mod backoff;
mod heap;
mod hints;
mod in_flight;
mod nominator;
mod parked;
mod queued_pod;
mod requeue;
mod scheduling_queue;

pub use backoff::Backoff;
pub use nominator::Nominator;
pub use queued_pod::QueuedPod;
pub use scheduling_queue::{PendingCounts, QueueOptions, SchedulingQueue, Setting};
