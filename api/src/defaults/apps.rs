//! Deployments, replica sets, daemon sets and stateful sets.

use bowline_apimachinery::int_or_string::IntOrString;

use super::fill;
use crate::apps::v1::{
    DaemonSet, DaemonSetUpdateStrategyType, Deployment, DeploymentStrategyType,
    PersistentVolumeClaimRetentionPolicyType, PodManagementPolicyType, ReplicaSet, StatefulSet,
    StatefulSetUpdateStrategyType,
};
use crate::walk::{Rules, rules};

pub(super) fn rules() -> Rules {
    rules! {
        DaemonSet => daemon_set;
        Deployment => deployment;
        ReplicaSet => |set: &mut ReplicaSet| {
            set.spec.replicas.get_or_insert(1);
        };
        StatefulSet => stateful_set;
    }
}

fn daemon_set(set: &mut DaemonSet) {
    let strategy = &mut set.spec.update_strategy;
    fill(&mut strategy.type_, DaemonSetUpdateStrategyType::RollingUpdate);
    if strategy.type_ == DaemonSetUpdateStrategyType::RollingUpdate {
        let rolling = strategy.rolling_update.get_or_insert_default();
        rolling.max_unavailable.get_or_insert(IntOrString::Int(1));
        rolling.max_surge.get_or_insert(IntOrString::Int(0));
    }
    set.spec.revision_history_limit.get_or_insert(10);
}

fn deployment(deployment: &mut Deployment) {
    let spec = &mut deployment.spec;
    spec.replicas.get_or_insert(1);
    fill(&mut spec.strategy.type_, DeploymentStrategyType::RollingUpdate);
    if spec.strategy.type_ == DeploymentStrategyType::RollingUpdate {
        let quarter = || IntOrString::String("25%".to_owned());
        let rolling = spec.strategy.rolling_update.get_or_insert_default();
        rolling.max_unavailable.get_or_insert_with(quarter);
        rolling.max_surge.get_or_insert_with(quarter);
    }
    spec.revision_history_limit.get_or_insert(10);
    spec.progress_deadline_seconds.get_or_insert(10 * 60);
}

fn stateful_set(set: &mut StatefulSet) {
    let spec = &mut set.spec;
    fill(&mut spec.pod_management_policy, PodManagementPolicyType::OrderedReady);
    let strategy = &mut spec.update_strategy;
    if strategy.type_.is_unset() {
        strategy.type_ = StatefulSetUpdateStrategyType::RollingUpdate;
        // Who names the type decides alone whether there is a partition.
        strategy.rolling_update.get_or_insert_default();
    }
    if strategy.type_ == StatefulSetUpdateStrategyType::RollingUpdate
        && let Some(rolling) = &mut strategy.rolling_update
    {
        rolling.partition.get_or_insert(0);
    }
    let retention = spec.persistent_volume_claim_retention_policy.get_or_insert_default();
    fill(&mut retention.when_deleted, PersistentVolumeClaimRetentionPolicyType::Retain);
    fill(&mut retention.when_scaled, PersistentVolumeClaimRetentionPolicyType::Retain);
    spec.replicas.get_or_insert(1);
    spec.revision_history_limit.get_or_insert(10);
}
