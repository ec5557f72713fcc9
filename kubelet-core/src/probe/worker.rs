//! When a probe runs, and when its result counts. One worker for each probe of a container; time
//! and results come in, nothing waits.
//!
//! Upstream: `pkg/kubelet/prober/worker.go`.

use bowline_api::core::v1::{Container, Probe};
use bowline_apimachinery::time::{Duration, MicroTime};

use super::results::{ProbeResult, ProbeType};

/// What one run of a probe gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProbeOutcome {
    /// All is well.
    Success,
    /// All is well, with something to say about it.
    Warning(String),
    /// It is not; with what was seen.
    Failure(String),
    /// The probe itself failed, which says nothing about the container.
    Unknown(String),
}

impl ProbeOutcome {
    /// What counts of it.
    #[must_use]
    pub fn result(&self) -> Option<ProbeResult> {
        match self {
            Self::Success | Self::Warning(_) => Some(ProbeResult::Success),
            Self::Failure(_) => Some(ProbeResult::Failure),
            Self::Unknown(_) => None,
        }
    }
}

/// Numbers of a probe, with the defaults put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProbeTiming {
    /// How long after the container's start the first run is.
    pub initial_delay: Duration,
    /// How often it runs.
    pub period: Duration,
    /// How long a run may take.
    pub timeout: Duration,
    /// After how many successes in a row a success counts.
    pub success_threshold: u32,
    /// After how many failures in a row a failure counts.
    pub failure_threshold: u32,
}

impl ProbeTiming {
    /// The numbers of a probe.
    #[must_use]
    pub fn of(probe: &Probe) -> Self {
        let or = |value: i32, default: i32| if value > 0 { value } else { default };
        let seconds = |value: i32| Duration::from_secs(i64::from(value));
        let count = |value: i32| u32::try_from(value).unwrap_or(1);
        Self {
            initial_delay: seconds(probe.initial_delay_seconds.max(0)),
            period: seconds(or(probe.period_seconds, 10)),
            timeout: seconds(or(probe.timeout_seconds, 1)),
            success_threshold: count(or(probe.success_threshold, 1)),
            failure_threshold: count(or(probe.failure_threshold, 3)),
        }
    }
}

/// One probe of one container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbeWorker {
    /// The container's name.
    pub container: String,
    /// What it decides.
    pub type_: ProbeType,
    timing: ProbeTiming,
    state: State,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    /// The container does not run, or has not started yet.
    Idle,
    /// The probe runs from time to time.
    Probing { container_id: String, next: Next, row: Option<(ProbeResult, u32)> },
    /// The result is final for this container.
    OnHold { container_id: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    At(MicroTime),
    /// A run is under way that began then.
    Since(MicroTime),
}

/// A container as far as its probes are concerned.
#[derive(Clone, Copy, Debug)]
pub struct ProbedContainer<'a> {
    /// Its id.
    pub id: &'a str,
    /// When it was started.
    pub running_since: MicroTime,
    /// Whether its startup probe has succeeded, or it has none.
    pub started: bool,
}

impl ProbeWorker {
    /// The worker of a probe.
    #[must_use]
    pub fn new(container: &str, type_: ProbeType, probe: &Probe) -> Self {
        let timing = ProbeTiming::of(probe);
        Self { container: container.to_owned(), type_, timing, state: State::Idle }
    }

    /// The workers of a container.
    pub fn of_container(container: &Container) -> impl Iterator<Item = Self> {
        ProbeType::ALL.into_iter().filter_map(|type_| {
            type_.of(container).map(|probe| Self::new(&container.name, type_, probe))
        })
    }

    /// Takes note of how the container stands: `None` if it does not run, or shall not be probed.
    pub fn observe(&mut self, container: Option<ProbedContainer<'_>>, now: MicroTime) {
        let Some(container) = container else {
            self.state = State::Idle;
            return;
        };
        let known = match &self.state {
            State::Idle => false,
            State::Probing { container_id, .. } | State::OnHold { container_id } => {
                container_id == container.id
            }
        };
        // Startup ends where the others begin.
        let wanted = container.started != (self.type_ == ProbeType::Startup);
        match (known, wanted) {
            (true, true) => {}
            (_, false) => self.state = State::Idle,
            (false, true) => {
                let first = container.running_since.saturating_add(self.timing.initial_delay);
                self.state = State::Probing {
                    container_id: container.id.to_owned(),
                    next: Next::At(first.max(now)),
                    row: None,
                };
            }
        }
    }

    /// When the probe runs next.
    #[must_use]
    pub fn next(&self) -> Option<MicroTime> {
        match &self.state {
            State::Probing { next: Next::At(at), .. } => Some(*at),
            _ => None,
        }
    }

    /// Begins a run if one is due; gives the id of the container and the time the run may take.
    pub fn begin(&mut self, now: MicroTime) -> Option<(String, Duration)> {
        let State::Probing { container_id, next, .. } = &mut self.state else { return None };
        match *next {
            Next::At(at) if at <= now => {
                *next = Next::Since(now);
                Some((container_id.clone(), self.timing.timeout))
            }
            Next::At(_) | Next::Since(_) => None,
        }
    }

    /// Takes the outcome of a run; gives the result if it counts now. When the outcome of a probe
    /// can never change (`steady`), it does not run again after a result has counted.
    pub fn finish(
        &mut self,
        id: &str,
        outcome: &ProbeOutcome,
        steady: bool,
        now: MicroTime,
    ) -> Option<ProbeResult> {
        let State::Probing { container_id, next, row } = &mut self.state else { return None };
        if container_id != id {
            return None;
        }
        if let Next::Since(began) = *next {
            let after = began.saturating_add(self.timing.period);
            *next = Next::At(after.max(now));
        }
        let result = outcome.result()?;
        let count = match row {
            Some((last, count)) if *last == result => *count + 1,
            _ => 1,
        };
        *row = Some((result, count));
        let threshold = match result {
            ProbeResult::Success => self.timing.success_threshold,
            ProbeResult::Failure => self.timing.failure_threshold,
        };
        if count < threshold {
            return None;
        }
        let fatal = result == ProbeResult::Failure && self.type_ != ProbeType::Readiness;
        if fatal || steady {
            self.state = State::OnHold { container_id: id.to_owned() };
        }
        Some(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> MicroTime {
        MicroTime::from_unix_micros(seconds * 1_000_000)
    }

    fn worker(type_: ProbeType) -> ProbeWorker {
        let probe = Probe {
            initial_delay_seconds: 5,
            period_seconds: 10,
            failure_threshold: 2,
            success_threshold: if type_ == ProbeType::Readiness { 2 } else { 1 },
            ..Probe::default()
        };
        ProbeWorker::new("c", type_, &probe)
    }

    fn run(worker: &mut ProbeWorker, outcome: ProbeOutcome) -> (i64, Option<ProbeResult>) {
        let now = worker.next().unwrap();
        let (id, _) = worker.begin(now).unwrap();
        assert_eq!(worker.begin(now), None, "one run at a time");
        (now.unix_micros() / 1_000_000, worker.finish(&id, &outcome, false, now))
    }

    fn container(id: &str, started: bool) -> Option<ProbedContainer<'_>> {
        Some(ProbedContainer { id, running_since: at(100), started })
    }

    fn failure() -> ProbeOutcome {
        ProbeOutcome::Failure("no".into())
    }

    #[test]
    fn results_count_after_as_many_in_a_row() {
        let mut readiness = worker(ProbeType::Readiness);
        readiness.observe(container("a", true), at(100));
        assert_eq!(run(&mut readiness, ProbeOutcome::Success), (105, None));
        assert_eq!(run(&mut readiness, failure()), (115, None));
        assert_eq!(run(&mut readiness, ProbeOutcome::Success), (125, None));
        assert_eq!(
            run(&mut readiness, ProbeOutcome::Warning("redirected".into())),
            (135, Some(ProbeResult::Success))
        );
        assert_eq!(run(&mut readiness, ProbeOutcome::Unknown("?".into())), (145, None));
        assert_eq!(run(&mut readiness, failure()), (155, None));
        assert_eq!(run(&mut readiness, failure()), (165, Some(ProbeResult::Failure)));
        assert!(readiness.next().is_some(), "it may recover");
    }

    #[test]
    fn a_failed_container_is_left_alone_until_it_is_another() {
        let mut liveness = worker(ProbeType::Liveness);
        liveness.observe(container("a", true), at(100));
        run(&mut liveness, failure());
        assert_eq!(run(&mut liveness, failure()).1, Some(ProbeResult::Failure));
        liveness.observe(container("a", true), at(116));
        assert_eq!(liveness.next(), None);
        liveness.observe(None, at(117));
        liveness.observe(container("b", true), at(120));
        assert_eq!(liveness.next(), Some(at(120)), "its own start was longer ago than the delay");
    }

    #[test]
    fn startup_goes_before_the_others() {
        let (mut startup, mut liveness) = (worker(ProbeType::Startup), worker(ProbeType::Liveness));
        for worker in [&mut startup, &mut liveness] {
            worker.observe(container("a", false), at(100));
        }
        assert_eq!((startup.next(), liveness.next()), (Some(at(105)), None));
        assert_eq!(run(&mut startup, ProbeOutcome::Success).1, Some(ProbeResult::Success));
        for worker in [&mut startup, &mut liveness] {
            worker.observe(container("a", true), at(106));
        }
        assert_eq!((startup.next(), liveness.next()), (None, Some(at(106))));
    }

    #[test]
    fn an_answer_about_another_container_is_ignored() {
        let mut liveness = worker(ProbeType::Liveness);
        liveness.observe(container("a", true), at(110));
        liveness.begin(at(110)).unwrap();
        liveness.observe(container("b", true), at(111));
        assert_eq!(liveness.finish("a", &failure(), false, at(112)), None);
        assert_eq!(liveness.next(), Some(at(111)));
    }
}
