//! Scratch space of one scheduling cycle, keyed by the type of what is kept.

use std::any::{Any, TypeId};
use std::sync::Arc;

/// What plugins keep between the extension points of one cycle.
///
/// There is one value a type, so a plugin keeps its own struct and no two plugins collide.
/// Cloning is cheap: preemption clones the state for each node it tries, and a value is copied
/// only when a clone changes it.
///
/// Upstream: `pkg/scheduler/framework/cycle_state.go`, where keys are strings.
#[derive(Clone, Debug, Default)]
pub struct CycleState {
    // A cycle keeps a handful of values, for which a scan is faster than hashing.
    entries: Vec<(TypeId, Arc<dyn Any + Send + Sync>)>,
    /// What is of no use once a node is found.
    for_search: Vec<TypeId>,
}

impl CycleState {
    /// Keeps `value` in place of an earlier one of its type.
    pub fn insert<T: Any + Send + Sync>(&mut self, value: T) {
        let value: Arc<dyn Any + Send + Sync> = Arc::new(value);
        match self.position::<T>() {
            Some(index) => self.entries[index].1 = value,
            None => self.entries.push((TypeId::of::<T>(), value)),
        }
    }

    /// Keeps `value` as [`insert`](Self::insert) does, but only until a node is found: what a
    /// plugin works out for `Filter` and `Score` alone need not be carried on to `Reserve` and
    /// further.
    pub fn insert_for_search<T: Any + Send + Sync>(&mut self, value: T) {
        self.insert(value);
        self.for_search.push(TypeId::of::<T>());
    }

    /// A node is found.
    pub(crate) fn end_search(&mut self) {
        let for_search = std::mem::take(&mut self.for_search);
        self.entries.retain(|(type_id, _)| !for_search.contains(type_id));
    }

    /// The value of a type.
    #[must_use]
    pub fn get<T: Any + Send + Sync>(&self) -> Option<&T> {
        self.entries[self.position::<T>()?].1.downcast_ref()
    }

    /// The value of a type, to change; it is copied first if a clone of the state shares it.
    pub fn get_mut<T: Any + Send + Sync + Clone>(&mut self) -> Option<&mut T> {
        let index = self.position::<T>()?;
        let entry = &mut self.entries[index].1;
        if Arc::get_mut(entry).is_none() {
            *entry = Arc::new(entry.downcast_ref::<T>()?.clone());
        }
        Arc::get_mut(entry)?.downcast_mut()
    }

    /// Forgets the value of a type.
    pub fn remove<T: Any + Send + Sync>(&mut self) {
        if let Some(index) = self.position::<T>() {
            self.entries.swap_remove(index);
        }
    }

    fn position<T: Any>(&self) -> Option<usize> {
        let key = TypeId::of::<T>();
        self.entries.iter().position(|(type_id, _)| *type_id == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Counts(Vec<u32>);

    #[test]
    fn a_clone_changes_alone() {
        let mut state = CycleState::default();
        assert_eq!(state.get::<Counts>(), None);
        state.insert(Counts(vec![1]));
        state.insert("text");
        let mut fork = state.clone();
        fork.get_mut::<Counts>().unwrap().0.push(2);
        assert_eq!(state.get(), Some(&Counts(vec![1])));
        assert_eq!(fork.get(), Some(&Counts(vec![1, 2])));
        assert_eq!(fork.get(), Some(&"text"));
        fork.remove::<Counts>();
        assert_eq!(fork.get::<Counts>(), None);
        assert!(fork.get_mut::<Counts>().is_none());
    }

    #[test]
    fn what_was_for_the_search_goes_with_it() {
        let mut state = CycleState::default();
        state.insert("text");
        state.insert_for_search(Counts(vec![1]));
        assert!(state.get::<Counts>().is_some());
        state.end_search();
        assert!(state.get::<Counts>().is_none());
        assert_eq!(state.get(), Some(&"text"));
    }

    #[test]
    fn a_later_value_replaces_an_earlier_one() {
        let mut state = CycleState::default();
        state.insert(Counts(vec![1]));
        state.insert(Counts(vec![7]));
        assert_eq!(state.get(), Some(&Counts(vec![7])));
    }
}
