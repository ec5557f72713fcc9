//! Pods that a job tracked and that outlived it: their finalizer has to go, or they stay for ever.
//!
//! Upstream: `syncOrphanPod` of `pkg/controller/job/job_controller.go`.

use std::sync::Arc;

use bowline_api::batch::v1::Job;
use bowline_api::core::v1::Pod;
use bowline_apimachinery::meta::OwnerReference;
use bowline_apimachinery::resource::{Kind, NamespacedName, Object};
use bowline_client::Client;
use bowline_client::api::Patch;
use bowline_client::cache::{Delta, Store};
use bowline_controller_runtime::{Action, ReconcileError, Request};

use super::pods::TRACKING_FINALIZER;
use super::reconcile::untrack_patch;
use crate::setup::Setup;

/// Adds the controller of orphaned pods.
pub(super) fn add(setup: &mut Setup<'_>) {
    let (client, jobs, pods) = (setup.client(), setup.store::<Job>(), setup.pods());
    let known_jobs = jobs.clone();
    let pods_of = pods.clone();
    let controller = setup
        .controller::<Pod>("job-orphan-pods")
        .when(move |delta: &Delta<Pod>| match delta {
            Delta::Applied { new, .. } => is_orphaned(new, &known_jobs),
            _ => false,
        })
        .watches_deltas(&jobs, move |delta: &Delta<Job>, queue| {
            if let Delta::Deleted { last, .. } = delta {
                let left = pods_of.of(&last.metadata.uid).into_iter();
                left.filter(|pod| is_tracked(pod)).for_each(|pod| queue.add(pod.key()));
            }
        })
        .reconcile(move |request: Request<Pod>| {
            let (client, jobs) = (client.clone(), jobs.clone());
            async move { free(&client, &jobs, request.present()).await }
        });
    setup.add(controller);
}

fn is_tracked(pod: &Pod) -> bool {
    pod.metadata.has_finalizer(TRACKING_FINALIZER)
}

fn job_of(pod: &Pod) -> Option<&OwnerReference> {
    pod.metadata.controller().filter(|owner| owner.kind == Job::KIND)
}

/// Whether no job that is known tracks the pod.
fn is_orphaned(pod: &Pod, jobs: &Store<Job>) -> bool {
    if !is_tracked(pod) {
        return false;
    }
    let Some(owner) = job_of(pod) else { return pod.metadata.controller().is_none() };
    let key = NamespacedName::new(&pod.metadata.namespace, &owner.name);
    jobs.get(&key).is_none_or(|job| job.metadata.uid != owner.uid)
}

async fn free(
    client: &Client,
    jobs: &Store<Job>,
    pod: Option<&Arc<Pod>>,
) -> Result<Action, ReconcileError> {
    let Some(pod) = pod.filter(|pod| is_orphaned(pod, jobs)) else { return Ok(Action::Done) };
    let namespace = &pod.metadata.namespace;
    if let Some(owner) = job_of(pod) {
        // The cache of jobs may lag behind that of pods.
        let job = client.namespaced::<Job>(namespace).get_opt(&owner.name).await?;
        if job.is_some_and(|job| job.metadata.uid == owner.uid) {
            return Ok(Action::Done);
        }
    }
    let patch = Patch::Strategic(untrack_patch(&pod.metadata.uid));
    match client.namespaced::<Pod>(namespace).patch(&pod.metadata.name, &patch).await {
        Err(error) if !error.is_not_found() => Err(error.into()),
        _ => Ok(Action::Done),
    }
}
