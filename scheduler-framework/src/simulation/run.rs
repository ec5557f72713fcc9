//! The loop of events.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use bowline_api::core::v1::{PersistentVolume, PersistentVolumeClaim, Pod, PodStatus};
use bowline_apimachinery::time::{Duration, MicroTime};
use futures::FutureExt;

use super::agenda::{Agenda, Event};
use super::log::LogEntry;
use super::report::{Amounts, Integral, PodHistory, Report};
use super::scenario::{Job, NodeEvent, Scenario};
use super::standing::Standing;
use crate::api_calls::{ApiCalls, Note};
use crate::binding::{Binding, BindingOutcome, Eviction, Sleep};
use crate::engine::{Attempt, Engine, Failure, Report as Told};
use crate::pod_info::PodInfo;
use crate::verdict::BoxError;

/// Why a simulation cannot go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SimulationError {
    /// A plugin lets a pod wait, or does something that takes real time, when it is bound.
    #[error("pod {pod}: its binding waits for something that does not happen here")]
    Waits {
        /// The pod, as `namespace/name`.
        pod: String,
    },
}

/// Lets a scenario happen to an engine that knows of nothing yet. The end is when nothing is left
/// to happen, or `until`; `log` is told of everything.
///
/// # Errors
/// When a binding does not come to an end at once.
pub fn simulate(
    engine: Engine,
    scenario: Scenario,
    until: Duration,
    log: &mut dyn FnMut(&LogEntry),
) -> Result<Report, SimulationError> {
    let mut run = Run {
        engine,
        agenda: Agenda::default(),
        timing: (scenario.timing.binding, scenario.timing.start),
        pods: BTreeMap::new(),
        incarnations: 0,
        capacity: BTreeMap::new(),
        offered: Amounts::default(),
        taken: Amounts::default(),
        pending: 0,
        running: 0,
        standing: Standing::new(&scenario.jobs),
        integral: Integral::since(BEGINNING),
        report: Report::default(),
        log,
    };
    let moment = |span: Duration| BEGINNING.saturating_add(span);
    for (at, event) in scenario.nodes {
        run.agenda.add(moment(at), Event::Node(event));
    }
    for Job { arrives, pod, runs } in scenario.jobs {
        let key = key_of(&pod);
        run.pods.insert(key, Runner { runs, uid: String::new(), on: None });
        run.agenda.add(moment(arrives), Event::Arrives(Box::new(pod)));
    }
    run.all(moment(until))?;
    Ok(run.report)
}

/// Moments are counted from here.
pub(super) const BEGINNING: MicroTime = MicroTime::from_unix_micros(0);

fn key_of(pod: &Pod) -> String {
    format!("{}/{}", pod.metadata.namespace, pod.metadata.name)
}

fn key(pod: &PodInfo) -> String {
    key_of(pod.pod())
}

/// What is known of a pod besides its history.
struct Runner {
    runs: Option<Duration>,
    /// Of its present incarnation; empty when it is not there.
    uid: String,
    /// The pod on its node.
    on: Option<Arc<PodInfo>>,
}

struct Run<'a> {
    engine: Engine,
    agenda: Agenda,
    timing: (Duration, Duration),
    pods: BTreeMap<String, Runner>,
    incarnations: u64,
    capacity: BTreeMap<String, Amounts>,
    /// The sum of the capacity.
    offered: Amounts,
    taken: Amounts,
    pending: usize,
    running: usize,
    standing: Standing,
    integral: Integral,
    report: Report,
    log: &'a mut dyn FnMut(&LogEntry),
}

impl Run<'_> {
    fn all(&mut self, until: MicroTime) -> Result<(), SimulationError> {
        while let Some((now, event)) = self.agenda.pop() {
            if now > until {
                break;
            }
            let is_tick = matches!(event, Event::Tick);
            self.integrate(now);
            self.happen(event, now);
            // What happens at the same moment is all known before anything is decided.
            if self.agenda.next_at() == Some(now) {
                continue;
            }
            self.engine.tick(now);
            self.decide(now)?;
            self.sample(now);
            if !is_tick {
                self.report.makespan = now.since(BEGINNING);
            }
            if let Some(next) = self.engine.next_tick()
                && self.agenda.next_at().is_some_and(|at| next < at)
            {
                self.agenda.add(next.max(after(now)), Event::Tick);
            }
        }
        self.report.utilisation = self.integral.mean();
        (self.report.series, self.report.imbalance) = std::mem::take(&mut self.standing).finish();
        Ok(())
    }

    fn integrate(&mut self, now: MicroTime) {
        self.integral.advance(now, self.taken, self.offered);
    }

    fn sample(&mut self, now: MicroTime) {
        if self.standing.is_due(now) {
            let share = self.taken.share_of(self.offered);
            let snapshot = self.engine.snapshot();
            self.standing.look(now, snapshot, share, self.pending, self.running);
        }
    }

    fn history(&mut self, key: &str) -> &mut PodHistory {
        self.report.pods.entry(key.to_owned()).or_default()
    }

    fn happen(&mut self, event: Event, now: MicroTime) {
        match event {
            Event::Node(NodeEvent::Joins(node)) => {
                (self.log)(&LogEntry::of_node(now, "joined", &node.metadata.name));
                let room = Amounts::from(&crate::Resource::from(&node.status.allocatable));
                let name = node.metadata.name.clone();
                self.offered.add(room);
                if let Some(before) = self.capacity.insert(name, room) {
                    self.offered.remove(before);
                }
                self.engine.apply_node(Arc::from(node), now);
            }
            Event::Node(NodeEvent::Fails(name)) => self.fail(&name, now),
            Event::Arrives(pod) => {
                let key = key_of(&pod);
                (self.log)(&LogEntry::of_pod(now, "arrived", &key, ""));
                self.history(&key).arrived = now;
                self.come(*pod, now);
            }
            Event::Bound(outcome) => self.bound(*outcome, now),
            Event::Starts { uid, node } => self.start(&uid, &node, now),
            Event::Ends { uid } => self.end(&uid, now),
            Event::Tick => {}
        }
    }

    /// A pod comes, for the first time or anew.
    fn come(&mut self, mut pod: Pod, now: MicroTime) {
        self.incarnations += 1;
        self.pending += 1;
        pod.metadata.uid = format!("{}", self.incarnations);
        pod.spec.node_name.clear();
        pod.status.nominated_node_name.clear();
        if let Some(runner) = self.pods.get_mut(&key_of(&pod)) {
            runner.uid.clone_from(&pod.metadata.uid);
        }
        self.engine.apply_pod(Arc::new(pod), now);
    }

    fn fail(&mut self, name: &str, now: MicroTime) {
        (self.log)(&LogEntry::of_node(now, "failed", name));
        if let Some(room) = self.capacity.remove(name) {
            self.offered.remove(room);
        }
        if let Some(node) = self.engine.cache().node(name) {
            self.engine.remove_node(&node, now);
        }
        let here = |runner: &&Runner| {
            runner.on.as_ref().is_some_and(|pod| pod.pod().spec.node_name == name)
        };
        let lost: Vec<_> = self.pods.values().filter(here).filter_map(|it| it.on.clone()).collect();
        lost.iter().for_each(|pod| self.begin_anew(pod, "lost", now));
    }

    /// A pod is gone from its node before its time.
    fn begin_anew(&mut self, pod: &Arc<PodInfo>, why: &'static str, now: MicroTime) {
        let key = key(pod);
        (self.log)(&LogEntry::of_pod(now, why, &key, &pod.pod().spec.node_name));
        self.leave(&key, pod, now);
        let history = self.history(&key);
        history.restarts += 1;
        if let Some(started) = history.started.take() {
            let wasted = history.wasted.as_nanos() + now.since(started).as_nanos();
            history.wasted = Duration::from_nanos(wasted);
        }
        self.come(Pod::clone(pod.pod()), now);
    }

    fn leave(&mut self, key: &str, pod: &Arc<PodInfo>, now: MicroTime) {
        if let Some(runner) = self.pods.get_mut(key)
            && runner.on.take().is_some()
        {
            self.taken.remove(Amounts::from(pod.requests()));
            self.running = self.running.saturating_sub(1);
        }
        self.engine.remove_pod(pod.uid(), now);
    }

    fn bound(&mut self, outcome: BindingOutcome, now: MicroTime) {
        let pod = Arc::clone(outcome.pod());
        let node = pod.pod().spec.node_name.clone();
        let key = key(&pod);
        match self.engine.binding_done(outcome, now) {
            Told::Failed(failure) => self.rejected(*failure, now),
            Told::Scheduled { .. } if !self.capacity.contains_key(&node) => {
                // The node has failed meanwhile.
                self.pending = self.pending.saturating_sub(1);
                self.engine.apply_pod(Arc::clone(pod.pod()), now);
                self.begin_anew(&pod, "lost", now);
            }
            Told::Scheduled { .. } => {
                (self.log)(&LogEntry::of_pod(now, "assigned", &key, &node));
                self.engine.apply_pod(Arc::clone(pod.pod()), now);
                self.taken.add(Amounts::from(pod.requests()));
                self.pending = self.pending.saturating_sub(1);
                self.running += 1;
                let uid = pod.uid().to_owned();
                if let Some(runner) = self.pods.get_mut(&key) {
                    runner.on = Some(pod);
                }
                let history = self.history(&key);
                history.assigned = Some(now);
                history.node.clone_from(&node);
                self.agenda.add(now.saturating_add(self.timing.1), Event::Starts { uid, node });
            }
        }
    }

    /// The pod of an incarnation, if it is still there.
    fn present(&self, uid: &str) -> Option<(String, &Runner)> {
        let pod = self.engine.cache().pod(uid)?;
        let key = key(pod);
        let runner = self.pods.get(&key).filter(|runner| runner.uid == uid)?;
        Some((key, runner))
    }

    fn start(&mut self, uid: &str, node: &str, now: MicroTime) {
        let Some((key, runner)) = self.present(uid) else { return };
        let runs = runner.runs;
        (self.log)(&LogEntry::of_pod(now, "started", &key, node));
        self.history(&key).started = Some(now);
        if let Some(runs) = runs {
            self.agenda.add(now.saturating_add(runs), Event::Ends { uid: uid.to_owned() });
        }
    }

    fn end(&mut self, uid: &str, now: MicroTime) {
        let Some((key, runner)) = self.present(uid) else { return };
        let Some(pod) = runner.on.clone() else { return };
        (self.log)(&LogEntry::of_pod(now, "ended", &key, &pod.pod().spec.node_name));
        self.history(&key).ended = Some(now);
        self.leave(&key, &pod, now);
    }

    fn decide(&mut self, now: MicroTime) -> Result<(), SimulationError> {
        while let Some(attempt) = self.engine.schedule_next(now) {
            self.report.attempts += 1;
            match attempt {
                Attempt::Bind(binding) => {
                    let outcome = finished(*binding)?;
                    let at = now.saturating_add(self.timing.0);
                    self.agenda.add(at, Event::Bound(Box::new(outcome)));
                }
                Attempt::Failed(failure) => self.rejected(*failure, now),
                Attempt::Skipped(..) => {}
            }
        }
        Ok(())
    }

    fn rejected(&mut self, failure: Failure, now: MicroTime) {
        let entry = LogEntry::of_pod(now, "rejected", &key(&failure.pod), "");
        (self.log)(&entry.saying(failure.message));
        if let Some(eviction) = failure.eviction {
            self.evict(eviction, now);
        }
    }

    fn evict(&mut self, eviction: Eviction, now: MicroTime) {
        let victims = eviction.victims.clone();
        let calls: Arc<dyn ApiCalls> = Arc::new(Agreeing);
        // Nothing in it waits when every call is answered at once.
        if let Some(outcome) = eviction.run(calls, now).now_or_never() {
            self.engine.eviction_done(&outcome, now);
        }
        for victim in victims {
            self.report.preemptions += 1;
            self.begin_anew(&victim, "preempted", now);
        }
    }
}

fn finished(binding: Binding) -> Result<BindingOutcome, SimulationError> {
    let pod = key(binding.pod());
    let never: Sleep = Arc::new(|_| futures::future::pending().boxed());
    let outcome = binding.run(Arc::new(Agreeing), &never).now_or_never();
    outcome.ok_or(SimulationError::Waits { pod })
}

fn after(now: MicroTime) -> MicroTime {
    now.saturating_add(Duration::from_nanos(1_000))
}

/// Agrees to everything at once.
#[derive(Debug)]
struct Agreeing;

#[async_trait]
impl ApiCalls for Agreeing {
    fn record(&self, _: &Pod, _: Note) {}
    async fn bind(&self, _: &Pod, _: &str) -> Result<(), BoxError> {
        Ok(())
    }
    async fn patch_pod_status(&self, _: &Pod, _: &PodStatus) -> Result<(), BoxError> {
        Ok(())
    }
    async fn delete_pod(&self, _: &Pod) -> Result<(), BoxError> {
        Ok(())
    }
    async fn update_volume(&self, volume: &PersistentVolume) -> Result<PersistentVolume, BoxError> {
        Ok(volume.clone())
    }
    async fn update_claim(
        &self,
        claim: &PersistentVolumeClaim,
    ) -> Result<PersistentVolumeClaim, BoxError> {
        Ok(claim.clone())
    }
    async fn get_claim(&self, _: &str, name: &str) -> Result<PersistentVolumeClaim, BoxError> {
        Err(format!("persistentvolumeclaim {name:?} is not part of the simulation").into())
    }
}
