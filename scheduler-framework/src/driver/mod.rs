//! A scheduler for an API server: the only place here that knows the client.
//!
//! Watches feed the [`Engine`](crate::engine::Engine); what it decides is written beside the
//! loop. Everything that is decided can be decided again: a scheduler that is restarted, loses
//! its watches, or finds a pod bound by another goes on from what the watches show.

mod client_calls;
mod informers;
mod run;
mod scheduler;
mod shadow;
mod status_writes;
#[cfg(test)]
mod tests;

pub use client_calls::ClientCalls;
pub use scheduler::{Config, Scheduler, SchedulerBuilder};
pub use shadow::{Judgement, OnDecision, ShadowDecision};
