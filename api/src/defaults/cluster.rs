//! Namespaces, nodes, secrets, quotas and limits; tokens and classes of other groups that cut
//! across a cluster.

use super::fill;
use super::pod::round;
use crate::authentication::v1::TokenRequestSpec;
use crate::certificates::v1beta1::PodCertificateRequestSpec;
use crate::core::v1::{
    LimitRangeItem, LimitType, Namespace, NamespacePhase, NamespaceStatus, NodeStatus,
    PreemptionPolicy, ResourceQuotaSpec, ResourceQuotaStatus, Secret,
};
use crate::rbac::v1::{ClusterRoleBinding, RoleBinding, RoleRef, Subject};
use crate::scheduling::v1::PriorityClass;
use crate::walk::{Rules, rules};

pub(super) fn rules() -> Rules {
    #[cfg_attr(not(feature = "alpha"), expect(unused_mut, reason = "alpha versions add to it"))]
    let mut rules: Rules = rules! {
        Namespace => namespace;
        NamespaceStatus => |status: &mut NamespaceStatus| {
            fill(&mut status.phase, NamespacePhase::Active);
        };
        NodeStatus => node_status;
        Secret => |secret: &mut Secret| fill(&mut secret.type_, "Opaque".to_owned());
        ResourceQuotaSpec => |spec: &mut ResourceQuotaSpec| round(&mut spec.hard);
        ResourceQuotaStatus => |status: &mut ResourceQuotaStatus| {
            round(&mut status.hard);
            round(&mut status.used);
        };
        LimitRangeItem => limit_range_item;
        TokenRequestSpec => |spec: &mut TokenRequestSpec| {
            spec.expiration_seconds.get_or_insert(60 * 60);
        };
        PodCertificateRequestSpec => |spec: &mut PodCertificateRequestSpec| {
            spec.max_expiration_seconds.get_or_insert(24 * 60 * 60);
        };
        ClusterRoleBinding => |binding: &mut ClusterRoleBinding| role_ref(&mut binding.role_ref);
        RoleBinding => |binding: &mut RoleBinding| role_ref(&mut binding.role_ref);
        Subject => subject;
        PriorityClass => |class: &mut PriorityClass| {
            class.preemption_policy.get_or_insert(PreemptionPolicy::PreemptLowerPriority);
        };
    };
    #[cfg(feature = "alpha")]
    rules.extend(alpha());
    rules
}

#[cfg(feature = "alpha")]
fn alpha() -> Rules {
    use crate::scheduling::v1alpha2::{DisruptionMode, PodGroupSpec};
    rules! {
        PodGroupSpec => |spec: &mut PodGroupSpec| {
            spec.disruption_mode.get_or_insert(DisruptionMode::Pod);
        };
    }
}

/// Labels the namespace with its name, whatever the label said.
fn namespace(namespace: &mut Namespace) {
    let metadata = &mut namespace.metadata;
    if !metadata.name.is_empty() {
        metadata.labels.insert("kubernetes.io/metadata.name".to_owned(), metadata.name.clone());
    }
}

fn node_status(status: &mut NodeStatus) {
    if status.allocatable.is_empty() {
        status.allocatable = status.capacity.clone();
    }
    round(&mut status.capacity);
    round(&mut status.allocatable);
}

/// Containers default to the most they may use, and request that or the least they must.
fn limit_range_item(item: &mut LimitRangeItem) {
    if item.type_ == LimitType::Container {
        let sources = [&item.default, &item.max];
        let mut default = item.default.clone();
        for (name, amount) in sources.into_iter().flatten() {
            default.entry(name.clone()).or_insert_with(|| amount.clone());
        }
        item.default = default;
        for (name, amount) in item.default.iter().chain(&item.min) {
            if !item.default_request.contains_key(name) {
                item.default_request.insert(name.clone(), amount.clone());
            }
        }
    }
    for amounts in [
        &mut item.max,
        &mut item.min,
        &mut item.default,
        &mut item.default_request,
        &mut item.max_limit_request_ratio,
    ] {
        round(amounts);
    }
}

fn role_ref(role: &mut RoleRef) {
    fill(&mut role.api_group, RBAC.to_owned());
}

fn subject(subject: &mut Subject) {
    if matches!(subject.kind.as_str(), "User" | "Group") {
        fill(&mut subject.api_group, RBAC.to_owned());
    }
}

const RBAC: &str = "rbac.authorization.k8s.io";
