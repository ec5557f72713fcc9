//! Objects as they will be, before the watch shows them so.

use std::collections::HashMap;
use std::sync::Arc;

use bowline_apimachinery::resource::Object;
use bowline_client::resource_version::is_older;
use parking_lot::RwLock;

use crate::snapshot::Objects;

/// Objects that a plugin has decided to change. Each stands in for the one that the watch
/// shows until that one is newer.
///
/// Upstream: `pkg/scheduler/util/assumecache`.
#[derive(Debug)]
pub(super) struct Assumed<T> {
    objects: RwLock<HashMap<(String, String), Arc<T>>>,
}

impl<T> Default for Assumed<T> {
    fn default() -> Self {
        Self { objects: RwLock::default() }
    }
}

fn key<T: Object>(object: &T) -> (String, String) {
    (object.namespace().to_owned(), object.name().to_owned())
}

impl<T: Object + Clone> Assumed<T> {
    /// The object will look like this.
    pub(super) fn assume(&self, object: &T) {
        self.objects.write().insert(key(object), Arc::new(object.clone()));
    }

    /// It will not, after all.
    pub(super) fn revert(&self, object: &T) {
        self.objects.write().remove(&key(object));
    }

    /// The object as it is or will be.
    pub(super) fn get(&self, objects: &Objects, namespace: &str, name: &str) -> Option<Arc<T>> {
        objects.get::<T>(namespace, name).map(|shown| self.over(shown))
    }

    /// What stands in for an object that the watch shows.
    pub(super) fn over(&self, shown: &Arc<T>) -> Arc<T> {
        let assumed = self.objects.read().get(&key(&**shown)).cloned();
        let Some(assumed) = assumed else { return Arc::clone(shown) };
        let (own, seen) = (assumed.metadata(), shown.metadata());
        let outdated =
            own.uid != seen.uid || is_older(&own.resource_version, &seen.resource_version);
        if !outdated {
            return assumed;
        }
        self.objects.write().remove(&key(&**shown));
        Arc::clone(shown)
    }
}
