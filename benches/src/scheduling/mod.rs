//! Upstream's scheduling workloads: their shapes as data, and the levels they run at.

mod decisions;
mod sampling;
mod stack;
mod suite;
mod workload;

pub use decisions::{How, decisions};
pub use sampling::{Samples, percentile};
pub use stack::{Reach, stack};
pub use suite::{Case, Count, CreateStep, Suite, WorkloadCounts};
pub use workload::{Step, Workload};

use std::time::Duration;

/// Why a workload cannot be run.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Whether a pod of that name is one that is waited for.
fn is_awaited(name: &str) -> bool {
    !name.starts_with("churn-") && !name.starts_with("left-")
}

/// What came of a workload.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The measured pods.
    pub pods: usize,
    /// From the first of them to the last.
    pub taken: Duration,
    /// Processor time of the whole process meanwhile, which others on the machine do not lengthen.
    pub processor: Duration,
    /// Pods a second, sampled every second.
    pub samples: Samples,
    /// Processor time of single decisions, sorted; none where they are not seen.
    pub decisions: Vec<Duration>,
    /// A digest of which pod got which node, in order; the same for the same decisions.
    pub placements: u64,
    /// What the engine took besides the objects themselves; none where that is not seen.
    pub memory: Option<Memory>,
}

/// Bytes that the process grew by.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    /// A node.
    pub node: usize,
    /// A measured pod, from its arrival until it has its node.
    pub pod: usize,
}

impl Outcome {
    /// Pods a second, all in all.
    #[must_use]
    pub fn throughput(&self) -> f64 {
        self.pods as f64 / self.taken.as_secs_f64().max(1e-9)
    }
}
