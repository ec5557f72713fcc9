//! Nobody grants what they do not hold: roles and bindings are checked against their writer.
//!
//! *Upstream:* `pkg/registry/rbac/escalation_check.go` and the policy-based storages beside it,
//! which check at the same point: after plugins have changed the object, before it is stored.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_trait::async_trait;
use bowline_api::rbac::v1::{PolicyRule, RoleRef};
use bowline_apimachinery::meta::Status;
use serde::Deserialize as _;
use serde_json::Value;

use super::{Attributes, Authorizer, RbacAuthorizer, missing};
use crate::admission::{Admission, AdmissionRequest, Operation};
use crate::authentication::MASTERS;
use crate::registry::ObjectAccess as _;

const GROUP: &str = "rbac.authorization.k8s.io";

/// Refuses roles and bindings that give more than their writer has, unless they may `escalate`
/// or `bind`.
pub struct EscalationCheck {
    authorizer: Arc<dyn Authorizer>,
    rbac: Arc<RbacAuthorizer>,
}

impl EscalationCheck {
    /// Asks the authorizer for the verbs, and the roles for what a writer holds.
    #[must_use]
    pub fn new(authorizer: Arc<dyn Authorizer>, rbac: Arc<RbacAuthorizer>) -> Self {
        Self { authorizer, rbac }
    }

    async fn may(&self, question: &Attributes) -> bool {
        self.authorizer.authorize(question).await.is_ok_and(|decision| decision.is_allowed())
    }

    async fn check_role(&self, request: &AdmissionRequest<'_>) -> Result<(), Status> {
        let name = if request.operation == Operation::Create { "" } else { request.name };
        let escalate = Attributes {
            user: request.user.clone(),
            verb: "escalate".to_owned(),
            group: GROUP.to_owned(),
            version: "*".to_owned(),
            resource: request.resource.to_owned(),
            namespace: request.namespace.to_owned(),
            name: name.to_owned(),
            resource_request: true,
            ..Attributes::default()
        };
        if self.may(&escalate).await {
            return Ok(());
        }
        self.confirm(request, &rules(&request.object)?)?;
        let aggregates = |role: &Value| role.get("aggregationRule").is_some_and(|r| !r.is_null());
        if aggregates(&request.object) || aggregates(request.old_object) {
            let everything = || vec!["*".to_owned()];
            let on_resources = PolicyRule {
                verbs: everything(),
                api_groups: everything(),
                resources: everything(),
                ..PolicyRule::default()
            };
            let on_paths = PolicyRule {
                verbs: everything(),
                non_resource_urls: everything(),
                ..PolicyRule::default()
            };
            let held = self.rbac.rules_for(request.user, request.namespace);
            if !missing(&held, &[on_resources, on_paths]).is_empty() {
                let why = "must have cluster-admin privileges to use the aggregationRule";
                return Err(request.forbidden(why));
            }
        }
        Ok(())
    }

    async fn check_binding(&self, request: &AdmissionRequest<'_>) -> Result<(), Status> {
        let reference = RoleRef::deserialize(request.object.at("roleRef"))
            .map_err(|e| Status::bad_request(format!("roleRef: {e}")))?;
        let resource = match reference.kind.as_str() {
            "ClusterRole" => "clusterroles",
            _ => "roles",
        };
        let bind = Attributes {
            user: request.user.clone(),
            verb: "bind".to_owned(),
            group: reference.api_group.clone(),
            version: "*".to_owned(),
            resource: resource.to_owned(),
            namespace: request.namespace.to_owned(),
            name: reference.name.clone(),
            resource_request: true,
            ..Attributes::default()
        };
        if self.may(&bind).await {
            return Ok(());
        }
        let namespace = if resource == "roles" { request.namespace } else { "" };
        let role = request.registry.get(GROUP, resource, namespace, &reference.name).await?;
        let role = role.ok_or_else(|| Status::not_found(GROUP, resource, &reference.name))?;
        self.confirm(request, &rules(&role)?)
    }

    /// Refuses what the writer does not hold.
    fn confirm(&self, request: &AdmissionRequest<'_>, wanted: &[PolicyRule]) -> Result<(), Status> {
        let held = self.rbac.rules_for(request.user, request.namespace);
        let lacking = missing(&held, wanted);
        if lacking.is_empty() {
            return Ok(());
        }
        let rules: BTreeSet<String> = compact(lacking).iter().map(describe).collect();
        let rules: Vec<String> = rules.into_iter().collect();
        let why = format!(
            "user {:?} (groups={}) is attempting to grant RBAC permissions not currently held:\n{}",
            request.user.name,
            quoted(&request.user.groups),
            rules.join("\n")
        );
        Err(request.forbidden(&why))
    }
}

#[async_trait]
impl Admission for EscalationCheck {
    fn name(&self) -> &'static str {
        "RBACEscalationCheck"
    }

    fn handles(&self, request: &AdmissionRequest<'_>) -> bool {
        request.group == GROUP
            && request.subresource.is_empty()
            && matches!(request.operation, Operation::Create | Operation::Update)
    }

    async fn validate(&self, request: &AdmissionRequest<'_>) -> Result<(), Status> {
        if request.user.in_group(MASTERS) || changes_for_collection_only(request) {
            return Ok(());
        }
        match request.resource {
            "roles" | "clusterroles" => self.check_role(request).await,
            _ => self.check_binding(request).await,
        }
    }
}

/// Whether an update touches nothing but owners and finalizers, as the garbage collector does.
fn changes_for_collection_only(request: &AdmissionRequest<'_>) -> bool {
    if request.operation != Operation::Update {
        return false;
    }
    let bare = |object: &Value| {
        let mut object = object.clone();
        for field in ["ownerReferences", "finalizers", "managedFields"] {
            object.metadata_mut().remove(field);
        }
        object
    };
    bare(&request.object) == bare(request.old_object)
}

fn rules(role: &Value) -> Result<Vec<PolicyRule>, Status> {
    match role.at("rules") {
        Value::Null => Ok(Vec::new()),
        rules => Vec::deserialize(rules).map_err(|e| Status::bad_request(format!("rules: {e}"))),
    }
}

/// Puts the verbs of one resource together.
fn compact(rules: Vec<PolicyRule>) -> Vec<PolicyRule> {
    let mut out: Vec<PolicyRule> = Vec::new();
    for rule in rules {
        let same = |other: &&mut PolicyRule| {
            rule.non_resource_urls.is_empty()
                && (&other.api_groups, &other.resources, &other.resource_names)
                    == (&rule.api_groups, &rule.resources, &rule.resource_names)
        };
        match out.iter_mut().find(same) {
            Some(same) => {
                let new = rule.verbs.into_iter().filter(|verb| !same.verbs.contains(verb));
                let new: Vec<String> = new.collect();
                same.verbs.extend(new);
            }
            None => out.push(rule),
        }
    }
    out
}

/// `{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}`
fn describe(rule: &PolicyRule) -> String {
    let parts = [
        ("APIGroups", &rule.api_groups),
        ("Resources", &rule.resources),
        ("NonResourceURLs", &rule.non_resource_urls),
        ("ResourceNames", &rule.resource_names),
        ("Verbs", &rule.verbs),
    ];
    let parts = parts.iter().filter(|(_, list)| !list.is_empty());
    let parts: Vec<_> = parts.map(|(name, list)| format!("{name}:{}", quoted(list))).collect();
    format!("{{{}}}", parts.join(", "))
}

/// A list as Go prints one of quoted texts.
fn quoted(list: &[String]) -> String {
    let items: Vec<_> = list.iter().map(|item| format!("{item:?}")).collect();
    format!("[{}]", items.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_of_one_resource_are_told_together() {
        let rule = |resource: &str, verb: &str| PolicyRule {
            api_groups: vec![String::new()],
            resources: vec![resource.to_owned()],
            verbs: vec![verb.to_owned()],
            ..PolicyRule::default()
        };
        let rules =
            compact(vec![rule("pods", "get"), rule("secrets", "get"), rule("pods", "list")]);
        let told: Vec<_> = rules.iter().map(describe).collect();
        assert_eq!(
            told,
            [
                r#"{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}"#,
                r#"{APIGroups:[""], Resources:["secrets"], Verbs:["get"]}"#,
            ]
        );
    }
}
