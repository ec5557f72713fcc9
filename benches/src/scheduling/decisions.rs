//! Decisions alone: the engine, fed and obeyed by hand. Nothing is written anywhere.

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use bowline_api::core::v1::{PersistentVolume, PersistentVolumeClaim, Pod, PodStatus};
use bowline_apimachinery::clock::{Clock, SystemClock};
use bowline_scheduler_framework::api_calls::{ApiCalls, Note};
use bowline_scheduler_framework::binding::Sleep;
use bowline_scheduler_framework::config::{KubeSchedulerConfiguration, profiles};
use bowline_scheduler_framework::engine::{Attempt, Engine, EngineOptions, Report};
use bowline_scheduler_framework::events::EventResource;
use bowline_scheduler_framework::{BoxError, Handle, Registry};
use futures::FutureExt;

use super::{Failure, Outcome, Samples, Step, Workload};

/// Agrees to everything.
#[derive(Debug)]
struct Nowhere;

#[async_trait]
impl ApiCalls for Nowhere {
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
        Err(format!("no claim {name}").into())
    }
}

/// Runs a workload; `every_node` has all nodes examined for each pod.
///
/// # Errors
/// When it comes to a stop with pods left over.
pub fn decisions(workload: Workload, every_node: bool) -> Result<Outcome, Failure> {
    let mut table = Table::new(every_node)?;
    let mut outcome = Outcome::default();
    for step in workload.steps {
        match step {
            Step::Nodes(nodes) => {
                let now = table.now();
                nodes.into_iter().for_each(|it| table.engine.apply_node(Arc::new(it), now));
            }
            Step::Namespaces(namespaces) => {
                let now = table.now();
                let of = EventResource::Other("namespaces.v1.".into());
                for namespace in namespaces {
                    table.engine.apply_object(of.clone(), Arc::new(namespace), now);
                }
            }
            Step::Service(service) => {
                let now = table.now();
                let of = EventResource::Other("services.v1.".into());
                table.engine.apply_object(of, Arc::new(*service), now);
            }
            Step::Churn { pods, every } => table.churn = Some(Churn::new(pods, every)),
            Step::Pods { pods, measured } => {
                let placed = table.place(pods)?;
                if measured {
                    outcome = placed;
                }
            }
        }
    }
    outcome.decisions.sort_unstable();
    Ok(outcome)
}

struct Churn {
    pods: Vec<Pod>,
    every: Duration,
    made: usize,
    next: Instant,
}

impl Churn {
    fn new(pods: Vec<Pod>, every: Duration) -> Self {
        Self { pods, every, made: 0, next: now() }
    }

    fn due(&mut self) -> Option<Pod> {
        if now() < self.next {
            return None;
        }
        self.next += self.every;
        let mut pod = self.pods[self.made % self.pods.len()].clone();
        self.made += 1;
        pod.metadata.name = format!("churn-{}", self.made);
        Some(pod)
    }
}

#[allow(clippy::disallowed_methods, reason = "a benchmark measures the host's time")]
fn now() -> Instant {
    Instant::now()
}

struct Table {
    engine: Engine,
    clock: SystemClock,
    api: Arc<Nowhere>,
    sleep: Sleep,
    churn: Option<Churn>,
}

impl Table {
    fn new(every_node: bool) -> Result<Self, Failure> {
        let configuration = KubeSchedulerConfiguration::default();
        let profiles = profiles(&configuration, &Registry::in_tree(), &Handle::default())?;
        let percentage_of_nodes_to_score = if every_node { 100 } else { 0 };
        let options = EngineOptions { percentage_of_nodes_to_score, ..EngineOptions::default() };
        Ok(Self {
            engine: Engine::new(options, profiles),
            clock: SystemClock,
            api: Arc::new(Nowhere),
            sleep: Arc::new(|_| futures::future::pending().boxed()),
            churn: None,
        })
    }

    fn now(&self) -> bowline_apimachinery::time::MicroTime {
        self.clock.now()
    }

    fn arrive(&mut self, mut pod: Pod) {
        pod.metadata.uid = format!("{}/{}", pod.metadata.namespace, pod.metadata.name);
        "default-scheduler".clone_into(&mut pod.spec.scheduler_name);
        let now = self.now();
        self.engine.apply_pod(Arc::new(pod), now);
    }

    fn place(&mut self, pods: Vec<Pod>) -> Result<Outcome, Failure> {
        let wanted = pods.len();
        let mut samples = Samples::default();
        let mut decisions = Vec::with_capacity(wanted);
        let begin = now();
        pods.into_iter().for_each(|pod| self.arrive(pod));
        let mut placed = 0;
        let mut idle = 0;
        let mut looked = begin;
        while placed < wanted {
            if let Some(pod) = self.churn.as_mut().and_then(Churn::due) {
                self.arrive(pod);
            }
            let before = now();
            let at = self.now();
            let Some(attempt) = self.engine.schedule_next(at) else {
                idle += 1;
                if idle > 10_000 {
                    return Err(format!("{placed} of {wanted} pods have nodes").into());
                }
                std::thread::sleep(Duration::from_millis(1));
                self.engine.tick(at);
                continue;
            };
            idle = 0;
            decisions.push(before.elapsed());
            placed += usize::from(self.obey(attempt)?);
            if looked.elapsed() >= Duration::from_secs(1) {
                looked = now();
                samples.look(placed, begin.elapsed());
            }
        }
        Ok(Outcome { pods: wanted, taken: begin.elapsed(), samples, decisions })
    }

    /// Does what was decided; whether a pod that is waited for has its node.
    fn obey(&mut self, attempt: Attempt) -> Result<bool, Failure> {
        let now = self.now();
        match attempt {
            Attempt::Bind(binding) => {
                let bound = binding.pod().pod().clone();
                let done = binding.run(self.api.clone(), &self.sleep).now_or_never();
                let done = done.ok_or("a binding waits")?;
                match self.engine.binding_done(done, now) {
                    Report::Scheduled { pod, .. } => {
                        self.engine.apply_pod(bound, now);
                        Ok(!pod.name().starts_with("churn-"))
                    }
                    Report::Failed(failure) => Err(failure.message.into()),
                }
            }
            Attempt::Failed(failure) => {
                if let Some(eviction) = failure.eviction {
                    let victims = eviction.victims.clone();
                    let done = eviction.run(self.api.clone(), now).now_or_never();
                    self.engine.eviction_done(&done.ok_or("an eviction waits")?, now);
                    victims.iter().for_each(|it| self.engine.remove_pod(it.uid(), now));
                }
                Ok(false)
            }
            Attempt::Skipped(..) => Ok(false),
        }
    }
}
