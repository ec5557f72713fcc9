//! How many pods the measurements ask for, with pods that cannot be judged taken cautiously.
//!
//! Upstream: `pkg/controller/podautoscaler/replica_calculator.go`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use bowline_api::core::v1::{ConditionStatus, Pod, PodPhase, pod_condition};
use bowline_apimachinery::time::{Duration as Span, Time};

use super::metrics::{NoRequests, PodMetric, PodMetrics, Tolerance, usage, utilization};

/// How long young pods are watched with suspicion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For so long after the start of a pod, what it uses may be due to the start.
    pub cpu_initialization: Duration,
    /// A pod that becomes unready within this time after its start was never ready.
    pub initial_readiness: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            cpu_initialization: Duration::from_secs(300),
            initial_readiness: Duration::from_secs(30),
        }
    }
}

/// What the calculation rests on.
#[derive(Clone, Debug)]
pub struct Observed<'a> {
    /// How many pods there should be now.
    pub current: i32,
    /// The pods.
    pub pods: &'a [Arc<Pod>],
    /// What was measured of them.
    pub metrics: PodMetrics,
    /// Whether the measurements are of CPU time, which starting pods waste.
    pub is_cpu: bool,
    /// How far from the target nothing is done.
    pub tolerance: Tolerance,
    /// How long young pods are watched with suspicion.
    pub patience: Patience,
    /// The present moment.
    pub now: Time,
}

/// Why no number can be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CalculationError {
    /// There are no pods.
    #[error("no pods returned by selector while calculating replica count")]
    NoPods,
    /// None of the pods could be measured.
    #[error("did not receive metrics for targeted pods (pods might be unready)")]
    NoMetrics,
    /// The pods request nothing to compare with.
    #[error(transparent)]
    NoRequests(#[from] NoRequests),
}

/// Pods by what is known of them.
#[derive(Debug, Default)]
struct Groups {
    ready: usize,
    unready: BTreeSet<String>,
    missing: BTreeSet<String>,
    ignored: BTreeSet<String>,
}

/// How many pods there should be so that each uses a percentage of what it requests; and the use
/// as it is, in percent and in amount.
///
/// # Errors
/// When the measurements do not suffice.
pub fn by_utilization(
    mut observed: Observed<'_>,
    requests: &BTreeMap<String, i64>,
    target_percent: i32,
) -> Result<(i32, i32, i64), CalculationError> {
    let groups = observed.sort()?;
    let now = utilization(&observed.metrics, requests, target_percent)?;
    let count = |count| (count, now.percent, now.average);
    if let Some(settled) = observed.simple(&groups, now.ratio) {
        return Ok(count(settled));
    }
    // At a target above its request, a pod without a measurement may use that much.
    let fallback = i64::from(target_percent.max(100));
    let assumed = |pod: &str| requests.get(pod).map_or(0, |request| request * fallback / 100);
    observed.assume(&groups, now.ratio, &assumed);
    let then = utilization(&observed.metrics, requests, target_percent)?;
    Ok(count(observed.careful(now.ratio, then.ratio)))
}

/// How many pods there should be so that each uses a certain amount; and the use on average as it
/// is.
///
/// # Errors
/// When the measurements do not suffice.
pub fn by_usage(mut observed: Observed<'_>, target: i64) -> Result<(i32, i64), CalculationError> {
    let groups = observed.sort()?;
    let (ratio, average) = usage(&observed.metrics, target).ok_or(CalculationError::NoMetrics)?;
    if let Some(settled) = observed.simple(&groups, ratio) {
        return Ok((settled, average));
    }
    observed.assume(&groups, ratio, &|_| target);
    let (then, _) = usage(&observed.metrics, target).ok_or(CalculationError::NoMetrics)?;
    Ok((observed.careful(ratio, then), average))
}

impl Observed<'_> {
    /// Tells pods apart and drops the measurements that say nothing.
    fn sort(&mut self) -> Result<Groups, CalculationError> {
        if self.pods.is_empty() {
            return Err(CalculationError::NoPods);
        }
        let mut groups = Groups::default();
        for pod in self.pods {
            let name = pod.metadata.name.clone();
            let metric = self.metrics.get(&name);
            if pod.metadata.is_terminating() || pod.status.phase == PodPhase::Failed {
                groups.ignored.insert(name);
            } else if pod.status.phase == PodPhase::Pending {
                groups.unready.insert(name);
            } else {
                match metric {
                    None => drop(groups.missing.insert(name)),
                    Some(metric) if self.is_cpu && self.is_unready(pod, metric) => {
                        groups.unready.insert(name);
                    }
                    Some(_) => groups.ready += 1,
                }
            }
        }
        self.metrics
            .retain(|pod, _| !groups.ignored.contains(pod) && !groups.unready.contains(pod));
        if self.metrics.is_empty() { Err(CalculationError::NoMetrics) } else { Ok(groups) }
    }

    /// Whether what a pod uses may be due to its start.
    fn is_unready(&self, pod: &Pod, metric: &PodMetric) -> bool {
        let ready = pod.status.condition(pod_condition::READY);
        let (Some(ready), Some(start)) = (ready, pod.status.start_time) else { return true };
        let changed = ready.last_transition_time.unwrap_or(Time::ZERO);
        let after = |time: Time, wait: Duration| time.saturating_add(Span::from(wait));
        let is_false = ready.status == ConditionStatus::False;
        if after(start, self.patience.cpu_initialization) > self.now {
            is_false || metric.time < after(changed, metric.window)
        } else {
            is_false && after(start, self.patience.initial_readiness) > changed
        }
    }

    /// The number when all pods can be judged.
    fn simple(&self, groups: &Groups, ratio: f64) -> Option<i32> {
        if !groups.missing.is_empty() || self.counts_unready(groups, ratio) {
            return None;
        }
        Some(if self.tolerance.admits(ratio) {
            self.current
        } else {
            (ratio * groups.ready as f64).ceil() as i32
        })
    }

    /// Pods that are starting will take work over, so they count when more are asked for.
    fn counts_unready(&self, groups: &Groups, ratio: f64) -> bool {
        !groups.unready.is_empty() && ratio > 1.0
    }

    /// Assumes of pods without a measurement whatever speaks against the change.
    fn assume(&mut self, groups: &Groups, ratio: f64, full: &dyn Fn(&str) -> i64) {
        let mut set = |pod: &String, value| {
            let metric = PodMetric { time: self.now, window: Duration::ZERO, value };
            self.metrics.insert(pod.clone(), metric);
        };
        for pod in &groups.missing {
            if ratio < 1.0 {
                set(pod, full(pod));
            } else if ratio > 1.0 {
                set(pod, 0);
            }
        }
        if !groups.unready.is_empty() && ratio > 1.0 {
            groups.unready.iter().for_each(|pod| set(pod, 0));
        }
    }

    /// The number after assumptions were made; none of them may turn the direction.
    fn careful(&self, before: f64, after: f64) -> i32 {
        let turns = (before < 1.0 && after > 1.0) || (before > 1.0 && after < 1.0);
        if self.tolerance.admits(after) || turns {
            return self.current;
        }
        let count = (after * self.metrics.len() as f64).ceil() as i32;
        let overshoots =
            (after < 1.0 && count > self.current) || (after > 1.0 && count < self.current);
        if overshoots { self.current } else { count }
    }
}
