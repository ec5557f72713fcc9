//! Upstream's scheduling workloads: their shapes as data, and the levels they run at.

mod decisions;
mod sampling;
mod stack;
mod suite;
mod workload;

pub use decisions::decisions;
pub use sampling::{Samples, percentile};
pub use stack::{Reach, stack};
pub use suite::{Case, Count, CreateStep, Suite, WorkloadCounts};
pub use workload::{Step, Workload};

use std::time::Duration;

/// Why a workload cannot be run.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What came of a workload.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The measured pods.
    pub pods: usize,
    /// From the first of them to the last.
    pub taken: Duration,
    /// Pods a second, sampled every second.
    pub samples: Samples,
    /// How long single decisions took, sorted; none where they are not seen.
    pub decisions: Vec<Duration>,
}

impl Outcome {
    /// Pods a second, all in all.
    #[must_use]
    pub fn throughput(&self) -> f64 {
        self.pods as f64 / self.taken.as_secs_f64().max(1e-9)
    }
}
