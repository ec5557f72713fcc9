//! How many pods a replica set makes, and which it deletes.
//!
//! Upstream: `manageReplicas` of `pkg/controller/replicaset/replica_set.go`.

use std::sync::Arc;

use bowline_api::core::v1::Pod;
use bowline_apimachinery::time::Time;

use crate::pod_ranking::pods_to_delete;

/// How many pods are made or deleted in one round.
pub const BURST: usize = 500;

/// What the decision rests on.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// How many pods there should be.
    pub replicas: i32,
    /// The pods that the set owns and that count.
    pub active: Vec<Arc<Pod>>,
    /// The pods of all sets of the same owner, which do the same work; needed only to delete.
    pub related: Vec<Arc<Pod>>,
}

/// What to do about pods.
#[derive(Clone, Debug, PartialEq)]
pub enum Plan {
    /// There are as many as there should be.
    Nothing,
    /// Make this many.
    Create(usize),
    /// Delete these.
    Delete(Vec<Arc<Pod>>),
}

/// Decides what to do about pods.
#[must_use]
pub fn plan(observed: &Observed, now: Time) -> Plan {
    let Observed { replicas, active, related } = observed;
    let want = usize::try_from(*replicas).unwrap_or(0);
    match active.len() {
        have if have < want => Plan::Create((want - have).min(BURST)),
        have if have > want => {
            let count = (have - want).min(BURST);
            Plan::Delete(pods_to_delete(active, related, count, now))
        }
        _ => Plan::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_what_is_missing_and_deletes_the_surplus() {
        let pods = |count: usize| (0..count).map(|_| Arc::new(Pod::default())).collect::<Vec<_>>();
        let at = |replicas, have| {
            let observed = Observed { replicas, active: pods(have), related: pods(have) };
            plan(&observed, Time::ZERO)
        };
        assert_eq!(at(3, 1), Plan::Create(2));
        assert_eq!(at(2000, 0), Plan::Create(BURST));
        assert_eq!(at(3, 3), Plan::Nothing);
        assert!(matches!(at(1, 3), Plan::Delete(pods) if pods.len() == 2));
        assert!(matches!(at(-1, 1), Plan::Delete(pods) if pods.len() == 1));
    }
}
