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
    /// Values whose number is not zero; none if they were not counted yet.
    values: Option<usize>,
}

/// Numbers as they were counted.
#[derive(Clone, Debug)]
pub(super) enum Counted {
    /// By walking over pods.
    Here(Arc<HashMap<String, i64>>),
    /// By classes of pods.
    ByClass(Arc<Topology>, Sums),
}

impl Counted {
    pub(super) fn get(&self, value: &str) -> i64 {
        match self {
            Self::Here(counts) => counts.get(value).copied().unwrap_or(0),
            Self::ByClass(topology, sums) => {
                topology.number(value).map_or(0, |number| sums.get(number))
            }
        }
    }

    /// Whether a node has the value, or a pod was counted for it.
    pub(super) fn contains(&self, value: &str) -> bool {
        match self {
            Self::Here(counts) => counts.contains_key(value),
            Self::ByClass(topology, _) => {
                topology.number(value).is_some_and(|number| topology.nodes_with(number) > 0)
            }
        }
    }

    /// How many different values there are.
    fn values(&self) -> usize {
        match self {
            Self::Here(counts) => counts.values().filter(|count| **count != 0).count(),
            Self::ByClass(_, sums) => sums.merged().values().filter(|count| **count != 0).count(),
        }
    }
}

/// So many classes are looked up one by one; more are added up first.
const FEW: usize = 6;

/// Sums over classes of pods by the number of a label's value.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    /// Counts of a class, which are shared with it, and how often they count.
    parts: Vec<(Arc<ValueCounts>, i64)>,
}

impl Sums {
    /// Adds the counts of a class, so many times.
    pub(super) fn add(&mut self, counts: &Arc<ValueCounts>, times: i64) {
        if counts.is_empty() {
            return;
        }
        let part = (Arc::clone(counts), times);
        if self.parts.len() < FEW {
            return self.parts.push(part);
        }
        let mut parts = std::mem::take(&mut self.parts).into_iter().chain([part]);
        let mut sums = ValueCounts::default();
        // The first may be the sum of earlier ones, which nobody else has.
        if let Some((counts, times)) = parts.next() {
            match times {
                1 => sums = Arc::unwrap_or_clone(counts),
                times => add_parts(&mut sums, &[(counts, times)]),
            }
        }
        add_parts(&mut sums, &parts.collect::<Vec<_>>());
        self.parts.push((Arc::new(sums), 1));
    }

    /// The sum for a value.
    pub(super) fn get(&self, number: u32) -> i64 {
        let of_part = |(counts, times): &(Arc<ValueCounts>, i64)| {
            counts.get(&number).map_or(0, |count| count * times)
        };
        self.parts.iter().map(of_part).sum()
    }

    fn merged(&self) -> ValueCounts {
        let mut sums = ValueCounts::default();
        add_parts(&mut sums, &self.parts);
        sums
    }

    fn is_zero(&self) -> bool {
        // Numbers of pods are never negative, and empty counts are left out.
        match self.parts.iter().all(|(_, times)| *times > 0) {
            true => self.parts.iter().all(|(counts, _)| counts.values().all(|it| *it == 0)),
            false => self.merged().values().all(|count| *count == 0),
        }
    }
}

fn add_parts(sums: &mut ValueCounts, parts: &[(Arc<ValueCounts>, i64)]) {
    for (counts, times) in parts {
        for (value, count) in counts.iter() {
            *sums.entry(*value).or_default() += count * times;
        }
    }
}

/// Sums over classes of pods, label by label.
#[derive(Debug, Default)]
pub(super) struct ClassSums {
    keys: Vec<(usize, Sums)>,
    /// Whether anything was added, be the sum 0 or not.
    pub(super) any: bool,
}

impl ClassSums {
    /// Adds the counts of a class by a label, so many times.
    pub(super) fn add(&mut self, topology: usize, counts: &Arc<ValueCounts>, times: i64) {
        if counts.is_empty() {
            return;
        }
        self.any = true;
        let place = self.keys.iter().position(|(key, _)| *key == topology);
        let place = place.unwrap_or_else(|| {
            self.keys.push((topology, Sums::default()));
            self.keys.len() - 1
        });
        self.keys[place].1.add(counts, times);
    }

    pub(super) fn finish(self, counts: &PodCounts) -> TopologyCounts {
        let keys = self.keys.into_iter().map(|(topology, sums)| {
            let topology = Arc::clone(counts.topology_at(topology));
            KeyCounts {
                key: topology.key.clone(),
                counted: Counted::ByClass(topology, sums),
                changed: HashMap::new(),
                values: None,
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
                    values: Some(0),
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
        self.keys.iter().all(|it| match (&it.values, &it.counted) {
            (Some(values), _) => *values == 0,
            (None, Counted::ByClass(_, sums)) => sums.is_zero(),
            (None, counted) => counted.values() == 0,
        })
    }

    /// The sums of a key as they were counted by classes; none if nothing was counted. An error if
    /// they were counted otherwise, or have changed since.
    pub(super) fn sums(&self, key: &str) -> Result<Option<&Sums>, ()> {
        match self.keys.iter().find(|it| it.key == key) {
            None => Ok(None),
            Some(KeyCounts { counted: Counted::ByClass(_, sums), changed, .. })
                if changed.is_empty() =>
            {
                Ok(Some(sums))
            }
            Some(_) => Err(()),
        }
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
        let values = *self.values.get_or_insert_with(|| self.counted.values());
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
        self.values = Some(match (before != 0, before + amount != 0) {
            (false, true) => values + 1,
            (true, false) => values - 1,
            _ => values,
        });
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
