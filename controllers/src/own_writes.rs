//! Seeing one's own writes: a round for a key waits until the cache shows what the rounds before
//! it wrote.
//!
//! This takes the place of counting expected creations and deletions: a plan that rests on a cache
//! at least as new as the last plan's results cannot do the same thing twice.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use bowline_apimachinery::resource::{NamespacedName, Object};
use bowline_client::api::Deleted;
use bowline_client::cache::Store;
use bowline_client::resource_version::is_older;
use bowline_controller_runtime::ReconcileError;
use parking_lot::Mutex;
use tokio::time::timeout;

/// How long a cache may lag behind before the round is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// What was written for each key, as far as the cache may not show it yet. One for each kind that
/// a controller writes.
#[derive(Debug, Default)]
pub struct OwnWrites {
    known: Mutex<HashMap<NamespacedName, Written>>,
}

#[derive(Debug, Default)]
struct Written {
    /// The newest resource version of an answer.
    version: String,
    /// The uids of objects that are gone, though the cache may still have them.
    gone: HashSet<String>,
}

/// The cache did not come to show a write in time.
#[derive(Debug, thiserror::Error)]
#[error("the cache has not reached resource version {version}, written for {key}")]
pub struct StaleCache {
    /// For what the write was made.
    key: NamespacedName,
    /// The version of the write.
    version: String,
}

impl OwnWrites {
    /// Notes an object as a write for `key` left it.
    pub fn wrote<K: Object>(&self, key: &NamespacedName, object: &K) {
        let version = &object.metadata().resource_version;
        let mut known = self.known.lock();
        let written = known.entry(key.clone()).or_default();
        if written.version.is_empty() || is_older(&written.version, version) {
            written.version.clone_from(version);
        }
    }

    /// Notes what a deletion for `key` came to: the object stays for a while, or is gone.
    pub fn deleted<K: Object>(
        &self,
        key: &NamespacedName,
        object: &K,
        outcome: Option<&Deleted<K>>,
    ) {
        match outcome {
            Some(Deleted::Object(left)) if left.metadata().is_terminating() => {
                self.wrote(key, &**left);
            }
            _ => {
                let uid = object.metadata().uid.clone();
                self.known.lock().entry(key.clone()).or_default().gone.insert(uid);
            }
        }
    }

    /// Waits until the store shows everything written for `key`, deletions excepted.
    ///
    /// # Errors
    /// When that takes too long or the store is closed; the round should be tried again.
    pub async fn settle<K: Object>(
        &self,
        key: &NamespacedName,
        store: &Store<K>,
    ) -> Result<(), ReconcileError> {
        let version = match self.known.lock().get(key) {
            Some(written) if !written.version.is_empty() => written.version.clone(),
            _ => return Ok(()),
        };
        match timeout(PATIENCE, store.wait_until(&version)).await {
            Ok(reached) => reached?,
            Err(_) => return Err(StaleCache { key: key.clone(), version }.into()),
        }
        if let Some(written) = self.known.lock().get_mut(key)
            && !is_older(&version, &written.version)
        {
            written.version.clear();
        }
        Ok(())
    }

    /// Leaves out the objects that were deleted for `key` and are gone; those that the cache has
    /// dropped meanwhile are forgotten.
    pub fn without_gone<K: Object, T: AsRef<K>>(
        &self,
        key: &NamespacedName,
        mut objects: Vec<T>,
    ) -> Vec<T> {
        let mut known = self.known.lock();
        let Some(written) = known.get_mut(key).filter(|written| !written.gone.is_empty()) else {
            return objects;
        };
        let uid = |object: &T| object.as_ref().metadata().uid.clone();
        let present: HashSet<String> = objects.iter().map(uid).collect();
        written.gone.retain(|gone| present.contains(gone));
        objects.retain(|object| !written.gone.contains(&uid(object)));
        objects
    }

    /// Forgets a key whose object is gone.
    pub fn forget(&self, key: &NamespacedName) {
        self.known.lock().remove(key);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bowline_api::core::v1::Pod;
    use bowline_apimachinery::meta::Status;

    use super::*;

    fn pod(uid: &str, version: &str) -> Arc<Pod> {
        let mut pod = Pod::default();
        pod.metadata.name = uid.into();
        pod.metadata.uid = uid.into();
        pod.metadata.resource_version = version.into();
        Arc::new(pod)
    }

    #[tokio::test(start_paused = true)]
    async fn waits_for_the_newest_write_and_gives_up_in_the_end() {
        let (store, writer) = bowline_client::cache::store::<Pod>();
        let (key, writes) = (NamespacedName::new("d", "rs"), OwnWrites::default());
        writes.settle(&key, &store).await.unwrap();
        writes.wrote(&key, &*pod("a", "7"));
        writes.wrote(&key, &*pod("b", "12"));
        writes.wrote(&key, &*pod("c", "9"));
        let error = writes.settle(&key, &store).await.unwrap_err();
        assert!(error.to_string().contains("12"), "{error}");
        drop(writer);
    }

    #[test]
    fn what_is_gone_does_not_count_until_the_cache_knows() {
        let (key, writes) = (NamespacedName::new("d", "rs"), OwnWrites::default());
        let pods = vec![pod("a", "1"), pod("b", "2")];
        writes.deleted(&key, &*pods[0], Some(&Deleted::Status(Status::success())));
        let left = |pods: &[Arc<Pod>]| {
            let left = writes.without_gone::<Pod, _>(&key, pods.to_vec());
            left.iter().map(|pod| pod.metadata.uid.clone()).collect::<Vec<_>>()
        };
        assert_eq!(left(&pods), ["b"]);
        assert_eq!(left(&pods[1..]), ["b"]);
        assert!(writes.known.lock()[&key].gone.is_empty());
    }
}
