//! What is compared between policies.

use std::collections::BTreeMap;

use bowline_apimachinery::time::Duration;

use super::report::{PodHistory, Report};

/// A number that sums up a simulation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metric {
    /// What it is, in a few words.
    pub name: &'static str,
    /// Its unit; empty for plain numbers.
    pub unit: &'static str,
    /// Whether more is better, or less; none where that depends.
    pub better: Option<Better>,
    /// The number; none if there was nothing to measure.
    pub value: Option<f64>,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More.
    More,
    /// Less.
    Less,
}

/// Jobs shorter than this count as so long when their slowdown is told, so that trifles do not
/// decide.
const SHORT: f64 = 10.0;

/// All metrics of a report, always in the same order.
#[must_use]
pub fn metrics(report: &Report) -> Vec<Metric> {
    let less = Some(Better::Less);
    let more = Some(Better::More);
    let delays: Vec<_> = report.queueing_delays().iter().map(seconds).collect();
    let completions: Vec<_> = report.completion_times().iter().map(seconds).collect();
    let slowdowns: Vec<_> = report.pods.values().filter_map(slowdown).collect();
    let wasted: f64 = report.pods.values().map(|it| seconds(&it.wasted)).sum();
    let loaded: Vec<_> = report.series.iter().filter(|it| it.running > 0).collect();
    let fragmentation: Vec<_> = loaded.iter().map(|it| it.fragmentation).collect();
    let of = |name, unit, better, value| Metric { name, unit, better, value };
    let share = |value: f64| Some(value * 100.0);
    vec![
        of("CPU utilisation", "%", more, share(report.utilisation.cpu)),
        of("memory utilisation", "%", more, share(report.utilisation.memory)),
        of(
            "GPU utilisation",
            "%",
            more,
            Some(report.utilisation.gpu * 100.0).filter(|it| *it > 0.0),
        ),
        of("fragmentation of CPU", "%", less, mean(&fragmentation).map(|it| it * 100.0)),
        of("imbalance of nodes", "", less, Some(report.imbalance)),
        of("queueing delay, mean", "s", less, mean(&delays)),
        of("queueing delay, median", "s", less, quantile(&delays, 0.5)),
        of("queueing delay, p95", "s", less, quantile(&delays, 0.95)),
        of("queueing delay, p99", "s", less, quantile(&delays, 0.99)),
        of("completion time, mean", "s", less, mean(&completions)),
        of("completion time, p95", "s", less, quantile(&completions, 0.95)),
        of("bounded slowdown, mean", "", less, mean(&slowdowns)),
        of("makespan", "s", less, Some(seconds(&report.makespan))),
        of("pods without a node", "", less, Some(report.unassigned() as f64)),
        of("preemptions", "", less, Some(report.preemptions as f64)),
        of("work lost", "s", less, Some(wasted)),
        of("fairness among users (Jain)", "", more, fairness(report)),
        of("attempts", "", None, Some(report.attempts as f64)),
    ]
}

fn seconds(span: &Duration) -> f64 {
    span.as_nanos() as f64 / 1e9
}

/// The mean; none of nothing.
pub(super) fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// A quantile of sorted values, by the nearest rank.
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.max(1) - 1).copied()
}

/// How many times longer the pod took than it would have alone.
fn slowdown(pod: &PodHistory) -> Option<f64> {
    let (started, ended) = (pod.started?, pod.ended?);
    let ran = seconds(&ended.since(started)).max(SHORT);
    let took = seconds(&ended.since(pod.arrived));
    Some((took / ran).max(1.0))
}

/// Jain's index of the users' mean slowdowns: 1 if all fare alike, down to one over their number.
fn fairness(report: &Report) -> Option<f64> {
    let mut users = BTreeMap::<&str, Vec<f64>>::new();
    for (key, pod) in &report.pods {
        let user = key.split('/').next().unwrap_or_default();
        users.entry(user).or_default().extend(slowdown(pod));
    }
    let means: Vec<_> = users.values().filter_map(|it| mean(it)).collect();
    let sum: f64 = means.iter().sum();
    let squares: f64 = means.iter().map(|it| it * it).sum();
    (squares > 0.0).then(|| sum * sum / (means.len() as f64 * squares))
}

/// A mean over seeds with the half-width of its 95 % confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// The interval reaches so far to both sides; none of a single value.
    pub half_width: Option<f64>,
}

impl Estimate {
    /// Of values that are independent of each other; none of nothing.
    #[must_use]
    pub fn of(values: &[f64]) -> Option<Self> {
        let mean = mean(values)?;
        let count = values.len();
        let half_width = (count > 1).then(|| {
            let squares: f64 = values.iter().map(|it| (it - mean).powi(2)).sum();
            let error = (squares / (count - 1) as f64 / count as f64).sqrt();
            student_t(count - 1) * error
        });
        Some(Self { mean, half_width })
    }
}

/// The 97.5 % quantile of Student's distribution.
fn student_t(freedom: usize) -> f64 {
    const TABLE: [f64; 30] = [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
        2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
        2.052, 2.048, 2.045, 2.042,
    ];
    TABLE.get(freedom.max(1) - 1).copied().unwrap_or(1.96)
}

#[cfg(test)]
mod tests {
    use bowline_apimachinery::time::MicroTime;

    use super::*;

    fn pod(arrived: i64, started: i64, ended: i64) -> PodHistory {
        let at = |second: i64| MicroTime::from_unix_micros(second * 1_000_000);
        PodHistory {
            arrived: at(arrived),
            assigned: Some(at(started)),
            started: Some(at(started)),
            ended: Some(at(ended)),
            ..PodHistory::default()
        }
    }

    fn value(report: &Report, name: &str) -> Option<f64> {
        metrics(report).iter().find(|it| it.name == name).unwrap().value
    }

    #[test]
    fn numbers_of_a_small_story() {
        let mut report = Report::default();
        report.pods.insert("a/x".into(), pod(0, 0, 20));
        report.pods.insert("a/y".into(), pod(0, 20, 40));
        report.pods.insert("b/z".into(), pod(0, 40, 60));
        report.pods.insert("b/never".into(), PodHistory::default());
        assert_eq!(value(&report, "queueing delay, mean"), Some(20.0));
        assert_eq!(value(&report, "queueing delay, median"), Some(20.0));
        assert_eq!(value(&report, "queueing delay, p99"), Some(40.0));
        assert_eq!(value(&report, "completion time, mean"), Some(40.0));
        assert_eq!(value(&report, "bounded slowdown, mean"), Some(2.0));
        assert_eq!(value(&report, "pods without a node"), Some(1.0));
        // The users' means are 1.5 and 3.
        let jain = value(&report, "fairness among users (Jain)").unwrap();
        assert!((jain - 4.5 * 4.5 / (2.0 * 11.25)).abs() < 1e-12, "{jain}");
        assert_eq!(value(&Report::default(), "queueing delay, mean"), None);
    }

    #[test]
    fn intervals_shrink_with_the_number_of_seeds() {
        let few = Estimate::of(&[1.0, 3.0]).unwrap();
        assert_eq!(few.mean, 2.0);
        assert!((few.half_width.unwrap() - 12.706).abs() < 1e-9);
        let many = Estimate::of(&[1.0, 3.0, 1.0, 3.0]).unwrap();
        assert!(many.half_width < few.half_width);
        assert_eq!(Estimate::of(&[5.0]), Some(Estimate { mean: 5.0, half_width: None }));
        assert_eq!(Estimate::of(&[]), None);
    }
}
