//! Numbers by topology: so many of something among the nodes where a label has a value.

use std::collections::HashMap;
use std::sync::Arc;

use crate::snapshot::{PodCounts, Topology, ValueCounts};

/// A number for each pair of a label's key and value. A clone is cheap and remembers only what
/// is changed afterwards, since preemption clones the state for each node it tries.
#[derive(Clone, Debug, Default)]
pub(super) struct TopologyCounts {
    keys: Vec<KeyCounts>,
}

#[derive(Clone, Debug)]
struct KeyCounts {
    key: String,
    counted: Counted,
    changed: HashMap<String, i64>,
    /// Values whose number is not zero.
    values: usize,
}

#[derive(Clone, Debug)]
enum Counted {
    /// By walking over pods.
    Here(Arc<HashMap<String, i64>>),
    /// By classes of pods.
    ByClass(Arc<Topology>, Arc<ValueCounts>),
}

impl Counted {
    fn get(&self, value: &str) -> i64 {
        let count = match self {
            Self::Here(counts) => counts.get(value),
            Self::ByClass(topology, counts) => {
                topology.number(value).and_then(|number| counts.get(&number))
            }
        };
        count.copied().unwrap_or(0)
    }
}

/// Sums over classes of pods.
#[derive(Debug, Default)]
pub(super) struct ClassSums {
    keys: Vec<(usize, Sum)>,
    /// Whether anything was added, be the sum 0 or not.
    pub(super) any: bool,
}

#[derive(Debug)]
enum Sum {
    /// Of one class, which need not be copied.
    One(Arc<ValueCounts>),
    Many(ValueCounts),
}

impl ClassSums {
    /// Adds the counts of a class by a label, so many times.
    pub(super) fn add(&mut self, topology: usize, counts: &Arc<ValueCounts>, times: i64) {
        if counts.is_empty() {
            return;
        }
        self.any = true;
        let Some((_, sum)) = self.keys.iter_mut().find(|(key, _)| *key == topology) else {
            let sum = match times {
                1 => Sum::One(Arc::clone(counts)),
                times => {
                    Sum::Many(counts.iter().map(|(value, count)| (*value, count * times)).collect())
                }
            };
            self.keys.push((topology, sum));
            return;
        };
        if let Sum::One(first) = sum {
            *sum = Sum::Many(ValueCounts::clone(first));
        }
        if let Sum::Many(sums) = sum {
            for (value, count) in counts.iter() {
                *sums.entry(*value).or_default() += count * times;
            }
        }
    }

    pub(super) fn finish(self, counts: &PodCounts) -> TopologyCounts {
        let keys = self.keys.into_iter().map(|(topology, sum)| {
            let topology = Arc::clone(counts.topology_at(topology));
            let sums = match sum {
                Sum::One(counts) => counts,
                Sum::Many(sums) => Arc::new(sums),
            };
            KeyCounts {
                key: topology.key.clone(),
                values: sums.values().filter(|count| **count != 0).count(),
                counted: Counted::ByClass(topology, sums),
                changed: HashMap::new(),
            }
        });
        TopologyCounts { keys: keys.collect() }
    }
}

impl TopologyCounts {
    /// Adds to the number of a pair.
    pub(super) fn add(&mut self, key: &str, value: &str, amount: i64) {
        let index = match self.keys.iter().position(|it| it.key == key) {
            Some(index) => index,
            None => {
                self.keys.push(KeyCounts {
                    key: key.to_owned(),
                    counted: Counted::Here(Arc::default()),
                    changed: HashMap::new(),
                    values: 0,
                });
                self.keys.len() - 1
            }
        };
        self.keys[index].add(value, amount);
    }

    /// The number of a pair; 0 if nothing was added.
    pub(super) fn get(&self, key: &str, value: &str) -> i64 {
        self.keys.iter().find(|it| it.key == key).map_or(0, |it| it.get(value))
    }

    /// Whether every number is 0.
    pub(super) fn is_empty(&self) -> bool {
        self.keys.iter().all(|it| it.values == 0)
    }

    /// The keys of which something was counted.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|it| it.key.as_str())
    }

    /// The sum over the labels of a node.
    pub(super) fn sum<'a>(&self, label: impl Fn(&str) -> Option<&'a str>) -> i64 {
        let of_key = |it: &KeyCounts| label(&it.key).map_or(0, |value| it.get(value));
        self.keys.iter().map(of_key).sum()
    }
}

impl KeyCounts {
    fn get(&self, value: &str) -> i64 {
        let counted = self.counted.get(value);
        match self.changed.is_empty() {
            true => counted,
            false => counted + self.changed.get(value).copied().unwrap_or(0),
        }
    }

    fn add(&mut self, value: &str, amount: i64) {
        let before = self.get(value);
        // Until the counts are shared, they are added up in place.
        let counts = match &mut self.counted {
            Counted::Here(counts) => Arc::get_mut(counts).unwrap_or(&mut self.changed),
            Counted::ByClass(..) => &mut self.changed,
        };
        match counts.get_mut(value) {
            Some(count) => *count += amount,
            None => {
                counts.insert(value.to_owned(), amount);
            }
        }
        match (before != 0, before + amount != 0) {
            (false, true) => self.values += 1,
            (true, false) => self.values -= 1,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_count_on_their_own() {
        let mut counts = TopologyCounts::default();
        assert!(counts.is_empty());
        counts.add("zone", "z1", 2);
        counts.add("zone", "z2", 1);
        counts.add("host", "n1", 1);
        let mut fork = counts.clone();
        fork.add("zone", "z1", -2);
        fork.add("zone", "z2", -1);
        counts.add("zone", "z1", 1);
        assert_eq!((counts.get("zone", "z1"), fork.get("zone", "z1")), (3, 0));
        assert!(!fork.is_empty());
        fork.add("host", "n1", -1);
        assert!(fork.is_empty() && !counts.is_empty());
        let label = |key: &str| Some(if key == "zone" { "z2" } else { "n1" });
        assert_eq!((counts.sum(label), fork.sum(label)), (2, 0));
        assert_eq!(counts.keys().collect::<Vec<_>>(), ["zone", "host"]);
    }
}
