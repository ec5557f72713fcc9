//! All objects as they were at one moment.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Bound;
use std::sync::Arc;

use bowline_apimachinery::resource::{NamespacedName, Object};

use super::by_key::{ByKey, Keyed};

/// The objects of a store at one moment, ordered by namespace and name.
///
/// Taking one costs nothing; as long as it lives, the first change of the store copies the list
/// of pointers.
pub struct Snapshot<K> {
    pub(super) objects: Arc<BTreeSet<ByKey<K>>>,
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
        let key: &dyn Keyed = &(namespace, name);
        self.objects.get(key).map(|found| &found.0)
    }

    /// All objects.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<K>> {
        self.objects.iter().map(|object| &object.0)
    }

    /// The objects of one namespace.
    pub fn in_namespace<'a>(&'a self, namespace: &'a str) -> impl Iterator<Item = &'a Arc<K>> {
        let from: &dyn Keyed = &(namespace, "");
        self.objects
            .range::<dyn Keyed, _>((Bound::Included(from), Bound::Unbounded))
            .map(|object| &object.0)
            .take_while(move |object| object.namespace() == namespace)
    }

    /// How many objects there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.objects.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }
}

impl<K> Clone for Snapshot<K> {
    fn clone(&self) -> Self {
        Self { objects: self.objects.clone() }
    }
}

impl<K> fmt::Debug for Snapshot<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot").field("objects", &self.objects.len()).finish()
    }
}
