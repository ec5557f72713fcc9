//! What happens after a node was chosen, beside the scheduling loop: waiting for permits, the
//! work before the binding, the binding; and the eviction of victims.
//!
//! Async, but on no executor in particular: how to sleep is an argument.

mod cycle;
mod eviction;
mod waiting;

pub use cycle::{Binding, BindingError, BindingOutcome};
pub use eviction::{Eviction, EvictionOutcome};
pub use waiting::{Sleep, WaitingPod, WaitingPods};

pub(crate) use waiting::PermitWait;
