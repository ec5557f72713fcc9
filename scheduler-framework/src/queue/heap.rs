//! A binary heap whose entries are found by the uid of their pod.

use std::collections::HashMap;

use super::QueuedPod;

/// Whether the first pod comes before the second.
pub(super) type Less = dyn Fn(&QueuedPod, &QueuedPod) -> bool + Send + Sync;

/// Pods in an order; those of which neither comes first are taken as they came.
///
/// Upstream: `pkg/scheduler/backend/heap/heap.go`.
pub(super) struct Heap {
    less: Box<Less>,
    entries: Vec<(u64, QueuedPod)>,
    places: HashMap<String, usize>,
    tickets: u64,
}

impl Heap {
    pub(super) fn new(less: Box<Less>) -> Self {
        Self { less, entries: Vec::new(), places: HashMap::new(), tickets: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn contains(&self, uid: &str) -> bool {
        self.places.contains_key(uid)
    }

    pub(super) fn peek(&self) -> Option<&QueuedPod> {
        self.entries.first().map(|(_, pod)| pod)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &QueuedPod> {
        self.entries.iter().map(|(_, pod)| pod)
    }

    /// Adds a pod that is not there.
    pub(super) fn push(&mut self, pod: QueuedPod) {
        debug_assert!(!self.contains(pod.pod.uid()));
        self.tickets += 1;
        let place = self.entries.len();
        self.places.insert(pod.pod.uid().to_owned(), place);
        self.entries.push((self.tickets, pod));
        self.rise(place);
    }

    pub(super) fn pop(&mut self) -> Option<QueuedPod> {
        (!self.entries.is_empty()).then(|| self.take(0))
    }

    pub(super) fn remove(&mut self, uid: &str) -> Option<QueuedPod> {
        self.places.get(uid).copied().map(|place| self.take(place))
    }

    /// Changes a pod, and moves it to where it then belongs.
    pub(super) fn change(&mut self, uid: &str, change: impl FnOnce(&mut QueuedPod)) -> bool {
        let Some(place) = self.places.get(uid).copied() else { return false };
        change(&mut self.entries[place].1);
        let place = self.rise(place);
        self.sink(place);
        true
    }

    fn take(&mut self, place: usize) -> QueuedPod {
        let (_, pod) = self.entries.swap_remove(place);
        self.places.remove(pod.pod.uid());
        if place < self.entries.len() {
            self.places.insert(self.entries[place].1.pod.uid().to_owned(), place);
            let place = self.rise(place);
            self.sink(place);
        }
        pod
    }

    fn before(&self, a: usize, b: usize) -> bool {
        let ((ticket_a, a), (ticket_b, b)) = (&self.entries[a], &self.entries[b]);
        (self.less)(a, b) || ticket_a < ticket_b && !(self.less)(b, a)
    }

    fn rise(&mut self, mut place: usize) -> usize {
        while place > 0 {
            let parent = (place - 1) / 2;
            if !self.before(place, parent) {
                break;
            }
            self.swap(place, parent);
            place = parent;
        }
        place
    }

    fn sink(&mut self, mut place: usize) {
        loop {
            let mut child = 2 * place + 1;
            if child >= self.entries.len() {
                return;
            }
            if child + 1 < self.entries.len() && self.before(child + 1, child) {
                child += 1;
            }
            if !self.before(child, place) {
                return;
            }
            self.swap(place, child);
            place = child;
        }
    }

    fn swap(&mut self, a: usize, b: usize) {
        self.entries.swap(a, b);
        for place in [a, b] {
            let uid = self.entries[place].1.pod.uid();
            if let Some(known) = self.places.get_mut(uid) {
                *known = place;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bowline_apimachinery::random::{Random, SeededRandom};
    use bowline_apimachinery::time::MicroTime;

    use super::*;
    use crate::testing::pod;

    fn queued(name: &str, priority: i32) -> QueuedPod {
        let now = MicroTime::from_unix_micros(0);
        QueuedPod::new(Arc::new(pod(name).priority(priority).info()), now)
    }

    fn by_priority() -> Heap {
        Heap::new(Box::new(|a, b| a.pod.priority() > b.pod.priority()))
    }

    fn drain(heap: &mut Heap) -> Vec<String> {
        std::iter::from_fn(|| heap.pop()).map(|it| it.pod.name().to_owned()).collect()
    }

    #[test]
    fn equals_leave_as_they_came() {
        let mut heap = by_priority();
        for (name, priority) in [("a", 0), ("b", 1), ("c", 0), ("d", 1), ("e", 0)] {
            heap.push(queued(name, priority));
        }
        assert_eq!(heap.peek().unwrap().pod.name(), "b");
        assert!(heap.remove("c").is_some() && heap.remove("c").is_none());
        assert!(heap.change("e", |it| it.pod = Arc::new(pod("e").priority(9).info())));
        assert_eq!(drain(&mut heap), ["e", "b", "d", "a"]);
    }

    /// Random pushes, removals and changes: what is left leaves in order.
    #[test]
    fn the_order_survives_everything() {
        for seed in 0..50 {
            let random = SeededRandom::new(seed);
            let mut heap = by_priority();
            for _ in 0..200 {
                let name = format!("p{}", random.below(30));
                let priority = i32::try_from(random.below(10)).unwrap();
                match random.below(3) {
                    0 if !heap.contains(&name) => heap.push(queued(&name, priority)),
                    1 => drop(heap.remove(&name)),
                    _ => drop(heap.change(&name, |it| it.pod = queued(&name, priority).pod)),
                }
            }
            let count = heap.len();
            let priorities: Vec<_> =
                std::iter::from_fn(|| heap.pop()).map(|it| it.pod.priority()).collect();
            assert_eq!(priorities.len(), count, "seed {seed}");
            assert!(priorities.is_sorted_by(|a, b| a >= b), "seed {seed}: {priorities:?}");
        }
    }
}
