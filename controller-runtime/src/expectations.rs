//! What a controller has asked for and not seen yet: the guard against acting twice on a cache
//! that lags behind.
//!
//! *Upstream:* `ControllerExpectations` and `UIDTrackingControllerExpectations` of
//! `pkg/controller/controller_utils.go`.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::hash::Hash;
use std::time::Duration;

use bowline_apimachinery::resource::NamespacedName;
use parking_lot::Mutex;
use tokio::time::Instant;

/// After so long, what was expected is taken for lost, and the controller may act again.
pub const TIMEOUT: Duration = Duration::from_secs(300);

/// Creations and deletions that controllers expect to see, by the key of the object they act for.
///
/// The order matters: expect first, then act, then lower what failed; changes seen in the cache
/// lower the rest.
pub struct Expectations<K = NamespacedName> {
    known: Mutex<HashMap<K, Expected>>,
}

#[derive(Debug)]
struct Expected {
    creations: i64,
    deletions: i64,
    /// Uids whose deletion is expected; each counts once.
    deleting: HashSet<String>,
    since: Instant,
}

impl<K: Eq + Hash + Clone> Expectations<K> {
    /// Expects nothing.
    #[must_use]
    pub fn new() -> Self {
        Self { known: Mutex::new(HashMap::new()) }
    }

    /// Whether a controller may act for this key: all it expected has come, or nothing was
    /// expected, or it has waited too long.
    pub fn satisfied(&self, key: &K, now: Instant) -> bool {
        self.known.lock().get(key).is_none_or(|expected| {
            (expected.creations <= 0 && expected.deletions <= 0)
                || now.saturating_duration_since(expected.since) > TIMEOUT
        })
    }

    /// Expects so many creations, and nothing else.
    pub fn expect_creations(&self, key: &K, count: usize, now: Instant) {
        self.set(key, count, HashSet::new(), now);
    }

    /// Expects the deletion of objects with these uids, and nothing else.
    pub fn expect_deletions(&self, key: &K, uids: impl IntoIterator<Item = String>, now: Instant) {
        self.set(key, 0, uids.into_iter().collect(), now);
    }

    /// Expects so many creations and the deletion of objects with these uids.
    pub fn expect(
        &self,
        key: &K,
        creations: usize,
        uids: impl IntoIterator<Item = String>,
        now: Instant,
    ) {
        self.set(key, creations, uids.into_iter().collect(), now);
    }

    /// Expects more on top of what is expected already.
    pub fn raise(&self, key: &K, creations: usize, uids: impl IntoIterator<Item = String>) {
        if let Some(expected) = self.known.lock().get_mut(key) {
            expected.creations += count(creations);
            for uid in uids {
                if expected.deleting.insert(uid) {
                    expected.deletions += 1;
                }
            }
        }
    }

    /// A creation was seen, or will not come because the request for it failed.
    pub fn creation_observed(&self, key: &K) {
        self.lower_creations(key, 1);
    }

    /// So many creations will not come.
    pub fn lower_creations(&self, key: &K, by: usize) {
        if let Some(expected) = self.known.lock().get_mut(key) {
            expected.creations -= count(by);
        }
    }

    /// A deletion was seen, or will not come because the request for it failed. Seen twice, it
    /// counts once.
    pub fn deletion_observed(&self, key: &K, uid: &str) {
        if let Some(expected) = self.known.lock().get_mut(key)
            && expected.deleting.remove(uid)
        {
            expected.deletions -= 1;
        }
    }

    /// How many creations and deletions are still expected.
    #[must_use]
    pub fn outstanding(&self, key: &K) -> (i64, i64) {
        let known = self.known.lock();
        known.get(key).map_or((0, 0), |expected| (expected.creations, expected.deletions))
    }

    /// Forgets a key whose object is gone.
    pub fn forget(&self, key: &K) {
        self.known.lock().remove(key);
    }

    fn set(&self, key: &K, creations: usize, deleting: HashSet<String>, now: Instant) {
        let deletions = count(deleting.len());
        let expected = Expected { creations: count(creations), deletions, deleting, since: now };
        self.known.lock().insert(key.clone(), expected);
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

impl<K: Eq + Hash + Clone> Default for Expectations<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K> fmt::Debug for Expectations<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expectations").field("keys", &self.known.lock().len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_controller_waits_until_it_sees_what_it_did() {
        let (expectations, now) = (Expectations::new(), Instant::now());
        let key = "rs";
        assert!(expectations.satisfied(&key, now));
        expectations.expect_creations(&key, 2, now);
        assert!(!expectations.satisfied(&key, now));
        expectations.creation_observed(&key);
        assert!(!expectations.satisfied(&key, now));
        expectations.creation_observed(&key);
        assert!(expectations.satisfied(&key, now));
        expectations.creation_observed(&key);
        assert_eq!(expectations.outstanding(&key), (-1, 0));
        expectations.expect_deletions(&key, ["a".to_owned(), "b".to_owned()], now);
        expectations.deletion_observed(&key, "a");
        expectations.deletion_observed(&key, "a");
        expectations.deletion_observed(&key, "stranger");
        assert_eq!(expectations.outstanding(&key), (0, 1));
        expectations.raise(&key, 1, ["b".to_owned(), "c".to_owned()]);
        assert_eq!(expectations.outstanding(&key), (1, 2));
    }

    #[test]
    fn what_never_comes_is_given_up() {
        let (expectations, now) = (Expectations::new(), Instant::now());
        expectations.expect_creations(&"rs", 1, now);
        assert!(!expectations.satisfied(&"rs", now + TIMEOUT));
        assert!(expectations.satisfied(&"rs", now + TIMEOUT + Duration::from_millis(1)));
        expectations.forget(&"rs");
        assert!(expectations.satisfied(&"rs", now));
    }
}
