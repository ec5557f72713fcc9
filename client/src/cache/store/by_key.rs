//! Objects ordered by namespace and name, without a copy of either.

use std::cmp::Ordering;
use std::sync::Arc;

use bowline_apimachinery::resource::Object;

/// An object that compares by its key.
#[derive(Debug)]
pub(super) struct ByKey<K>(pub(super) Arc<K>);

impl<K> Clone for ByKey<K> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<K: Object> ByKey<K> {
    fn pair(&self) -> (&str, &str) {
        (self.0.namespace(), self.0.name())
    }
}

impl<K: Object> Ord for ByKey<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.pair().cmp(&other.pair())
    }
}
impl<K: Object> PartialOrd for ByKey<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<K: Object> PartialEq for ByKey<K> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl<K: Object> Eq for ByKey<K> {}
