//! What a simulation comes to, in numbers.

use std::collections::BTreeMap;

use bowline_apimachinery::time::{Duration, MicroTime};

use super::series::Sample;
use crate::resource::Resource;

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
    /// How unlike each other the nodes' shares of taken CPU were, on average over the samples:
    /// their standard deviation over their mean.
    pub imbalance: f64,
    /// How things stood over time.
    pub series: Vec<Sample>,
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
    /// GPUs, under whichever name they go.
    pub gpu: f64,
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

/// Amounts of what is told: CPU in thousandths of a core, memory in bytes, GPUs in thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Amounts {
    pub(super) cpu: i64,
    pub(super) memory: i64,
    pub(super) gpu: i64,
}

impl From<&Resource> for Amounts {
    fn from(resource: &Resource) -> Self {
        let gpus = resource.scalar.iter().map(|(name, amount)| match name {
            name if name.ends_with("gpu-milli") => *amount,
            name if name.ends_with("/gpu") => amount.saturating_mul(1_000),
            _ => 0,
        });
        Self { cpu: resource.milli_cpu, memory: resource.memory, gpu: gpus.sum() }
    }
}

impl Amounts {
    pub(super) fn add(&mut self, other: Self) {
        self.cpu += other.cpu;
        self.memory += other.memory;
        self.gpu += other.gpu;
    }

    pub(super) fn remove(&mut self, other: Self) {
        self.cpu -= other.cpu;
        self.memory -= other.memory;
        self.gpu -= other.gpu;
    }

    /// How much of `all` this is.
    pub(super) fn share_of(self, all: Self) -> Utilisation {
        let share = |part: i64, all: i64| if all > 0 { part as f64 / all as f64 } else { 0.0 };
        Utilisation {
            cpu: share(self.cpu, all.cpu),
            memory: share(self.memory, all.memory),
            gpu: share(self.gpu, all.gpu),
        }
    }
}

/// Sums up what is taken, over time.
#[derive(Debug)]
pub(super) struct Integral {
    since: MicroTime,
    taken: [f64; 3],
    offered: [f64; 3],
}

impl Integral {
    pub(super) fn since(since: MicroTime) -> Self {
        Self { since, taken: [0.0; 3], offered: [0.0; 3] }
    }

    /// Until `now` so much was taken of so much.
    pub(super) fn advance(&mut self, now: MicroTime, taken: Amounts, offered: Amounts) {
        let span = now.since(self.since).as_nanos() as f64;
        self.since = now;
        let more = |sums: &mut [f64; 3], rate: Amounts| {
            let rates = [rate.cpu, rate.memory, rate.gpu];
            sums.iter_mut().zip(rates).for_each(|(sum, rate)| *sum += span * rate as f64);
        };
        more(&mut self.taken, taken);
        more(&mut self.offered, offered);
    }

    pub(super) fn mean(&self) -> Utilisation {
        let share = |at: usize| match self.offered[at] {
            offered if offered > 0.0 => self.taken[at] / offered,
            _ => 0.0,
        };
        Utilisation { cpu: share(0), memory: share(1), gpu: share(2) }
    }
}
