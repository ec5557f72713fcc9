//! Scaling a deployment while it has more than one replica set: each gets its share.
//!
//! Upstream: `scale` of `pkg/controller/deployment/sync.go`.

use std::cmp::Reverse;
use std::sync::Arc;

use bowline_api::apps::v1::{Deployment, ReplicaSet};

use super::fenceposts::{self, is_rolling};
use super::replica_sets::{
    DESIRED_REPLICAS, MAX_REPLICAS, active, by_age, desired_pods, number, size,
};
use super::rolling::Resize;

/// Whether the deployment was resized since it last sized its replica sets.
#[must_use]
pub fn is_scaling(deployment: &Deployment, sets: &[Arc<ReplicaSet>]) -> bool {
    let replicas = i64::from(deployment.spec.replicas.unwrap_or(1));
    active(sets).iter().any(|set| {
        number(&set.metadata.annotations, DESIRED_REPLICAS).is_some_and(|noted| noted != replicas)
    })
}

/// The sizes of the replica sets for the deployment's present size, without any rollout. Sets that
/// keep their size may be among the results: their annotations may need to change.
#[must_use]
pub fn scale(
    deployment: &Deployment,
    new: Option<&Arc<ReplicaSet>>,
    old: &[Arc<ReplicaSet>],
) -> Vec<Resize> {
    let replicas = deployment.spec.replicas.unwrap_or(1);
    if let Some(only) = only_one(new, old) {
        let resize = (size(&only) != replicas).then_some((only, replicas));
        return resize.into_iter().collect();
    }
    if new.is_some_and(|new| is_saturated(deployment, new)) {
        return active(old).into_iter().map(|set| (set, 0)).collect();
    }
    if is_rolling(deployment) { proportional(deployment, new, old) } else { Vec::new() }
}

/// The one replica set that is to be scaled alone: the only one with pods, or if none has any, the
/// latest.
fn only_one(new: Option<&Arc<ReplicaSet>>, old: &[Arc<ReplicaSet>]) -> Option<Arc<ReplicaSet>> {
    let active = with_pods(new, old);
    match active.as_slice() {
        [] => new.cloned().or_else(|| by_age(old).pop()),
        [only] => Some(only.clone()),
        _ => None,
    }
}

fn with_pods(new: Option<&Arc<ReplicaSet>>, old: &[Arc<ReplicaSet>]) -> Vec<Arc<ReplicaSet>> {
    let all: Vec<_> = old.iter().chain(new).cloned().collect();
    active(&all)
}

/// Whether the new replica set alone does the deployment's work.
fn is_saturated(deployment: &Deployment, new: &ReplicaSet) -> bool {
    let replicas = deployment.spec.replicas.unwrap_or(1);
    let noted = number(&new.metadata.annotations, DESIRED_REPLICAS);
    size(new) == replicas
        && noted == Some(i64::from(replicas))
        && new.status.available_replicas == replicas
}

/// Spreads the pods to add or remove over all replica sets that have pods, by their share; what
/// rounding leaves over goes to the largest.
fn proportional(
    deployment: &Deployment,
    new: Option<&Arc<ReplicaSet>>,
    old: &[Arc<ReplicaSet>],
) -> Vec<Resize> {
    let replicas = deployment.spec.replicas.unwrap_or(1);
    let mut sets = with_pods(new, old);
    let allowed = if replicas > 0 { replicas + fenceposts::of(deployment).surge } else { 0 };
    let to_add = allowed - desired_pods(&sets);
    // Among sets of one size, the newer grows first and the older shrinks first.
    let age = |set: &Arc<ReplicaSet>| set.metadata.creation_timestamp;
    if to_add > 0 {
        sets.sort_by_key(|set| (Reverse(size(set)), Reverse(age(set))));
    } else if to_add < 0 {
        sets.sort_by_key(|set| (Reverse(size(set)), age(set)));
    }
    let mut added = 0;
    let mut sizes: Vec<Resize> = Vec::with_capacity(sets.len());
    for set in sets {
        let part = share(deployment, &set, to_add, added);
        added += part;
        let target = size(&set) + part;
        sizes.push((set, target));
    }
    if let Some((_, target)) = sizes.first_mut().filter(|_| to_add != 0) {
        *target = (*target + to_add - added).max(0);
    }
    sizes
}

/// How many pods a replica set gains or loses.
fn share(deployment: &Deployment, set: &ReplicaSet, to_add: i32, added: i32) -> i32 {
    if size(set) == 0 || to_add == 0 || to_add == added {
        return 0;
    }
    let fraction = fraction(deployment, set);
    let left = to_add - added;
    if to_add > 0 { fraction.min(left) } else { fraction.max(left) }
}

/// The change that keeps the set's share of what the deployment allows.
fn fraction(deployment: &Deployment, set: &ReplicaSet) -> i32 {
    let replicas = deployment.spec.replicas.unwrap_or(1);
    if replicas == 0 {
        return -size(set);
    }
    let max = replicas + fenceposts::of(deployment).surge;
    let noted = number(&set.metadata.annotations, MAX_REPLICAS).filter(|noted| *noted != 0);
    let max_before = noted.unwrap_or(i64::from(deployment.status.replicas));
    if max_before == 0 {
        return 0;
    }
    // Upstream's arithmetic: the product wraps at 32 bits there, which no cluster reaches.
    let target = (i64::from(size(set)) * i64::from(max)) as f64 / max_before as f64;
    target.round() as i32 - size(set)
}

#[cfg(test)]
mod tests {
    use super::super::replica_sets::note_sizes;
    use super::*;

    fn set(name: &str, replicas: i32, desired: i32) -> Arc<ReplicaSet> {
        let mut set = ReplicaSet::default();
        set.metadata.name = name.into();
        set.spec.replicas = Some(replicas);
        note_sizes(&mut set.metadata.annotations, desired, desired);
        Arc::new(set)
    }

    fn deployment(replicas: i32) -> Deployment {
        let mut deployment = Deployment::default();
        deployment.spec.replicas = Some(replicas);
        deployment.spec.strategy.type_ = "RollingUpdate".into();
        deployment
    }

    #[test]
    fn a_lone_set_takes_the_whole_size() {
        let sizes = |new: Option<&Arc<ReplicaSet>>, old: &[Arc<ReplicaSet>]| {
            let sizes = scale(&deployment(4), new, old).into_iter();
            sizes.map(|(set, size)| (set.metadata.name.clone(), size)).collect::<Vec<_>>()
        };
        let new = set("new", 2, 2);
        assert_eq!(sizes(Some(&new), &[set("old", 0, 2)]), [("new".to_owned(), 4)]);
        assert_eq!(sizes(None, &[set("old", 0, 2)]), [("old".to_owned(), 4)]);
        assert_eq!(sizes(Some(&set("new", 4, 2)), &[]), []);
    }

    #[test]
    fn a_saturated_new_set_empties_the_others() {
        let mut new = set("new", 4, 4);
        Arc::make_mut(&mut new).status.available_replicas = 4;
        let sizes = scale(&deployment(4), Some(&new), &[set("old", 3, 4)]);
        assert_eq!(sizes.len(), 1);
        assert_eq!((sizes[0].0.metadata.name.as_str(), sizes[0].1), ("old", 0));
    }

    #[test]
    fn a_resize_is_seen_in_the_annotations() {
        assert!(is_scaling(&deployment(5), &[set("s", 2, 4)]));
        assert!(!is_scaling(&deployment(4), &[set("s", 2, 4)]));
        assert!(!is_scaling(&deployment(5), &[set("s", 0, 4)]));
    }
}
