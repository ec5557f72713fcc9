//! Numbers by topology: so many of something among the nodes where a label has a value.

use std::collections::HashMap;
use std::sync::Arc;

/// A number for each pair of a label's key and value. A clone is cheap and remembers only what
/// is changed afterwards, since preemption clones the state for each node it tries.
#[derive(Clone, Debug, Default)]
pub(super) struct TopologyCounts {
    keys: Vec<KeyCounts>,
}

#[derive(Clone, Debug)]
struct KeyCounts {
    key: String,
    counted: Arc<HashMap<String, i64>>,
    changed: HashMap<String, i64>,
    /// Values whose number is not zero.
    values: usize,
}

impl TopologyCounts {
    /// Adds to the number of a pair.
    pub(super) fn add(&mut self, key: &str, value: &str, amount: i64) {
        let index = match self.keys.iter().position(|it| it.key == key) {
            Some(index) => index,
            None => {
                self.keys.push(KeyCounts {
                    key: key.to_owned(),
                    counted: Arc::default(),
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
        let counted = self.counted.get(value).copied().unwrap_or(0);
        match self.changed.is_empty() {
            true => counted,
            false => counted + self.changed.get(value).copied().unwrap_or(0),
        }
    }

    fn add(&mut self, value: &str, amount: i64) {
        let before = self.get(value);
        // Until the counts are shared, they are added up in place.
        let counts = Arc::get_mut(&mut self.counted).unwrap_or(&mut self.changed);
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
