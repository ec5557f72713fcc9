//! Reading and changing a pod's status: conditions, readiness, its container statuses.
//!
//! Upstream: `pkg/api/v1/pod/util.go`.

use bowline_apimachinery::time::Time;

use super::{ConditionStatus, ContainerStatus, Pod, PodCondition, PodPhase, PodStatus};

/// The types of the conditions that Kubernetes itself sets on pods.
pub mod pod_condition {
    /// The scheduler has chosen a node.
    pub const POD_SCHEDULED: &str = "PodScheduled";
    /// The pod may take requests.
    pub const READY: &str = "Ready";
    /// All init containers have done their work.
    pub const INITIALIZED: &str = "Initialized";
    /// All containers are ready.
    pub const CONTAINERS_READY: &str = "ContainersReady";
    /// Sandbox and network stand.
    pub const POD_READY_TO_START_CONTAINERS: &str = "PodReadyToStartContainers";
    /// The pod is about to be ended from outside.
    pub const DISRUPTION_TARGET: &str = "DisruptionTarget";
}

impl PodStatus {
    /// The condition of that type.
    #[must_use]
    pub fn condition(&self, type_: &str) -> Option<&PodCondition> {
        self.conditions.iter().find(|c| c.type_ == type_)
    }

    /// Whether the condition of that type is `True`.
    #[must_use]
    pub fn is_condition_true(&self, type_: &str) -> bool {
        self.condition(type_).is_some_and(|c| c.status == ConditionStatus::True)
    }

    /// Sets a condition; its transition time stays as it was unless the status changes, in which
    /// case it becomes `now`. Tells whether anything changed.
    pub fn set_condition(&mut self, mut condition: PodCondition, now: Time) -> bool {
        condition.last_transition_time = Some(now);
        let Some(old) = self.conditions.iter_mut().find(|c| c.type_ == condition.type_) else {
            self.conditions.push(condition);
            return true;
        };
        if old.status == condition.status {
            condition.last_transition_time = old.last_transition_time;
        }
        let changed = *old != condition;
        *old = condition;
        changed
    }

    /// The status of a container, init container or ephemeral container.
    #[must_use]
    pub fn container_status(&self, name: &str) -> Option<&ContainerStatus> {
        self.container_statuses
            .iter()
            .chain(&self.init_container_statuses)
            .chain(&self.ephemeral_container_statuses)
            .find(|status| status.name == name)
    }
}

impl Pod {
    /// Whether the pod may take requests.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.status.is_condition_true(pod_condition::READY)
    }

    /// Whether the pod has been ready for at least `min_ready_seconds`.
    #[must_use]
    pub fn is_available(&self, min_ready_seconds: i32, now: Time) -> bool {
        let Some(ready) = self.status.condition(pod_condition::READY) else { return false };
        if ready.status != ConditionStatus::True {
            return false;
        }
        min_ready_seconds == 0
            || ready
                .last_transition_time
                .is_some_and(|since| now.since(since).as_secs() >= i64::from(min_ready_seconds))
    }

    /// Whether the pod has ended for good.
    #[must_use]
    pub fn is_terminal(&self) -> bool {
        matches!(self.status.phase, PodPhase::Succeeded | PodPhase::Failed)
    }

    /// Whether the pod counts as one that its controller has: it has not ended and is not being
    /// deleted. Upstream: `IsPodActive` of `pkg/controller/controller_utils.go`.
    #[must_use]
    pub fn is_active(&self) -> bool {
        !self.is_terminal() && !self.metadata.is_terminating()
    }

    /// Whether the pod is being deleted and has not ended yet. Upstream: `IsPodTerminating` there.
    #[must_use]
    pub fn is_ending(&self) -> bool {
        !self.is_terminal() && self.metadata.is_terminating()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_keeps_its_moment_until_its_status_changes() {
        let at = Time::from_unix_seconds;
        let condition = |status: ConditionStatus, reason: &str| PodCondition {
            type_: "Ready".into(),
            status,
            reason: reason.into(),
            ..PodCondition::default()
        };
        let mut status = PodStatus::default();
        assert!(status.set_condition(condition(ConditionStatus::False, "a"), at(1)));
        assert!(!status.set_condition(condition(ConditionStatus::False, "a"), at(2)));
        assert!(status.set_condition(condition(ConditionStatus::False, "b"), at(3)));
        assert_eq!(status.conditions[0].last_transition_time, Some(at(1)));
        assert!(status.set_condition(condition(ConditionStatus::True, ""), at(4)));
        assert_eq!(status.conditions[0].last_transition_time, Some(at(4)));

        let pod = Pod { status, ..Pod::default() };
        assert!(pod.is_ready());
        assert!(pod.is_available(0, at(4)));
        assert!(!pod.is_available(10, at(13)));
        assert!(pod.is_available(10, at(14)));
    }
}
