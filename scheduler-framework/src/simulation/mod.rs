//! A cluster in virtual time: the engine decides, and nodes, arrivals and endings are events.
//!
//! Nothing here takes longer than its computation, whatever the time it tells, and the same seed
//! gives the same [log](LogEntry) on any machine. A policy is a profile: run the same
//! [scenario](Scenario) with several and compare the [reports](Report).

mod agenda;
mod log;
mod report;
mod run;
mod scenario;
#[cfg(test)]
mod tests;

pub use log::LogEntry;
pub use report::{PodHistory, Report, Utilisation};
pub use run::{SimulationError, simulate};
pub use scenario::{Job, NodeEvent, Scenario, Timing, poisson};
