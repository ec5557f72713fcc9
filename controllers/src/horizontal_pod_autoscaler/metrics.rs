//! From what pods use to how much more or less there should be of them.
//!
//! Upstream: `pkg/controller/podautoscaler/metrics/utilization.go`.

use std::collections::BTreeMap;
use std::time::Duration;

use bowline_apimachinery::time::Time;

/// What was measured of a pod.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PodMetric {
    /// When.
    pub time: Time,
    /// Over how long.
    pub window: Duration,
    /// How much, in thousandths for amounts that have fractions.
    pub value: i64,
}

/// Measurements by pod name.
pub type PodMetrics = BTreeMap<String, PodMetric>;

/// How far use is from its target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Utilization {
    /// Use as a share of the target: above 1 there are too few pods.
    pub ratio: f64,
    /// Use as a percentage of what was requested.
    pub percent: i32,
    /// Use of a pod on average.
    pub average: i64,
}

/// No pod that was measured requests anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no metrics returned matched known pods")]
pub struct NoRequests;

/// Compares use with a percentage of what pods request; requests are by pod name.
///
/// # Errors
/// When no pod that was measured requests anything.
pub fn utilization(
    metrics: &PodMetrics,
    requests: &BTreeMap<String, i64>,
    target_percent: i32,
) -> Result<Utilization, NoRequests> {
    let (mut used, mut requested, mut count) = (0_i64, 0_i64, 0_i64);
    for (pod, metric) in metrics {
        if let Some(request) = requests.get(pod) {
            used = used.saturating_add(metric.value);
            requested = requested.saturating_add(*request);
            count += 1;
        }
    }
    if requested == 0 {
        return Err(NoRequests);
    }
    let percent = i32::try_from(used.saturating_mul(100) / requested).unwrap_or(i32::MAX);
    let ratio = f64::from(percent) / f64::from(target_percent);
    Ok(Utilization { ratio, percent, average: used / count })
}

/// Compares use on average with a target: the ratio and the average. None without metrics.
#[must_use]
pub fn usage(metrics: &PodMetrics, target: i64) -> Option<(f64, i64)> {
    let count = i64::try_from(metrics.len()).ok().filter(|count| *count > 0)?;
    let total = metrics.values().fold(0_i64, |sum, metric| sum.saturating_add(metric.value));
    let average = total / count;
    Some((average as f64 / target as f64, average))
}

/// How far from its target use may be before anything is done about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance {
    /// Below the target.
    pub down: f64,
    /// Above the target.
    pub up: f64,
}

impl Tolerance {
    /// Whether a ratio is near enough to 1.
    #[must_use]
    pub fn admits(&self, ratio: f64) -> bool {
        (1.0 - self.down) <= ratio && ratio <= (1.0 + self.up)
    }
}

impl Default for Tolerance {
    fn default() -> Self {
        Self { down: 0.1, up: 0.1 }
    }
}
