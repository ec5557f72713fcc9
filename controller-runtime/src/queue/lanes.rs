//! Keys that are ready, by priority, and within a priority by tenant in turn.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, VecDeque};

use super::{Priority, QueueKey};

/// Ready keys; each stands here once.
#[derive(Debug)]
pub(super) struct Lanes<T> {
    lanes: BTreeMap<Reverse<Priority>, Lane<T>>,
    /// Where each key really stands. A key whose priority rose leaves its old place behind, and
    /// the ticket tells the two apart.
    places: HashMap<T, Place>,
    tickets: u64,
    max_passed_over: u32,
    passed_over: u32,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    priority: Priority,
    ticket: u64,
}

#[derive(Debug)]
struct Lane<T> {
    /// Tenants that have keys here, next first.
    turns: VecDeque<String>,
    keys: HashMap<String, VecDeque<(u64, T)>>,
}

impl<T: QueueKey> Lanes<T> {
    pub(super) fn new(max_passed_over: u32) -> Self {
        Self {
            lanes: BTreeMap::new(),
            places: HashMap::new(),
            tickets: 0,
            max_passed_over,
            passed_over: 0,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// How many keys are ready at each priority.
    pub(super) fn depths(&self) -> BTreeMap<Priority, usize> {
        let mut depths = BTreeMap::new();
        for place in self.places.values() {
            *depths.entry(place.priority).or_default() += 1;
        }
        depths
    }

    /// Adds a key, or raises its priority; tells whether it is new here.
    pub(super) fn push(&mut self, key: T, priority: Priority) -> bool {
        let known = self.places.get(&key).copied();
        if known.is_some_and(|place| place.priority >= priority) {
            return false;
        }
        self.tickets += 1;
        let place = Place { priority, ticket: self.tickets };
        self.places.insert(key.clone(), place);
        self.lanes.entry(Reverse(priority)).or_default().push(place.ticket, key);
        known.is_none()
    }

    /// Takes the next key.
    pub(super) fn pop(&mut self) -> Option<(T, Priority)> {
        let all: Vec<_> = self.lanes.keys().copied().collect();
        let starved = self.passed_over >= self.max_passed_over;
        // Usually the first lane; when lower ones have waited long enough, the second.
        let order = all.iter().skip(usize::from(starved)).chain(all.first());
        let mut found = None;
        for &lane in order {
            if let Some(key) = self.pop_from(lane) {
                found = Some((key, lane.0));
                break;
            }
        }
        let (_, priority) = found.as_ref()?;
        let lower_waits = self.lanes.range(Reverse(*priority)..).nth(1).is_some();
        self.passed_over = if lower_waits && !starved { self.passed_over + 1 } else { 0 };
        found
    }

    fn pop_from(&mut self, priority: Reverse<Priority>) -> Option<T> {
        let lane = self.lanes.get_mut(&priority)?;
        let mut found = None;
        while let Some((ticket, key)) = lane.pop() {
            if self.places.get(&key).is_some_and(|place| place.ticket == ticket) {
                self.places.remove(&key);
                found = Some(key);
                break;
            }
        }
        if lane.turns.is_empty() {
            self.lanes.remove(&priority);
        }
        found
    }
}

impl<T> Default for Lane<T> {
    fn default() -> Self {
        Self { turns: VecDeque::new(), keys: HashMap::new() }
    }
}

impl<T: QueueKey> Lane<T> {
    fn push(&mut self, ticket: u64, key: T) {
        let tenant = key.tenant();
        match self.keys.get_mut(tenant) {
            Some(keys) => keys.push_back((ticket, key)),
            None => {
                let tenant = tenant.to_owned();
                self.turns.push_back(tenant.clone());
                self.keys.insert(tenant, VecDeque::from([(ticket, key)]));
            }
        }
    }

    fn pop(&mut self) -> Option<(u64, T)> {
        let tenant = self.turns.pop_front()?;
        let keys = self.keys.get_mut(&tenant)?;
        let found = keys.pop_front();
        if keys.is_empty() {
            self.keys.remove(&tenant);
        } else {
            self.turns.push_back(tenant);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use bowline_apimachinery::resource::NamespacedName;

    use super::*;

    fn key(text: &str) -> NamespacedName {
        let (namespace, name) = text.split_once('/').unwrap();
        NamespacedName::new(namespace, name)
    }

    fn pop(lanes: &mut Lanes<NamespacedName>) -> String {
        lanes.pop().map_or_else(String::new, |(key, _)| key.to_string())
    }

    #[test]
    fn namespaces_take_turns() {
        let mut lanes = Lanes::new(100);
        for text in ["big/1", "big/2", "big/3", "small/1", "other/1", "big/4"] {
            assert!(lanes.push(key(text), 0));
        }
        let order: Vec<_> = (0..7).map(|_| pop(&mut lanes)).collect();
        assert_eq!(order, ["big/1", "small/1", "other/1", "big/2", "big/3", "big/4", ""]);
    }

    #[test]
    fn higher_priorities_go_first_and_a_key_stands_once() {
        let mut lanes = Lanes::new(100);
        assert!(lanes.push(key("n/low"), -100));
        assert!(lanes.push(key("n/raised"), -100));
        assert!(lanes.push(key("n/normal"), 0));
        assert!(!lanes.push(key("n/raised"), 0));
        assert!(!lanes.push(key("n/normal"), -100));
        assert_eq!(lanes.depths(), BTreeMap::from([(-100, 1), (0, 2)]));
        let order: Vec<_> = (0..4).map(|_| pop(&mut lanes)).collect();
        assert_eq!(order, ["n/normal", "n/raised", "n/low", ""]);
        assert_eq!(lanes.len(), 0);
    }

    #[test]
    fn low_priorities_are_not_passed_over_for_ever() {
        let mut lanes = Lanes::new(3);
        lanes.push(key("n/low1"), -100);
        lanes.push(key("n/low2"), -100);
        let mut order = Vec::new();
        for n in 0..10 {
            lanes.push(key(&format!("n/{n}")), 0);
            lanes.push(key(&format!("n/more{n}")), 0);
            order.push(pop(&mut lanes));
        }
        let places: Vec<_> = (0..10).filter(|&i| order[i].contains("low")).collect();
        assert_eq!(places, [3, 7], "{order:?}");
    }
}
