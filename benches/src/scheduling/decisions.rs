//! Decisions alone: the engine, fed and obeyed by hand. Nothing is written anywhere.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use bowline_api::core::v1::{
    Node, PersistentVolume, PersistentVolumeClaim, Pod, PodStatus, Service,
};
use bowline_apimachinery::clock::{Clock, SystemClock};
use bowline_scheduler_framework::api_calls::{ApiCalls, Note};
use bowline_scheduler_framework::binding::Sleep;
use bowline_scheduler_framework::config::{KubeSchedulerConfiguration, profiles};
use bowline_scheduler_framework::engine::{Attempt, Engine, EngineOptions, Mode, Report};
use bowline_scheduler_framework::events::EventResource;
use bowline_scheduler_framework::{BoxError, Handle, Registry};
use futures::FutureExt;

use super::{Failure, Memory, Outcome, Samples, Step, Workload, is_awaited};
use crate::report::resident;
use crate::stopwatch::{process_time, thread_time};

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

/// How decisions are made.
#[derive(Clone, Copy, Debug, Default)]
pub struct How {
    /// All nodes are examined for each pod.
    pub every_node: bool,
    /// Ties are not broken as upstream breaks them.
    pub fast: bool,
    /// Every plugin is asked about every node, whatever it said before.
    pub plain: bool,
}

/// Runs a workload.
///
/// # Errors
/// When it comes to a stop with pods left over.
pub fn decisions(workload: Workload, how: How) -> Result<Outcome, Failure> {
    let mut table = Table::new(how)?;
    table.keeps_pods = workload.steps.iter().any(|it| matches!(it, Step::Delete { .. }));
    let mut outcome = Outcome::default();
    let (mut nodes_made, mut of_nodes) = (0, 0);
    for step in workload.steps {
        match step {
            Step::Nodes(nodes) => {
                let now = table.now();
                nodes_made += nodes.len();
                let nodes = shared(nodes.into_iter().map(Arc::new));
                let before = resident();
                nodes.into_iter().for_each(|it| table.engine.apply_node(it, now));
                // What is worked out of the nodes belongs to them.
                table.engine.snapshot();
                of_nodes += resident().saturating_sub(before);
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
            Step::Delete { namespace, every } => table.delete(&namespace, every),
            Step::Recreate { objects, every } => {
                table.recreation =
                    Some(Recreation { objects: *objects, every, next: now(), there: false });
            }
            Step::Pods { pods, left: true, .. } => {
                pods.into_iter().for_each(|pod| table.arrive(pod));
            }
            Step::Pods { pods, measured, .. } => {
                let placed = table.place(pods)?;
                if measured {
                    outcome = placed;
                }
            }
        }
    }
    if let Some(memory) = &mut outcome.memory {
        memory.node = of_nodes / nodes_made.max(1);
    }
    outcome.placements = table.placements.finish();
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

/// Pods that are deleted one after the other.
struct Deletion {
    pods: VecDeque<Arc<Pod>>,
    every: Duration,
    next: Instant,
}

/// A node, a pod and a service that come and go.
struct Recreation {
    objects: (Node, Pod, Service),
    every: Duration,
    next: Instant,
    there: bool,
}

#[allow(clippy::disallowed_methods, reason = "a benchmark measures the host's time")]
fn now() -> Instant {
    Instant::now()
}

/// A list in memory of its own, so that what the objects lay in before is given back first.
fn shared<T>(objects: impl ExactSizeIterator<Item = Arc<T>>) -> Vec<Arc<T>> {
    let mut list = Vec::with_capacity(objects.len());
    objects.for_each(|object| list.push(object));
    list
}

/// As the API server would hand it out.
fn completed(mut pod: Pod) -> Arc<Pod> {
    pod.metadata.uid = format!("{}/{}", pod.metadata.namespace, pod.metadata.name);
    "default-scheduler".clone_into(&mut pod.spec.scheduler_name);
    Arc::new(pod)
}

struct Table {
    engine: Engine,
    clock: SystemClock,
    api: Arc<Nowhere>,
    sleep: Sleep,
    churn: Option<Churn>,
    deletion: Option<Deletion>,
    recreation: Option<Recreation>,
    /// The pods that were made, as they are known last; only kept for deletions.
    pods: Vec<Arc<Pod>>,
    keeps_pods: bool,
    placements: DefaultHasher,
}

impl Table {
    fn new(how: How) -> Result<Self, Failure> {
        let configuration = KubeSchedulerConfiguration::default();
        let profiles = profiles(&configuration, &Registry::in_tree(), &Handle::default())?;
        let options = EngineOptions {
            percentage_of_nodes_to_score: if how.every_node { 100 } else { 0 },
            mode: if how.fast { Mode::Fast } else { Mode::Exact },
            reuse: !how.plain,
            ..EngineOptions::default()
        };
        Ok(Self {
            engine: Engine::new(options, profiles),
            clock: SystemClock,
            api: Arc::new(Nowhere),
            sleep: Arc::new(|_| futures::future::pending().boxed()),
            churn: None,
            deletion: None,
            recreation: None,
            pods: Vec::new(),
            keeps_pods: false,
            placements: DefaultHasher::new(),
        })
    }

    fn now(&self) -> bowline_apimachinery::time::MicroTime {
        self.clock.now()
    }

    fn arrive(&mut self, pod: Pod) {
        let (pod, now) = (completed(pod), self.now());
        self.keep(&pod);
        self.engine.apply_pod(pod, now);
    }

    fn keep(&mut self, pod: &Arc<Pod>) {
        if self.keeps_pods {
            self.pods.push(Arc::clone(pod));
        }
    }

    fn delete(&mut self, namespace: &str, every: Duration) {
        let pods = self.pods.iter().filter(|pod| pod.metadata.namespace == namespace);
        let pods = pods.cloned().collect();
        self.deletion = Some(Deletion { pods, every, next: now() });
    }

    /// What happens besides the pods that are waited for.
    fn disturb(&mut self) {
        if let Some(pod) = self.churn.as_mut().and_then(Churn::due) {
            self.arrive(pod);
        }
        let at = self.now();
        while let Some(deletion) = self.deletion.as_mut().filter(|it| it.next <= now()) {
            deletion.next += deletion.every;
            let Some(pod) = deletion.pods.pop_front() else {
                self.deletion = None;
                break;
            };
            if pod.metadata.finalizers.is_empty() {
                self.engine.remove_pod(&pod.metadata.uid, at);
            } else {
                // It may have its node by now.
                let known = self.engine.cache().pod(&pod.metadata.uid);
                let mut pod = Pod::clone(known.map_or(&pod, |it| it.pod()));
                pod.metadata.deletion_timestamp = Some(at.into());
                self.engine.apply_pod(Arc::new(pod), at);
            }
        }
        if let Some(mut it) = self.recreation.take_if(|it| it.next <= now()) {
            it.next += it.every;
            let (node, pod, service) = &it.objects;
            let of = EventResource::Other("services.v1.".into());
            if it.there {
                self.engine.remove_pod("churn-pod", at);
                self.engine.remove_node(&Arc::new(node.clone()), at);
                self.engine.remove_object(of, service, at);
            } else {
                self.engine.apply_node(Arc::new(node.clone()), at);
                let mut pod = pod.clone();
                "churn-pod".clone_into(&mut pod.metadata.uid);
                self.engine.apply_pod(Arc::new(pod), at);
                self.engine.apply_object(of, Arc::new(service.clone()), at);
            }
            it.there = !it.there;
            self.recreation = Some(it);
        }
    }

    fn place(&mut self, pods: Vec<Pod>) -> Result<Outcome, Failure> {
        let wanted = pods.len();
        let mut samples = Samples::default();
        let mut decisions = Vec::with_capacity(wanted);
        let pods = shared(pods.into_iter().map(completed));
        let memory_before = resident();
        let (begin, used) = (now(), process_time());
        for pod in pods {
            self.keep(&pod);
            let now = self.now();
            self.engine.apply_pod(pod, now);
        }
        let mut placed = 0;
        let mut idle = 0;
        let mut looked = begin;
        while placed < wanted {
            self.disturb();
            let at = self.now();
            let before = thread_time();
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
            decisions.push(thread_time().saturating_sub(before));
            placed += usize::from(self.obey(attempt)?);
            if looked.elapsed() >= Duration::from_secs(1) {
                looked = now();
                samples.look(placed, begin.elapsed());
            }
        }
        let taken = begin.elapsed();
        let pod = resident().saturating_sub(memory_before) / wanted.max(1);
        let memory = Some(Memory { node: 0, pod });
        let processor = process_time().saturating_sub(used);
        Ok(Outcome { pods: wanted, taken, processor, samples, decisions, placements: 0, memory })
    }

    /// Does what was decided; whether a pod that is waited for has its node.
    fn obey(&mut self, attempt: Attempt) -> Result<bool, Failure> {
        let now = self.now();
        match attempt {
            Attempt::Bind(binding) => {
                (binding.pod().name(), binding.node()).hash(&mut self.placements);
                let bound = binding.pod().pod().clone();
                let done = binding.run(self.api.clone(), &self.sleep).now_or_never();
                let done = done.ok_or("a binding waits")?;
                match self.engine.binding_done(done, now) {
                    Report::Scheduled { pod, .. } => {
                        self.engine.apply_pod(bound, now);
                        Ok(is_awaited(pod.name()))
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
