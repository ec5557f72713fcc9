//! What a simulation comes to, in numbers.

use std::collections::BTreeMap;

use bowline_apimachinery::time::{Duration, MicroTime};

/// The end of a simulation.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Each pod by `namespace/name`.
    pub pods: BTreeMap<String, PodHistory>,
    /// How much of the nodes was taken, on average over time.
    pub utilisation: Utilisation,
    /// When the last event happened.
    pub makespan: Duration,
    /// How often a pod had to go for another.
    pub preemptions: usize,
    /// How often a pod was tried.
    pub attempts: usize,
}

/// What became of a pod. Moments are microseconds from the beginning of the simulation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PodHistory {
    /// When it came.
    pub arrived: MicroTime,
    /// When it was assigned a node for the last time.
    pub assigned: Option<MicroTime>,
    /// The node.
    pub node: String,
    /// When it started for the last time.
    pub started: Option<MicroTime>,
    /// When it ended.
    pub ended: Option<MicroTime>,
    /// How often it had to begin anew.
    pub restarts: u32,
    /// For how long it had run in vain when it had to.
    pub wasted: Duration,
}

/// Shares of what the nodes have to give, from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Utilisation {
    /// CPU.
    pub cpu: f64,
    /// Memory.
    pub memory: f64,
}

impl Report {
    /// How long pods waited for their first or last node, sorted; pods that have none are left
    /// out.
    #[must_use]
    pub fn queueing_delays(&self) -> Vec<Duration> {
        self.spans(|pod| Some(pod.assigned?.since(pod.arrived)))
    }

    /// How long pods took from coming to ending, sorted; pods that have not ended are left out.
    #[must_use]
    pub fn completion_times(&self) -> Vec<Duration> {
        self.spans(|pod| Some(pod.ended?.since(pod.arrived)))
    }

    /// How many pods never had a node.
    #[must_use]
    pub fn unassigned(&self) -> usize {
        self.pods.values().filter(|pod| pod.assigned.is_none()).count()
    }

    fn spans(&self, span: impl Fn(&PodHistory) -> Option<Duration>) -> Vec<Duration> {
        let mut spans: Vec<_> = self.pods.values().filter_map(span).collect();
        spans.sort_unstable();
        spans
    }
}

/// Sums up what is taken, over time.
#[derive(Debug)]
pub(super) struct Integral {
    since: MicroTime,
    taken: (f64, f64),
    offered: (f64, f64),
}

impl Integral {
    pub(super) fn since(since: MicroTime) -> Self {
        Self { since, taken: (0.0, 0.0), offered: (0.0, 0.0) }
    }

    /// Until `now` so much was taken of so much: CPU in thousandths of a core, memory in bytes.
    pub(super) fn advance(&mut self, now: MicroTime, taken: (i64, i64), offered: (i64, i64)) {
        let span = now.since(self.since).as_nanos() as f64;
        self.since = now;
        let more = |sum: &mut (f64, f64), rate: (i64, i64)| {
            sum.0 += span * rate.0 as f64;
            sum.1 += span * rate.1 as f64;
        };
        more(&mut self.taken, taken);
        more(&mut self.offered, offered);
    }

    pub(super) fn mean(&self) -> Utilisation {
        let share = |taken: f64, offered: f64| if offered > 0.0 { taken / offered } else { 0.0 };
        Utilisation {
            cpu: share(self.taken.0, self.offered.0),
            memory: share(self.taken.1, self.offered.1),
        }
    }
}
