//! The loop of a node: pods, runtime events, results and time come in; workers decide; tasks act.
//!
//! One task runs the loop of a node and owns all its state; what takes time runs in tasks of their
//! own, at most one a pod, and reports back. An idle pod has no task.
//!
//! Upstream: `pkg/kubelet/kubelet.go` (`syncLoop`).

mod entry;
mod mirrors;
mod probing;
mod publish;
mod refresh;
mod tasks;
mod waiting;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use bowline_api::core::v1::{Pod, PodPhase};
use bowline_apimachinery::time::{Duration, MicroTime};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::admission::{Rejection, admit};
use crate::api_server::PodApi;
use crate::node_context::NodeContext;
use crate::pod_manager::PodManager;
use crate::pod_worker::pleg::Pleg;
use crate::pod_worker::state::{Input, Presence};
use crate::pod_worker::{PodEvent, State, TerminationCause};
use crate::runtime::ObservedPod;
use crate::source::{PodUpdate, is_mirror_pod};
use entry::PodEntry;
use mirrors::{ApiObject, Mirror, PodName, name_of};
use tasks::Done;

/// How the loop of a node runs.
#[derive(Clone, Copy, Debug)]
pub struct SyncLoopConfig {
    /// How often the runtime is asked for everything, if it tells no events.
    pub relist_period: Duration,
    /// How long a crashing container waits at most.
    pub max_container_restart_period: Duration,
    /// How long a status may be held back while something is being done for the pod.
    pub status_delay: Duration,
    /// For how many sources to wait before pods are removed that no source has.
    pub sources: usize,
}

impl Default for SyncLoopConfig {
    fn default() -> Self {
        Self {
            relist_period: Duration::from_secs(1),
            max_container_restart_period: Duration::from_secs(300),
            status_delay: Duration::from_millis(100),
            sources: 1,
        }
    }
}

/// Something asked of the loop from outside.
#[derive(Clone, Debug)]
pub enum Command {
    /// End a pod.
    Terminate {
        /// Which.
        uid: String,
        /// Why.
        cause: TerminationCause,
        /// How long it may take, instead of what the pod says.
        grace: Option<Duration>,
    },
}

/// The loop of a node.
pub struct SyncLoop {
    context: NodeContext,
    api: Arc<dyn PodApi>,
    config: SyncLoopConfig,
    manager: Arc<PodManager>,
    pods: HashMap<Arc<str>, PodEntry>,
    timers: BTreeSet<(MicroTime, Arc<str>)>,
    tasks: JoinSet<Done>,
    pleg: Pleg,
    sources: BTreeSet<String>,
    mirrors: HashMap<PodName, Arc<Pod>>,
    /// Pods that are to begin when another one has ended, in this order.
    waiting: Vec<Arc<Pod>>,
    relist: Relist,
}

/// When the runtime is asked for everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relist {
    /// A look is being taken.
    UnderWay,
    /// The next look is due.
    At(MicroTime),
    /// The runtime tells events; one look, at the start, was enough.
    Never,
}

impl SyncLoop {
    /// A loop with nothing to do yet.
    #[must_use]
    pub fn new(
        context: NodeContext,
        api: Arc<dyn PodApi>,
        config: SyncLoopConfig,
        manager: Arc<PodManager>,
    ) -> Self {
        Self {
            context,
            api,
            config,
            manager,
            pods: HashMap::new(),
            timers: BTreeSet::new(),
            tasks: JoinSet::new(),
            pleg: Pleg::default(),
            sources: BTreeSet::new(),
            mirrors: HashMap::new(),
            waiting: Vec::new(),
            relist: Relist::At(MicroTime::from_unix_micros(i64::MIN)),
        }
    }

    /// Runs until `shutdown`. The pods' containers are left running.
    ///
    /// Without `commands` the pods are all that moves the loop.
    pub async fn run(
        mut self,
        mut updates: mpsc::UnboundedReceiver<PodUpdate>,
        mut commands: Option<mpsc::Receiver<Command>>,
        shutdown: CancellationToken,
    ) {
        let runtime = self.context.runtime.clone();
        loop {
            self.start_relist();
            let wait = self.next_timer().map(|at| at.since(self.now()).to_std());
            let timer = async {
                match wait {
                    Some(wait) => tokio::time::sleep(wait).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = shutdown.cancelled() => break,
                Some(done) = self.tasks.join_next() => match done {
                    Ok(done) => self.done(done),
                    Err(error) => tracing::error!(%error, "a task of the sync loop failed"),
                },
                Some(update) = updates.recv() => self.update(update),
                Some(command) = next_command(&mut commands) => self.command(command),
                uid = runtime.next_event() => self.look_again(&uid),
                () = timer => self.fire_timers(),
            }
        }
        self.tasks.shutdown().await;
    }

    fn now(&self) -> MicroTime {
        self.context.clock.now()
    }

    fn update(&mut self, update: PodUpdate) {
        match update {
            PodUpdate::Upsert(pod) => self.upsert(pod),
            PodUpdate::Remove { uid } => {
                if self.mirror_removed(&uid) {
                    return;
                }
                self.waiting.retain(|pod| pod.metadata.uid != uid);
                let uid: Arc<str> = uid.into();
                if let Some(entry) = self.pods.get_mut(&uid) {
                    entry.presence = Presence::Gone;
                    self.step(&uid);
                }
            }
            PodUpdate::Synced { source } => {
                self.sources.insert(source);
                if self.all_sources_seen() {
                    self.remove_orphaned_mirrors();
                    // Orphans are found by a fresh look.
                    self.relist = match self.relist {
                        Relist::UnderWay => Relist::UnderWay,
                        _ => Relist::At(self.now()),
                    };
                }
            }
        }
    }

    fn upsert(&mut self, pod: Arc<Pod>) {
        if is_mirror_pod(&pod) {
            self.mirror_upserted(pod);
            return;
        }
        let uid: Arc<str> = Arc::from(pod.metadata.uid.as_str());
        if self.must_wait(&uid, &pod) {
            self.wait(pod);
            return;
        }
        self.manager.set(&uid, pod.clone());
        let Some(entry) = self.pods.get_mut(&uid) else {
            self.admit(&uid, pod);
            return;
        };
        let only_status = entry.differs_only_in_status(&pod);
        entry.pod = pod;
        entry.status.observe(&entry.pod);
        if only_status {
            self.publish(&uid);
        } else {
            self.step(&uid);
        }
    }

    /// A pod that has not been seen before. One that was taken earlier, or ends, is not judged anew.
    fn admit(&mut self, uid: &Arc<str>, pod: Arc<Pod>) {
        let status = &pod.status;
        let known = !matches!(status.phase, PodPhase::Pending | PodPhase::Unset)
            || status.start_time.is_some()
            || pod.metadata.deletion_timestamp.is_some();
        let holds = |entry: &&PodEntry| !entry.worker.is_terminated() && !entry.pod.is_terminal();
        let others = self.pods.values().filter(holds).map(|entry| entry.pod.as_ref());
        let verdict = match known {
            true => Ok(()),
            false => admit(&pod, others, &self.context.facts.allocatable),
        };
        let mut entry = PodEntry::new(pod, self.config.max_container_restart_period);
        if let Err(Rejection { reason, message }) = verdict {
            let event = PodEvent::warning(reason_word(&reason), message.clone());
            self.context.events.pod_event(&entry.pod, &event);
            entry.worker.terminate(TerminationCause::Rejected { reason, message }, None);
        }
        let mirror_name = match entry.api {
            ApiObject::Mirror(_) => Some(name_of(&entry.pod)),
            ApiObject::Itself => None,
        };
        self.pods.insert(uid.clone(), entry);
        if let Some(name) = mirror_name {
            self.reconcile_mirror(&name);
        }
        self.step(uid);
    }

    fn command(&mut self, command: Command) {
        match command {
            Command::Terminate { uid, cause, grace } => {
                let uid: Arc<str> = uid.into();
                if let Some(entry) = self.pods.get_mut(&uid) {
                    entry.worker.terminate(cause, grace);
                    self.step(&uid);
                }
            }
        }
    }

    /// Decides what to do for a pod, unless something is being done for it already.
    fn step(&mut self, uid: &Arc<str>) {
        let now = self.now();
        let Some(entry) = self.pods.get_mut(uid) else { return };
        if let Some(cancel) = &entry.under_way {
            if entry.worker.is_hurried(&entry.pod) {
                cancel.cancel();
            }
            return;
        }
        let Some(observed) = entry.observed.take() else {
            self.act(uid, Vec::new());
            return;
        };
        let input = Input {
            pod: &entry.pod,
            presence: entry.presence,
            observed: &observed,
            probes: &entry.probes,
            now,
        };
        let step = entry.worker.step(&input);
        entry.observed = Some(observed);
        entry.observe_probes(&self.context.facts.runtime_name, now);
        entry.plan_refresh(now);
        entry.step_at = step.wake_at;
        for event in &step.events {
            self.context.events.pod_event(&entry.pod, event);
        }
        if *entry.worker.state() == State::Finished {
            self.forget(uid);
            return;
        }
        self.generate_status(uid);
        if step.actions.is_empty() {
            self.publish(uid);
        } else {
            let publish_at = now.saturating_add(self.config.status_delay);
            if let Some(entry) = self.pods.get_mut(uid) {
                entry.publish_at = Some(publish_at);
            }
            self.act(uid, step.actions);
            self.set_timer(uid);
        }
    }

    /// Looks at a pod in the runtime, then steps.
    fn look_again(&mut self, uid: &str) {
        let uid: Arc<str> = uid.into();
        let Some(entry) = self.pods.get_mut(&uid) else { return };
        if entry.under_way.is_some() {
            entry.stale = true;
            return;
        }
        entry.observed = None;
        self.step(&uid);
    }

    fn forget(&mut self, uid: &Arc<str>) {
        self.manager.remove(uid);
        let Some(entry) = self.pods.remove(uid) else { return };
        if let Some(at) = entry.timer {
            self.timers.remove(&(at, uid.clone()));
        }
        if matches!(entry.api, ApiObject::Mirror(_)) {
            self.reconcile_mirror(&name_of(&entry.pod));
        }
        self.admit_waiting(&entry);
    }

    fn all_sources_seen(&self) -> bool {
        self.sources.len() >= self.config.sources
    }

    fn next_timer(&self) -> Option<MicroTime> {
        let pods = self.timers.first().map(|(at, _)| *at);
        let relist = match self.relist {
            Relist::At(at) => Some(at),
            Relist::UnderWay | Relist::Never => None,
        };
        pods.into_iter().chain(relist).min()
    }

    fn fire_timers(&mut self) {
        let now = self.now();
        while let Some((at, uid)) = self.timers.first().cloned() {
            if at > now {
                break;
            }
            self.timers.remove(&(at, uid.clone()));
            let Some(entry) = self.pods.get_mut(&uid) else { continue };
            entry.timer = None;
            let due = |at: Option<MicroTime>| at.is_some_and(|at| at <= now);
            let (step, probe) = (due(entry.step_at), due(entry.probe_at));
            let refresh = due(entry.refresh_at);
            let mirror = match &entry.api {
                ApiObject::Mirror(Mirror::Waits { until }) if *until <= now => {
                    Some(name_of(&entry.pod))
                }
                _ => None,
            };
            if let Some(name) = mirror {
                self.reconcile_mirror(&name);
            }
            if refresh {
                self.refresh(&uid);
            }
            let Some(entry) = self.pods.get_mut(&uid) else { continue };
            if probe {
                entry.probe_at = None;
                self.run_probes(&uid);
            }
            if step {
                if let Some(entry) = self.pods.get_mut(&uid) {
                    entry.step_at = None;
                }
                self.step(&uid);
            } else {
                self.publish(&uid);
            }
        }
    }

    /// Sets the pod's timer to what it waits for first.
    fn set_timer(&mut self, uid: &Arc<str>) {
        let Some(entry) = self.pods.get_mut(uid) else { return };
        let next = entry.next_wake();
        if entry.timer == next {
            return;
        }
        if let Some(before) = std::mem::replace(&mut entry.timer, next) {
            self.timers.remove(&(before, uid.clone()));
        }
        if let Some(at) = next {
            self.timers.insert((at, uid.clone()));
        }
    }

    /// Pods that the runtime has and no source does: they are ended.
    fn adopt_orphans(&mut self, pods: &[ObservedPod]) {
        if !self.all_sources_seen() {
            return;
        }
        for observed in pods.iter().filter(|observed| !observed.is_empty()) {
            let uid: Arc<str> = Arc::from(observed.pod.uid.as_str());
            if self.pods.contains_key(&uid) {
                continue;
            }
            tracing::info!(pod = %observed.pod, "ending a pod that no source has");
            let longest = self.config.max_container_restart_period;
            let mut entry = PodEntry::orphan(observed, longest);
            entry.worker.terminate(TerminationCause::Removed, Some(Duration::from_secs(1)));
            self.pods.insert(uid.clone(), entry);
            self.step(&uid);
        }
    }
}

async fn next_command(commands: &mut Option<mpsc::Receiver<Command>>) -> Option<Command> {
    match commands {
        Some(commands) => commands.recv().await,
        None => std::future::pending().await,
    }
}

/// The event's reason for a rejection: the words that users know, one for the rest.
fn reason_word(reason: &str) -> &'static str {
    match reason {
        "OutOfcpu" => "OutOfcpu",
        "OutOfmemory" => "OutOfmemory",
        "OutOfpods" => "OutOfpods",
        "OutOfephemeral-storage" => "OutOfephemeral-storage",
        _ => "UnexpectedAdmissionError",
    }
}
