//! Statuses of pods, written beside the loop: of a pod one after the other, and only the latest
//! of those that wait.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use bowline_api::core::v1::{Pod, PodStatus};

/// Writes under way at once; others wait.
const AT_ONCE: usize = 16;

#[derive(Debug, Default)]
pub(super) struct StatusWrites {
    waiting: HashMap<String, (Arc<Pod>, PodStatus)>,
    order: VecDeque<String>,
    writing: HashSet<String>,
}

impl StatusWrites {
    /// A status is to be written, in place of one of the same pod that still waits.
    pub(super) fn add(&mut self, pod: Arc<Pod>, status: PodStatus) {
        let uid = pod.metadata.uid.clone();
        if self.waiting.insert(uid.clone(), (pod, status)).is_none() {
            self.order.push_back(uid);
        }
    }

    /// The next write that may begin.
    pub(super) fn begin(&mut self) -> Option<(Arc<Pod>, PodStatus)> {
        if self.writing.len() >= AT_ONCE {
            return None;
        }
        let free = self.order.iter().position(|uid| !self.writing.contains(uid))?;
        let uid = self.order.remove(free)?;
        let write = self.waiting.remove(&uid);
        self.writing.insert(uid);
        write
    }

    /// A write has ended.
    pub(super) fn end(&mut self, uid: &str) {
        self.writing.remove(uid);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::pod;

    fn status(message: &str) -> PodStatus {
        PodStatus { message: message.into(), ..PodStatus::default() }
    }

    #[test]
    fn the_latest_of_a_pod_is_written_when_the_one_before_has_ended() {
        let mut writes = StatusWrites::default();
        let named = |name: &str| Arc::new(pod(name).build());
        writes.add(named("a"), status("1"));
        writes.add(named("b"), status("1"));
        assert_eq!(writes.begin().unwrap().1.message, "1");
        writes.add(named("a"), status("2"));
        writes.add(named("a"), status("3"));
        assert_eq!(writes.begin().unwrap().0.metadata.name, "b");
        assert!(writes.begin().is_none());
        writes.end("a");
        assert_eq!(writes.begin().unwrap().1.message, "3");
        assert!(writes.begin().is_none());
    }

    #[test]
    fn not_all_are_written_at_once() {
        let mut writes = StatusWrites::default();
        for index in 0..20 {
            writes.add(Arc::new(pod(&format!("p{index}")).build()), status(""));
        }
        assert_eq!(std::iter::from_fn(|| writes.begin()).count(), AT_ONCE);
        writes.end("p0");
        assert!(writes.begin().is_some());
    }
}
