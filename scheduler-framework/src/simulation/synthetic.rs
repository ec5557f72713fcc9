//! Clusters and loads that are made up, with the shapes that real ones are known for.

use std::f64::consts::TAU;

use bowline_api::core::v1::{Container, Node, Pod};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::random::Random;
use bowline_apimachinery::time::Duration;

use super::scenario::{Job, NodeEvent, Scenario, Timing};
use crate::pod_info::DEFAULT_SCHEDULER_NAME;

/// What to make up.
#[derive(Clone, Debug)]
pub struct Synthetic {
    /// How many nodes; they stand in zones by turns.
    pub nodes: usize,
    /// Zones.
    pub zones: usize,
    /// Cores a node.
    pub node_cores: f64,
    /// Memory a node, in bytes.
    pub node_memory: i64,
    /// How many pods.
    pub pods: usize,
    /// Over how long they come.
    pub span: Duration,
    /// How they come.
    pub arrivals: Arrivals,
    /// How long they run, in the middle.
    pub median_run: Duration,
    /// How unlike their times are: the standard deviation of the logarithm. Half of the work is
    /// in few long pods from about 2 on.
    pub run_spread: f64,
    /// Users, of whom the first few have most pods.
    pub users: usize,
    /// How many nodes fail over the span, and come back after a tenth of it.
    pub failures: usize,
    /// How long things take.
    pub timing: Timing,
}

/// How pods come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrivals {
    /// At random, evenly.
    Poisson,
    /// By day more than by night.
    Daily,
    /// In bursts of up to a hundred, one user's at a time.
    Bursts,
}

impl Default for Synthetic {
    fn default() -> Self {
        Self {
            nodes: 100,
            zones: 3,
            node_cores: 32.0,
            node_memory: 128 << 30,
            pods: 10_000,
            span: Duration::from_secs(86_400),
            arrivals: Arrivals::Daily,
            median_run: Duration::from_secs(600),
            run_spread: 1.5,
            users: 10,
            failures: 0,
            timing: Timing { binding: Duration::from_millis(5), start: Duration::from_secs(1) },
        }
    }
}

/// Requests of pods: cores, memory in MiB, how many of a hundred.
const SHAPES: [(f64, i64, u64); 6] = [
    (0.1, 256, 20),
    (0.5, 1_024, 30),
    (1.0, 2_048, 25),
    (2.0, 8_192, 15),
    (4.0, 8_192, 7),
    (8.0, 32_768, 3),
];

impl Synthetic {
    /// A story of this kind.
    #[must_use]
    pub fn scenario(&self, random: &dyn Random) -> Scenario {
        let mut moments: Vec<_> = (0..self.pods).map(|_| self.moment(random)).collect();
        if self.arrivals == Arrivals::Bursts {
            self.gather(&mut moments, random);
        }
        moments.sort_by(f64::total_cmp);
        let job = |(index, moment): (usize, f64)| {
            let user = self.user(random);
            Job {
                arrives: span(self.span, moment),
                pod: pod(index, user, shape(random)),
                runs: Some(self.run(random)),
            }
        };
        let jobs = moments.into_iter().enumerate().map(job).collect();
        let mut nodes: Vec<_> =
            (0..self.nodes).map(|index| (Duration::default(), self.joins(index))).collect();
        for _ in 0..self.failures {
            let index = random.below(self.nodes as u64) as usize;
            let at = random.fraction();
            nodes.push((span(self.span, at), NodeEvent::Fails(node_name(index))));
            nodes.push((span(self.span, at + 0.1), self.joins(index)));
        }
        Scenario { nodes, jobs, timing: self.timing }
    }

    fn joins(&self, index: usize) -> NodeEvent {
        let zone = format!("zone-{}", index % self.zones.max(1));
        let name = node_name(index);
        let metadata = ObjectMeta::named(name.clone())
            .label("kubernetes.io/hostname", name)
            .label("topology.kubernetes.io/zone", zone);
        let mut node = Node { metadata, ..Node::default() };
        let cpu = format!("{}m", (self.node_cores * 1000.0) as i64);
        node.status.allocatable.insert("cpu".to_owned(), cpu.parse().unwrap_or_default());
        let memory = Quantity::from(self.node_memory);
        node.status.allocatable.insert("memory".to_owned(), memory);
        node.status.allocatable.insert("pods".to_owned(), Quantity::from(250_i64));
        node.status.capacity = node.status.allocatable.clone();
        NodeEvent::Joins(Box::new(node))
    }

    /// When a pod comes, as a share of the span.
    fn moment(&self, random: &dyn Random) -> f64 {
        loop {
            let moment = random.fraction();
            let days = self.span.as_nanos() as f64 / 86_400e9 * moment;
            // The middle of the day has four times as many as the middle of the night.
            let rate = match self.arrivals {
                Arrivals::Daily => 0.625 - 0.375 * (TAU * days).cos(),
                Arrivals::Poisson | Arrivals::Bursts => 1.0,
            };
            if random.fraction() < rate {
                return moment;
            }
        }
    }

    /// Lets up to a hundred come at the moment of the first of them.
    fn gather(&self, moments: &mut [f64], random: &dyn Random) {
        let mut from = 0;
        while from < moments.len() {
            let size = 1 + random.below(100) as usize;
            let to = (from + size).min(moments.len());
            let first = moments[from];
            moments[from..to].fill(first);
            from = to;
        }
    }

    /// The first users have most: the second half as many as the first, and so on.
    fn user(&self, random: &dyn Random) -> usize {
        let users = self.users.max(1);
        let total: f64 = (1..=users).map(|rank| 1.0 / rank as f64).sum();
        let mut at = random.fraction() * total;
        for rank in 1..users {
            at -= 1.0 / rank as f64;
            if at < 0.0 {
                return rank - 1;
            }
        }
        users - 1
    }

    fn run(&self, random: &dyn Random) -> Duration {
        // Of two even numbers a normal one, by Box and Muller.
        let (a, b) = (1.0 - random.fraction(), random.fraction());
        let normal = (-2.0 * a.ln()).sqrt() * (TAU * b).cos();
        let nanos = self.median_run.as_nanos() as f64 * (normal * self.run_spread).exp();
        Duration::from_nanos(nanos.clamp(1e9, 1e17) as i64)
    }
}

fn span(of: Duration, share: f64) -> Duration {
    Duration::from_nanos((of.as_nanos() as f64 * share) as i64)
}

fn node_name(index: usize) -> String {
    format!("node-{index:05}")
}

fn shape(random: &dyn Random) -> (f64, i64) {
    let mut at = random.below(100);
    for (cores, memory, share) in SHAPES {
        if at < share {
            return (cores, memory);
        }
        at -= share;
    }
    (SHAPES[0].0, SHAPES[0].1)
}

fn pod(index: usize, user: usize, (cores, memory): (f64, i64)) -> Pod {
    let metadata =
        ObjectMeta::named(format!("pod-{index:06}")).in_namespace(format!("user-{user}"));
    let mut pod = Pod { metadata, ..Pod::default() };
    pod.spec.scheduler_name = DEFAULT_SCHEDULER_NAME.to_owned();
    let mut container = Container { name: "task".to_owned(), ..Container::default() };
    let requests = &mut container.resources.requests;
    let cpu = format!("{}m", (cores * 1000.0) as i64);
    requests.insert("cpu".to_owned(), cpu.parse().unwrap_or_default());
    requests.insert("memory".to_owned(), Quantity::from(memory << 20));
    pod.spec.containers = vec![container];
    pod
}

#[cfg(test)]
mod tests {
    use bowline_apimachinery::random::SeededRandom;

    use super::*;

    fn story(arrivals: Arrivals, seed: u64) -> Scenario {
        let synthetic = Synthetic { pods: 4_000, arrivals, failures: 2, ..Synthetic::default() };
        synthetic.scenario(&SeededRandom::new(seed))
    }

    fn moments(scenario: &Scenario) -> Vec<i64> {
        scenario.jobs.iter().map(|job| job.arrives.as_nanos()).collect()
    }

    #[test]
    fn a_seed_is_a_story() {
        assert_eq!(moments(&story(Arrivals::Daily, 1)), moments(&story(Arrivals::Daily, 1)));
        assert_ne!(moments(&story(Arrivals::Daily, 1)), moments(&story(Arrivals::Daily, 2)));
        let story = story(Arrivals::Poisson, 1);
        assert_eq!((story.nodes.len(), story.jobs.len()), (104, 4_000));
        assert!(moments(&story).is_sorted());
    }

    #[test]
    fn days_have_noons_and_bursts_are_bursts() {
        let noon = |arrivals| {
            let day = 86_400_000_000_000;
            let story = story(arrivals, 3);
            let by_noon = |at: &i64| (day / 4..3 * day / 4).contains(at);
            moments(&story).iter().filter(|at| by_noon(at)).count()
        };
        assert!((1_900..2_100).contains(&noon(Arrivals::Poisson)));
        assert!(noon(Arrivals::Daily) > 2_500);
        let mut bursts = moments(&story(Arrivals::Bursts, 3));
        bursts.dedup();
        assert!((40..160).contains(&bursts.len()), "{}", bursts.len());
    }

    #[test]
    fn few_users_and_few_long_pods_have_most() {
        let story = story(Arrivals::Poisson, 4);
        let first = |job: &&Job| job.pod.metadata.namespace == "user-0";
        assert!(story.jobs.iter().filter(first).count() > 1_000);
        let mut runs: Vec<_> =
            story.jobs.iter().filter_map(|job| job.runs).map(|it| it.as_nanos()).collect();
        runs.sort_unstable();
        let (all, long): (i64, i64) = (runs.iter().sum(), runs[3_600..].iter().sum());
        assert!(long * 2 > all, "{long} of {all}");
        let median = runs[2_000] / 1_000_000_000;
        assert!((500..700).contains(&median), "{median}");
    }
}
