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
    /// Slots in heap order.
    order: Vec<u32>,
    slots: Vec<Slot>,
    free: Vec<u32>,
    by_uid: HashMap<String, u32>,
    tickets: u64,
}

/// A pod with its place in the order; none if the slot is free.
struct Slot {
    pod: Option<QueuedPod>,
    ticket: u64,
    place: usize,
}

impl Heap {
    pub(super) fn new(less: Box<Less>) -> Self {
        Self {
            less,
            order: Vec::new(),
            slots: Vec::new(),
            free: Vec::new(),
            by_uid: HashMap::new(),
            tickets: 0,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    pub(super) fn contains(&self, uid: &str) -> bool {
        self.by_uid.contains_key(uid)
    }

    pub(super) fn peek(&self) -> Option<&QueuedPod> {
        self.slots[*self.order.first()? as usize].pod.as_ref()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &QueuedPod> {
        self.order.iter().filter_map(|slot| self.slots[*slot as usize].pod.as_ref())
    }

    /// Adds a pod that is not there.
    pub(super) fn push(&mut self, pod: QueuedPod) {
        debug_assert!(!self.contains(pod.pod.uid()));
        self.tickets += 1;
        let uid = pod.pod.uid().to_owned();
        let place = self.order.len();
        let filled = Slot { pod: Some(pod), ticket: self.tickets, place };
        let slot = match self.free.pop() {
            Some(slot) => {
                self.slots[slot as usize] = filled;
                slot
            }
            None => {
                self.slots.push(filled);
                u32::try_from(self.slots.len() - 1).expect("there are fewer pods than that")
            }
        };
        self.by_uid.insert(uid, slot);
        self.order.push(slot);
        self.rise(place);
    }

    pub(super) fn pop(&mut self) -> Option<QueuedPod> {
        if self.order.is_empty() { None } else { self.take(0) }
    }

    pub(super) fn remove(&mut self, uid: &str) -> Option<QueuedPod> {
        let slot = *self.by_uid.get(uid)?;
        self.take(self.slots[slot as usize].place)
    }

    /// Changes a pod, and moves it to where it then belongs.
    pub(super) fn change(&mut self, uid: &str, change: impl FnOnce(&mut QueuedPod)) -> bool {
        let Some(slot) = self.by_uid.get(uid) else { return false };
        let Slot { pod, place, .. } = &mut self.slots[*slot as usize];
        let place = *place;
        if let Some(pod) = pod {
            change(pod);
        }
        let place = self.rise(place);
        self.sink(place);
        true
    }

    fn take(&mut self, place: usize) -> Option<QueuedPod> {
        let slot = self.order.swap_remove(place);
        let pod = self.slots[slot as usize].pod.take()?;
        self.free.push(slot);
        self.by_uid.remove(pod.pod.uid());
        if let Some(moved) = self.order.get(place) {
            self.slots[*moved as usize].place = place;
            let place = self.rise(place);
            self.sink(place);
        } else if self.order.is_empty() {
            // What a crowd took is given back when it is gone.
            (self.slots, self.free) = (Vec::new(), Vec::new());
        }
        Some(pod)
    }

    fn before(&self, a: usize, b: usize) -> bool {
        let [a, b] = [a, b].map(|place| &self.slots[self.order[place] as usize]);
        let (Some(first), Some(second)) = (&a.pod, &b.pod) else { return false };
        (self.less)(first, second) || a.ticket < b.ticket && !(self.less)(second, first)
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
            if child >= self.order.len() {
                return;
            }
            if child + 1 < self.order.len() && self.before(child + 1, child) {
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
        self.order.swap(a, b);
        for place in [a, b] {
            self.slots[self.order[place] as usize].place = place;
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
