//! Mirror pods: the API's pictures of a node's static pods.
//!
//! A static pod does not live in the API, but users want to see it there. Its mirror is created,
//! made anew when it is deleted or out of date, and given the status of the pod.
//!
//! Upstream: `pkg/kubelet/pod/mirror_client.go`.

use std::sync::Arc;

use bowline_api::core::v1::{Pod, PodStatus};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::time::{Duration, MicroTime};

use super::SyncLoop;
use super::entry::PodEntry;
use super::tasks::Done;
use crate::api_server::ApiError;
use crate::pod_worker::state::Presence;
use crate::pod_worker::worker::identity_of;
use crate::source::{CONFIG_HASH_ANNOTATION, CONFIG_MIRROR_ANNOTATION, is_static_pod};

/// How long to wait after the server has refused a mirror once, and many times.
const FIRST_RETRY: Duration = Duration::from_millis(100);
const LONGEST_RETRY: Duration = Duration::from_secs(10);

/// Namespace and name.
pub(super) type PodName = (String, String);

/// What the API has of a pod.
#[derive(Clone, Debug)]
pub(super) enum ApiObject {
    /// The pod itself.
    Itself,
    /// Its mirror, as far as there is one.
    Mirror(Mirror),
}

#[derive(Clone, Debug)]
pub(super) enum Mirror {
    /// There is none.
    Missing,
    /// One has been asked for, or is being removed.
    Asked,
    /// The server refused; to be asked again.
    Waits { until: MicroTime },
    /// This one.
    There(Arc<Pod>),
}

impl ApiObject {
    pub(super) fn of(pod: &Pod) -> Self {
        if is_static_pod(pod) { Self::Mirror(Mirror::Missing) } else { Self::Itself }
    }
}

impl PodEntry {
    /// The pod as the API has it, if it has it.
    pub(super) fn api_pod(&self) -> Option<&Arc<Pod>> {
        match &self.api {
            ApiObject::Itself => Some(&self.pod),
            ApiObject::Mirror(Mirror::There(mirror)) => Some(mirror),
            ApiObject::Mirror(_) => None,
        }
    }
}

pub(super) fn name_of(pod: &Pod) -> PodName {
    (pod.metadata.namespace.clone(), pod.metadata.name.clone())
}

/// The mirror of a static pod.
fn mirror_of(pod: &Pod) -> Pod {
    let hash = pod.metadata.annotations.get(CONFIG_HASH_ANNOTATION).cloned().unwrap_or_default();
    let mut annotations = pod.metadata.annotations.clone();
    annotations.insert(CONFIG_MIRROR_ANNOTATION.to_owned(), hash);
    let metadata = ObjectMeta {
        labels: pod.metadata.labels.clone(),
        annotations,
        ..ObjectMeta::named(&pod.metadata.name).in_namespace(&pod.metadata.namespace)
    };
    Pod { metadata, spec: pod.spec.clone(), status: PodStatus::default() }
}

/// Whether a mirror shows this static pod, as it is now.
fn is_mirror_of(mirror: &Pod, pod: &Pod) -> bool {
    mirror.metadata.deletion_timestamp.is_none()
        && mirror.metadata.annotations.get(CONFIG_MIRROR_ANNOTATION)
            == pod.metadata.annotations.get(CONFIG_HASH_ANNOTATION)
}

impl SyncLoop {
    /// A mirror pod is there, or has changed.
    pub(super) fn mirror_upserted(&mut self, mirror: Arc<Pod>) {
        let name = name_of(&mirror);
        self.mirrors.insert(name.clone(), mirror);
        self.reconcile_mirror(&name);
    }

    /// A pod is gone from the API: was it a mirror?
    pub(super) fn mirror_removed(&mut self, uid: &str) -> bool {
        let found = self.mirrors.iter().find(|(_, mirror)| mirror.metadata.uid == uid);
        let Some(name) = found.map(|(name, _)| name.clone()) else { return false };
        self.mirrors.remove(&name);
        self.reconcile_mirror(&name);
        true
    }

    fn static_pod(&self, name: &PodName) -> Option<Arc<str>> {
        let is_it = |entry: &PodEntry| {
            matches!(entry.api, ApiObject::Mirror(_))
                && entry.presence == Presence::Present
                && name_of(&entry.pod) == *name
        };
        self.pods.iter().find(|(_, entry)| is_it(entry)).map(|(uid, _)| uid.clone())
    }

    /// Brings the mirror of that name to what it should be.
    pub(super) fn reconcile_mirror(&mut self, name: &PodName) {
        let now = self.now();
        let mirror = self.mirrors.get(name).cloned();
        let Some(uid) = self.static_pod(name) else {
            // A mirror without its pod is wrong once all pods are known.
            if let Some(mirror) = mirror
                && self.all_sources_seen()
                && mirror.metadata.deletion_timestamp.is_none()
            {
                self.remove_mirror(None, mirror);
            }
            return;
        };
        let Some(entry) = self.pods.get_mut(&uid) else { return };
        let ApiObject::Mirror(state) = &mut entry.api else { return };
        match (mirror, &*state) {
            (Some(mirror), _) if is_mirror_of(&mirror, &entry.pod) => {
                let news = !matches!(state, Mirror::There(_));
                entry.mirror_failures = 0;
                *state = Mirror::There(mirror.clone());
                entry.status.observe(&mirror);
                if news {
                    self.step(&uid);
                } else {
                    self.publish(&uid);
                }
            }
            (Some(mirror), _) => {
                *state = Mirror::Asked;
                self.remove_mirror(Some(uid), mirror);
            }
            (None, Mirror::Waits { until }) if now < *until => {}
            (None, _) => {
                *state = Mirror::Asked;
                let mirror = mirror_of(&entry.pod);
                let api = self.api.clone();
                self.tasks.spawn(async move {
                    let result = api.create_mirror_pod(&mirror).await.map(drop);
                    Done::Mirrored { uid, result }
                });
            }
        }
    }

    fn remove_mirror(&mut self, uid: Option<Arc<str>>, mirror: Arc<Pod>) {
        let api = self.api.clone();
        self.tasks.spawn(async move {
            let result = api.remove_pod(&identity_of(&mirror)).await;
            Done::Mirrored { uid: uid.unwrap_or_else(|| Arc::from("")), result }
        });
    }

    /// The API was asked for a mirror, or to remove one; what it did comes with the watch.
    pub(super) fn mirrored(&mut self, uid: &Arc<str>, result: Result<(), ApiError>) {
        let Err(error) = result else { return };
        if matches!(error, ApiError::AlreadyExists(_)) {
            return;
        }
        tracing::warn!(uid = %uid, %error, "a mirror pod is not as it should be");
        let now = self.now();
        if let Some(entry) = self.pods.get_mut(uid)
            && let ApiObject::Mirror(state) = &mut entry.api
        {
            // At the start the node is registered within moments, and a mirror needs it.
            let wait =
                Duration::from_nanos(FIRST_RETRY.as_nanos() << entry.mirror_failures.min(16));
            entry.mirror_failures = entry.mirror_failures.saturating_add(1);
            *state = Mirror::Waits { until: now.saturating_add(wait.min(LONGEST_RETRY)) };
            self.set_timer(uid);
        }
    }

    /// Mirrors whose pods are no longer there, once all pods are known.
    pub(super) fn remove_orphaned_mirrors(&mut self) {
        let names: Vec<PodName> = self.mirrors.keys().cloned().collect();
        for name in names {
            if self.static_pod(&name).is_none() {
                self.reconcile_mirror(&name);
            }
        }
    }
}
