//! What a replica set reports.
//!
//! Upstream: `pkg/controller/replicaset/replica_set_utils.go`.

use std::sync::Arc;
use std::time::Duration;

use bowline_api::apps::v1::{ReplicaSetCondition, ReplicaSetStatus};
use bowline_api::core::v1::{ConditionStatus, Pod, pod_condition};
use bowline_apimachinery::time::Time;

use super::kind::ReplicaKeeper;

/// The set cannot make or delete pods.
pub const REPLICA_FAILURE: &str = "ReplicaFailure";

/// Pods could not be made or deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// `FailedCreate` or `FailedDelete`.
    pub reason: &'static str,
    /// Why.
    pub message: String,
}

/// The status for the pods that the set owns, ending ones included, and what went wrong in this
/// round.
#[must_use]
pub fn status<K: ReplicaKeeper>(
    keeper: &K,
    pods: &[Arc<Pod>],
    failure: Option<Failure>,
    now: Time,
) -> ReplicaSetStatus {
    let mut status = keeper.keeper_status();
    let active: Vec<_> = pods.iter().filter(|pod| pod.is_active()).collect();
    let count = |test: &dyn Fn(&Pod) -> bool| {
        i32::try_from(active.iter().filter(|pod| test(pod)).count()).unwrap_or(i32::MAX)
    };
    let labels = keeper.template().map(|template| &template.metadata.labels);
    status.replicas = count(&|_| true);
    status.fully_labeled_replicas = count(&|pod| {
        let has = |(key, value)| pod.metadata.labels.get(key) == Some(value);
        labels.into_iter().flatten().all(has)
    });
    status.ready_replicas = count(&Pod::is_ready);
    status.available_replicas = count(&|pod| pod.is_available(keeper.min_ready_seconds(), now));
    let ending = pods.iter().filter(|pod| pod.is_ending()).count();
    status.terminating_replicas = Some(i32::try_from(ending).unwrap_or(i32::MAX));
    status.observed_generation = keeper.metadata().generation;
    let noted = status.conditions.iter().position(|c| c.type_ == REPLICA_FAILURE);
    match (failure, noted) {
        (Some(failure), None) => status.conditions.push(ReplicaSetCondition {
            type_: REPLICA_FAILURE.to_owned(),
            status: ConditionStatus::True,
            last_transition_time: Some(now),
            reason: failure.reason.to_owned(),
            message: failure.message,
        }),
        (None, Some(at)) => {
            status.conditions.remove(at);
        }
        _ => {}
    }
    status
}

/// How long until the next pod that is ready becomes available; none if none is due.
///
/// Upstream: `FindMinNextPodAvailabilityCheck` of `pkg/controller/controller_utils.go`.
#[must_use]
pub fn until_available(pods: &[Arc<Pod>], min_ready_seconds: i32, now: Time) -> Option<Duration> {
    if min_ready_seconds <= 0 {
        return None;
    }
    let waits = pods.iter().filter(|pod| pod.is_active()).filter_map(|pod| {
        let ready = pod.status.condition(pod_condition::READY)?;
        let since = ready.last_transition_time.filter(|_| pod.is_ready())?;
        let left = i64::from(min_ready_seconds) - now.since(since).as_secs();
        u64::try_from(left).ok().filter(|left| *left > 0)
    });
    waits.min().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use bowline_api::apps::v1::ReplicaSet;
    use serde_json::json;

    use super::*;

    fn pod(ready_at: Option<i64>, labels: serde_json::Value, phase: &str) -> Arc<Pod> {
        let ready = ready_at.map(|second| {
            let time = Time::from_unix_seconds(second).to_string();
            json!({"type": "Ready", "status": "True", "lastTransitionTime": time})
        });
        let conditions: Vec<_> = ready.into_iter().collect();
        Arc::new(
            serde_json::from_value(json!({
                "metadata": {"labels": labels},
                "status": {"phase": phase, "conditions": conditions}
            }))
            .unwrap(),
        )
    }

    #[test]
    fn counts_by_label_readiness_and_time() {
        let now = Time::from_unix_seconds(100);
        let set: ReplicaSet = serde_json::from_value(json!({
            "metadata": {"generation": 4},
            "spec": {"minReadySeconds": 10, "template": {"metadata": {"labels": {"a": "b"}}}}
        }))
        .unwrap();
        let mut ending = (*pod(Some(1), json!({}), "Running")).clone();
        ending.metadata.deletion_timestamp = Some(now);
        let pods = [
            pod(Some(50), json!({"a": "b", "x": "y"}), "Running"),
            pod(Some(95), json!({"a": "b"}), "Running"),
            pod(None, json!({}), "Pending"),
            pod(Some(1), json!({"a": "b"}), "Failed"),
            Arc::new(ending),
        ];
        let status = status(&set, &pods, None, now);
        assert_eq!(
            (status.replicas, status.fully_labeled_replicas, status.ready_replicas),
            (3, 2, 2)
        );
        assert_eq!((status.available_replicas, status.terminating_replicas), (1, Some(1)));
        assert_eq!(status.observed_generation, 4);
        assert_eq!(until_available(&pods, 10, now), Some(Duration::from_secs(5)));
        assert_eq!(until_available(&pods, 0, now), None);
    }

    #[test]
    fn a_failure_is_noted_once_and_forgotten_when_over() {
        let mut set = ReplicaSet::default();
        let failure =
            |message: &str| Some(Failure { reason: "FailedCreate", message: message.to_owned() });
        set.status = status(&set, &[], failure("quota"), Time::from_unix_seconds(1));
        let again = status(&set, &[], failure("other"), Time::from_unix_seconds(2));
        assert_eq!(again.conditions, set.status.conditions);
        assert!(status(&set, &[], None, Time::from_unix_seconds(3)).conditions.is_empty());
    }
}
