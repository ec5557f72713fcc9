//! The pods that wait: those to be tried now, those that were tried too recently, and those for
//! which nothing has changed since.
//!
//! Upstream: `pkg/scheduler/backend/queue/scheduling_queue.go`.

use std::collections::HashMap;
use std::sync::Arc;

use bowline_apimachinery::time::{Duration, MicroTime};

use super::QueuedPod;
use crate::pod_info::PodInfo;

/// First wait after a failed attempt, doubled with each.
const INITIAL_BACKOFF: Duration = Duration::from_secs(1);
/// The longest wait between attempts.
const MAX_BACKOFF: Duration = Duration::from_secs(10);
/// Pods that wait longer than this for a change are tried again without one.
const MAX_UNSCHEDULABLE: Duration = Duration::from_secs(5 * 60);

/// Whether one pod is to be tried before another.
pub type Less = dyn Fn(&QueuedPod, &QueuedPod) -> bool + Send + Sync;

/// Where a waiting pod stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// To be tried now.
    Active,
    /// To be tried when its backoff is over.
    Backoff(MicroTime),
    /// To be tried when something changes.
    Unschedulable,
    /// Kept out by a plugin.
    Gated,
}

/// The queue of a scheduler; time is an argument.
pub struct SchedulingQueue {
    less: Box<Less>,
    pods: HashMap<String, (QueuedPod, Place)>,
    /// Uids of active pods, a binary heap by `less`.
    heap: Vec<String>,
    /// Counts events that may help; an attempt that began before the latest is worth another.
    moves: u64,
    /// The pod that is being tried, and the count when it was taken.
    in_flight: HashMap<String, u64>,
}

impl SchedulingQueue {
    /// An empty queue with an order.
    pub fn new(less: impl Fn(&QueuedPod, &QueuedPod) -> bool + Send + Sync + 'static) -> Self {
        Self {
            less: Box::new(less),
            pods: HashMap::new(),
            heap: Vec::new(),
            moves: 0,
            in_flight: HashMap::new(),
        }
    }

    /// Takes a pod that is new, or has changed; `gate` names a plugin that keeps it out.
    pub fn add(&mut self, pod: Arc<PodInfo>, gate: Option<&'static str>, now: MicroTime) {
        let uid = pod.pod().metadata.uid.clone();
        if self.in_flight.contains_key(&uid) {
            return;
        }
        let known = self.pods.remove(&uid);
        let mut queued = match &known {
            Some((queued, _)) => QueuedPod { pod, ..queued.clone() },
            None => QueuedPod::new(pod, now),
        };
        queued.gating_plugin = gate;
        let place = match (gate, known.map(|(_, place)| place)) {
            (Some(_), _) => Place::Gated,
            (None, Some(place @ (Place::Active | Place::Backoff(_)))) => place,
            // A change of the pod itself may be what it waited for.
            (None, _) => self.place_after_backoff(&queued, now),
        };
        self.insert(uid, queued, place);
    }

    /// Forgets a pod that is gone or placed.
    pub fn remove(&mut self, uid: &str) {
        self.pods.remove(uid);
        self.in_flight.remove(uid);
    }

    /// The next pod to be tried, if there is one now.
    pub fn pop(&mut self, now: MicroTime) -> Option<QueuedPod> {
        self.flush(now);
        while let Some(uid) = self.pop_heap() {
            // The heap may hold uids of pods that have left the active queue.
            let active = matches!(self.pods.get(&uid), Some((_, Place::Active)));
            let Some((mut queued, _)) = active.then(|| self.pods.remove(&uid)).flatten() else {
                continue;
            };
            queued.attempts += 1;
            queued.initial_attempt.get_or_insert(now);
            self.in_flight.insert(uid, self.moves);
            return Some(queued);
        }
        None
    }

    /// Ends an attempt that placed the pod.
    pub fn done(&mut self, uid: &str) {
        self.in_flight.remove(uid);
    }

    /// Ends an attempt that failed: the pod waits for a change if it was rejected, for its backoff
    /// if something else went wrong.
    pub fn failed(&mut self, mut queued: QueuedPod, rejected: bool, now: MicroTime) {
        let uid = queued.pod.pod().metadata.uid.clone();
        let Some(since) = self.in_flight.remove(&uid) else { return };
        queued.timestamp = now;
        if rejected {
            queued.unschedulable_count += 1;
            queued.consecutive_errors = 0;
        } else {
            queued.consecutive_errors += 1;
        }
        let changed_meanwhile = self.moves > since;
        let place = if rejected && !changed_meanwhile {
            Place::Unschedulable
        } else {
            self.place_after_backoff(&queued, now)
        };
        self.insert(uid, queued, place);
    }

    /// Something changed that may help: pods that waited for a change are tried again.
    pub fn move_all(&mut self, now: MicroTime) {
        self.moves += 1;
        let waiting: Vec<String> = self
            .pods
            .iter()
            .filter(|(_, (_, place))| *place == Place::Unschedulable)
            .map(|(uid, _)| uid.clone())
            .collect();
        for uid in waiting {
            if let Some((queued, _)) = self.pods.remove(&uid) {
                let place = self.place_after_backoff(&queued, now);
                self.insert(uid, queued, place);
            }
        }
    }

    /// When [`pop`](Self::pop) may have something although nothing happens; `None` for never.
    #[must_use]
    pub fn next_deadline(&self) -> Option<MicroTime> {
        let deadlines = self.pods.values().filter_map(|(queued, place)| match place {
            Place::Backoff(until) => Some(*until),
            Place::Unschedulable => Some(queued.timestamp.saturating_add(MAX_UNSCHEDULABLE)),
            Place::Active | Place::Gated => None,
        });
        deadlines.min()
    }

    /// How many pods wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pods.len()
    }

    /// Whether none waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pods.is_empty()
    }

    fn place_after_backoff(&self, queued: &QueuedPod, now: MicroTime) -> Place {
        let failures = queued.unschedulable_count.max(queued.consecutive_errors);
        if failures == 0 {
            return Place::Active;
        }
        let factor = 1i64 << (failures - 1).min(8);
        let wait = (INITIAL_BACKOFF.as_nanos() * factor).min(MAX_BACKOFF.as_nanos());
        let until = queued.timestamp.saturating_add(Duration::from_nanos(wait));
        if until <= now { Place::Active } else { Place::Backoff(until) }
    }

    /// Moves pods whose time has come to the active queue.
    fn flush(&mut self, now: MicroTime) {
        if self.next_deadline().is_none_or(|deadline| deadline > now) {
            return;
        }
        let due: Vec<String> = self
            .pods
            .iter()
            .filter(|(_, (queued, place))| match place {
                Place::Backoff(until) => *until <= now,
                Place::Unschedulable => queued.timestamp.saturating_add(MAX_UNSCHEDULABLE) <= now,
                Place::Active | Place::Gated => false,
            })
            .map(|(uid, _)| uid.clone())
            .collect();
        for uid in due {
            if let Some((queued, _)) = self.pods.remove(&uid) {
                self.insert(uid, queued, Place::Active);
            }
        }
    }

    fn insert(&mut self, uid: String, queued: QueuedPod, place: Place) {
        self.pods.insert(uid.clone(), (queued, place));
        if place == Place::Active {
            self.push_heap(uid);
        }
    }

    /// Whether the first uid comes before the second; uids that have left come first, to go.
    fn before(&self, a: &str, b: &str) -> bool {
        match (self.pods.get(a), self.pods.get(b)) {
            (Some((a, _)), Some((b, _))) => (self.less)(a, b),
            (None, Some(_)) => true,
            _ => false,
        }
    }

    fn push_heap(&mut self, uid: String) {
        self.heap.push(uid);
        let mut at = self.heap.len() - 1;
        while at > 0 {
            let parent = (at - 1) / 2;
            if !self.before(&self.heap[at], &self.heap[parent]) {
                break;
            }
            self.heap.swap(at, parent);
            at = parent;
        }
    }

    fn pop_heap(&mut self) -> Option<String> {
        if self.heap.is_empty() {
            return None;
        }
        let first = self.heap.swap_remove(0);
        let mut at = 0;
        loop {
            let (left, right) = (2 * at + 1, 2 * at + 2);
            let mut least = at;
            for child in [left, right] {
                if child < self.heap.len() && self.before(&self.heap[child], &self.heap[least]) {
                    least = child;
                }
            }
            if least == at {
                return Some(first);
            }
            self.heap.swap(at, least);
            at = least;
        }
    }
}

#[cfg(test)]
mod tests {
    use bowline_api::core::v1::Pod;

    use super::*;

    fn at(seconds: i64) -> MicroTime {
        MicroTime::from_unix_micros(seconds * 1_000_000)
    }

    fn pod(name: &str, priority: i32) -> Arc<PodInfo> {
        let mut pod = Pod::default();
        pod.metadata.name = name.to_owned();
        pod.metadata.uid = name.to_owned();
        pod.spec.priority = Some(priority);
        Arc::new(PodInfo::new(Arc::new(pod)))
    }

    fn queue() -> SchedulingQueue {
        let key = |q: &QueuedPod| (-q.pod.pod().spec.priority.unwrap_or(0), q.timestamp);
        SchedulingQueue::new(move |a, b| key(a) < key(b))
    }

    fn name(queued: Option<QueuedPod>) -> Option<String> {
        queued.map(|q| q.pod.name().to_owned())
    }

    #[test]
    fn pods_come_by_order_and_each_once() {
        let mut queue = queue();
        for (i, (n, p)) in [("a", 1), ("b", 3), ("c", 2), ("d", 3)].into_iter().enumerate() {
            queue.add(pod(n, p), None, at(i64::try_from(i).unwrap()));
        }
        queue.add(pod("c", 2), None, at(9));
        queue.remove("d");
        let order: Vec<_> = std::iter::from_fn(|| name(queue.pop(at(10)))).collect();
        assert_eq!(order, ["b", "c", "a"]);
    }

    #[test]
    fn a_rejected_pod_waits_for_a_change_and_its_backoff() {
        let mut queue = queue();
        queue.add(pod("a", 0), None, at(0));
        let taken = queue.pop(at(0)).unwrap();
        queue.failed(taken, true, at(0));
        assert_eq!(name(queue.pop(at(60))), None);
        queue.move_all(at(60));
        let taken = queue.pop(at(60)).unwrap();
        assert_eq!(taken.attempts, 2);
        queue.failed(taken, true, at(60));
        queue.move_all(at(60));
        assert_eq!(name(queue.pop(at(61))), None);
        assert_eq!(queue.next_deadline(), Some(at(62)));
        assert_eq!(name(queue.pop(at(62))), Some("a".to_owned()));
    }

    #[test]
    fn a_change_during_the_attempt_is_not_lost() {
        let mut queue = queue();
        queue.add(pod("a", 0), None, at(0));
        let taken = queue.pop(at(0)).unwrap();
        queue.move_all(at(0));
        queue.failed(taken, true, at(0));
        assert_eq!(name(queue.pop(at(1))), Some("a".to_owned()));
    }

    #[test]
    fn forgotten_pods_are_tried_again_after_five_minutes() {
        let mut queue = queue();
        queue.add(pod("a", 0), None, at(0));
        let taken = queue.pop(at(0)).unwrap();
        queue.failed(taken, true, at(0));
        assert_eq!(name(queue.pop(at(299))), None);
        assert_eq!(name(queue.pop(at(300))), Some("a".to_owned()));
    }

    #[test]
    fn gated_pods_stay_out_until_the_gate_opens() {
        let mut queue = queue();
        queue.add(pod("a", 0), Some("SchedulingGates"), at(0));
        queue.move_all(at(1));
        assert_eq!(name(queue.pop(at(1000))), None);
        queue.add(pod("a", 0), None, at(1000));
        assert_eq!(name(queue.pop(at(1000))), Some("a".to_owned()));
    }
}
