//! All objects as they were at one moment.

use std::fmt;
use std::sync::Arc;

use bowline_apimachinery::resource::{NamespacedName, Object};

use super::ordered::Ordered;

/// The objects of a store at one moment, ordered by namespace and name.
///
/// Taking one costs nothing; as long as it lives, changes of the store copy a few pointers.
pub struct Snapshot<K> {
    pub(super) objects: Ordered<K>,
}

impl<K: Object> Snapshot<K> {
    /// The object with this key.
    #[must_use]
    pub fn get(&self, key: &NamespacedName) -> Option<&Arc<K>> {
        self.get_by(&key.namespace, &key.name)
    }

    /// The object with this namespace and name.
    #[must_use]
    pub fn get_by(&self, namespace: &str, name: &str) -> Option<&Arc<K>> {
        self.objects.get((namespace, name))
    }

    /// All objects.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<K>> {
        self.objects.iter()
    }

    /// The objects of one namespace.
    pub fn in_namespace<'a>(&'a self, namespace: &'a str) -> impl Iterator<Item = &'a Arc<K>> {
        in_namespace(&self.objects, namespace)
    }

    /// How many objects there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.objects.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.objects.len() == 0
    }
}

/// The objects of one namespace, which stand together.
pub(super) fn in_namespace<'a, K: Object>(
    objects: &'a Ordered<K>,
    namespace: &'a str,
) -> impl Iterator<Item = &'a Arc<K>> {
    objects.from((namespace, "")).take_while(move |object| object.namespace() == namespace)
}

impl<K> Clone for Snapshot<K> {
    fn clone(&self) -> Self {
        Self { objects: self.objects.clone() }
    }
}

impl<K: Object> fmt::Debug for Snapshot<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot").field("objects", &self.objects.len()).finish()
    }
}
