//! What a plugin is given besides the pod.

use std::any::Any;

use crate::cycle_state::CycleState;
use crate::snapshot::Snapshot;

/// A scheduling cycle, to read.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Cycle<'a> {
    /// What plugins kept at earlier points of the cycle.
    pub state: &'a CycleState,
    /// The cluster as it was when the cycle began.
    pub snapshot: &'a Snapshot,
}

impl<'a> Cycle<'a> {
    /// A cycle on `snapshot`.
    #[must_use]
    pub fn new(state: &'a CycleState, snapshot: &'a Snapshot) -> Self {
        Self { state, snapshot }
    }

    /// What was kept of a type; see [`CycleState::get`].
    #[must_use]
    pub fn get<T: Any + Send + Sync>(&self) -> Option<&'a T> {
        self.state.get()
    }
}

/// A scheduling cycle at a point where plugins may keep something for later points.
#[derive(Debug)]
#[non_exhaustive]
pub struct CycleMut<'a> {
    /// What plugins keep.
    pub state: &'a mut CycleState,
    /// The cluster as it was when the cycle began.
    pub snapshot: &'a Snapshot,
}

impl<'a> CycleMut<'a> {
    /// A cycle on `snapshot`.
    pub fn new(state: &'a mut CycleState, snapshot: &'a Snapshot) -> Self {
        Self { state, snapshot }
    }

    /// Keeps `value`; see [`CycleState::insert`].
    pub fn insert<T: Any + Send + Sync>(&mut self, value: T) {
        self.state.insert(value);
    }

    /// Keeps `value` until a node is found; see [`CycleState::insert_for_search`].
    pub fn insert_for_search<T: Any + Send + Sync>(&mut self, value: T) {
        self.state.insert_for_search(value);
    }

    /// The same cycle, to read.
    #[must_use]
    pub fn read(&self) -> Cycle<'_> {
        Cycle::new(self.state, self.snapshot)
    }
}
