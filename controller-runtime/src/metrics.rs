//! What controllers and queues count, under the names that controller-runtime gives them.

use std::time::Duration;

use bowline_apimachinery::metrics::{
    Counter, Family, Gauge, Histogram, Registry, exponential_buckets,
};

use crate::queue::{QueueCore, QueueKey};

/// The metrics of one queue; those of the default value are kept and shown nowhere.
///
/// *Upstream:* `controller-runtime/pkg/internal/metrics/workqueue.go`.
#[derive(Clone, Debug)]
pub struct QueueMetrics {
    name: String,
    depth: Family<Gauge>,
    adds: Counter,
    queue_duration: Histogram,
    work_duration: Histogram,
    unfinished: Gauge,
    longest: Gauge,
    retries: Counter,
}

impl QueueMetrics {
    /// The metrics of the queue of this name.
    #[must_use]
    pub fn new(registry: &Registry, name: &str) -> Self {
        const LABELS: &[&str] = &["name", "controller"];
        let labels = [name, name];
        let buckets = exponential_buckets(1e-8, 10.0, 12);
        let histogram = |metric, help| registry.histogram(metric, help, LABELS, &buckets);
        Self {
            name: name.to_owned(),
            depth: registry.gauge(
                "workqueue_depth",
                "Current depth of workqueue by workqueue and priority",
                &["name", "controller", "priority"],
            ),
            adds: registry
                .counter("workqueue_adds_total", "Total number of adds handled by workqueue", LABELS)
                .with(&labels),
            queue_duration: histogram(
                "workqueue_queue_duration_seconds",
                "How long in seconds an item stays in workqueue before being requested",
            )
            .with(&labels),
            work_duration: histogram(
                "workqueue_work_duration_seconds",
                "How long in seconds processing an item from workqueue takes.",
            )
            .with(&labels),
            unfinished: registry
                .gauge(
                    "workqueue_unfinished_work_seconds",
                    "How many seconds of work is in progress and not yet observed by work_duration.",
                    LABELS,
                )
                .with(&labels),
            longest: registry
                .gauge(
                    "workqueue_longest_running_processor_seconds",
                    "How many seconds the longest running processor has been running.",
                    LABELS,
                )
                .with(&labels),
            retries: registry
                .counter(
                    "workqueue_retries_total",
                    "Total number of retries handled by workqueue",
                    LABELS,
                )
                .with(&labels),
        }
    }

    pub(crate) fn waited(&self, span: Duration) {
        self.queue_duration.observe_duration(span);
    }

    pub(crate) fn worked(&self, span: Duration) {
        self.work_duration.observe_duration(span);
    }

    /// Takes over the counts that the queue keeps itself.
    pub(crate) fn counted<T: QueueKey>(&self, core: &QueueCore<T>) {
        let stats = core.stats();
        self.adds.raise_to(stats.adds as f64);
        self.retries.raise_to(stats.retries as f64);
    }

    /// Takes over what is costly to know; before the metrics are shown.
    pub(crate) fn observe<T: QueueKey>(&self, core: &QueueCore<T>, now: tokio::time::Instant) {
        self.counted(core);
        let (sum, longest) = core.unfinished(now);
        self.unfinished.set(sum.as_secs_f64());
        self.longest.set(longest.as_secs_f64());
        for (priority, depth) in core.depths() {
            self.depth.with(&[&self.name, &self.name, &priority.to_string()]).set(depth as f64);
        }
    }
}

impl Default for QueueMetrics {
    fn default() -> Self {
        Self::new(&Registry::default(), "")
    }
}

/// The metrics of one controller.
///
/// *Upstream:* `controller-runtime/pkg/internal/controller/metrics`.
#[derive(Clone, Debug)]
pub(crate) struct ControllerMetrics {
    name: String,
    total: Family<Counter>,
    errors: Counter,
    terminal: Counter,
    panics: Counter,
    timeouts: Counter,
    time: Histogram,
    pub(crate) active: Gauge,
}

/// How a reconciliation ended, as the metrics tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Success,
    RequeueAfter,
    Error { terminal: bool },
    Panic,
    Timeout,
}

impl ControllerMetrics {
    pub(crate) fn new(registry: &Registry, name: &str, workers: usize) -> Self {
        const LABEL: &[&str] = &["controller"];
        const TIMES: &[f64] = &[
            0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7,
            0.8, 0.9, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 6.0, 7.0, 8.0, 9.0,
            10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 60.0,
        ];
        let counter = |metric, help| registry.counter(metric, help, LABEL).with(&[name]);
        let gauge = |metric, help| registry.gauge(metric, help, LABEL).with(&[name]);
        let most = gauge(
            "controller_runtime_max_concurrent_reconciles",
            "Maximum number of concurrent reconciles per controller",
        );
        most.set(workers as f64);
        let total = registry.counter(
            "controller_runtime_reconcile_total",
            "Total number of reconciliations per controller",
            &["controller", "result"],
        );
        for result in ["success", "error", "requeue_after"] {
            let _there_from_the_start = total.with(&[name, result]);
        }
        Self {
            name: name.to_owned(),
            total,
            errors: counter(
                "controller_runtime_reconcile_errors_total",
                "Total number of reconciliation errors per controller",
            ),
            terminal: counter(
                "controller_runtime_terminal_reconcile_errors_total",
                "Total number of terminal reconciliation errors per controller",
            ),
            panics: counter(
                "controller_runtime_reconcile_panics_total",
                "Total number of reconciliation panics per controller",
            ),
            timeouts: counter(
                "controller_runtime_reconcile_timeouts_total",
                "Total number of reconciliation timeouts per controller",
            ),
            time: registry
                .histogram(
                    "controller_runtime_reconcile_time_seconds",
                    "Length of time per reconciliation per controller",
                    LABEL,
                    TIMES,
                )
                .with(&[name]),
            active: gauge(
                "controller_runtime_active_workers",
                "Number of currently used workers per controller",
            ),
        }
    }

    pub(crate) fn ended(&self, outcome: Outcome, took: Duration) {
        self.time.observe_duration(took);
        let result = match outcome {
            Outcome::Success => "success",
            Outcome::RequeueAfter => "requeue_after",
            Outcome::Error { .. } | Outcome::Panic | Outcome::Timeout => {
                self.errors.increment();
                "error"
            }
        };
        self.total.with(&[&self.name, result]).increment();
        match outcome {
            Outcome::Error { terminal: true } => self.terminal.increment(),
            Outcome::Panic => self.panics.increment(),
            Outcome::Timeout => self.timeouts.increment(),
            _ => {}
        }
    }
}
