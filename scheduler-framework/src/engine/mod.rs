//! The scheduler as a state machine: changes of the cluster in, attempts out, no I/O.
//!
//! ```text
//! changes ──▶ Engine ──schedule_next──▶ Attempt::Bind(Binding)  ──run──▶ binding_done ──▶ Report
//!    ▲                             └──▶ Attempt::Failed(Failure)
//!    └── what the outcomes write ◀──────────────── Eviction ──run──▶ eviction_done
//! ```
//!
//! A driver feeds it from watches and carries out what it decides; a simulator does the same in
//! virtual time.

mod attempt;
mod changes;
mod failure;
mod outcome;
#[cfg(test)]
mod reuse_tests;
mod state;
#[cfg(test)]
mod tests;

pub use outcome::{Attempt, Failure, FailureReason, Report};
pub use state::{Engine, EngineOptions, Mode};
