//! Carrying out what a job decides.
//!
//! Upstream: `pkg/controller/job/job_controller.go`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use bowline_api::batch::v1::Job;
use bowline_api::core::v1::Pod;
use bowline_apimachinery::labels::{Selector, SelectorError};
use bowline_apimachinery::resource::NamespacedName;
use bowline_client::cache::Store;
use bowline_client::events::{EventType, object_reference};
use bowline_client::{Client, Error};
use bowline_controller_runtime::queue::QueueOptions;
use bowline_controller_runtime::{Action, ReconcileError, Request};
use futures::future::join_all;
use parking_lot::Mutex;
use serde_json::{Value, json};

use super::backoff::Failures;
use super::conditions::is_finished;
use super::plan::{Creation, Manage, Managed, Observed, decide};
use super::pods::TRACKING_FINALIZER;
use super::tracking::{Accounting, JobEvent};
use crate::adoption::Claimer;
use crate::own_writes::OwnWrites;
use crate::owned::Owned;
use crate::pod_control::{PodControl, pod_from_template};
use crate::setup::{Setup, keys_matching, now};
use crate::slow_start::slow_start;

const NAME: &str = "job-controller";
/// The value of `managedBy` that means this controller, as does none.
const MANAGED_BY: &str = "kubernetes.io/job-controller";

pub(super) struct Jobs {
    client: Client,
    jobs: Store<Job>,
    pods: Owned<Pod>,
    control: PodControl,
    pod_writes: OwnWrites,
    writes: OwnWrites,
    memory: Mutex<HashMap<NamespacedName, Memory>>,
}

/// What is known of a job beyond its status.
#[derive(Debug, Default)]
struct Memory {
    failures: Failures,
    /// Pods whose finalizer is gone, though the cache may still show it.
    released: HashSet<String>,
}

/// Adds the controller, and the one that frees pods of jobs that are gone.
pub fn add(setup: &mut Setup<'_>) {
    super::orphans::add(setup);
    let jobs = setup.store::<Job>();
    let pods = setup.pods();
    let this = Arc::new(Jobs {
        client: setup.client(),
        jobs: jobs.clone(),
        pods: pods.clone(),
        control: setup.pod_control(NAME),
        pod_writes: OwnWrites::default(),
        writes: OwnWrites::default(),
        memory: Mutex::default(),
    });
    let controller = setup
        .controller::<Job>(NAME)
        .owns::<Pod>()
        .watches_store(pods.store(), move |pod: &Pod| match pod.metadata.controller() {
            Some(_) => Vec::new(),
            None => keys_matching(&jobs, &pod.metadata.namespace, |job| {
                selector(job).is_ok_and(|selector| selector.matches(&pod.metadata.labels))
            }),
        })
        .queue(QueueOptions {
            base_delay: Duration::from_secs(1),
            max_delay: Duration::from_secs(60),
            ..QueueOptions::default()
        })
        .concurrency(setup.config.concurrent_job_syncs)
        .reconcile(move |request: Request<Job>| {
            let this = this.clone();
            async move { this.reconcile(&request.key).await }
        });
    setup.add(controller);
}

fn selector(job: &Job) -> Result<Selector, SelectorError> {
    Selector::from_label_selector(job.spec.selector.as_deref())
}

/// The patch that removes the tracking finalizer from the pod with that uid.
pub(super) fn untrack_patch(uid: &str) -> Value {
    json!({"metadata": {
        "uid": uid, "$deleteFromPrimitiveList/finalizers": [TRACKING_FINALIZER]
    }})
}

impl Jobs {
    async fn reconcile(&self, key: &NamespacedName) -> Result<Action, ReconcileError> {
        self.writes.settle(key, &self.jobs).await?;
        self.pod_writes.settle(key, self.pods.store()).await?;
        let Some(job) = self.jobs.get(key) else {
            self.forget(key);
            return Ok(Action::Done);
        };
        if job.spec.managed_by.as_deref().is_some_and(|manager| manager != MANAGED_BY) {
            return Ok(Action::Done);
        }
        if is_finished(&job) {
            self.memory.lock().remove(key);
            return Ok(Action::Done);
        }
        let pods = self.claim(&job).await?;
        let pods = self.without_released(key, pods);
        let failures = self.memory.lock().get(key).map(|m| m.failures).unwrap_or_default();
        let decision =
            decide(&Observed { job: job.clone(), pods, failures }, now(self.client.clock()));
        let (failures, again) = (decision.failures, decision.again);
        let (managed, mut trouble) = self.manage(&job, &decision.manage).await;
        let accounting = decision.account(managed, now(self.client.clock()));
        if let Err(error) = self.finish_round(&job, accounting, failures).await {
            trouble = Some(error);
        }
        match trouble {
            Some(error) => Err(error.into()),
            None => Ok(again.map_or(Action::Done, Action::RequeueAfter)),
        }
    }

    fn forget(&self, key: &NamespacedName) {
        self.writes.forget(key);
        self.pod_writes.forget(key);
        self.memory.lock().remove(key);
    }

    async fn claim(&self, job: &Job) -> Result<Vec<Arc<Pod>>, ReconcileError> {
        let selector = selector(job).map_err(ReconcileError::terminal)?;
        let key = NamespacedName::new(&job.metadata.namespace, &job.metadata.name);
        let candidates = self.pods.of_or_orphaned(&job.metadata.uid, &key.namespace);
        let candidates = self.pod_writes.without_gone::<Pod, _>(&key, candidates);
        let claimer = Claimer {
            client: &self.client,
            owner: job,
            finalizers: &[TRACKING_FINALIZER],
            writes: &self.pod_writes,
        };
        Ok(claimer.claim(&selector, candidates).await?)
    }

    /// Takes the finalizer off the cached state of pods from which it was removed already.
    fn without_released(&self, key: &NamespacedName, mut pods: Vec<Arc<Pod>>) -> Vec<Arc<Pod>> {
        let mut memory = self.memory.lock();
        let Some(memory) = memory.get_mut(key).filter(|m| !m.released.is_empty()) else {
            return pods;
        };
        let mut still_shown = HashSet::new();
        for pod in &mut pods {
            let uid = &pod.metadata.uid;
            if memory.released.contains(uid) && pod.metadata.has_finalizer(TRACKING_FINALIZER) {
                still_shown.insert(uid.clone());
                Arc::make_mut(pod).metadata.remove_finalizer(TRACKING_FINALIZER);
            }
        }
        memory.released = still_shown;
        pods
    }

    async fn manage(&self, job: &Job, manage: &Manage) -> (Managed, Option<Error>) {
        match manage {
            Manage::Nothing => (Managed::default(), None),
            Manage::Create(creations) => self.create(job, creations).await,
            Manage::Finish(pods) => self.delete(job, pods, false).await,
            Manage::Remove(pods) => self.delete(job, pods, true).await,
        }
    }

    async fn create(&self, job: &Job, creations: &[Creation]) -> (Managed, Option<Error>) {
        let batches = slow_start(creations.len(), |n| async move {
            let Creation { template, generate_name } = &creations[n];
            let pod = pod_from_template(job, template, generate_name.as_deref());
            match self.control.create(job, &pod).await {
                // Whatever is left of the namespace goes with it.
                Err(error) if error.is_namespace_terminating() => Ok(None),
                created => created.map(Some),
            }
        })
        .await;
        let key = NamespacedName::new(&job.metadata.namespace, &job.metadata.name);
        for pod in batches.done.iter().flatten() {
            self.pod_writes.wrote(&key, pod);
        }
        let managed = Managed { done: batches.done.len(), ready: 0 };
        (managed, batches.errors.into_iter().next())
    }

    async fn delete(
        &self,
        job: &Job,
        pods: &[Arc<Pod>],
        untrack: bool,
    ) -> (Managed, Option<Error>) {
        let key = NamespacedName::new(&job.metadata.namespace, &job.metadata.name);
        let deletions = pods.iter().map(|pod| async {
            if untrack && pod.metadata.has_finalizer(TRACKING_FINALIZER) {
                self.control.patch(pod, untrack_patch(&pod.metadata.uid)).await?;
                self.note_released(&key, &pod.metadata.uid);
            }
            self.control.delete(job, pod).await
        });
        let (mut managed, mut trouble) = (Managed::default(), None);
        for (pod, deleted) in pods.iter().zip(join_all(deletions).await) {
            match deleted {
                Ok(deleted) => {
                    self.pod_writes.deleted(&key, &**pod, deleted.as_ref());
                    managed.done += 1;
                    managed.ready += usize::from(pod.is_ready());
                }
                Err(error) => trouble = Some(error),
            }
        }
        (managed, trouble)
    }

    fn note_released(&self, key: &NamespacedName, uid: &str) {
        self.memory.lock().entry(key.clone()).or_default().released.insert(uid.to_owned());
    }

    /// Status, finalizers, status.
    async fn finish_round(
        &self,
        job: &Job,
        accounting: Accounting,
        failures: Failures,
    ) -> Result<(), Error> {
        let key = NamespacedName::new(&job.metadata.namespace, &job.metadata.name);
        let mut written = None;
        if accounting.is_dirty {
            written = Some(self.write_status(&key, &accounting.job).await?);
            self.memory.lock().entry(key.clone()).or_default().failures = failures;
        }
        self.tell(job, &accounting.events);
        let (released, trouble) = self.release(&key, &accounting.release).await;
        let closing = accounting.close(written, &released, now(self.client.clock()));
        if closing.is_dirty {
            self.write_status(&key, &closing.job).await?;
        }
        self.tell(job, &closing.events);
        trouble.map_or(Ok(()), Err)
    }

    async fn write_status(&self, key: &NamespacedName, job: &Job) -> Result<Job, Error> {
        let written = self.client.namespaced::<Job>(&key.namespace).update_status(job).await?;
        self.writes.wrote(key, &written);
        Ok(written)
    }

    /// Removes the tracking finalizers; gives the uids of the pods that are free now.
    async fn release(
        &self,
        key: &NamespacedName,
        pods: &[Arc<Pod>],
    ) -> (HashSet<String>, Option<Error>) {
        let releases =
            pods.iter().map(|pod| self.control.patch(pod, untrack_patch(&pod.metadata.uid)));
        let (mut released, mut trouble) = (HashSet::new(), None);
        for (pod, patched) in pods.iter().zip(join_all(releases).await) {
            match patched {
                Ok(_) => {
                    self.note_released(key, &pod.metadata.uid);
                    released.insert(pod.metadata.uid.clone());
                }
                Err(error) => trouble = Some(error),
            }
        }
        (released, trouble)
    }

    fn tell(&self, job: &Job, events: &[JobEvent]) {
        for JobEvent { is_warning, reason, message } in events {
            let type_ = if *is_warning { EventType::Warning } else { EventType::Normal };
            self.control.recorder().event(object_reference(job), type_, reason, message.clone());
        }
    }
}
