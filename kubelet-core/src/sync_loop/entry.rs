//! A pod in the loop of its node.

use std::sync::Arc;

use bowline_api::core::v1::Pod;
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::time::{Duration, MicroTime};
use tokio_util::sync::CancellationToken;

use super::mirrors::{ApiObject, Mirror};
use super::probing::probe_workers;
use crate::pod_worker::PodWorker;
use crate::pod_worker::state::Presence;
use crate::probe::{ProbeResults, ProbeWorker};
use crate::runtime::ObservedPod;
use crate::status::PodStatusEntry;

/// Everything the loop knows of a pod.
pub(super) struct PodEntry {
    pub(super) pod: Arc<Pod>,
    pub(super) presence: Presence,
    /// What the API has of it.
    pub(super) api: ApiObject,
    /// How often in a row the API has refused what its mirror needs.
    pub(super) mirror_failures: u8,
    pub(super) worker: PodWorker,
    pub(super) probes: ProbeResults,
    pub(super) probing: Vec<ProbeWorker>,
    pub(super) status: PodStatusEntry,
    /// What the runtime had of it at the last look; none if a new look is needed.
    pub(super) observed: Option<ObservedPod>,
    /// What is being done for it can be called off here.
    pub(super) under_way: Option<CancellationToken>,
    /// Something changed in the runtime while something was being done.
    pub(super) stale: bool,
    pub(super) removal: Removal,
    /// When the worker wants to step again.
    pub(super) step_at: Option<MicroTime>,
    /// When the volumes are due.
    pub(super) refresh_at: Option<MicroTime>,
    /// When a probe is due.
    pub(super) probe_at: Option<MicroTime>,
    /// When the status has been held back for long enough.
    pub(super) publish_at: Option<MicroTime>,
    /// Under which moment the pod stands in the loop's timers.
    pub(super) timer: Option<MicroTime>,
}

/// Whether the pod's object is being removed from the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Removal {
    /// Not yet.
    Ahead,
    /// It has been asked for, or the API has no such object.
    Asked,
    /// It failed.
    Waits { until: MicroTime },
}

impl PodEntry {
    pub(super) fn new(pod: Arc<Pod>, longest_backoff: Duration) -> Self {
        Self {
            api: ApiObject::of(&pod),
            mirror_failures: 0,
            probing: probe_workers(&pod),
            pod,
            presence: Presence::Present,
            worker: PodWorker::new(longest_backoff),
            probes: ProbeResults::default(),
            status: PodStatusEntry::default(),
            observed: None,
            under_way: None,
            stale: false,
            removal: Removal::Ahead,
            step_at: None,
            refresh_at: None,
            probe_at: None,
            publish_at: None,
            timer: None,
        }
    }

    /// A pod of which only the runtime knows.
    pub(super) fn orphan(observed: &ObservedPod, longest_backoff: Duration) -> Self {
        let identity = &observed.pod;
        let metadata = ObjectMeta {
            uid: identity.uid.clone(),
            ..ObjectMeta::named(identity.name.clone()).in_namespace(identity.namespace.clone())
        };
        let pod = Arc::new(Pod { metadata, ..Pod::default() });
        Self {
            presence: Presence::Gone,
            observed: Some(observed.clone()),
            ..Self::new(pod, longest_backoff)
        }
    }

    /// Whether a newer version of the pod asks nothing new of the node.
    pub(super) fn differs_only_in_status(&self, new: &Pod) -> bool {
        let (old, meta) = (&self.pod.metadata, &new.metadata);
        let spec = &new.spec;
        self.presence == Presence::Present
            && old.generation == meta.generation
            && meta.generation != 0
            && old.deletion_timestamp == meta.deletion_timestamp
            && old.deletion_grace_period_seconds == meta.deletion_grace_period_seconds
            && old.annotations == meta.annotations
            && old.labels == meta.labels
            && self.pod.status.phase == new.status.phase
            && spec.readiness_gates.is_empty()
            && spec.active_deadline_seconds.is_none()
    }

    /// What the pod waits for first.
    pub(super) fn next_wake(&self) -> Option<MicroTime> {
        let step = self.step_at.filter(|_| self.under_way.is_none());
        let removal = match self.removal {
            Removal::Waits { until } => Some(until),
            Removal::Ahead | Removal::Asked => None,
        };
        let told = [self.publish_at, self.status.wake_at(), removal];
        let has_object = self.presence == Presence::Present && self.api_pod().is_some();
        let told = told.into_iter().filter(|_| has_object).flatten();
        let mirror = match self.api {
            ApiObject::Mirror(Mirror::Waits { until }) => Some(until),
            _ => None,
        };
        let refresh = self.refresh_at.filter(|_| self.under_way.is_none());
        told.chain(step).chain(self.probe_at).chain(refresh).chain(mirror).min()
    }
}
