//! A cluster in virtual time: the engine decides, and nodes, arrivals and endings are events.
//!
//! Nothing here takes longer than its computation, whatever the time it tells, and the same seed
//! gives the same [log](LogEntry) on any machine. A policy is a configuration: [`compare`] lets the
//! same [scenarios](Scenario), from [traces] or [made up](Synthetic), happen to several, and
//! [`output`] tells of the [reports](Report).

mod agenda;
mod comparison;
mod log;
mod metrics;
pub mod output;
mod report;
mod run;
mod scenario;
mod series;
mod standing;
mod synthetic;
#[cfg(test)]
mod tests;
pub mod traces;

pub use comparison::{Cell, Comparison, ComparisonError, Policy, Progress, compare};
pub use log::LogEntry;
pub use metrics::{Better, Estimate, Metric, metrics};
pub use report::{PodHistory, Report, Utilisation};
pub use run::{SimulationError, simulate};
pub use scenario::{Job, NodeEvent, Scenario, Timing, poisson};
pub use series::Sample;
pub use synthetic::{Arrivals, Synthetic};
