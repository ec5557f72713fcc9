//! What can stand in a queue.

use std::fmt::Debug;
use std::hash::Hash;

use bowline_apimachinery::resource::NamespacedName;

/// A key: cheap to clone, and equal for equal work.
pub trait QueueKey: Clone + Eq + Hash + Debug + Send + Sync + 'static {
    /// Whose work this is. Tenants take turns, so that one with much work does not hold up one
    /// with little.
    fn tenant(&self) -> &str {
        ""
    }
}

/// Namespaces take turns.
impl QueueKey for NamespacedName {
    fn tenant(&self) -> &str {
        &self.namespace
    }
}

impl QueueKey for String {}
