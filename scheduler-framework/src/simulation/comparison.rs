//! Several policies on the same stories.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bowline_apimachinery::random::SeededRandom;
use bowline_apimachinery::time::Duration;
use parking_lot::Mutex;

use super::metrics::{Better, Estimate, Metric, metrics};
use super::{LogEntry, Report, Scenario, SimulationError, simulate};
use crate::config::{KubeSchedulerConfiguration, ProfileError, profiles};
use crate::engine::{Engine, EngineOptions};
use crate::profile::Profile;
use crate::queue::Backoff;
use crate::registry::{Handle, Registry};

/// A way to schedule.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Its name in reports.
    pub name: String,
    /// How it is configured.
    pub configuration: KubeSchedulerConfiguration,
    /// Its plugins.
    pub registry: Registry,
}

/// Why policies cannot be compared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ComparisonError {
    /// A policy cannot be made.
    #[error("policy {policy:?}: {source}")]
    Policy {
        /// The policy.
        policy: String,
        /// What is wrong.
        source: ProfileError,
    },
    /// A simulation cannot go on.
    #[error("policy {policy:?}, seed {seed}: {source}")]
    Simulation {
        /// The policy.
        policy: String,
        /// The seed.
        seed: u64,
        /// Why.
        source: SimulationError,
    },
}

impl Policy {
    /// A policy of the built-in plugins.
    #[must_use]
    pub fn new(name: impl Into<String>, configuration: KubeSchedulerConfiguration) -> Self {
        Self { name: name.into(), configuration, registry: Registry::in_tree() }
    }

    /// The plugins of its first profile.
    ///
    /// # Errors
    /// When a plugin cannot be made.
    pub fn profile(&self) -> Result<Profile, ComparisonError> {
        let made = profiles(&self.configuration, &self.registry, &Handle::default());
        let made =
            made.map_err(|source| ComparisonError::Policy { policy: self.name.clone(), source })?;
        Ok(made.into_iter().next().unwrap_or_default())
    }

    /// A scheduler that follows it; its chances are those of the seed.
    ///
    /// # Errors
    /// When a plugin cannot be made.
    pub fn engine(&self, seed: u64) -> Result<Engine, ComparisonError> {
        let handle = Handle::default();
        let made = profiles(&self.configuration, &self.registry, &handle);
        let made =
            made.map_err(|source| ComparisonError::Policy { policy: self.name.clone(), source })?;
        let configuration = &self.configuration;
        let options = EngineOptions {
            percentage_of_nodes_to_score: configuration.percentage_of_nodes_to_score.unwrap_or(0),
            backoff: Backoff {
                initial: Duration::from_secs(configuration.pod_initial_backoff_seconds),
                max: Duration::from_secs(configuration.pod_max_backoff_seconds),
            },
            random: Arc::new(SeededRandom::new(seed)),
            waiting: handle.waiting.clone(),
            preemptions: Arc::clone(&handle.preemptions),
            activations: handle.activations.clone(),
            pod_groups: handle.pod_groups.clone(),
            ..EngineOptions::default()
        };
        Ok(Engine::new(options, made))
    }
}

/// What came of all policies with all seeds.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The policies' names, in order.
    pub policies: Vec<String>,
    /// The seeds, in order.
    pub seeds: Vec<u64>,
    /// By policy and seed.
    pub reports: Vec<Vec<Report>>,
}

/// One metric of one policy over all seeds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// The metric of the first seed, for its name and unit.
    pub metric: Metric,
    /// The mean over seeds; none if there was nothing to measure.
    pub estimate: Option<Estimate>,
    /// The mean of the differences to the first policy, seed by seed; none for the first policy
    /// itself.
    pub difference: Option<Estimate>,
}

impl Cell {
    /// Whether the policy is better than the first one, beyond chance; none if that cannot be
    /// told.
    #[must_use]
    pub fn is_better(&self) -> Option<bool> {
        let difference = self.difference?;
        let beyond = difference.half_width.is_none_or(|it| difference.mean.abs() > it);
        if !beyond || difference.mean == 0.0 {
            return None;
        }
        self.metric.better.map(|better| (better == Better::More) == (difference.mean > 0.0))
    }
}

/// How far a comparison has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Simulations that have ended.
    pub done: usize,
    /// All of them.
    pub all: usize,
    /// Events of pods so far.
    pub events: usize,
}

/// Lets the same stories happen to all policies: of a seed, each meets the same arrivals, and its
/// own chances begin alike. `scenario` makes the story of a seed; `progress` is told how far it
/// is, from any thread; `log` gets everything that happens, by policy and seed, in the order in
/// which it happens there.
///
/// The result does not depend on `threads`.
///
/// # Errors
/// When a policy cannot be made, or a simulation cannot go on.
pub fn compare(
    policies: &[Policy],
    seeds: &[u64],
    scenario: &(dyn Fn(u64) -> Scenario + Sync),
    until: Duration,
    threads: usize,
    progress: &(dyn Fn(Progress) + Sync),
    log: &(dyn Fn(usize, u64, &LogEntry) + Sync),
) -> Result<Comparison, ComparisonError> {
    let all = policies.len() * seeds.len();
    let (next, done, events) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let results = Mutex::new(vec![None; all]);
    let fault = Mutex::new(None);
    let told = || {
        let (done, events) = (done.load(Ordering::Relaxed), events.load(Ordering::Relaxed));
        progress(Progress { done, all, events });
    };
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= all || fault.lock().is_some() {
                return;
            }
            let (policy, seed) = (index / seeds.len(), seeds[index % seeds.len()]);
            let mut hear = |entry: &LogEntry| {
                log(policy, seed, entry);
                if events.fetch_add(1, Ordering::Relaxed) % 8_192 == 0 {
                    told();
                }
            };
            match one(&policies[policy], seed, scenario(seed), until, &mut hear) {
                Ok(report) => results.lock()[index] = Some(report),
                Err(error) => *fault.lock() = Some(error),
            }
            done.fetch_add(1, Ordering::Relaxed);
            told();
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.clamp(1, all.max(1)) {
            scope.spawn(work);
        }
        work();
    });
    if let Some(error) = fault.into_inner() {
        return Err(error);
    }
    let mut reports = results.into_inner().into_iter().flatten();
    let of_policy = |_: &Policy| reports.by_ref().take(seeds.len()).collect();
    Ok(Comparison {
        reports: policies.iter().map(of_policy).collect(),
        policies: policies.iter().map(|it| it.name.clone()).collect(),
        seeds: seeds.to_vec(),
    })
}

fn one(
    policy: &Policy,
    seed: u64,
    scenario: Scenario,
    until: Duration,
    log: &mut dyn FnMut(&LogEntry),
) -> Result<Report, ComparisonError> {
    let engine = policy.engine(seed)?;
    simulate(engine, scenario, until, log).map_err(|source| {
        let policy = policy.name.clone();
        ComparisonError::Simulation { policy, seed, source }
    })
}

impl Comparison {
    /// The table of metrics: by metric, a cell a policy.
    #[must_use]
    pub fn table(&self) -> Vec<Vec<Cell>> {
        let by_policy: Vec<Vec<Vec<Metric>>> =
            self.reports.iter().map(|seeds| seeds.iter().map(metrics).collect()).collect();
        let count = by_policy.first().and_then(|it| it.first()).map_or(0, Vec::len);
        let cell = |metric: usize, policy: usize| {
            let values = |policy: usize| by_policy[policy].iter().map(|it| it[metric].value);
            let known: Vec<f64> = values(policy).flatten().collect();
            let differences: Vec<f64> = values(policy)
                .zip(values(0))
                .filter_map(|(own, first)| Some(own? - first?))
                .collect();
            Cell {
                metric: by_policy[policy][0][metric],
                estimate: Estimate::of(&known),
                difference: Estimate::of(&differences).filter(|_| policy > 0),
            }
        };
        let row = |metric| (0..by_policy.len()).map(|policy| cell(metric, policy)).collect();
        (0..count).map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use bowline_api::core::v1::Pod;

    use super::*;
    use crate::simulation::{NodeEvent, Timing, poisson};
    use crate::testing::{node, pod};

    fn policy(name: &str, strategy: &str) -> Policy {
        let text = format!(
            "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n\
             profiles:\n- pluginConfig:\n  - name: NodeResourcesFit\n    args: \
             {{scoringStrategy: {{type: {strategy}, resources: [{{name: cpu, weight: 1}}]}}}}"
        );
        Policy::new(name, KubeSchedulerConfiguration::from_text(&text).unwrap())
    }

    fn scenario(seed: u64) -> Scenario {
        let random = SeededRandom::new(seed);
        let joins = |index: usize| {
            let node = node(&format!("n{index}")).allocatable(&[("cpu", "4"), ("memory", "8Gi")]);
            (Duration::default(), NodeEvent::Joins(Box::new(node.build())))
        };
        let template: Pod = pod("small").requests(&[("cpu", "700m")]).build();
        let (gap, run) = (Duration::from_secs(2), Duration::from_secs(60));
        Scenario {
            nodes: (0..6).map(joins).collect(),
            jobs: poisson(&template, 60, gap, run, &random),
            timing: Timing::default(),
        }
    }

    fn run(threads: usize) -> Comparison {
        let policies = [policy("spread", "LeastAllocated"), policy("pack", "MostAllocated")];
        let until = Duration::from_secs(1_000_000);
        compare(&policies, &[1, 2, 3], &scenario, until, threads, &|_| {}, &|_, _, _| {}).unwrap()
    }

    #[test]
    fn stories_are_the_same_for_all_policies_on_any_number_of_threads() {
        let (one, three) = (run(1), run(3));
        assert_eq!(one.table(), three.table());
        let arrivals =
            |report: &Report| report.pods.values().map(|it| it.arrived).collect::<Vec<_>>();
        assert_eq!(arrivals(&one.reports[0][1]), arrivals(&one.reports[1][1]));
        assert_ne!(arrivals(&one.reports[0][0]), arrivals(&one.reports[0][1]));
    }

    #[test]
    fn differences_are_told_with_their_uncertainty() {
        let table = run(2).table();
        let row = table.iter().find(|row| row[0].metric.name == "imbalance of nodes").unwrap();
        assert_eq!(row[0].difference, None);
        let difference = row[1].difference.unwrap();
        assert!(difference.mean > 0.0 && difference.half_width.is_some());
        assert_eq!(row[1].is_better(), Some(false), "{difference:?}");
    }
}
