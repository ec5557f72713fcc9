//! How things stood over time, in few enough points to be drawn.

use bowline_apimachinery::time::{Duration, MicroTime};

/// The most points that are kept; then every second one is dropped.
const MOST: usize = 512;

/// How things stood at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sample {
    /// When, from the beginning.
    pub at: Duration,
    /// The share of CPU that was taken.
    pub cpu: f64,
    /// The share of memory.
    pub memory: f64,
    /// The share of GPUs, under whichever name they go; 0 if there are none.
    pub gpu: f64,
    /// How many pods had no node.
    pub pending: usize,
    /// How many ran, or were about to.
    pub running: usize,
    /// The share of free CPU that stands on nodes where a typical pod does not fit.
    pub fragmentation: f64,
}

/// Points that lie further and further apart the longer a simulation takes.
#[derive(Debug, Default)]
pub(super) struct Series {
    samples: Vec<Sample>,
    gap: i64,
}

impl Series {
    /// Whether a point is due.
    pub(super) fn is_due(&self, at: MicroTime) -> bool {
        let last = self.samples.last().map(|it| it.at.as_nanos());
        last.is_none_or(|last| at.unix_micros().saturating_mul(1_000) - last >= self.gap.max(1))
    }

    pub(super) fn add(&mut self, sample: Sample) {
        self.samples.push(sample);
        if self.samples.len() < MOST {
            return;
        }
        let mut keep = false;
        self.samples.retain(|_| {
            keep = !keep;
            keep
        });
        let span = self.samples.last().map_or(0, |it| it.at.as_nanos());
        self.gap = span / (MOST as i64 / 2);
    }

    pub(super) fn finish(self) -> Vec<Sample> {
        self.samples
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_story_keeps_its_shape() {
        let mut series = Series::default();
        for second in 0..100_000_i64 {
            let at = MicroTime::from_unix_micros(second * 1_000_000);
            if series.is_due(at) {
                series.add(Sample { at: Duration::from_secs(second), ..Sample::default() });
            }
        }
        let samples = series.finish();
        assert!((MOST / 4..MOST).contains(&samples.len()), "{}", samples.len());
        assert!(samples.is_sorted_by(|a, b| a.at < b.at));
        assert!(samples.last().unwrap().at.as_secs() > 99_000);
    }
}
