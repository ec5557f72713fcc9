//! Histograms: how often a value fell into each range.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::value::AtomicNumber;

/// Counts of values by range; clones are the same histogram.
#[derive(Clone, Debug)]
pub struct Histogram(Arc<Buckets>);

#[derive(Debug)]
struct Buckets {
    /// Upper bounds, ascending; the last range has none.
    bounds: Arc<[f64]>,
    counts: Vec<AtomicU64>,
    sum: AtomicNumber,
}

impl Histogram {
    pub(super) fn new(bounds: Arc<[f64]>) -> Self {
        let counts = (0..=bounds.len()).map(|_| AtomicU64::new(0)).collect();
        Self(Arc::new(Buckets { bounds, counts, sum: AtomicNumber::default() }))
    }

    /// Counts a value.
    pub fn observe(&self, value: f64) {
        let range = self.0.bounds.partition_point(|bound| *bound < value);
        self.0.counts[range].fetch_add(1, Ordering::Relaxed);
        self.0.sum.add(value);
    }

    /// Counts a span in seconds.
    pub fn observe_duration(&self, span: std::time::Duration) {
        self.observe(span.as_secs_f64());
    }

    /// How many values were counted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.counts.iter().map(|count| count.load(Ordering::Relaxed)).sum()
    }

    /// The sum of the values counted.
    #[must_use]
    pub fn sum(&self) -> f64 {
        self.0.sum.get()
    }

    /// Upper bounds with how many values were at or below each; infinity last.
    pub(super) fn cumulative(&self) -> Vec<(f64, u64)> {
        let bounds = self.0.bounds.iter().copied().chain([f64::INFINITY]);
        let counts = self.0.counts.iter().scan(0, |below, count| {
            *below += count.load(Ordering::Relaxed);
            Some(*below)
        });
        bounds.zip(counts).collect()
    }
}

/// Upper bounds that grow by a factor: `exponential_buckets(0.001, 2.0, 15)`.
#[must_use]
pub fn exponential_buckets(first: f64, factor: f64, count: usize) -> Vec<f64> {
    std::iter::successors(Some(first), |bound| Some(bound * factor)).take(count).collect()
}
