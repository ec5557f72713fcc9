//! How nodes stand at a moment: how full, how alike, and how much of what is free is of use.

use std::collections::HashMap;

use bowline_apimachinery::time::MicroTime;

use super::report::{Amounts, Utilisation};
use super::run::BEGINNING;
use super::scenario::Job;
use super::series::{Sample, Series};
use crate::pod_info::PodInfo;
use crate::snapshot::Snapshot;

/// The most shapes of pods that stand for all.
const SHAPES: usize = 8;

/// Looks now and then.
#[derive(Debug, Default)]
pub(super) struct Standing {
    series: Series,
    /// Typical pods, each with its share among them.
    shapes: Vec<(Amounts, f64)>,
    /// Sum and number of imbalances.
    imbalance: (f64, usize),
}

impl Standing {
    /// Typical are the shapes that most of the jobs have.
    pub(super) fn new(jobs: &[Job]) -> Self {
        let mut counts = HashMap::<(i64, i64, i64), usize>::new();
        for job in jobs {
            let asked = Amounts::from(PodInfo::from(job.pod.clone()).requests());
            *counts.entry((asked.cpu, asked.memory, asked.gpu)).or_default() += 1;
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|(shape, count)| (std::cmp::Reverse(*count), *shape));
        counts.truncate(SHAPES);
        let all: usize = counts.iter().map(|(_, count)| count).sum();
        let shape = |((cpu, memory, gpu), count): ((i64, i64, i64), usize)| {
            (Amounts { cpu, memory, gpu }, count as f64 / all as f64)
        };
        Self { shapes: counts.into_iter().map(shape).collect(), ..Self::default() }
    }

    pub(super) fn is_due(&self, now: MicroTime) -> bool {
        self.series.is_due(now)
    }

    pub(super) fn look(
        &mut self,
        now: MicroTime,
        snapshot: &Snapshot,
        taken: Utilisation,
        pending: usize,
        running: usize,
    ) {
        let (mut free, mut useless) = (0.0, 0.0);
        let mut shares = Vec::with_capacity(snapshot.node_count());
        for node in snapshot.nodes() {
            let (all, used) = (Amounts::from(node.allocatable()), Amounts::from(node.requested()));
            shares.push(used.share_of(all).cpu);
            let mut left = all;
            left.remove(used);
            let fits = |asked: &Amounts| {
                asked.cpu <= left.cpu && asked.memory <= left.memory && asked.gpu <= left.gpu
            };
            let unfit = self.shapes.iter().filter(|(asked, _)| !fits(asked));
            let cpu = left.cpu.max(0) as f64;
            free += cpu;
            useless += cpu * unfit.map(|(_, share)| share).sum::<f64>();
        }
        let mean = shares.iter().sum::<f64>() / shares.len().max(1) as f64;
        if mean > 0.0 {
            let squares: f64 = shares.iter().map(|it| (it - mean).powi(2)).sum();
            self.imbalance.0 += (squares / shares.len() as f64).sqrt() / mean;
            self.imbalance.1 += 1;
        }
        self.series.add(Sample {
            at: now.since(BEGINNING),
            cpu: taken.cpu,
            memory: taken.memory,
            gpu: taken.gpu,
            pending,
            running,
            fragmentation: if free > 0.0 { useless / free } else { 0.0 },
        });
    }

    /// The points, and the mean imbalance.
    pub(super) fn finish(self) -> (Vec<Sample>, f64) {
        let (sum, count) = self.imbalance;
        (self.series.finish(), sum / count.max(1) as f64)
    }
}
