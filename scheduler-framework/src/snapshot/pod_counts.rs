//! Pods counted by class and topology, kept right pod by pod.
//!
//! What affinity and spreading ask is always how many pods of some kind are where a label of the
//! node has some value. Pods that no such question can tell apart are one class: they have
//! namespace, labels and terms in common. Each class is counted by the values of each label that is
//! asked about, so that an answer costs the classes and values that it concerns, not a walk over
//! all pods.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use super::NodeIndex;
use crate::node_info::NodeInfo;
use crate::pod_info::PodInfo;

/// Labels that are counted by at most; questions about further ones are answered by walking.
const MOST_KEYS: usize = 32;

/// A hash of small numbers, which need no protection against collisions: they are given out here.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct NumberHasher(u64);

impl Hasher for NumberHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32(u32::from(*byte));
        }
    }
    fn write_u32(&mut self, number: u32) {
        self.0 = (self.0 ^ u64::from(number)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// Numbers of pods by the number of a label's value; those that are 0 are left out.
pub(crate) type ValueCounts = HashMap<u32, i64, BuildHasherDefault<NumberHasher>>;

/// The nodes by one label.
#[derive(Clone, Debug, Default)]
pub(crate) struct Topology {
    pub(crate) key: String,
    numbers: HashMap<String, u32>,
    names: Vec<String>,
    /// How many nodes have each value.
    nodes: Vec<usize>,
    /// How many values nodes have.
    present: usize,
    /// How many nodes lack the label.
    pub(crate) missing: usize,
    /// The number of each node's value, by its place; [`NO_VALUE`] if it lacks the label.
    at: Vec<u32>,
}

const NO_VALUE: u32 = u32::MAX;

/// A class of pods.
#[derive(Clone, Debug)]
pub(crate) struct PodClass {
    /// One of them; all answer alike.
    pub(crate) pod: Arc<PodInfo>,
    len: usize,
    by_key: Vec<Arc<ValueCounts>>,
}

/// The counts. A clone shares everything until one of them changes.
#[derive(Clone, Debug, Default)]
pub(crate) struct PodCounts {
    topologies: Vec<Arc<Topology>>,
    classes: Vec<Option<Arc<PodClass>>>,
    numbers: Arc<HashMap<Arc<str>, usize>>,
    free: Vec<usize>,
}

impl Topology {
    fn of_nodes<'a>(key: &str, nodes: impl Iterator<Item = &'a NodeInfo>) -> Self {
        let mut topology = Self { key: key.to_owned(), ..Self::default() };
        for node in nodes {
            let number = topology.count(node, 1);
            topology.at.push(number);
        }
        topology
    }

    /// Counts a node in or out, and tells the number of its value.
    fn count(&mut self, node: &NodeInfo, amount: isize) -> u32 {
        let Some(value) = node.label(&self.key) else {
            self.missing = self.missing.saturating_add_signed(amount);
            return NO_VALUE;
        };
        let number = self.number_or_new(value);
        let count = &mut self.nodes[number as usize];
        let before = std::mem::replace(count, count.saturating_add_signed(amount));
        match (before, *count) {
            (0, 1..) => self.present += 1,
            (1.., 0) => self.present -= 1,
            _ => {}
        }
        number
    }

    fn number_or_new(&mut self, value: &str) -> u32 {
        if let Some(number) = self.numbers.get(value) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).expect("there are fewer nodes than that");
        self.numbers.insert(value.to_owned(), number);
        self.names.push(value.to_owned());
        self.nodes.push(0);
        number
    }

    /// The number of a value; none if no node ever had it.
    pub(crate) fn number(&self, value: &str) -> Option<u32> {
        self.numbers.get(value).copied()
    }

    /// The number of the value of the node at a place; none if it lacks the label.
    pub(crate) fn at(&self, index: NodeIndex) -> Option<u32> {
        self.at.get(index).copied().filter(|number| *number != NO_VALUE)
    }

    /// How many nodes have the value of that number.
    pub(crate) fn nodes_with(&self, number: u32) -> usize {
        self.nodes.get(number as usize).copied().unwrap_or(0)
    }

    /// How many values nodes have.
    pub(crate) fn len(&self) -> usize {
        self.present
    }

    /// The values that nodes have, with their numbers.
    pub(crate) fn values(&self) -> impl Iterator<Item = (u32, &str)> {
        let values = (0..).zip(&self.names).zip(&self.nodes);
        values.filter(|(_, nodes)| **nodes > 0).map(|((number, name), _)| (number, name.as_str()))
    }
}

impl PodClass {
    /// The counts by a label, as [`PodCounts::topology`] numbers it.
    pub(crate) fn counts(&self, topology: usize) -> &Arc<ValueCounts> {
        &self.by_key[topology]
    }

    fn add(&mut self, topology: usize, number: u32, amount: i64) {
        let counts = Arc::make_mut(&mut self.by_key[topology]);
        let count = counts.entry(number).or_default();
        *count += amount;
        if *count == 0 {
            counts.remove(&number);
        }
    }
}

impl PodCounts {
    /// The number of a label that is counted by.
    pub(crate) fn topology(&self, key: &str) -> Option<usize> {
        self.topologies.iter().position(|it| it.key == key)
    }

    /// A label by its number.
    pub(crate) fn topology_at(&self, index: usize) -> &Arc<Topology> {
        &self.topologies[index]
    }

    /// All classes that have pods.
    pub(crate) fn classes(&self) -> impl Iterator<Item = &PodClass> {
        self.classes.iter().flatten().map(|class| &**class)
    }

    /// Counts all pods anew.
    pub(super) fn recount(&mut self, nodes: &[Arc<NodeInfo>]) {
        let mut anew = Self::default();
        for topology in &self.topologies {
            let nodes = nodes.iter().map(|node| &**node);
            anew.topologies.push(Arc::new(Topology::of_nodes(&topology.key, nodes)));
        }
        for node in nodes {
            anew.add_all(node);
        }
        let keys = nodes.iter().flat_map(|node| node.pods_with_affinity()).flat_map(|it| keys(it));
        for key in keys {
            anew.track(key, || nodes.iter().map(|node| &**node));
        }
        *self = anew;
    }

    /// Counts by one more label from now on.
    pub(super) fn track<'a, I>(&mut self, key: &str, nodes: impl Fn() -> I)
    where
        I: Iterator<Item = &'a NodeInfo>,
    {
        if self.topology(key).is_some() || self.topologies.len() == MOST_KEYS {
            return;
        }
        let topology = Topology::of_nodes(key, nodes());
        for class in self.classes.iter_mut().flatten() {
            Arc::make_mut(class).by_key.push(Arc::default());
        }
        let index = self.topologies.len();
        for node in nodes() {
            let Some(number) = node.label(key).and_then(|value| topology.number(value)) else {
                continue;
            };
            for pod in node.pods() {
                self.class_mut(pod).add(index, number, 1);
            }
        }
        self.topologies.push(Arc::new(topology));
    }

    /// A node takes the place of another. Tells the labels that its new pods ask about.
    pub(super) fn replace(
        &mut self,
        index: NodeIndex,
        old: &NodeInfo,
        new: &NodeInfo,
    ) -> Vec<String> {
        let same_node = Arc::ptr_eq(old.node(), new.node());
        let differs = |it: &Arc<Topology>| old.label(&it.key) != new.label(&it.key);
        let moved = !same_node && self.topologies.iter().any(differs);
        if moved {
            old.pods().iter().for_each(|pod| self.remove(pod, old));
            for topology in &mut self.topologies {
                let topology = Arc::make_mut(topology);
                topology.count(old, -1);
                let number = topology.count(new, 1);
                if let Some(place) = topology.at.get_mut(index) {
                    *place = number;
                }
            }
            self.add_all(new);
        } else {
            let (before, after) = (old.pods(), new.pods());
            for index in 0..before.len().max(after.len()) {
                match (before.get(index), after.get(index)) {
                    // Of one class they count alike.
                    (Some(one), Some(other)) if Arc::ptr_eq(one.class(), other.class()) => {}
                    (gone, come) => {
                        come.into_iter().for_each(|pod| self.add(pod, new));
                        gone.into_iter().for_each(|pod| self.remove(pod, old));
                    }
                }
            }
        }
        let asked = new.pods_with_affinity().iter().flat_map(|pod| keys(pod));
        let unknown = asked.filter(|key| self.topology(key).is_none());
        unknown.map(str::to_owned).collect()
    }

    fn add_all(&mut self, node: &NodeInfo) {
        node.pods().iter().for_each(|pod| self.add(pod, node));
    }

    fn add(&mut self, pod: &Arc<PodInfo>, node: &NodeInfo) {
        self.count(pod, node, 1);
        self.class_mut(pod).len += 1;
    }

    fn remove(&mut self, pod: &Arc<PodInfo>, node: &NodeInfo) {
        self.count(pod, node, -1);
        let class = self.class_mut(pod);
        class.len -= 1;
        if class.len == 0
            && let Some(index) = Arc::make_mut(&mut self.numbers).remove(pod.class())
        {
            self.classes[index] = None;
            self.free.push(index);
        }
    }

    fn count(&mut self, pod: &Arc<PodInfo>, node: &NodeInfo, amount: i64) {
        let found = self.topologies.iter().map(|it| it.number(node.label(&it.key)?));
        let numbers: Vec<_> = found.collect();
        let class = self.class_mut(pod);
        for (index, number) in numbers.into_iter().enumerate() {
            if let Some(number) = number {
                class.add(index, number, amount);
            }
        }
    }

    fn class_mut(&mut self, pod: &Arc<PodInfo>) -> &mut PodClass {
        let index = match self.numbers.get(pod.class()) {
            Some(index) => *index,
            None => {
                let index = self.free.pop().unwrap_or(self.classes.len());
                let by_key = vec![Arc::default(); self.topologies.len()];
                let class = Some(Arc::new(PodClass { pod: Arc::clone(pod), len: 0, by_key }));
                match self.classes.get_mut(index) {
                    Some(place) => *place = class,
                    None => self.classes.push(class),
                }
                Arc::make_mut(&mut self.numbers).insert(Arc::clone(pod.class()), index);
                index
            }
        };
        let class = self.classes[index].as_mut().expect("its number was just looked up");
        Arc::make_mut(class)
    }

    /// Counts everything anew, and fails if anything differs.
    #[cfg(test)]
    pub(super) fn check(&self, nodes: &[Arc<NodeInfo>]) {
        let mut anew = self.clone();
        anew.recount(nodes);
        assert_eq!(self.told(), anew.told());
        for class in self.classes() {
            let here = |node: &Arc<NodeInfo>| {
                node.pods().iter().filter(|pod| pod.class() == class.pod.class()).count()
            };
            assert_eq!(class.len, nodes.iter().map(here).sum::<usize>());
        }
    }

    /// Everything that is counted, in words: what a recount must come to as well.
    #[cfg(test)]
    pub(super) fn told(&self) -> std::collections::BTreeMap<(String, String, String), i64> {
        let mut told = std::collections::BTreeMap::new();
        for class in self.classes() {
            for (topology, counts) in self.topologies.iter().zip(&class.by_key) {
                for (number, count) in counts.iter() {
                    let value = topology.names[*number as usize].clone();
                    let of = (class.pod.class().to_string(), topology.key.clone(), value);
                    told.insert(of, *count);
                }
            }
        }
        for topology in &self.topologies {
            for (number, value) in topology.values() {
                let of = ("nodes".to_owned(), topology.key.clone(), value.to_owned());
                told.insert(of, topology.nodes[number as usize] as i64);
            }
            let of = ("nodes".to_owned(), topology.key.clone(), "(none)".to_owned());
            told.insert(of, topology.missing as i64);
            for (index, number) in topology.at.iter().enumerate() {
                let value = topology.names.get(*number as usize).cloned();
                let place = format!("{index} {}", value.unwrap_or_default());
                told.insert(("at".to_owned(), topology.key.clone(), place), 1);
            }
            let of = ("values".to_owned(), topology.key.clone(), String::new());
            told.insert(of, topology.present as i64);
        }
        told
    }
}

/// The labels of nodes that a pod's terms and constraints ask about.
pub(super) fn keys(pod: &PodInfo) -> impl Iterator<Item = &str> {
    let affinity = pod.affinity().ok().into_iter();
    let terms = affinity.flat_map(|it| {
        let preferred = it.preferred.iter().chain(&it.preferred_anti).map(|(_, term)| term);
        it.required.iter().chain(&it.required_anti).chain(preferred)
    });
    let constraints = pod.pod().spec.topology_spread_constraints.iter();
    terms
        .map(|term| term.topology_key.as_str())
        .chain(constraints.map(|constraint| constraint.topology_key.as_str()))
}

#[cfg(test)]
mod tests;
