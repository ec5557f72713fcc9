//! Pods that cannot begin before another one has ended.
//!
//! A static pod keeps its name when its file is edited, and even its uid when the file is taken away
//! and put back. Two of them at once would fight for the same ports, logs and mirror.
//!
//! Upstream: `pkg/kubelet/pod_workers.go` (`allowPodStart`, `restartRequested`).

use std::sync::Arc;

use bowline_api::core::v1::Pod;

use super::SyncLoop;
use super::entry::PodEntry;
use super::mirrors::{ApiObject, name_of};
use crate::pod_worker::state::Presence;
use crate::source::is_static_pod;

impl SyncLoop {
    /// Whether a pod has to wait for another one, or for its own former life.
    pub(super) fn must_wait(&self, uid: &Arc<str>, pod: &Pod) -> bool {
        match self.pods.get(uid) {
            Some(entry) => entry.presence == Presence::Gone,
            None => {
                let name = name_of(pod);
                let same_name = |entry: &PodEntry| {
                    matches!(entry.api, ApiObject::Mirror(_)) && name_of(&entry.pod) == name
                };
                is_static_pod(pod) && self.pods.values().any(same_name)
            }
        }
    }

    /// Has a pod wait; a newer version takes the place of an older one.
    pub(super) fn wait(&mut self, pod: Arc<Pod>) {
        match self.waiting.iter_mut().find(|other| other.metadata.uid == pod.metadata.uid) {
            Some(other) => *other = pod,
            None => self.waiting.push(pod),
        }
    }

    /// Has the pod begin that has waited longest for the end of this one.
    pub(super) fn admit_waiting(&mut self, ended: &PodEntry) {
        let (uid, name) = (&ended.pod.metadata.uid, name_of(&ended.pod));
        let ended_was_static = matches!(ended.api, ApiObject::Mirror(_));
        let waited_for = |pod: &Arc<Pod>| {
            pod.metadata.uid == *uid
                || (ended_was_static && is_static_pod(pod) && name_of(pod) == name)
        };
        if let Some(index) = self.waiting.iter().position(waited_for) {
            let pod = self.waiting.remove(index);
            self.upsert(pod);
        }
    }
}
