//! What the replica set controller needs to know of a kind that keeps a number of pods: there are
//! two such kinds, and one controller serves both.
//!
//! Upstream: `pkg/controller/replication/conversion.go`.

use bowline_api::apps::v1::{ReplicaSet, ReplicaSetCondition, ReplicaSetStatus};
use bowline_api::core::v1::{
    PodTemplateSpec, ReplicationController, ReplicationControllerCondition,
    ReplicationControllerStatus,
};
use bowline_apimachinery::labels::{Selector, SelectorError};
use bowline_apimachinery::resource::{Namespaced, Resource};

/// A kind that keeps a number of equal pods.
pub trait ReplicaKeeper: Resource<Scope = Namespaced> {
    /// How many pods there should be.
    fn replicas(&self) -> i32;

    /// How many seconds a pod has to be ready to count as available.
    fn min_ready_seconds(&self) -> i32;

    /// Which pods may be its own.
    ///
    /// # Errors
    /// When the selector makes no sense.
    fn selector(&self) -> Result<Selector, SelectorError>;

    /// What pods are made from.
    fn template(&self) -> Option<&PodTemplateSpec>;

    /// The status, in the form of a replica set's.
    fn keeper_status(&self) -> ReplicaSetStatus;

    /// Sets the status from the form of a replica set's.
    fn set_keeper_status(&mut self, status: ReplicaSetStatus);
}

impl ReplicaKeeper for ReplicaSet {
    fn replicas(&self) -> i32 {
        self.spec.replicas.unwrap_or(1)
    }

    fn min_ready_seconds(&self) -> i32 {
        self.spec.min_ready_seconds
    }

    fn selector(&self) -> Result<Selector, SelectorError> {
        Selector::from_label_selector(self.spec.selector.as_deref())
    }

    fn template(&self) -> Option<&PodTemplateSpec> {
        Some(&self.spec.template)
    }

    fn keeper_status(&self) -> ReplicaSetStatus {
        self.status.clone()
    }

    fn set_keeper_status(&mut self, status: ReplicaSetStatus) {
        self.status = status;
    }
}

impl ReplicaKeeper for ReplicationController {
    fn replicas(&self) -> i32 {
        self.spec.replicas.unwrap_or(1)
    }

    fn min_ready_seconds(&self) -> i32 {
        self.spec.min_ready_seconds
    }

    fn selector(&self) -> Result<Selector, SelectorError> {
        // Without a selector it owns nothing, whereas a set of no labels would match all.
        Ok(match self.spec.selector.is_empty() {
            true => Selector::nothing(),
            false => Selector::from_set(&self.spec.selector),
        })
    }

    fn template(&self) -> Option<&PodTemplateSpec> {
        self.spec.template.as_deref()
    }

    fn keeper_status(&self) -> ReplicaSetStatus {
        let status = &self.status;
        ReplicaSetStatus {
            replicas: status.replicas,
            fully_labeled_replicas: status.fully_labeled_replicas,
            ready_replicas: status.ready_replicas,
            available_replicas: status.available_replicas,
            terminating_replicas: None,
            observed_generation: status.observed_generation,
            conditions: status
                .conditions
                .iter()
                .map(|condition| ReplicaSetCondition {
                    type_: condition.type_.clone(),
                    status: condition.status.clone(),
                    last_transition_time: condition.last_transition_time,
                    reason: condition.reason.clone(),
                    message: condition.message.clone(),
                })
                .collect(),
        }
    }

    fn set_keeper_status(&mut self, status: ReplicaSetStatus) {
        self.status = ReplicationControllerStatus {
            replicas: status.replicas,
            fully_labeled_replicas: status.fully_labeled_replicas,
            ready_replicas: status.ready_replicas,
            available_replicas: status.available_replicas,
            observed_generation: status.observed_generation,
            conditions: status
                .conditions
                .into_iter()
                .map(|condition| ReplicationControllerCondition {
                    type_: condition.type_,
                    status: condition.status,
                    last_transition_time: condition.last_transition_time,
                    reason: condition.reason,
                    message: condition.message,
                })
                .collect(),
        };
    }
}
