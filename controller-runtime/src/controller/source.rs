//! From changes of stores to keys in a queue.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bowline_apimachinery::resource::{NamespacedName, Object};
use bowline_client::cache::Delta;
use parking_lot::Mutex;

use crate::queue::{INITIAL_LIST, NORMAL, Priority, Queue};
use crate::reconcile::Observed;

/// The priority of what a change brings.
pub(super) fn priority_of<K>(delta: &Delta<K>) -> Priority {
    match delta {
        Delta::Applied { initial: true, .. } => INITIAL_LIST,
        _ => NORMAL,
    }
}

/// Adds the keys that a change concerns: those of the state before and of the state now.
pub(super) fn enqueue<K: Object>(
    queue: &Queue<NamespacedName>,
    delta: &Delta<K>,
    keys: &dyn Fn(&K) -> Vec<NamespacedName>,
) {
    let (before, now) = match delta {
        Delta::Applied { old, new, .. } => (old.as_ref(), Some(new)),
        Delta::Deleted { last, .. } => (None, Some(last)),
        Delta::Synced | Delta::Replaced => (None, None),
    };
    let mut all = now.map(|object| keys(object)).unwrap_or_default();
    for key in before.map(|object| keys(object)).unwrap_or_default() {
        if !all.contains(&key) {
            all.push(key);
        }
    }
    for key in all {
        queue.add_with(key, priority_of(delta), Duration::ZERO);
    }
}

/// The last states of objects that are gone and whose absence has not been reconciled yet.
#[derive(Debug)]
pub(super) struct LastStates<K>(Mutex<HashMap<NamespacedName, Arc<K>>>);

impl<K: Object> LastStates<K> {
    pub(super) fn note(&self, delta: &Delta<K>) {
        match delta {
            Delta::Applied { new, .. } => {
                self.0.lock().remove(&new.key());
            }
            Delta::Deleted { last, .. } => {
                self.0.lock().insert(last.key(), last.clone());
            }
            Delta::Synced | Delta::Replaced => {}
        }
    }

    pub(super) fn gone(&self, key: &NamespacedName) -> Observed<K> {
        Observed::Gone(self.0.lock().get(key).cloned())
    }

    /// Forgets a last state whose absence has been reconciled, unless a later one has come.
    pub(super) fn reconciled(&self, key: &NamespacedName, seen: &Observed<K>) {
        if let Observed::Gone(Some(seen)) = seen {
            let mut states = self.0.lock();
            if states.get(key).is_some_and(|known| Arc::ptr_eq(known, seen)) {
                states.remove(key);
            }
        }
    }
}

impl<K> Default for LastStates<K> {
    fn default() -> Self {
        Self(Mutex::new(HashMap::new()))
    }
}
