//! What may I do in this namespace?

use bowline_api::rbac::v1::PolicyRule;
use bowline_apimachinery::meta::Status;
use serde_json::{Value, json};

use crate::authentication::{MASTERS, User};
use crate::authorization::RbacAuthorizer;

pub(super) fn review(
    rbac: Option<&RbacAuthorizer>,
    user: &User,
    body: &Value,
) -> Result<Value, Status> {
    let namespace = body["spec"]["namespace"].as_str().unwrap_or_default();
    if namespace.is_empty() {
        return Err(Status::bad_request("no namespace on request"));
    }
    let mut rules = rbac.map(|r| r.rules_for(user, namespace)).unwrap_or_default();
    if user.in_group(MASTERS) {
        let all = || vec!["*".to_owned()];
        let rule = PolicyRule { verbs: all(), ..PolicyRule::default() };
        rules.push(PolicyRule { api_groups: all(), resources: all(), ..rule.clone() });
        rules.push(PolicyRule { non_resource_urls: all(), ..rule });
    }
    let (paths, resources): (Vec<_>, Vec<_>) =
        rules.into_iter().partition(|r| !r.non_resource_urls.is_empty());
    let resources: Vec<Value> = resources
        .into_iter()
        .map(|r| {
            let mut rule = json!({
                "verbs": r.verbs, "apiGroups": r.api_groups, "resources": r.resources,
            });
            if !r.resource_names.is_empty() {
                rule["resourceNames"] = json!(r.resource_names);
            }
            rule
        })
        .collect();
    let paths: Vec<Value> = paths
        .into_iter()
        .map(|r| json!({"verbs": r.verbs, "nonResourceURLs": r.non_resource_urls}))
        .collect();
    Ok(json!({"resourceRules": resources, "nonResourceRules": paths, "incomplete": rbac.is_none()}))
}
