//! What a deployment reports: counts, availability and progress.
//!
//! Upstream: `pkg/controller/deployment/progress.go`, `calculateStatus` of `sync.go`.

use std::sync::Arc;
use std::time::Duration;

use bowline_api::apps::v1::{Deployment, DeploymentStatus, ReplicaSet};
use bowline_api::core::v1::ConditionStatus;
use bowline_apimachinery::time::Time;

use super::conditions::{self, AVAILABLE, PROGRESSING, REPLICA_FAILURE, condition, reason};
use super::fenceposts;
use super::replica_sets::{actual_pods, available_pods};

/// The counts and the availability, with all other conditions as they are.
#[must_use]
pub fn counts(
    deployment: &Deployment,
    all: &[Arc<ReplicaSet>],
    new: Option<&Arc<ReplicaSet>>,
    now: Time,
) -> DeploymentStatus {
    let available = available_pods(all);
    let total = actual_pods(all);
    let terminating = all.iter().map(|set| set.status.terminating_replicas).sum();
    let mut status = DeploymentStatus {
        observed_generation: deployment.metadata.generation,
        replicas: total,
        updated_replicas: new.map_or(0, |new| new.status.replicas),
        ready_replicas: all.iter().map(|set| set.status.ready_replicas).sum(),
        available_replicas: available,
        unavailable_replicas: (total - available).max(0),
        terminating_replicas: terminating,
        conditions: deployment.status.conditions.clone(),
        collision_count: deployment.status.collision_count,
    };
    let replicas = deployment.spec.replicas.unwrap_or(1);
    let enough = available >= replicas - fenceposts::of(deployment).unavailable;
    let (truth, why, message) = if enough {
        let message = "Deployment has minimum availability.";
        (ConditionStatus::True, reason::MINIMUM_REPLICAS_AVAILABLE, message)
    } else {
        let message = "Deployment does not have minimum availability.";
        (ConditionStatus::False, reason::MINIMUM_REPLICAS_UNAVAILABLE, message)
    };
    conditions::set(&mut status, condition(AVAILABLE, truth, why, message, now));
    status
}

/// The whole status during a rollout: the counts, and whether it moves on.
#[must_use]
pub fn rollout(
    deployment: &Deployment,
    all: &[Arc<ReplicaSet>],
    new: Option<&Arc<ReplicaSet>>,
    now: Time,
) -> DeploymentStatus {
    let mut status = counts(deployment, all, new, now);
    if !has_progress_deadline(deployment) {
        conditions::remove(&mut status, PROGRESSING);
    }
    let present = conditions::get(&deployment.status, PROGRESSING);
    let was_done = status.replicas == status.updated_replicas
        && present.is_some_and(|c| c.reason == reason::NEW_REPLICA_SET_AVAILABLE);
    if has_progress_deadline(deployment) && !was_done {
        let subject = match new {
            Some(new) => format!("ReplicaSet {:?}", new.metadata.name),
            None => format!("Deployment {:?}", deployment.metadata.name),
        };
        if is_complete(deployment, &status) {
            let message = format!("{subject} has successfully progressed.");
            let why = reason::NEW_REPLICA_SET_AVAILABLE;
            let done = condition(PROGRESSING, ConditionStatus::True, why, message, now);
            conditions::set(&mut status, done);
        } else if is_progressing(deployment, &status) {
            let message = format!("{subject} is progressing.");
            let why = reason::REPLICA_SET_UPDATED;
            let mut moving = condition(PROGRESSING, ConditionStatus::True, why, message, now);
            if let Some(present) = present.filter(|c| c.status == ConditionStatus::True) {
                moving.last_transition_time = present.last_transition_time;
            }
            // Set anew even when nothing but its moment changes: the deadline counts from it.
            conditions::remove(&mut status, PROGRESSING);
            conditions::set(&mut status, moving);
        } else if has_timed_out(deployment, &status, now) {
            let message = format!("{subject} has timed out progressing.");
            let why = reason::PROGRESS_DEADLINE_EXCEEDED;
            let late = condition(PROGRESSING, ConditionStatus::False, why, message, now);
            conditions::set(&mut status, late);
        }
    }
    match conditions::replica_failure(new.map(Arc::as_ref), all.iter().map(Arc::as_ref)) {
        Some(failure) => conditions::set(&mut status, failure),
        None => conditions::remove(&mut status, REPLICA_FAILURE),
    }
    status
}

/// Whether all pods are of the new template, available, and no old one is left.
#[must_use]
pub fn is_complete(deployment: &Deployment, status: &DeploymentStatus) -> bool {
    let replicas = deployment.spec.replicas.unwrap_or(1);
    status.updated_replicas == replicas
        && status.replicas == replicas
        && status.available_replicas == replicas
        && status.observed_generation >= deployment.metadata.generation
}

/// Whether the new status shows a step forward from the one the deployment reports.
fn is_progressing(deployment: &Deployment, status: &DeploymentStatus) -> bool {
    let before = &deployment.status;
    let old = |status: &DeploymentStatus| status.replicas - status.updated_replicas;
    status.updated_replicas > before.updated_replicas
        || old(status) < old(before)
        || status.ready_replicas > before.ready_replicas
        || status.available_replicas > before.available_replicas
}

/// Whether a rollout must move on within a time.
#[must_use]
pub fn has_progress_deadline(deployment: &Deployment) -> bool {
    deployment.spec.progress_deadline_seconds.is_some_and(|seconds| seconds != i32::MAX)
}

fn has_timed_out(deployment: &Deployment, status: &DeploymentStatus, now: Time) -> bool {
    let Some(progressing) = conditions::get(status, PROGRESSING) else { return false };
    match progressing.reason.as_str() {
        reason::NEW_REPLICA_SET_AVAILABLE => false,
        reason::PROGRESS_DEADLINE_EXCEEDED => true,
        _ => {
            let deadline = deployment.spec.progress_deadline_seconds.unwrap_or(i32::MAX);
            let since = progressing.last_update_time.unwrap_or(Time::ZERO);
            now.since(since).as_secs() > i64::from(deadline)
        }
    }
}

/// How long to wait before the deployment has to be looked at again because its rollout may be
/// late then; none if no rollout is under way.
#[must_use]
pub fn until_late(
    deployment: &Deployment,
    status: &DeploymentStatus,
    now: Time,
) -> Option<Duration> {
    let progressing = conditions::get(&deployment.status, PROGRESSING)?;
    let settled = [reason::NEW_REPLICA_SET_AVAILABLE, reason::PROGRESS_DEADLINE_EXCEEDED];
    if !has_progress_deadline(deployment)
        || settled.contains(&progressing.reason.as_str())
        || is_complete(deployment, status)
    {
        return None;
    }
    let since = progressing.last_update_time.unwrap_or(Time::ZERO);
    let deadline = deployment.spec.progress_deadline_seconds.unwrap_or(i32::MAX);
    // One second more: the deadline is over only when it lies in the past.
    let left = i64::from(deadline) - now.since(since).as_secs() + 1;
    Some(Duration::from_secs(u64::try_from(left).unwrap_or(0)))
}
