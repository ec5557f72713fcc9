//! Published traces as scenarios: what is read, and how it is understood.
//!
//! | trace | nodes | jobs |
//! |---|---|---|
//! | [Alibaba GPU 2023](alibaba_gpu_2023) | `openb_node_list*.csv` | `openb_pod_list*.csv` |
//! | [Alibaba 2018](alibaba_2018) | `machine_meta.csv` | `batch_task.csv` |
//! | [Google Borg 2019](borg_2019) | `machine_events`, as CSV or JSON lines | `instance_events`, likewise |
//! | [Azure packing 2020](azure_packing) | `vmType`, as CSV | `vm`, as CSV |
//!
//! Moments are counted from the first arrival. Loaders never fail on a row that lacks a number:
//! what a trace leaves out is counted and left out, see [`Trace::skipped`].

pub mod alibaba_2018;
pub mod alibaba_gpu_2023;
pub mod azure_packing;
pub mod borg_2019;
mod pods;
mod rows;

use bowline_apimachinery::random::Random;
use bowline_apimachinery::time::Duration;

use super::scenario::{Job, NodeEvent, Scenario, Timing};

pub use rows::TraceError;

/// How a trace is taken.
#[derive(Clone, Debug)]
pub struct TraceOptions {
    /// Which share of the jobs is kept, from 0 to 1; they are drawn one by one.
    pub sample: f64,
    /// By how much time is pressed between arrivals; jobs run as long as they ran.
    pub speed_up: f64,
    /// At most so many jobs, the first ones.
    pub limit: usize,
    /// For traces without nodes of their own, or whose machines are not given: how many there are.
    pub nodes: usize,
    /// Cores of the greatest machine, where a trace gives only shares of it.
    pub cores: f64,
    /// Memory of the greatest machine in bytes, where a trace gives only shares of it.
    pub memory: f64,
}

impl Default for TraceOptions {
    fn default() -> Self {
        Self {
            sample: 1.0,
            speed_up: 1.0,
            limit: usize::MAX,
            nodes: 100,
            cores: 64.0,
            memory: 256.0 * (1_u64 << 30) as f64,
        }
    }
}

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Nodes that come and go.
    pub nodes: Vec<(Duration, NodeEvent)>,
    /// Pods, in the order in which they come.
    pub jobs: Vec<Job>,
    /// Rows that could not be used.
    pub skipped: usize,
}

impl Trace {
    /// Draws, presses and cuts the jobs, and lets time begin with the first of them.
    #[must_use]
    pub fn taken(mut self, options: &TraceOptions, random: &dyn Random) -> Self {
        self.jobs.sort_by_key(|job| job.arrives);
        if options.sample < 1.0 {
            self.jobs.retain(|_| random.fraction() < options.sample);
        }
        self.jobs.truncate(options.limit);
        let first = self.jobs.first().map_or(0, |job| job.arrives.as_nanos());
        let speed_up = if options.speed_up > 0.0 { options.speed_up } else { 1.0 };
        let pressed = |at: Duration| {
            let since = at.as_nanos().saturating_sub(first).max(0);
            Duration::from_nanos((since as f64 / speed_up) as i64)
        };
        self.jobs.iter_mut().for_each(|job| job.arrives = pressed(job.arrives));
        self.nodes.iter_mut().for_each(|(at, _)| *at = pressed(*at));
        self
    }

    /// The scenario, in which things take as long as `timing` says.
    #[must_use]
    pub fn scenario(self, timing: Timing) -> Scenario {
        Scenario { nodes: self.nodes, jobs: self.jobs, timing }
    }
}

/// Seconds as a span; what is no number becomes 0.
pub(super) fn seconds(seconds: f64) -> Duration {
    Duration::from_nanos((seconds * 1e9) as i64)
}

#[cfg(test)]
mod tests;
