//! The roles and bindings that a fresh cluster starts with, and how old ones catch up.
//!
//! *Upstream:* `plugin/pkg/auth/authorizer/rbac/bootstrappolicy`.

use std::collections::BTreeMap;

use bowline_api::rbac::v1::{
    AggregationRule, ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, RoleRef,
    Subject,
};
use bowline_apimachinery::meta::ObjectMeta;
use serde::Deserialize;

use super::rbac::RbacObject;
use super::rules;

const DATA: &str = include_str!("rbac.json");
const API_GROUP: &str = "rbac.authorization.k8s.io";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Data {
    cluster_roles: Vec<RoleData>,
    controller_cluster_roles: Vec<RoleData>,
    cluster_role_bindings: Vec<BindingData>,
    controller_cluster_role_bindings: Vec<BindingData>,
    roles: Vec<RoleData>,
    role_bindings: Vec<BindingData>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
struct RoleData {
    name: String,
    namespace: String,
    labels: BTreeMap<String, String>,
    rules: Option<Vec<PolicyRule>>,
    aggregation_rule: Option<AggregationRule>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct BindingData {
    name: String,
    namespace: String,
    role_ref: RoleRef,
    subjects: Vec<Subject>,
}

/// Every bootstrap role and binding.
#[must_use]
pub fn objects() -> Vec<RbacObject> {
    let data: Data = serde_json::from_str(DATA).expect("the table beside this file is JSON");
    let mut out = Vec::new();
    for role in data.cluster_roles.into_iter().chain(data.controller_cluster_roles) {
        out.push(RbacObject::ClusterRole(Box::new(ClusterRole {
            metadata: metadata(&role.name, "", role.labels),
            rules: role.rules.unwrap_or_default(),
            aggregation_rule: role.aggregation_rule,
        })));
    }
    let bindings = data.cluster_role_bindings.into_iter();
    for binding in bindings.chain(data.controller_cluster_role_bindings) {
        out.push(RbacObject::ClusterRoleBinding(Box::new(ClusterRoleBinding {
            metadata: metadata(&binding.name, "", BTreeMap::new()),
            role_ref: role_ref(binding.role_ref),
            subjects: subjects(binding.subjects),
        })));
    }
    for role in data.roles {
        out.push(RbacObject::Role(Box::new(Role {
            metadata: metadata(&role.name, &role.namespace, role.labels),
            rules: role.rules.unwrap_or_default(),
        })));
    }
    for binding in data.role_bindings {
        out.push(RbacObject::RoleBinding(Box::new(RoleBinding {
            metadata: metadata(&binding.name, &binding.namespace, BTreeMap::new()),
            role_ref: role_ref(binding.role_ref),
            subjects: subjects(binding.subjects),
        })));
    }
    out
}

fn metadata(name: &str, namespace: &str, labels: BTreeMap<String, String>) -> ObjectMeta {
    let mut metadata = ObjectMeta::named(name)
        .in_namespace(namespace)
        .annotation("rbac.authorization.kubernetes.io/autoupdate", "true");
    metadata.labels = labels;
    metadata.label("kubernetes.io/bootstrapping", "rbac-defaults")
}

fn role_ref(reference: RoleRef) -> RoleRef {
    RoleRef { api_group: API_GROUP.to_owned(), ..reference }
}

fn subjects(mut subjects: Vec<Subject>) -> Vec<Subject> {
    for subject in &mut subjects {
        if subject.kind != "ServiceAccount" {
            API_GROUP.clone_into(&mut subject.api_group);
        }
    }
    subjects
}

/// The rules of an aggregated role: those of every role its selectors choose, in name order.
///
/// *Upstream:* `pkg/controller/clusterroleaggregation`
#[must_use]
pub fn aggregate<'a>(
    rule: &AggregationRule,
    roles: impl Iterator<Item = &'a ClusterRole> + Clone,
    own_name: &str,
) -> Vec<PolicyRule> {
    let mut out: Vec<PolicyRule> = Vec::new();
    for selector in &rule.cluster_role_selectors {
        let mut chosen: Vec<&ClusterRole> = roles
            .clone()
            .filter(|r| r.metadata.name != own_name)
            .filter(|r| {
                selector.match_labels.iter().all(|(k, v)| r.metadata.labels.get(k) == Some(v))
            })
            .collect();
        chosen.sort_by(|a, b| a.metadata.name.cmp(&b.metadata.name));
        for found in chosen.into_iter().flat_map(|r| &r.rules) {
            if !out.contains(found) {
                out.push(found.clone());
            }
        }
    }
    out
}

/// A cluster role brought up to date: rules it lacks are added, none are taken away.
///
/// `None` when nothing is missing or its owner has switched updates off.
///
/// *Upstream:* `pkg/registry/rbac/reconciliation`
#[must_use]
pub fn reconcile_cluster_role(existing: &ClusterRole, wanted: &ClusterRole) -> Option<ClusterRole> {
    let autoupdate = "rbac.authorization.kubernetes.io/autoupdate";
    if existing.metadata.annotations.get(autoupdate).is_some_and(|v| v != "true") {
        return None;
    }
    let lacking = rules::missing(&existing.rules, &wanted.rules);
    let labels_lack =
        wanted.metadata.labels.iter().any(|(k, v)| existing.metadata.labels.get(k) != Some(v));
    if lacking.is_empty() && !labels_lack {
        return None;
    }
    let mut updated = existing.clone();
    updated.rules.extend(lacking);
    updated.metadata.labels.extend(wanted.metadata.labels.clone());
    Some(updated)
}
