//! Pods that wait for something to happen, in the order in which they began to wait.

use std::collections::{BTreeMap, HashMap};

use super::QueuedPod;

#[derive(Debug, Default)]
pub(super) struct Parked {
    pods: BTreeMap<u64, QueuedPod>,
    tickets: HashMap<String, u64>,
    next: u64,
}

impl Parked {
    pub(super) fn len(&self) -> usize {
        self.pods.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pods.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &QueuedPod> {
        self.pods.values()
    }

    pub(super) fn get_mut(&mut self, uid: &str) -> Option<&mut QueuedPod> {
        self.pods.get_mut(self.tickets.get(uid)?)
    }

    pub(super) fn insert(&mut self, pod: QueuedPod) {
        let ticket = self.next;
        self.next += 1;
        self.tickets.insert(pod.pod.uid().to_owned(), ticket);
        self.pods.insert(ticket, pod);
    }

    pub(super) fn remove(&mut self, uid: &str) -> Option<QueuedPod> {
        self.pods.remove(&self.tickets.remove(uid)?)
    }

    /// The uids of the pods for which something holds.
    pub(super) fn uids(&self, holds: impl Fn(&QueuedPod) -> bool) -> Vec<String> {
        let found = self.iter().filter(|pod| holds(pod));
        found.map(|pod| pod.pod.uid().to_owned()).collect()
    }
}
