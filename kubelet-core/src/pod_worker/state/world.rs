//! A runtime in a table, for tests of the pod worker: it does actions at once and lets time pass.

use std::collections::BTreeMap;
use std::sync::Arc;

use bowline_api::core::v1::{Container, Pod, PodStatus};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::time::{Duration, MicroTime, Time};

use super::{ActionError, Input, PodEvent, PodWorker, Presence, State};
use crate::pod_worker::api_status::{StatusInput, generate_status};
use crate::pod_worker::pod_actions::container_hash;
use crate::pod_worker::{Action, ContainerKind, find_container};
use crate::probe::ProbeResults;
use crate::runtime::{
    ContainerState, ContainerStatus, Exit, ObservedPod, PodIdentity, PodSandboxStatus, SandboxState,
};

/// How long a container runs and how it ends; for ever if there is none.
pub(super) type Life = Option<(i64, i32)>;

pub(super) struct World {
    pub(super) pod: Pod,
    pub(super) presence: Presence,
    pub(super) worker: PodWorker,
    pub(super) observed: ObservedPod,
    pub(super) probes: ProbeResults,
    pub(super) now: MicroTime,
    pub(super) status: PodStatus,
    /// What containers do, by name.
    pub(super) lives: BTreeMap<String, Life>,
    /// Errors of the next actions, by what they are.
    pub(super) faults: Vec<(&'static str, ActionError)>,
    /// What was done, and when: `12 start c/0`.
    pub(super) log: Vec<String>,
    pub(super) events: Vec<PodEvent>,
    wake_at: Option<MicroTime>,
    ids: u32,
}

/// The beginning of time.
pub(super) fn at(seconds: i64) -> MicroTime {
    MicroTime::from_unix_micros(seconds * 1_000_000)
}

pub(super) fn container(name: &str) -> Container {
    Container { name: name.to_owned(), image: "i".to_owned(), ..Container::default() }
}

impl World {
    pub(super) fn new(mut pod: Pod) -> Self {
        pod.metadata =
            ObjectMeta { uid: "u".to_owned(), ..ObjectMeta::named("p").in_namespace("n") };
        Self {
            pod,
            presence: Presence::Present,
            worker: PodWorker::new(Duration::from_secs(300)),
            observed: ObservedPod {
                pod: Arc::new(PodIdentity::default()),
                ..ObservedPod::default()
            },
            probes: ProbeResults::default(),
            now: at(0),
            status: PodStatus::default(),
            lives: BTreeMap::new(),
            faults: Vec::new(),
            log: Vec::new(),
            events: Vec::new(),
            wake_at: None,
            ids: 0,
        }
    }

    /// Steps and acts until there is nothing to do at this moment.
    pub(super) fn settle(&mut self) {
        for _ in 0..100 {
            self.let_end();
            let input = Input {
                pod: &self.pod,
                presence: self.presence,
                observed: &self.observed,
                probes: &self.probes,
                now: self.now,
            };
            let step = self.worker.step(&input);
            self.wake_at = step.wake_at;
            self.events.extend(step.events);
            self.tell();
            if step.actions.is_empty() {
                return;
            }
            for action in step.actions {
                let outcome = self.act(&action);
                self.worker.record(&action, &outcome, self.now);
                if outcome.is_err()
                    && !matches!(&action, Action::StartContainer(s) if s.kind != ContainerKind::Init)
                {
                    break;
                }
            }
            self.check();
        }
        panic!("it never settles: {:?} {:#?}", self.worker.state(), self.log);
    }

    /// Lets time pass, with everything that happens in it.
    pub(super) fn run_until(&mut self, end: i64) {
        self.settle();
        loop {
            let next = self.ends().chain(self.wake_at).filter(|next| *next > self.now).min();
            match next {
                Some(next) if next <= at(end) => {
                    self.now = next;
                    self.settle();
                }
                _ => {
                    self.now = at(end);
                    return self.settle();
                }
            }
        }
    }

    /// The deletion of the pod's object has begun.
    pub(super) fn delete(&mut self, grace: i64) {
        self.pod.metadata.deletion_timestamp = Some(Time::from(self.now));
        self.pod.metadata.deletion_grace_period_seconds = Some(grace);
    }

    pub(super) fn is_finished(&self) -> bool {
        *self.worker.state() == State::Finished
    }

    pub(super) fn status_of(&self, name: &str) -> &bowline_api::core::v1::ContainerStatus {
        self.status.container_status(name).unwrap()
    }

    /// What was done, of the actions whose words begin so.
    pub(super) fn logged(&self, what: &str) -> Vec<String> {
        self.log.iter().filter(|line| line.contains(what)).cloned().collect()
    }

    fn note(&mut self, what: String) {
        self.log.push(format!("{} {what}", self.now.unix_micros() / 1_000_000));
    }

    fn ends(&self) -> impl Iterator<Item = MicroTime> {
        self.observed.containers.iter().filter_map(|c| self.end_of(c))
    }

    fn end_of(&self, container: &ContainerStatus) -> Option<MicroTime> {
        let ContainerState::Running { started_at } = container.state else { return None };
        let (after, _) = self.lives.get(&container.name).copied().flatten()?;
        Some(started_at.saturating_add(Duration::from_secs(after)))
    }

    fn let_end(&mut self) {
        let due: Vec<(String, MicroTime, i32)> = self
            .observed
            .containers
            .iter()
            .filter_map(|c| {
                let end = self.end_of(c).filter(|end| *end <= self.now)?;
                let (_, code) = self.lives.get(&c.name).copied().flatten()?;
                Some((c.id.clone(), end, code))
            })
            .collect();
        for (id, end, code) in due {
            self.end(&id, end, code);
        }
    }

    pub(super) fn end(&mut self, id: &str, finished_at: MicroTime, exit_code: i32) {
        for container in self.observed.containers.iter_mut().filter(|c| c.id == id) {
            if let ContainerState::Running { started_at } = container.state {
                container.state = ContainerState::Exited(Exit {
                    started_at: Some(started_at),
                    finished_at,
                    exit_code,
                    reason: if exit_code == 0 { "Completed" } else { "Error" }.to_owned(),
                    message: String::new(),
                });
            }
        }
    }

    fn act(&mut self, action: &Action) -> Result<(), ActionError> {
        let word = match action {
            Action::SetUpVolumes => "volumes".to_owned(),
            Action::CreateSandbox { attempt } => format!("sandbox {attempt}"),
            Action::StartContainer(start) => format!("start {}/{}", start.name, start.attempt),
            Action::StopContainers(stops) => {
                let mut names: Vec<String> = stops
                    .iter()
                    .map(|stop| format!("{}({})", stop.name, stop.grace.as_secs()))
                    .collect();
                names.sort();
                format!("stop {}", names.join(" "))
            }
            Action::StopSandbox { .. } => "stop sandbox".to_owned(),
            Action::RemoveContainer { .. } => "remove container".to_owned(),
            Action::TearDownVolumes => "tear down".to_owned(),
            Action::RemoveSandbox { .. } => "remove sandbox".to_owned(),
            Action::RemovePod => "remove pod".to_owned(),
        };
        if let Some(fault) = self.faults.iter().position(|(what, _)| word.starts_with(what)) {
            let (_, error) = self.faults.remove(fault);
            self.note(format!("failed {word}"));
            return Err(error);
        }
        self.note(word);
        match action {
            Action::CreateSandbox { attempt } => {
                self.ids += 1;
                let sandbox = PodSandboxStatus {
                    id: format!("s{}", self.ids),
                    attempt: *attempt,
                    state: SandboxState::Ready,
                    created_at: self.now,
                    ips: vec!["10.0.0.1".to_owned()],
                    host_network: false,
                };
                self.observed.sandboxes.insert(0, sandbox);
            }
            Action::StartContainer(start) => {
                let container = find_container(&self.pod, start.kind, &start.name).unwrap();
                self.ids += 1;
                let status = ContainerStatus {
                    id: format!("c{}", self.ids),
                    sandbox_id: self.observed.ready_sandbox().unwrap().id.clone(),
                    name: start.name.clone(),
                    attempt: start.attempt,
                    created_at: self.now,
                    state: ContainerState::Running { started_at: self.now },
                    image: container.image.clone(),
                    image_id: String::new(),
                    hash: container_hash(&container),
                };
                self.observed.containers.insert(0, status);
            }
            Action::StopContainers(stops) => {
                for stop in stops {
                    self.end(&stop.id, self.now, 143);
                }
            }
            Action::StopSandbox { id } => {
                for sandbox in self.observed.sandboxes.iter_mut().filter(|s| s.id == *id) {
                    sandbox.state = SandboxState::NotReady;
                }
            }
            Action::RemoveContainer { id } => self.observed.containers.retain(|c| c.id != *id),
            Action::RemoveSandbox { id } => {
                self.observed.sandboxes.retain(|s| s.id != *id);
                self.observed.containers.retain(|c| c.sandbox_id != *id);
            }
            Action::SetUpVolumes | Action::TearDownVolumes | Action::RemovePod => {}
        }
        Ok(())
    }

    /// What must be true whatever happens.
    fn check(&self) {
        let mut names: Vec<&str> = self.observed.running().map(|c| c.name.as_str()).collect();
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all, "two of a name run: {:?}", self.observed.containers);
        let runs = |name: &str| self.observed.running().any(|c| c.name == name);
        let regular = self.pod.spec.containers.iter().any(|c| runs(&c.name));
        let init = self.pod.spec.init_containers.iter().any(|c| !c.is_sidecar() && runs(&c.name));
        assert!(!(regular && init), "regular containers run beside init containers");
    }

    fn tell(&mut self) {
        if self.presence == Presence::Gone {
            return;
        }
        let status = generate_status(&StatusInput {
            pod: &self.pod,
            observed: &self.observed,
            probes: &self.probes,
            old: &self.status,
            waiting: self.worker.waiting(),
            liveness: self.worker.liveness(&self.observed),
            host_ips: &["1.2.3.4".to_owned()],
            runtime_name: "test",
            now: Time::from(self.now),
        });
        let terminal = |phase: &bowline_api::core::v1::PodPhase| {
            matches!(phase.as_str(), "Succeeded" | "Failed")
        };
        if terminal(&self.status.phase) {
            assert_eq!(status.phase, self.status.phase, "a terminal phase is final");
        }
        if terminal(&status.phase) {
            assert_eq!(self.observed.running().count(), 0, "a terminal pod still runs");
        }
        self.status = status.clone();
        self.pod.status = status;
    }
}
