//! [`RegisteredMetrics`].

use std::collections::HashMap;

use bowline_apimachinery::metrics::{
    Counter, Family, Gauge, Histogram, Registry, exponential_buckets,
};

use super::*;

/// Keeps measurements in a registry, with upstream's help texts in short and its buckets.
#[derive(Clone, Debug)]
pub struct RegisteredMetrics {
    counters: HashMap<&'static str, Kept<Counter>>,
    gauges: HashMap<&'static str, Kept<Gauge>>,
    histograms: HashMap<&'static str, Kept<Histogram>>,
}

#[derive(Clone, Debug)]
struct Kept<T> {
    labels: &'static [&'static str],
    family: Family<T>,
}

const COUNTERS: [(&str, &str, &[&str]); 3] = [
    (SCHEDULE_ATTEMPTS, "Attempts to schedule pods, by result.", &["profile", "result"]),
    (QUEUE_INCOMING_PODS, "Pods that entered a queue, by event.", &["event", "queue"]),
    (PREEMPTION_ATTEMPTS, "Attempts at preemption so far.", &[]),
];

const GAUGES: [(&str, &str, &[&str]); 3] = [
    (PENDING_PODS, "Pods that wait, by queue.", &["queue"]),
    (UNSCHEDULABLE_PODS, "Rejected pods that wait, by plugin.", &["plugin", "profile"]),
    (CACHE_SIZE, "Nodes, pods and assumed pods in the cache.", &["type"]),
];

type Buckets = (f64, f64, usize);

const HISTOGRAMS: [(&str, &str, &[&str], Buckets); 5] = [
    (
        SCHEDULING_ATTEMPT_DURATION,
        "Seconds of an attempt, scheduling and binding.",
        &["profile", "result"],
        (0.001, 2.0, 15),
    ),
    (SCHEDULING_ALGORITHM_DURATION, "Seconds of the search for a node.", &[], (0.001, 2.0, 15)),
    (POD_SCHEDULING_ATTEMPTS, "Attempts until a pod was scheduled.", &[], (1.0, 2.0, 5)),
    (
        POD_SCHEDULING_SLI_DURATION,
        "Seconds from the first sight of a pod to its binding.",
        &["attempts"],
        (0.01, 2.0, 20),
    ),
    (PREEMPTION_VICTIMS, "Victims of a preemption.", &[], (1.0, 2.0, 7)),
];

impl RegisteredMetrics {
    /// Measurements that show in the registry.
    #[must_use]
    pub fn new(registry: &Registry) -> Self {
        let counter = |(name, help, labels)| {
            let family = registry.counter(name, help, labels);
            (name, Kept { labels, family })
        };
        let gauge = |(name, help, labels)| {
            let family = registry.gauge(name, help, labels);
            (name, Kept { labels, family })
        };
        let histogram = |(name, help, labels, (first, factor, count))| {
            let buckets = exponential_buckets(first, factor, count);
            let family = registry.histogram(name, help, labels, &buckets);
            (name, Kept { labels, family })
        };
        Self {
            counters: COUNTERS.into_iter().map(counter).collect(),
            gauges: GAUGES.into_iter().map(gauge).collect(),
            histograms: HISTOGRAMS.into_iter().map(histogram).collect(),
        }
    }
}

impl<T: Clone> Kept<T> {
    fn with(&self, labels: Labels<'_>) -> T {
        // There are at most two.
        let mut values = [""; 2];
        for (value, name) in values.iter_mut().zip(self.labels) {
            *value = labels.iter().find(|(label, _)| label == name).map_or("", |(_, value)| value);
        }
        self.family.with(&values[..self.labels.len().min(2)])
    }
}

impl Metrics for RegisteredMetrics {
    fn count(&self, name: &'static str, labels: Labels<'_>, by: u64) {
        if let Some(counter) = self.counters.get(name) {
            counter.with(labels).add(by as f64);
        }
    }

    fn gauge(&self, name: &'static str, labels: Labels<'_>, value: f64) {
        if let Some(gauge) = self.gauges.get(name) {
            gauge.with(labels).set(value);
        }
    }

    fn observe(&self, name: &'static str, labels: Labels<'_>, value: f64) {
        if let Some(histogram) = self.histograms.get(name) {
            histogram.with(labels).observe(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_measured_shows_under_upstreams_names() {
        let registry = Registry::default();
        let metrics = RegisteredMetrics::new(&registry);
        let labels = [("result", "scheduled"), ("profile", "p")];
        metrics.count(SCHEDULE_ATTEMPTS, &labels, 2);
        metrics.observe(SCHEDULING_ATTEMPT_DURATION, &labels, 0.003);
        metrics.gauge(PENDING_PODS, &[("queue", "active")], 7.0);
        let text = registry.render();
        for want in [
            "scheduler_schedule_attempts_total{profile=\"p\",result=\"scheduled\"} 2",
            "scheduler_scheduling_attempt_duration_seconds_bucket{profile=\"p\",\
             result=\"scheduled\",le=\"0.004\"} 1",
            "scheduler_pending_pods{queue=\"active\"} 7",
        ] {
            assert!(text.contains(want), "{want} in {text}");
        }
    }
}
