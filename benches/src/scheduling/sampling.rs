//! Throughput as upstream samples it.

use std::time::Duration;

/// Pods a second, interval by interval.
///
/// Upstream: `test/integration/scheduler_perf/util.go`, `throughputCollector`: a look every second;
/// the first interval in which anything happened does not count, since it may have begun late; one
/// in which nothing happened counts with the next.
#[derive(Clone, Debug, Default)]
pub struct Samples {
    rates: Vec<f64>,
    seen: usize,
    started: bool,
    since: Duration,
}

impl Samples {
    /// So many pods have nodes now, so long after the beginning.
    pub fn look(&mut self, scheduled: usize, at: Duration) {
        let more = scheduled.saturating_sub(self.seen);
        if more == 0 {
            if !self.started {
                self.since = at;
            }
            return;
        }
        if self.started {
            let span = at.saturating_sub(self.since).as_secs_f64().max(1e-9);
            self.rates.push(more as f64 / span);
        }
        self.started = true;
        self.seen = scheduled;
        self.since = at;
    }

    /// The mean; none if there was no time for samples.
    #[must_use]
    pub fn average(&self) -> Option<f64> {
        let count = self.rates.len();
        (count > 0).then(|| self.rates.iter().sum::<f64>() / count as f64)
    }

    /// The rates, lowest first.
    #[must_use]
    pub fn sorted(&self) -> Vec<f64> {
        let mut rates = self.rates.clone();
        rates.sort_by(f64::total_cmp);
        rates
    }
}

/// The value below which `share` of the sorted values lie.
#[must_use]
pub fn percentile<T: Copy>(sorted: &[T], share: f64) -> Option<T> {
    let rank = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(rank.max(1) - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_intervals_count_with_the_next() {
        let mut samples = Samples::default();
        for (second, scheduled) in [0, 5, 25, 25, 65].into_iter().enumerate() {
            samples.look(scheduled, Duration::from_secs(second as u64));
        }
        assert_eq!(samples.sorted(), [20.0, 20.0]);
        assert_eq!(samples.average(), Some(20.0));
        assert_eq!(percentile(&[1, 2, 3, 4], 0.5), Some(2));
        assert_eq!(percentile::<u8>(&[], 0.5), None);
    }
}
