//! The steps of a rolling update: how far to grow the new replica set, how far to shrink the old
//! ones.
//!
//! Upstream: `pkg/controller/deployment/rolling.go` and `NewRSNewReplicas` of its `util`.

use std::sync::Arc;

use bowline_api::apps::v1::{Deployment, ReplicaSet};

use super::fenceposts::{self, is_rolling};
use super::replica_sets::{available_pods, by_age, desired_pods, size};

/// A replica set and the size it should get.
pub type Resize = (Arc<ReplicaSet>, i32);

/// The size that the new replica set should have now, given all replica sets, itself included if
/// it exists, and its present size.
#[must_use]
pub fn new_size(deployment: &Deployment, all: &[Arc<ReplicaSet>], present: i32) -> i32 {
    let replicas = deployment.spec.replicas.unwrap_or(1);
    if !is_rolling(deployment) {
        return replicas;
    }
    let limit = replicas.saturating_add(fenceposts::of(deployment).surge);
    let room = limit.saturating_sub(desired_pods(all));
    if room <= 0 { present } else { present + room.min(replicas - present) }
}

/// Grows or shrinks the new replica set, if it is time to.
#[must_use]
pub fn scale_new(
    deployment: &Deployment,
    new: &Arc<ReplicaSet>,
    all: &[Arc<ReplicaSet>],
) -> Option<Resize> {
    let replicas = deployment.spec.replicas.unwrap_or(1);
    let target = match size(new) {
        present if present > replicas => replicas,
        present if present == replicas => return None,
        present => new_size(deployment, all, present),
    };
    (target != size(new)).then(|| (new.clone(), target))
}

/// Shrinks the old replica sets as far as availability allows: first by pods that are not
/// available anyway, then by available ones, the oldest set first.
#[must_use]
pub fn scale_old(
    deployment: &Deployment,
    new: &Arc<ReplicaSet>,
    old: &[Arc<ReplicaSet>],
) -> Vec<Resize> {
    if desired_pods(old) == 0 {
        return Vec::new();
    }
    let replicas = deployment.spec.replicas.unwrap_or(1);
    let min_available = replicas - fenceposts::of(deployment).unavailable;
    let new_unavailable = size(new) - new.status.available_replicas;
    let all = desired_pods(old) + size(new);
    let budget = all - min_available - new_unavailable;
    if budget <= 0 {
        return Vec::new();
    }
    let mut sizes = by_age(old).into_iter().map(|set| (size(&set), set)).collect::<Vec<_>>();
    if shrink_unhealthy(&mut sizes, budget) {
        let available = available_pods(old) + new.status.available_replicas;
        shrink_available(&mut sizes, available - min_available);
    }
    sizes
        .into_iter()
        .filter(|(target, set)| *target != size(set))
        .map(|(target, set)| (set, target))
        .collect()
}

/// Takes away pods that are not available, `budget` at most. False when a set reports more
/// available pods than it should have: its report is old, and nothing more can be decided.
fn shrink_unhealthy(sizes: &mut [(i32, Arc<ReplicaSet>)], mut budget: i32) -> bool {
    for (size, set) in sizes {
        if budget <= 0 {
            break;
        }
        if *size == 0 {
            continue;
        }
        let unavailable = *size - set.status.available_replicas;
        if unavailable < 0 {
            return false;
        }
        let taken = budget.min(unavailable);
        *size -= taken;
        budget -= taken;
    }
    true
}

/// Takes away pods that are available, `budget` at most.
fn shrink_available(sizes: &mut [(i32, Arc<ReplicaSet>)], mut budget: i32) {
    for (size, _) in sizes {
        if budget <= 0 {
            return;
        }
        let taken = budget.min(*size);
        *size -= taken;
        budget -= taken;
    }
}
