//! The pod lifecycle event generator: which pods changed between two looks at the runtime.
//!
//! Upstream: `pkg/kubelet/pleg/generic.go`.

use std::collections::BTreeMap;

use crate::runtime::{ContainerState, ObservedPod, SandboxState};

/// As much of a sandbox's or container's state as makes a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Ready,
    NotReady,
    Created,
    Running,
    Exited,
    Unknown,
}

/// What was seen at the last look.
#[derive(Clone, Debug, Default)]
pub struct Pleg {
    seen: BTreeMap<String, BTreeMap<String, Mark>>,
}

impl Pleg {
    /// Takes a look at everything; gives the uids of the pods that changed since the last one.
    pub fn relist(&mut self, pods: &[ObservedPod]) -> Vec<String> {
        let mut now = BTreeMap::new();
        for pod in pods {
            now.insert(pod.pod.uid.clone(), marks(pod));
        }
        let mut changed: Vec<String> = now
            .iter()
            .filter(|(uid, marks)| self.seen.get(*uid) != Some(marks))
            .map(|(uid, _)| uid.clone())
            .collect();
        changed.extend(self.seen.keys().filter(|uid| !now.contains_key(*uid)).cloned());
        self.seen = now;
        changed
    }

    /// Takes a look at one pod, whose changes are thereby known.
    pub fn note(&mut self, pod: &ObservedPod) {
        if pod.is_empty() {
            self.seen.remove(&pod.pod.uid);
        } else {
            self.seen.insert(pod.pod.uid.clone(), marks(pod));
        }
    }
}

fn marks(pod: &ObservedPod) -> BTreeMap<String, Mark> {
    let sandboxes = pod.sandboxes.iter().map(|sandbox| {
        let mark = match sandbox.state {
            SandboxState::Ready => Mark::Ready,
            SandboxState::NotReady => Mark::NotReady,
        };
        (sandbox.id.clone(), mark)
    });
    let containers = pod.containers.iter().map(|container| {
        let mark = match container.state {
            ContainerState::Created => Mark::Created,
            ContainerState::Running { .. } => Mark::Running,
            ContainerState::Exited(_) => Mark::Exited,
            ContainerState::Unknown => Mark::Unknown,
        };
        (container.id.clone(), mark)
    });
    sandboxes.chain(containers).collect()
}
