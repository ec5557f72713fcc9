//! The conditions of a deployment.
//!
//! Upstream: `pkg/controller/deployment/util/deployment_util.go`, `progress.go`.

use bowline_api::apps::v1::{DeploymentCondition, DeploymentStatus, ReplicaSet};
use bowline_api::core::v1::ConditionStatus;
use bowline_apimachinery::time::Time;

/// Enough pods are available.
pub const AVAILABLE: &str = "Available";
/// The rollout moves on, or is done.
pub const PROGRESSING: &str = "Progressing";
/// A replica set cannot make or delete pods.
pub const REPLICA_FAILURE: &str = "ReplicaFailure";

/// The reasons of the conditions.
pub mod reason {
    /// The new replica set could not be created.
    pub const REPLICA_SET_CREATE_ERROR: &str = "ReplicaSetCreateError";
    /// The new replica set was created.
    pub const NEW_REPLICA_SET_CREATED: &str = "NewReplicaSetCreated";
    /// A replica set with the template was there already.
    pub const FOUND_NEW_REPLICA_SET: &str = "FoundNewReplicaSet";
    /// The rollout moved on.
    pub const REPLICA_SET_UPDATED: &str = "ReplicaSetUpdated";
    /// The rollout is done.
    pub const NEW_REPLICA_SET_AVAILABLE: &str = "NewReplicaSetAvailable";
    /// The rollout did not move on in time.
    pub const PROGRESS_DEADLINE_EXCEEDED: &str = "ProgressDeadlineExceeded";
    /// The rollout is paused.
    pub const DEPLOYMENT_PAUSED: &str = "DeploymentPaused";
    /// The rollout was paused and goes on.
    pub const DEPLOYMENT_RESUMED: &str = "DeploymentResumed";
    /// Enough pods are available.
    pub const MINIMUM_REPLICAS_AVAILABLE: &str = "MinimumReplicasAvailable";
    /// Too few pods are available.
    pub const MINIMUM_REPLICAS_UNAVAILABLE: &str = "MinimumReplicasUnavailable";
}

/// A condition that was set now.
#[must_use]
pub fn condition(
    type_: &str,
    status: ConditionStatus,
    reason: &str,
    message: impl Into<String>,
    now: Time,
) -> DeploymentCondition {
    DeploymentCondition {
        type_: type_.to_owned(),
        status,
        last_update_time: Some(now),
        last_transition_time: Some(now),
        reason: reason.to_owned(),
        message: message.into(),
    }
}

/// The condition of that type.
#[must_use]
pub fn get<'a>(status: &'a DeploymentStatus, type_: &str) -> Option<&'a DeploymentCondition> {
    status.conditions.iter().find(|condition| condition.type_ == type_)
}

/// Sets a condition, unless it is there with the same status and reason. It keeps its moment of
/// transition while its status stays.
pub fn set(status: &mut DeploymentStatus, mut condition: DeploymentCondition) {
    if let Some(present) = get(status, &condition.type_)
        && present.status == condition.status
    {
        if present.reason == condition.reason {
            return;
        }
        condition.last_transition_time = present.last_transition_time;
    }
    remove(status, &condition.type_);
    status.conditions.push(condition);
}

/// Removes the condition of that type.
pub fn remove(status: &mut DeploymentStatus, type_: &str) {
    status.conditions.retain(|condition| condition.type_ != type_);
}

/// The failure that a replica set reports, as a condition of the deployment: the new set's first.
#[must_use]
pub fn replica_failure<'a>(
    new: Option<&'a ReplicaSet>,
    all: impl IntoIterator<Item = &'a ReplicaSet>,
) -> Option<DeploymentCondition> {
    let failure = |set: &ReplicaSet| {
        set.status.conditions.iter().find(|condition| condition.type_ == REPLICA_FAILURE).map(
            |condition| DeploymentCondition {
                type_: REPLICA_FAILURE.to_owned(),
                status: condition.status.clone(),
                last_update_time: condition.last_transition_time,
                last_transition_time: condition.last_transition_time,
                reason: condition.reason.clone(),
                message: condition.message.clone(),
            },
        )
    };
    new.and_then(failure).or_else(|| all.into_iter().find_map(failure))
}
