//! Tells the API how a pod stands.

use std::sync::Arc;

use bowline_apimachinery::time::Time;

use super::SyncLoop;
use super::entry::Removal;
use super::mirrors::ApiObject;
use super::tasks::Done;
use crate::api_server::ApiError;
use crate::pod_worker::api_status::{StatusInput, generate_status};
use crate::pod_worker::state::Presence;
use crate::pod_worker::worker::identity_of;
use crate::status::Told;

impl SyncLoop {
    /// Makes the pod's status anew from the last look at the runtime.
    pub(super) fn generate_status(&mut self, uid: &Arc<str>) {
        let now = Time::from(self.now());
        let facts = &self.context.facts;
        let Some(entry) = self.pods.get_mut(uid) else { return };
        let Some(observed) = &entry.observed else { return };
        if entry.presence == Presence::Gone {
            return;
        }
        let api_pod = entry.api_pod().unwrap_or(&entry.pod).clone();
        let status = generate_status(&StatusInput {
            pod: &entry.pod,
            observed,
            probes: &entry.probes,
            old: entry.status.last(&api_pod),
            waiting: entry.worker.waiting(),
            liveness: entry.worker.liveness(observed),
            host_ips: &facts.host_ips,
            runtime_name: &facts.runtime_name,
            now,
        });
        entry.status.set(status, &api_pod);
    }

    /// Sends what has still to be told; once all is, and nothing of a deleted pod is left, has its
    /// object removed.
    pub(super) fn publish(&mut self, uid: &Arc<str>) {
        let now = self.now();
        let Some(entry) = self.pods.get_mut(uid) else { return };
        let held_back = entry.publish_at.is_some_and(|at| now < at) && entry.under_way.is_some();
        if !held_back {
            entry.publish_at = None;
        }
        if entry.presence == Presence::Present && !held_back {
            let api_pod = entry.api_pod().cloned();
            let patch = api_pod.as_ref().and_then(|pod| entry.status.next_patch(pod, now));
            if let (Some(patch), Some(api_pod)) = (patch, api_pod) {
                let (api, uid) = (self.api.clone(), uid.clone());
                let identity = identity_of(&api_pod);
                self.tasks.spawn(async move {
                    let told = match api.patch_pod_status(&identity, &patch).await {
                        Ok(pod) => Told::Accepted(Box::new(Arc::unwrap_or_clone(pod))),
                        Err(ApiError::NotFound(_) | ApiError::Conflict(_)) => Told::Gone,
                        Err(error) => {
                            tracing::warn!(pod = %identity, %error, "status not told");
                            Told::Failed
                        }
                    };
                    Done::Told { uid, told }
                });
            }
            self.remove_if_done(uid);
        }
        self.set_timer(uid);
    }

    fn remove_if_done(&mut self, uid: &Arc<str>) {
        let now = self.now();
        let Some(entry) = self.pods.get_mut(uid) else { return };
        if matches!(entry.removal, Removal::Waits { until } if now >= until) {
            entry.removal = Removal::Ahead;
        }
        let due = entry.removal == Removal::Ahead;
        let own = matches!(entry.api, ApiObject::Itself);
        let deleted = own && entry.pod.metadata.deletion_timestamp.is_some();
        if !due || !deleted || !entry.worker.is_terminated() || !entry.status.is_settled() {
            return;
        }
        entry.removal = Removal::Asked;
        let (api, uid) = (self.api.clone(), uid.clone());
        let identity = identity_of(&entry.pod);
        self.tasks.spawn(async move {
            let result = api.remove_pod(&identity).await;
            Done::Removed { uid, result }
        });
    }
}
