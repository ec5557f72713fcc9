//! Role-based access control, evaluated from the objects of `rbac.authorization.k8s.io`.
//!
//! *Upstream:* `plugin/pkg/auth/authorizer/rbac` and `pkg/registry/rbac/validation/rule.go`.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use bowline_api::rbac::v1::{
    ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, RoleRef, Subject,
};
use bowline_apimachinery::resource::NamespacedName;
use parking_lot::RwLock;

use super::rules;
use super::{Attributes, AuthorizationError, Authorizer, Decision};
use crate::authentication::User;

/// One of the four kinds, as stored.
#[derive(Clone, Debug)]
pub enum RbacObject {
    /// Rules for the cluster.
    ClusterRole(Box<ClusterRole>),
    /// Subjects of a cluster role, everywhere.
    ClusterRoleBinding(Box<ClusterRoleBinding>),
    /// Rules for a namespace.
    Role(Box<Role>),
    /// Subjects of a role, in one namespace.
    RoleBinding(Box<RoleBinding>),
}

/// The roles and bindings of a cluster, indexed for evaluation.
///
/// Fed by whoever watches the four kinds; evaluation reads a consistent state without waiting.
#[derive(Debug, Default)]
pub struct RbacAuthorizer {
    state: RwLock<State>,
}

#[derive(Debug, Default)]
struct State {
    cluster_roles: BTreeMap<String, Arc<ClusterRole>>,
    roles: BTreeMap<NamespacedName, Arc<Role>>,
    cluster_bindings: BTreeMap<String, Arc<ClusterRoleBinding>>,
    /// By namespace, then name.
    bindings: BTreeMap<String, BTreeMap<String, Arc<RoleBinding>>>,
}

impl RbacAuthorizer {
    /// Takes an object that was created or changed.
    pub fn apply(&self, object: RbacObject) {
        let mut state = self.state.write();
        match object {
            RbacObject::ClusterRole(o) => {
                state.cluster_roles.insert(o.metadata.name.clone(), o.into());
            }
            RbacObject::ClusterRoleBinding(o) => {
                state.cluster_bindings.insert(o.metadata.name.clone(), o.into());
            }
            RbacObject::Role(o) => {
                let key = NamespacedName::new(&o.metadata.namespace, &o.metadata.name);
                state.roles.insert(key, o.into());
            }
            RbacObject::RoleBinding(o) => {
                let of_namespace = state.bindings.entry(o.metadata.namespace.clone()).or_default();
                of_namespace.insert(o.metadata.name.clone(), o.into());
            }
        }
    }

    /// Forgets an object that was deleted.
    pub fn remove(&self, object: &RbacObject) {
        let mut state = self.state.write();
        match object {
            RbacObject::ClusterRole(o) => drop(state.cluster_roles.remove(&o.metadata.name)),
            RbacObject::ClusterRoleBinding(o) => {
                state.cluster_bindings.remove(&o.metadata.name);
            }
            RbacObject::Role(o) => {
                let key = NamespacedName::new(&o.metadata.namespace, &o.metadata.name);
                state.roles.remove(&key);
            }
            RbacObject::RoleBinding(o) => {
                if let Some(of_namespace) = state.bindings.get_mut(&o.metadata.namespace) {
                    of_namespace.remove(&o.metadata.name);
                }
            }
        }
    }

    /// Every rule that holds for the user in a namespace; the cluster's alone when it is empty.
    ///
    /// Serves `SelfSubjectRulesReview` and the check against escalation.
    #[must_use]
    pub fn rules_for(&self, user: &User, namespace: &str) -> Vec<PolicyRule> {
        let mut out = Vec::new();
        self.state.read().visit(user, namespace, &mut |rules, _| {
            out.extend_from_slice(rules);
            false
        });
        out
    }

    /// The rules behind a role reference; `None` when the role does not exist.
    #[must_use]
    pub fn rules_of(&self, reference: &RoleRef, namespace: &str) -> Option<Vec<PolicyRule>> {
        self.state.read().rules_of(reference, namespace).map(<[PolicyRule]>::to_vec)
    }
}

/// Sees rules and how to say where they come from; ends the walk by `true`.
type Visitor<'a> = dyn FnMut(&[PolicyRule], &dyn Fn() -> String) -> bool + 'a;

impl State {
    /// Shows the rules of every binding of the user until the visitor is satisfied.
    fn visit(&self, user: &User, namespace: &str, visitor: &mut Visitor<'_>) {
        for binding in self.cluster_bindings.values() {
            let Some(subject) = matching(&binding.subjects, user, "") else { continue };
            let Some(rules) = self.rules_of(&binding.role_ref, "") else { continue };
            let reason = || {
                let name = &binding.metadata.name;
                let role = &binding.role_ref;
                format!(
                    "RBAC: allowed by ClusterRoleBinding \"{name}\" of {} \"{}\" to {}",
                    role.kind,
                    role.name,
                    describe(subject, "")
                )
            };
            if visitor(rules, &reason) {
                return;
            }
        }
        let Some(bindings) = self.bindings.get(namespace).filter(|_| !namespace.is_empty()) else {
            return;
        };
        for binding in bindings.values() {
            let Some(subject) = matching(&binding.subjects, user, namespace) else { continue };
            let Some(rules) = self.rules_of(&binding.role_ref, namespace) else { continue };
            let reason = || {
                let name = &binding.metadata.name;
                let role = &binding.role_ref;
                format!(
                    "RBAC: allowed by RoleBinding \"{name}/{namespace}\" of {} \"{}\" to {}",
                    role.kind,
                    role.name,
                    describe(subject, namespace)
                )
            };
            if visitor(rules, &reason) {
                return;
            }
        }
    }

    fn rules_of(&self, reference: &RoleRef, namespace: &str) -> Option<&[PolicyRule]> {
        match reference.kind.as_str() {
            "ClusterRole" => self.cluster_roles.get(&reference.name).map(|r| r.rules.as_slice()),
            "Role" => {
                let key = NamespacedName::new(namespace, &reference.name);
                self.roles.get(&key).map(|r| r.rules.as_slice())
            }
            _ => None,
        }
    }
}

/// The first subject that the user is.
fn matching<'a>(subjects: &'a [Subject], user: &User, namespace: &str) -> Option<&'a Subject> {
    subjects.iter().find(|s| match s.kind.as_str() {
        "User" => s.name == "*" || s.name == user.name,
        "Group" => user.groups.contains(&s.name),
        "ServiceAccount" => {
            let of = if s.namespace.is_empty() { namespace } else { &s.namespace };
            !of.is_empty()
                && user
                    .name
                    .strip_prefix("system:serviceaccount:")
                    .and_then(|rest| rest.split_once(':'))
                    .is_some_and(|(ns, name)| ns == of && name == s.name)
        }
        _ => false,
    })
}

fn describe(subject: &Subject, namespace: &str) -> String {
    match subject.kind.as_str() {
        "ServiceAccount" => {
            let of = if subject.namespace.is_empty() { namespace } else { &subject.namespace };
            format!("ServiceAccount \"{}/{of}\"", subject.name)
        }
        kind => format!("{kind} \"{}\"", subject.name),
    }
}

#[async_trait]
impl Authorizer for RbacAuthorizer {
    async fn authorize(&self, request: &Attributes) -> Result<Decision, AuthorizationError> {
        let mut decision = Decision::no_opinion();
        self.state.read().visit(&request.user, &request.namespace, &mut |rules, reason| {
            if rules::allow(rules, request) {
                decision = Decision::Allow { reason: reason() };
            }
            decision.is_allowed()
        });
        Ok(decision)
    }
}

#[cfg(test)]
mod tests;
