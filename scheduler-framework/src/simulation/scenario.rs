//! What happens from outside: which nodes there are, and which pods come.

use bowline_api::core::v1::{Node, Pod};
use bowline_apimachinery::random::Random;
use bowline_apimachinery::time::Duration;

/// What happens from outside. Moments are counted from the beginning.
#[derive(Clone, Debug, Default)]
pub struct Scenario {
    /// Nodes that come and go, in any order.
    pub nodes: Vec<(Duration, NodeEvent)>,
    /// Pods, in any order; their names must differ within a namespace.
    pub jobs: Vec<Job>,
    /// How long things take.
    pub timing: Timing,
}

/// A node comes or goes.
#[derive(Clone, Debug)]
pub enum NodeEvent {
    /// It joins, or changes.
    Joins(Box<Node>),
    /// It fails: its pods are lost, and begin anew elsewhere.
    Fails(String),
}

/// A pod that comes and runs for some time.
#[derive(Clone, Debug)]
pub struct Job {
    /// When it comes.
    pub arrives: Duration,
    /// The pod, without a node.
    pub pod: Pod,
    /// How long it runs once it has started; none for as long as the simulation lasts.
    pub runs: Option<Duration>,
}

/// How long things take.
#[derive(Clone, Copy, Debug, Default)]
pub struct Timing {
    /// From a decision to the binding.
    pub binding: Duration,
    /// From the binding to the start of the pod.
    pub start: Duration,
}

/// So many copies of a pod that come at random, `mean_gap` apart on average, and run for
/// `mean_run` on average; both times are exponentially distributed.
pub fn poisson(
    template: &Pod,
    count: usize,
    mean_gap: Duration,
    mean_run: Duration,
    random: &dyn Random,
) -> Vec<Job> {
    let exponential = |mean: Duration| {
        let nanos = -(1.0 - random.fraction()).ln() * mean.as_nanos() as f64;
        Duration::from_nanos(nanos as i64)
    };
    let mut arrives = Duration::default();
    let job = |index| {
        arrives = Duration::from_nanos(arrives.as_nanos() + exponential(mean_gap).as_nanos());
        let mut pod = template.clone();
        pod.metadata.name = format!("{}-{index}", template.metadata.name);
        Job { arrives, pod, runs: Some(exponential(mean_run)) }
    };
    (0..count).map(job).collect()
}
